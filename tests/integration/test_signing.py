"""Real signatures on the real document: made, verified here and by pdfsig, and broken in every way that we know."""

import random
import re
import socket
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import NamedTuple, NoReturn

import pytest
from PIL import Image, ImageChops
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from weasyprint import HTML

from engine.adapters.certificates import CERTIFICATE, Authority
from engine.adapters.pades import PadesSealer
from engine.delivery.report import render
from engine.delivery.typography import FONTS
from engine.domain.signed import SigningKey
from engine.errors import KeyExpired, WrongPassword
from tests.signed_samples import SIGNER, an_addendum, an_opinion

FONT = (FONTS / "Commissioner-Regular.ttf").read_bytes()
PASSWORD = "cheval-Agrafé pile 7"
# pdfsig judges a certificate by the machine's own clock.
NOW = datetime.now(UTC).replace(microsecond=0)


class Signed(NamedTuple):
    """A document, the same signed, and what signed it."""

    folder: Path
    sealer: PadesSealer
    key: SigningKey
    pdf: bytes
    signed: bytes


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    folder = tmp_path_factory.mktemp("signing") / "authority"
    sealer = PadesSealer(Authority.create(folder, NOW), FONT)
    key = sealer.issue(SIGNER, PASSWORD, NOW)
    pdf = render(an_opinion(signed_at=NOW))
    return Signed(folder, sealer, key, pdf, sealer.sign(pdf, key, PASSWORD, SIGNER, NOW))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> PadesSealer:
    """A stranger's installation, whose authority has the same name."""
    return PadesSealer(Authority.create(tmp_path_factory.mktemp("stranger"), NOW), FONT)


def pdfsig(pdf: bytes, folder: Path, *options: str) -> str:
    path = folder / "avis.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", *options, path], capture_output=True, text=True, check=False).stdout


def test_what_was_signed_stands(made: Signed) -> None:
    found = made.sealer.check(made.signed)
    assert (found.intact, found.trusted) == (True, True)
    assert found.signer_fr == "Dr Éléonore Lœwenbrück-Ünal, RPPS 10009876543"
    assert found.signed_at == NOW
    assert "n'a pas été modifié" in found.why_fr


def test_pdfsig_finds_it_valid_under_this_authority_and_no_other(
    made: Signed, other: PadesSealer, tmp_path: Path
) -> None:
    database = tmp_path / "nss"
    database.mkdir()
    subprocess.run(["certutil", "-N", "-d", f"sql:{database}", "--empty-password"], check=True)
    certificate = ["-t", "C,C,C", "-n", "double-avis", "-i", made.folder / CERTIFICATE]
    subprocess.run(["certutil", "-A", "-d", f"sql:{database}", *certificate], check=True)
    said = pdfsig(made.signed, tmp_path, "-nssdir", str(database))
    assert "Signature is Valid." in said
    assert "Certificate is Trusted." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "serialNumber=10009876543" in said
    stranger = other.sign(made.pdf, other.issue(SIGNER, PASSWORD, NOW), PASSWORD, SIGNER, NOW)
    assert "Certificate is Trusted." not in pdfsig(stranger, tmp_path, "-nssdir", str(database))


def test_pyhanko_alone_finds_it_valid_and_closed_to_changes(made: Signed) -> None:
    """Judged by the library's own bottom line, not by ours."""
    embedded = PdfFileReader(BytesIO(made.signed)).embedded_signatures[0]
    roots = ValidationContext(trust_roots=[load_cert_from_pemder(str(made.folder / CERTIFICATE))], allow_fetching=False)
    status = validate_pdf_signature(embedded, roots)
    assert status.bottom_line
    assert embedded.docmdp_level is not None
    assert embedded.docmdp_level.value == 1


def test_signing_only_adds_to_the_file(made: Signed) -> None:
    assert made.signed.startswith(made.pdf)
    before, after = (PdfFileReader(BytesIO(pdf)).root for pdf in (made.pdf, made.signed))
    # What makes it PDF/A and readable aloud is what it was.
    assert after["/Metadata"].data == before["/Metadata"].data
    for name in ("/OutputIntents", "/MarkInfo", "/Lang", "/StructTreeRoot"):
        assert after.raw_get(name) == before.raw_get(name)
    assert "/Version" not in after


def stretches(signed: bytes) -> tuple[range, range, range]:
    """Before, inside and after the signature itself, by its byte range."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", signed)
    assert found
    first, second, rest = map(int, found.groups())
    assert second + rest == len(signed)
    return range(first), range(first, second), range(second, second + rest)


def test_every_changed_byte_is_found(made: Signed) -> None:
    chance = random.Random(20261122)  # noqa: S311
    before, inside, after = stretches(made.signed)
    padding = range(inside.stop - 400, inside.stop)
    places = {*chance.sample(before, 70), *chance.sample(after, 20), *chance.sample(padding, 15)}
    places |= {0, before.stop - 1, inside.start, inside.stop - 1, after.start, after.stop - 1}
    unseen = []
    for place in sorted(places):
        changed = bytearray(made.signed)
        changed[place] ^= 1 << chance.randrange(8)
        found = made.sealer.check(bytes(changed))
        unseen += [place] if found.intact or not found.why_fr else []
    assert unseen == []


def test_pdfsig_finds_a_changed_byte_too(made: Signed, tmp_path: Path) -> None:
    changed = bytearray(made.signed)
    place = made.signed.index(b"/TU (S") + len("/TU (")
    changed[place] ^= 1
    assert "Digest Mismatch" in pdfsig(bytes(changed), tmp_path, "-nocert")
    found = made.sealer.check(bytes(changed))
    assert not found.intact
    assert found.why_fr == "Le document a été modifié après la signature."


def test_a_later_revision_is_found(made: Signed) -> None:
    """An update as an editor writes it: signed bytes untouched, the title changed behind them."""
    writer = IncrementalPdfFileWriter(BytesIO(made.signed))
    writer.root["/Lang"] = generic.pdf_string("en")
    writer.update_root()
    updated = BytesIO()
    writer.write(updated)
    assert updated.getvalue().startswith(made.signed)
    found = made.sealer.check(updated.getvalue())
    assert not found.intact
    assert found.why_fr == "Du contenu a été ajouté au document après la signature."


@pytest.mark.parametrize("tail", [b"\n", b"% ajout", b"\0" * 64])
def test_appended_bytes_are_found(made: Signed, tail: bytes) -> None:
    assert not made.sealer.check(made.signed + tail).intact


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"bonjour", b"\0" * 5000])
def test_what_is_no_pdf_is_refused_in_french(made: Signed, content: bytes) -> None:
    found = made.sealer.check(content)
    assert (found.intact, found.trusted, found.signed_at) == (False, False, None)
    assert "PDF" in found.why_fr


def test_an_unsigned_document_is_named_so(made: Signed) -> None:
    found = made.sealer.check(made.pdf)
    assert (found.intact, found.trusted) == (False, False)
    assert found.why_fr == "Ce fichier ne porte aucune signature."


def test_a_stranger_with_the_same_name_is_not_trusted(
    made: Signed, other: PadesSealer, caplog: pytest.LogCaptureFixture
) -> None:
    found = other.check(made.signed)
    # A finding is no event for the log, which names no doctor.
    assert caplog.records == []
    assert (found.intact, found.trusted) == (True, False)
    assert "autorité" in found.why_fr


def test_an_addendum_is_signed_in_its_frame(made: Signed) -> None:
    pdf = render(an_addendum(signed_at=NOW), corrects=NOW)
    signed = made.sealer.sign(pdf, made.key, PASSWORD, SIGNER, NOW)
    assert made.sealer.check(signed).intact
    widget = PdfFileReader(BytesIO(signed)).root["/AcroForm"]["/Fields"][0]
    assert float(widget["/Rect"][1]) > 200


def test_the_mark_is_drawn_in_its_frame_and_nowhere_else(made: Signed, tmp_path: Path) -> None:
    before, after = (last_page(pdf, tmp_path / name) for pdf, name in ((made.pdf, "a"), (made.signed, "b")))
    widget = PdfFileReader(BytesIO(made.signed)).root["/AcroForm"]["/Fields"][0]
    left, bottom, right, top = (float(edge) for edge in widget["/Rect"])
    assert right - left > 220
    assert top - bottom > 70
    drawn = ImageChops.difference(before, after).getbbox()
    assert drawn
    assert drawn[0] >= left - 2
    assert drawn[2] <= right + 2
    assert drawn[1] >= before.height - top - 2
    assert drawn[3] <= before.height - bottom + 2
    # Four lines of text reach far into the frame.
    assert drawn[2] - drawn[0] > 0.7 * (right - left)
    assert widget["/TU"] == "Signature électronique de Dr Éléonore Lœwenbrück-Ünal"


def last_page(pdf: bytes, path: Path) -> Image.Image:
    """The last page in grey, one pixel a point."""
    path.write_bytes(pdf)
    pages = str(len(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Kids"]))
    subprocess.run(["pdftoppm", "-r", "72", "-gray", "-f", pages, "-singlefile", "-png", path, path], check=True)
    with Image.open(path.with_name(f"{path.name}.png")) as image:
        return image.copy()


def test_the_mark_brings_its_font_and_can_be_read_aloud(made: Signed) -> None:
    widget = PdfFileReader(BytesIO(made.signed)).root["/AcroForm"]["/Fields"][0]
    form = widget["/AP"]["/N"]
    font = form["/Resources"]["/Font"]["/F1"]
    assert font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"].data[:4] == b"\x00\x01\x00\x00"
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]{4})>\n", font["/ToUnicode"].data)
    letters = {code: chr(int(value, 16)) for code, value in pairs}
    strings = re.findall(rb"<([0-9a-f]+)> Tj", form.data)
    lines = ["".join(letters[line[i : i + 4]] for i in range(0, len(line), 4)) for line in strings]
    assert lines[0] == "SIGNÉ ÉLECTRONIQUEMENT PAR"
    assert lines[1] == "Dr Éléonore Lœwenbrück-Ünal"
    assert lines[2] == "Chirurgie gynécologique et obstétrique – RPPS 10009876543"
    assert re.fullmatch(r"le \d\d/\d\d/\d{4} à \d\d:\d\d:\d\d, heure de Paris \(UTC\+0[12]:00\)", lines[3])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Ƚukasz Weiẞ " + "Très-Long-Nom " * 12, "Lukasz Weiss Très-Long-Nom Très-Long-Nom"),
        ("Dr משה כהן", "Dr, RPPS"),
        ("משה", "10009876543, RPPS 10009876543"),
    ],
)
def test_names_that_no_font_draws_or_no_frame_holds_still_sign(made: Signed, name: str, told: str) -> None:
    signer = SIGNER.model_copy(update={"name": name, "specialty": "Médecine" * 20})
    signed = made.sealer.sign(made.pdf, made.sealer.issue(signer, "m", NOW), "m", signer, NOW)
    found = made.sealer.check(signed)
    assert found.trusted
    assert found.signer_fr.startswith(told)


def test_the_password_opens_the_key_and_no_other_does(made: Signed) -> None:
    for wrong in ("", PASSWORD + " ", PASSWORD.lower()):
        with pytest.raises(WrongPassword):
            made.sealer.sign(made.pdf, made.key, wrong, SIGNER, NOW)
        with pytest.raises(WrongPassword):
            made.sealer.change_password(made.key, wrong, "nouveau")
    changed = made.sealer.change_password(made.key, PASSWORD, "nouveau mot de passe")
    assert (changed.certificate, changed.not_after) == (made.key.certificate, made.key.not_after)
    assert made.sealer.check(made.sealer.sign(made.pdf, changed, "nouveau mot de passe", SIGNER, NOW)).trusted
    with pytest.raises(WrongPassword):
        made.sealer.sign(made.pdf, changed, PASSWORD, SIGNER, NOW)


@pytest.mark.parametrize("days", [-1, 3 * 365 + 2])
def test_a_key_signs_only_while_its_certificate_holds(made: Signed, days: int) -> None:
    with pytest.raises(KeyExpired, match=r"Dr Éléonore .* renouveler"):
        made.sealer.sign(made.pdf, made.key, PASSWORD, SIGNER, NOW + timedelta(days=days))


def test_a_signature_outlives_its_key(made: Signed, tmp_path: Path) -> None:
    then = datetime(2009, 3, 1, 12, tzinfo=UTC)
    sealer = PadesSealer(Authority.create(tmp_path / "old", then), FONT)
    found = sealer.check(sealer.sign(made.pdf, sealer.issue(SIGNER, "m", then), "m", SIGNER, then))
    assert (found.intact, found.trusted, found.signed_at) == (True, True, then)


def test_a_key_signs_for_its_own_account_alone(made: Signed) -> None:
    with pytest.raises(ValueError, match="its own account"):
        made.sealer.sign(made.pdf, made.key, PASSWORD, SIGNER.model_copy(update={"account": "autre"}), NOW)


def test_nothing_is_asked_of_a_network(made: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a signature asked a network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    signed = made.sealer.sign(made.pdf, made.key, PASSWORD, SIGNER, NOW)
    assert made.sealer.check(signed).trusted


def test_a_document_that_keeps_no_frame_is_signed_at_the_foot(made: Signed) -> None:
    plain = HTML(string="<p>Document sans cadre.</p>").write_pdf()
    signed = made.sealer.sign(plain, made.key, PASSWORD, SIGNER, NOW)
    assert made.sealer.check(signed).intact
    widget = PdfFileReader(BytesIO(signed)).root["/AcroForm"]["/Fields"][0]
    assert [int(edge) for edge in widget["/Rect"]] == [68, 60, 306, 137]


def test_an_authority_that_is_opened_again_trusts_what_it_certified(made: Signed, tmp_path: Path) -> None:
    assert PadesSealer(Authority.open(made.folder), FONT).check(made.signed).trusted
    # To verify, its certificate is enough.
    (tmp_path / CERTIFICATE).write_bytes((made.folder / CERTIFICATE).read_bytes())
    assert PadesSealer(Authority.open(tmp_path), FONT).check(made.signed).trusted
