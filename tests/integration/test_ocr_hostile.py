"""A thousand damaged, cut, mislabelled and invented files: each is read or refused in French and in time, no more."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pillow_heif
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter
from PIL import Image

from ocr import Page, Reader, ReadError, Refused, members, recognise
from ocr.process import Process
from ocr.wire import Closed
from tests.acceptance.paper import LETTER, REPORT, pdf
from tests.hostile_samples import LAUNCH, SCRIPT, scripted

LONGEST = 30.0
"""Seconds that any file may take."""
MOST_PAGES = 3


def picture(kind: str, **how: object) -> bytes:
    """A white sheet: on a small one that is not, Tesseract would try for seconds."""
    buffer = BytesIO()
    Image.new("RGB", (64, 48), "white").save(buffer, kind, **how)
    return buffer.getvalue()


def word() -> bytes:
    document, buffer = docx.Document(), BytesIO()
    document.add_heading("Compte rendu", 1)
    document.add_table(2, 2).cell(0, 0).text = "Hémoglobine"
    document.save(buffer)
    return buffer.getvalue()


def archive_of(**files: bytes) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(f"dossier/é/{name}", content)
    return buffer.getvalue()


pillow_heif.register_heif_opener()
SOUND = {
    "pdf": pdf(LETTER, REPORT),
    "pdf with a script": scripted(SCRIPT + LAUNCH),
    "jpeg": picture("JPEG"),
    "png": picture("PNG"),
    "tiff": picture("TIFF", compression="tiff_lzw", save_all=True, append_images=[Image.new("L", (40, 40), 255)]),
    "heic": picture("HEIF"),
    "webp": picture("WEBP"),
    "docx": word(),
    "text": "\r\n".join(LETTER).encode("cp1252"),
    "utf-16": "\n".join(REPORT).encode("utf-16"),
    "zip": archive_of(a=pdf(LETTER), b="Élève".encode(), c=archive_of(d=word())),
    "dicom": bytes(128) + b"DICM" + bytes(range(200)),
    "cda": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><ClinicalDocument>&b;</ClinicalDocument>',
}
SOUND["pdf and zip"] = SOUND["pdf"] + SOUND["zip"]
SOUND["jpeg and html"] = SOUND["jpeg"] + b"<html><script>alert(1)</script></html>"
STARTS = [
    b"",
    b"%PDF-1.7\n",
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"II*\0",
    b"MM\0*",
    b"PK\x03\x04",
    b"PK\x05\x06",
]
STARTS += [b"\0\0\0\x18ftypheic", b"RIFF\xff\0\0\0WEBPVP8L", b"\xd0\xcf\x11\xe0", b"<?xml version='1.0'?>", b"\xff\xfe"]
TELLING = [b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"-1", b"99999999999", b"<<", b"endobj", b"<!ENTITY"]


@dataclass(frozen=True)
class Sent:
    """A file as sent; shown by its beginning, whoever shows it: Hypothesis prints fields, and warns of long ones."""

    content: bytes
    name: str

    def __repr__(self) -> str:
        digest = sha256(self.content).hexdigest()[:8]
        return f"Sent({self.name!a}, {len(self.content)} bytes, {digest}, {self.content[:60]!r})"

    def _repr_pretty_(self, printer: RepresentationPrinter, _: bool) -> None:
        printer.text(repr(self))


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sound file with a few bytes changed, put in or taken out, mostly near its head or its end, and maybe cut."""
    content = bytearray(SOUND[draw(st.sampled_from(sorted(SOUND)))])
    for _ in range(draw(st.integers(0, 8))):
        reach = draw(st.sampled_from([40, 400, len(content)]))
        at = draw(st.integers(0, min(reach, len(content))))
        at = at if draw(st.booleans()) else len(content) - at
        change = draw(st.one_of(st.binary(max_size=8), st.sampled_from(TELLING)))
        content[at : at + draw(st.sampled_from([0, len(change), 30]))] = change
    if draw(st.integers(0, 3)) == 0:
        del content[draw(st.integers(0, len(content))) :]
    return bytes(content)


ANY_FILE = st.one_of(damaged(), damaged(), st.builds(bytes.__add__, st.sampled_from(STARTS), st.binary(max_size=600)))
ODD_NAMES = [
    "../../../etc/passwd",
    "C:\\Windows\\a.pdf",
    "\\\\serveur\\c$",
    "a\0.pdf",
    "é" * 300 + ".pdf",
    "דוח\u202efdp.exe",
]
ANY_NAME = st.one_of(st.sampled_from([*ODD_NAMES, "🩺.heic", "", ".", "a.docx", "\ud800.pdf"]), st.text(max_size=40))


ANY_SENT = st.builds(Sent, ANY_FILE, ANY_NAME)


class Surveyor:
    """Opens files and draws their first pages as a reader does, in the process that ships; images are not read."""

    def __init__(self) -> None:
        self.process: Process | None = None
        self.refused = self.drawn = self.files = self.crashed = 0

    def survey(self, content: bytes, name: str) -> None:
        self.files += 1
        began = time.monotonic()
        try:
            if recognise(content, name) == "ZIP":
                for member in members(content):
                    if isinstance(member, Refused):
                        assert_told(member.message_fr)
                    else:
                        assert member.name.isprintable()
                        assert not member.name.startswith(("/", "..", "\\"))
                        self.survey(member.content, member.name)
            else:
                self._pages(content, name)
        except ReadError as error:
            self.refused += 1
            assert_told(error.message_fr)
        assert time.monotonic() - began < LONGEST

    def _pages(self, content: bytes, name: str) -> None:
        told = self._ask({"open": name}, content)
        count = told["count"]
        assert count is None or count >= 1
        for index in range(MOST_PAGES if count is None else min(MOST_PAGES, count)):
            told = self._ask({"draw": index, "turn": None, "skip": True})
            self.drawn += "skipped" in told
            if "over" in told:
                break

    def _ask(self, told: dict[str, Any], content: bytes = b"") -> dict[str, Any]:
        """Ask the process; a refusal is raised. One that crashed is what processes are there for, and is counted."""
        if self.process is None:
            self.process = Process()
        try:
            self.process.ask(told, content, seconds=LONGEST)
            said, _ = self.process.answer()
        except Closed:
            self.crashed += 1
            self.end()
            raise ReadError("crashed", what="reçu") from None
        if "refused" in said:
            assert_told(said["message_fr"])
            raise ReadError("crashed", what="reçu")
        return said

    def end(self) -> None:
        if self.process is not None:
            self.process.end()
        self.process = None


def assert_told(message: str) -> None:
    """A message in French, on one line, with the way out."""
    assert message.isprintable()
    assert message.endswith("l'original est conservé.")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder in which everything happens: nothing may be written there."""
    folder = tmp_path_factory.mktemp("nothing")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder


def test_a_thousand_hostile_files_are_read_or_refused(empty: Path) -> None:
    surveyor = Surveyor()

    @settings(max_examples=1200, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(sent=ANY_SENT)
    def each(sent: Sent) -> None:
        surveyor.survey(sent.content, sent.name)

    try:
        each()
    finally:
        surveyor.end()
    assert surveyor.files >= 1000
    assert surveyor.refused > 200
    assert surveyor.drawn > 100
    assert surveyor.crashed < 20
    assert list(empty.iterdir()) == []


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """One for all files, as a worker has it; what becomes of its process is its own affair."""
    made = Reader(1)
    yield made
    made.close()


@settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(sent=ANY_SENT)
def test_what_is_read_of_them_is_sound(reader: Reader, sent: Sent) -> None:
    began = time.monotonic()
    try:
        for read in reader.read(sent.content, sent.name):
            if isinstance(read, Page):
                assert all(read.text[w.start : w.start + len(w.text)] == w.text for w in read.words)
                assert "\0" not in read.text
            else:
                assert_told(read.message_fr)
    except ReadError as error:
        assert_told(error.message_fr)
    assert time.monotonic() - began < LONGEST


@pytest.mark.parametrize("name", SOUND)
def test_the_samples_are_sound_before_they_are_damaged(reader: Reader, name: str) -> None:
    if name in ("dicom", "cda"):
        with pytest.raises(ReadError):
            list(reader.read(SOUND[name], name))
    else:
        assert any(isinstance(read, Page) for read in reader.read(SOUND[name], name))
