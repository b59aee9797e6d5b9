"""Files that cannot be read: each is refused with its cause and the way out, and nothing else comes out."""

import time
from io import BytesIO
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from ocr import ReadError, read

RESOURCES = Path(__file__).parent.parent / "resources" / "ocr"
EMPTY_PAGES = b"<< /Type /Pages /Count 0 /Kids [] >>"
ONE_PAGE = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"


def pdf(pages: bytes, *more: bytes) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate((b"<< /Type /Catalog /Pages 2 0 R >>", pages, *more), start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, xref)


def sheet(box: str = "0 0 300 300") -> bytes:
    return pdf(ONE_PAGE, f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] >>".encode())


def picture(kind: str, size: tuple[int, int] = (300, 200)) -> bytes:
    buffer = BytesIO()
    dots = np.random.default_rng(3).integers(0, 255, (size[1], size[0]), dtype=np.uint8)
    Image.fromarray(dots).save(buffer, kind)
    return buffer.getvalue()


def huge_png() -> bytes:
    """A kilobyte that claims 60000 by 60000 points."""
    head = bytearray(picture("PNG"))
    head[16:24] = (60_000).to_bytes(4, "big") * 2
    head[29:33] = crc32(bytes(head[12:29])).to_bytes(4, "big")
    return bytes(head)


CASES = [
    ("empty", b"", "vide.pdf", "0 octet"),
    ("encrypted", (RESOURCES / "mot-de-passe.pdf").read_bytes(), "a.pdf", "mot de passe"),
    ("no_pages", pdf(EMPTY_PAGES), "a.pdf", "aucune page"),
    ("truncated", sheet()[:120], "a.pdf", "incomplet"),
    ("truncated", sheet()[: sheet().index(b"xref")], "a.pdf", "incomplet"),
    ("corrupt", b"%PDF-1.7\nnothing of a PDF follows", "a.pdf", "abîmé"),
    ("too_large", sheet("0 0 14400000 14400000"), "a.pdf", "trop grande"),
    ("too_large", huge_png(), "a.png", "trop grande"),
    ("truncated", picture("JPEG")[:2000], "a.jpg", "incomplet"),
    ("truncated", picture("PNG")[:2000], "a.png", "incomplet"),
    ("corrupt", b"\xff\xd8\xff\xe0 no image", "a.jpg", "abîmé"),
    ("corrupt", b"II*\0" + bytes(40), "a.tif", "abîmé"),
    ("corrupt", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "IMG_1.HEIC", "HEIC"),
    ("corrupt", b"RIFF\x10\0\0\0WEBPVP8 ", "a.webp", "WEBP"),
    ("truncated", b"PK\x03\x04" + bytes(60), "lettre.pdf", "ZIP"),
    ("unsupported", bytes(128) + b"DICM" + bytes(20), "IM0001", "DICOM"),
    ("unsupported", b'<?xml version="1.0"?><ClinicalDocument/>', "a.xml", "XML"),
    ("unsupported", b"<!DOCTYPE html><html></html>", "a.pdf", "HTML"),
    ("no_pages", b" \r\n\t \n", "a.txt", "texte"),
    ("unsupported", b"{\\rtf1 Compte rendu}", "a.rtf", "RTF"),
    ("unsupported", b"\x93\x01\xfe\xff\x80 junk", "notes.xyz", "« .xyz »"),
    ("unsupported", b"\x93\x01\xfe\xff\x80 junk", "sans-nom", "inconnu"),
]


@pytest.mark.parametrize(("code", "content", "filename", "says"), CASES, ids=[f"{c[0]}-{c[3]}" for c in CASES])
def test_a_file_that_cannot_be_read_is_refused_with_the_way_out(
    code: str, content: bytes, filename: str, says: str
) -> None:
    with pytest.raises(ReadError) as caught:
        list(read(content, filename))
    assert caught.value.code == code
    assert says in caught.value.message_fr
    assert "l'original est conservé" in caught.value.message_fr


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    kids = b" ".join(b"3 0 R" for _ in range(1001))
    content = pdf(b"<< /Type /Pages /Count 1001 /Kids [" + kids + b"] >>", b"<< /Type /Page /MediaBox [0 0 9 9] >>")
    with pytest.raises(ReadError, match="1001 pages, plus que la limite de 1000"):
        read(content, "a.pdf")


def test_the_refusal_comes_before_the_first_page_is_asked_for() -> None:
    with pytest.raises(ReadError):
        read(b"", "vide.pdf")


def test_a_file_name_in_any_script_is_taken() -> None:
    with pytest.raises(ReadError) as caught:
        read(b"\x93\x01\xfe\xff", "../../Δοκιμή\u202e.\0exe")
    assert caught.value.code == "unsupported"


STARTS = [b"\0", b"%PDF-1.4\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"PK\x03\x04"]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=400))
def test_random_bytes_are_refused_and_never_crash(start: bytes, rest: bytes) -> None:
    began = time.monotonic()
    with pytest.raises(ReadError) as caught:
        list(read(start + rest, "envoi"))
    assert caught.value.message_fr
    assert time.monotonic() - began < 5


WHOLE = {"pdf": sheet(), "jpeg": picture("JPEG"), "png": picture("PNG"), "tiff": picture("TIFF")}


@settings(max_examples=120, deadline=None)
@given(kind=st.sampled_from(sorted(WHOLE)), share=st.floats(0, 0.9))
def test_a_cut_file_is_refused(kind: str, share: float) -> None:
    content = WHOLE[kind]
    with pytest.raises(ReadError):
        list(read(content[: int(len(content) * share)], "envoi"))


def test_a_cut_image_is_refused_whatever_another_library_switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    buffer = BytesIO()
    Image.effect_noise((400, 400), 60).save(buffer, "JPEG")
    with pytest.raises(ReadError) as caught:
        list(read(buffer.getvalue()[:-9000], "scan.jpg"))
    assert caught.value.code == "truncated"
