"""One file of each format that people send goes the whole way, alone or in an archive. Every person is invented."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pillow_heif
import pytest
from PIL import Image

from engine.store.postgres import Store
from tests.acceptance.conftest import Avis, Ended
from tests.acceptance.paper import LETTER, REPORT, dossier_folder, pdf, scan
from tests.hostile_samples import LAUNCH, pages, pdf_of, said

Result = dict[str, Any]


def photo(lines: list[str], kind: str, **how: Any) -> bytes:
    pillow_heif.register_heif_opener()
    buffer = BytesIO()
    Image.open(BytesIO(scan(lines))).convert("RGB").save(buffer, kind, **how)
    return buffer.getvalue()


def word(lines: list[str]) -> bytes:
    document, buffer = docx.Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


def two_sheets() -> bytes:
    buffer = BytesIO()
    sheets = [Image.open(BytesIO(scan(lines))) for lines in (LETTER, REPORT)]
    sheets[0].save(buffer, "TIFF", compression="tiff_deflate", save_all=True, append_images=sheets[1:])
    return buffer.getvalue()


def archive() -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as made:
        made.writestr("../../courriers/hors-du-dossier.txt", "\n".join(LETTER))
        made.writestr("images/radio.pdf", pdf(REPORT))
        made.writestr("images/visionneuse.exe", b"MZ" + bytes(99))
    return buffer.getvalue()


def later(lines: list[str], day: str) -> list[str]:
    """The same paper of another day, so that it is no copy."""
    return [line.replace("12 mai 2026", f"{day} mai 2026").replace("28/04/2026", f"{day}/04/2026") for line in lines]


FILES: dict[str, Callable[[], bytes]] = {
    "01.pdf": lambda: pdf(LETTER),
    "02.jpg": lambda: photo(later(REPORT, "02"), "JPEG", quality=85),
    "03.png": lambda: scan(later(REPORT, "03")),
    "04.tif": two_sheets,
    "05.heic": lambda: photo(later(REPORT, "05"), "HEIF", quality=80),
    "06.webp": lambda: photo(later(REPORT, "06"), "WEBP", quality=85),
    "07.docx": lambda: word(later(REPORT, "07")),
    "08.txt": lambda: "\r\n".join(later(REPORT, "08")).encode("cp1252"),
    "09.zip": archive,
    "10.pdf": lambda: pdf_of(pages(said()), LAUNCH),
    "11.doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
}
REFUSED = {"09.zip": "unsupported", "10.pdf": "active", "11.doc": "unsupported"}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {name: make() for name, make in FILES.items()}


@pytest.fixture(scope="module")
def sent(shared_avis: Avis, files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, Result]:
    place = tmp_path_factory.mktemp("formats")
    folder = dossier_folder(place / "dossier", files)
    ended = shared_avis("run", folder, "--json", place / "r.json")
    return ended, json.loads((place / "r.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [name for name in FILES if name not in REFUSED])
def test_a_file_of_each_format_becomes_documents(sent: tuple[Ended, Result], name: str) -> None:
    _, result = sent
    found = [(d["kind"], d["pages"]) for d in result["documents"] if d["file"] == name]
    if name == "04.tif":
        assert found == [("courrier", [1]), ("compte_rendu_imagerie", [2])]
    else:
        assert found == [("courrier" if name == "01.pdf" else "compte_rendu_imagerie", [1])]


def test_the_files_of_an_archive_become_documents_of_their_own(sent: tuple[Ended, Result]) -> None:
    _, result = sent
    found = [(d["kind"], d["pages"]) for d in result["documents"] if d["file"] == "09.zip"]
    assert found == [("courrier", [1]), ("compte_rendu_imagerie", [2])]


def test_what_is_refused_is_named_with_the_way_out(sent: tuple[Ended, Result]) -> None:
    ended, result = sent
    assert {r["file"]: r["code"] for r in result["refused"]} == REFUSED
    told = {r["file"]: r for r in result["refused"]}
    assert told["09.zip"]["member"] == "images/visionneuse.exe"
    assert "« images/visionneuse.exe »" in told["09.zip"]["reason_fr"]
    assert "lance un programme" in told["10.pdf"]["reason_fr"]
    assert "PDF ou en DOCX" in told["11.doc"]["reason_fr"]
    assert ended.code == 4


def test_every_original_is_kept_byte_for_byte_and_pages_know_their_member(
    sent: tuple[Ended, Result], files: dict[str, bytes], shared_url: str
) -> None:
    with Store(shared_url) as store:
        kept = {u.filename: store.content(u.sha256) for u in store.uploads("perlevent") if u.filename in files}
        members = [(p.member, p.number) for p in store.pages("perlevent") if p.filename == "09.zip"]
    assert all(kept[name] == content for name, content in files.items())
    assert members == [("courriers/hors-du-dossier.txt", 1), ("images/radio.pdf", 2)]


def test_nothing_is_written_beside_the_dossier(
    sent: tuple[Ended, Result], tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert list(Path(tmp_path_factory.getbasetemp()).rglob("hors-du-dossier.txt")) == []
