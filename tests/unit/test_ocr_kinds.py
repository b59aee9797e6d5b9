"""What a file is, by its content whatever its name, and what is refused by its own name with the way out."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from ocr import ReadError, recognise
from ocr.plain_text import decode

LETTER = "Élève opérée à Évreux : œdème du genou gauche, « très gêné », 38,5 °C, hôpital, reçu où ça."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def container(**parts: str) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return buffer.getvalue()


KNOWN = [
    ("PDF", b"%PDF-1.4\n...", "x.jpg"),
    ("PDF", b"\xef\xbb\xbf\n%PDF-1.7", "x"),
    ("JPEG", b"\xff\xd8\xff\xe0<html><script>alert(1)</script>", "page.html"),
    ("PNG", b"\x89PNG\r\n\x1a\n", "x.docx"),
    ("TIFF", b"MM\0*", "x"),
    ("HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "IMG_1.JPG"),
    ("HEIC", b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "IMG_1"),
    ("WEBP", b"RIFF\x10\0\0\0WEBPVP8 ", "x.png"),
    ("DICOM", bytes(128) + b"DICM" + bytes(20), "IM0001"),
    ("DOCX", container(word__document_xml="<w/>"), "x.zip"),
    ("ZIP", container(lettre_pdf="%PDF-1.4 stored whole"), "x.pdf"),
    ("CDA", b'<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"/>', "x"),
    ("CDA", '<?xml version="1.0" encoding="UTF-16"?><n:ClinicalDocument/>'.encode("utf-16"), "x.txt"),
    ("TEXT", LETTER.encode(), "x"),
    ("TEXT", LETTER.encode("utf-16"), "x"),
    ("TEXT", LETTER.encode("utf-16-le"), "x"),
    ("TEXT", LETTER.encode("cp1252"), "x.doc"),
    ("TEXT", b"Glyc\x82mie;5,2;mmol/L\r\nPotassium;4,4;mmol/L", "x.csv"),
]


@pytest.mark.parametrize(("kind", "content", "filename"), KNOWN)
def test_a_file_is_known_by_its_content(kind: str, content: bytes, filename: str) -> None:
    assert recognise(content, filename) == kind


REFUSED = [
    (OLE, "lettre.doc", "Word ancien (DOC)", "en PDF ou en DOCX"),
    (OLE, "tableau.XLS", "Excel ancien (XLS)", "en PDF"),
    (OLE, "diaporama.ppt", "PowerPoint ancien", "en PDF"),
    (OLE, "message.msg", "Outlook (MSG)", "pièce jointe"),
    (b"Return-Path: <x@y>\r\nSubject: z\r\n", "m.eml", "message (EML)", "pièce jointe"),
    (container(mimetype="application/vnd.oasis.opendocument.text", content_xml="<x/>"), "a.odt", "ODT", "LibreOffice"),
    (container(xl__workbook_xml="<x/>"), "a.xlsx", "XLSX", "tableur"),
    (container(ppt__presentation_xml="<x/>"), "a.pptx", "PPTX", "en PDF"),
    (b"{\\rtf1\\ansi bonjour}", "a.rtf", "RTF", "en PDF"),
    (b"Rar!\x1a\x07\x01\0" + bytes(9), "a.rar", "RAR", "archive ZIP"),
    (b"7z\xbc\xaf\x27\x1c" + bytes(9), "a.7z", "7-Zip", "archive ZIP"),
    (b"\x1f\x8b\x08\0" + bytes(9), "a.tgz", "GZIP", "archive ZIP"),
    (b"\0\0\0\x18ftypmp42" + bytes(9), "a.mp4", "vidéo (MP4)", "compte rendu écrit"),
    (b"\0\0\0\x14ftypqt  " + bytes(9), "a.mov", "vidéo (MOV)", "compte rendu écrit"),
    (b"\x1a\x45\xdf\xa3" + bytes(9), "a.webm", "vidéo", "compte rendu écrit"),
    (b"GIF89a" + bytes(9), "a.gif", "GIF", "PDF, JPEG, PNG ou TIFF"),
    (b"\0\0\0\x1cftypavif" + bytes(9), "a.avif", "AVIF", "PDF, JPEG, PNG ou TIFF"),
    (b"MZ\x90" + bytes(99), "compte-rendu.pdf", "programme Windows", "en PDF"),
    (b"<!DOCTYPE html><html></html>", "a.pdf", "HTML", "navigateur"),
    (b"<?xml version='1.0'?><facture/>", "a.xml", "XML", "PDF"),
    (b"\x93\x01\xfe\xff\x80 junk", "notes.x\u202ey\0z", "contenu inconnu", "PDF"),
]


@pytest.mark.parametrize(("content", "filename", "names", "way_out"), REFUSED)
def test_what_is_not_read_is_refused_by_name_with_the_way_out(
    content: bytes, filename: str, names: str, way_out: str
) -> None:
    with pytest.raises(ReadError) as caught:
        recognise(content, filename)
    assert caught.value.code == "unsupported"
    assert names in caught.value.message_fr
    assert way_out in caught.value.message_fr
    assert "l'original est conservé" in caught.value.message_fr
    assert caught.value.message_fr.isprintable()


def test_a_protected_office_file_asks_for_an_open_copy() -> None:
    with pytest.raises(ReadError, match="copie sans mot de passe"):
        recognise(OLE + "EncryptedPackage".encode("utf-16-le"), "lettre.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_is_read_in_the_encoding_in_which_it_was_written(encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    assert decode(mark + LETTER.encode(encoding)) == LETTER


@pytest.mark.parametrize(
    "text", ["Élève opérée à Évreux : très gêné", "Résultat : glycémie élevée, 5,2 mmol/L", "Fièvre à 38,5 °C, ictère"]
)
def test_dos_text_is_told_from_windows_text(text: str) -> None:
    assert decode(text.encode("cp850")) == text
    assert decode(text.encode("cp1252")) == text


def test_a_character_cut_in_the_middle_is_no_reason_to_guess_another_encoding() -> None:
    whole = ("é" * 50).encode()
    assert decode(whole[:-1], cut=True) == "é" * 49
