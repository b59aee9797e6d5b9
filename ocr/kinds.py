"""What a file is, by its content; the name only helps to name what is refused."""

import re
from pathlib import PurePath
from typing import Literal

from ocr import plain_text, zips
from ocr.errors import ReadError

Kind = Literal["PDF", "JPEG", "PNG", "TIFF", "HEIC", "WEBP", "DOCX", "TEXT", "ZIP", "DICOM", "CDA"]
"""What can be taken in. DICOM and CDA are records, not paper: who called this room reads them."""

PICTURES = ("JPEG", "PNG", "TIFF", "HEIC", "WEBP")
_HEAD = 4096
_PREFACE = 200_000
_LEAST_WRITTEN = 3  # letters and figures: fewer are the rest of some other file
_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
)
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"hevc")
_CDA = re.compile(r"<(?:[\w.-]+:)?ClinicalDocument[\s>/]")
_MAIL = re.compile(
    rb"\A(?:From |(?:Return-Path|Received|Delivered-To|MIME-Version|Message-ID|X-[\w-]+|DKIM-Signature):)", re.I
)

# (offset, bytes, name): what people send that is not read, refused by its own name.
_REFUSED: tuple[tuple[int, bytes, str], ...] = (
    (4, b"ftypavif", "AVIF"),
    (4, b"ftypqt", "vidéo (MOV)"),
    (4, b"ftyp", "vidéo (MP4)"),
    (8, b"AVI ", "vidéo (AVI)"),
    (8, b"WAVE", "son (WAV)"),
    (0, b"\x1a\x45\xdf\xa3", "vidéo (MKV, WebM)"),
    (0, b"\0\0\x01\xba", "vidéo (MPEG)"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "vidéo (WMV)"),
    (0, b"ID3", "son (MP3)"),
    (0, b"OggS", "son (OGG)"),
    (0, b"II+\0", "BigTIFF"),
    (0, b"MM\0+", "BigTIFF"),
    (0, b"{\\rtf", "RTF"),
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"8BPS", "Photoshop (PSD)"),
    (0, b"AT&TFORM", "DjVu"),
    (0, b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (0, b"\xff\x4f\xff\x51", "JPEG 2000"),
    (0, b"\xff\x0a", "JPEG XL"),
    (0, b"\0\0\0\x0cJXL ", "JPEG XL"),
    (0, b"Rar!", "d'archive RAR"),
    (0, b"7z\xbc\xaf\x27\x1c", "d'archive 7-Zip"),
    (0, b"\x1f\x8b", "d'archive GZIP"),
    (0, b"BZh", "d'archive BZIP2"),
    (0, b"\xfd7zXZ\0", "d'archive XZ"),
    (0, b"\x28\xb5\x2f\xfd", "d'archive ZSTD"),
    (257, b"ustar", "d'archive TAR"),
    (32769, b"CD001", "d'image de CD (ISO)"),
    (0, b"ITSF", "d'aide Windows (CHM)"),
    (0, b"SQLite format 3", "de base de données"),
    (0, b"MZ", "de programme Windows"),
    (0, b"\x7fELF", "de programme Linux"),
    (0, b"\xca\xfe\xba\xbe", "de programme"),
    (0, b"%!PS", "PostScript"),
)
_OLD_OFFICE = {
    ".doc": "Word ancien (DOC)",
    ".dot": "Word ancien (DOC)",
    ".xls": "Excel ancien (XLS)",
    ".ppt": "PowerPoint ancien (PPT)",
    ".pps": "PowerPoint ancien (PPT)",
    ".msg": "de message Outlook (MSG)",
    ".msi": "de programme Windows",
}
_WAYS_OUT = {  # the start of the name: how to send it all the same
    "Word ancien": "Ouvrez-le dans Word, puis enregistrez-le en PDF ou en DOCX",
    "RTF": "Ouvrez-le dans un traitement de texte, puis enregistrez-le en PDF",
    "OpenDocument": "Ouvrez-le dans LibreOffice, puis exportez-le en PDF",
    "Pages (Apple)": "Ouvrez-le dans Pages, puis exportez-le en PDF",
    "Excel": "Ouvrez-le dans un tableur, puis enregistrez-le en PDF",
    "PowerPoint": "Ouvrez-le, puis enregistrez-le en PDF",
    "HTML": "Ouvrez-le dans un navigateur, puis imprimez-le en PDF",
    "de message": "Enregistrez la pièce jointe, ou imprimez le message en PDF",
    "d'archive": "Extrayez les documents, puis envoyez-les dans une archive ZIP ou un par un",
    "vidéo": "Demandez le compte rendu écrit, ou une image",
    "son": "Demandez le compte rendu écrit",
    "de programme": "Demandez à l'expéditeur le document lui-même, en PDF",
    "d'image de CD": "Copiez le contenu du CD dans une archive ZIP",
}


def recognise(content: bytes, filename: str) -> Kind:
    """Return the kind of a file by its content. Raises `ReadError` ("empty", "encrypted", "corrupt", "unsupported")."""
    if not content:
        raise ReadError("empty")
    head = content[:_HEAD]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(content)
    marked = _marked(head)
    if marked:
        return marked
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise _old_office(content, filename)
    for offset, mark, name in _REFUSED:
        if content[offset : offset + len(mark)] == mark:
            raise unsupported(name)
    return _written(content, filename)


def _marked(head: bytes) -> Kind | None:
    """The kind by the mark that each format puts at its head."""
    kind = next((kind for start, kind in _STARTS if head.startswith(start)), None)
    if kind is None and head[4:8] == b"ftyp" and (head[8:12] in _HEIC or _compatible(head)):
        kind = "HEIC"
    elif kind is None and head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        kind = "WEBP"
    elif kind is None and head[128:132] == b"DICM":
        kind = "DICOM"
    elif kind is None and (b"%PDF-" in head[:1024] or head.startswith(b"%PDF")):
        kind = "PDF"
    return kind


def unsupported(name: str) -> ReadError:
    """The refusal of a format by its name, with its own way out where it has one."""
    way = next((way for start, way in _WAYS_OUT.items() if name.startswith(start)), None)
    return ReadError("unsupported", what=name, way=way or "Envoyez le document en PDF, JPEG, PNG ou TIFF")


def _compatible(head: bytes) -> bool:
    """Whether a file of pictures names HEIC among what it is compatible with."""
    size = int.from_bytes(head[:4], "big")
    return head[8:12] == b"msf1" and any(brand in head[16 : min(size, 256)] for brand in _HEIC)


def _zip_kind(content: bytes) -> Kind:
    names = zips.names(content)
    if "word/document.xml" in names:
        return "DOCX"
    other = zips.office_name(content, names)
    if other:
        raise unsupported(other)
    return "ZIP"


def _old_office(content: bytes, filename: str) -> ReadError:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return ReadError("encrypted")
    return unsupported(_OLD_OFFICE.get(PurePath(filename).suffix.lower(), "bureautique ancien (DOC, XLS)"))


def _names_cda(content: bytes) -> bool:
    """Whether the root of a CDA document stands behind a long preface of comments."""
    text = plain_text.decode(content[:_PREFACE], cut=len(content) > _PREFACE)
    return text is not None and _CDA.search(text) is not None


def _written(content: bytes, filename: str) -> Kind:
    """The kind of what has no mark of its own: written text, or bytes of no meaning."""
    text = plain_text.decode(content[:_HEAD], cut=len(content) > _HEAD)
    if text is None or (text.strip() and sum(c.isalnum() for c in text) < _LEAST_WRITTEN):
        suffix = "".join(c for c in PurePath(filename.replace("\0", "")).suffix if c.isprintable())[:20]
        raise unsupported(f"« {suffix} » (contenu inconnu)" if suffix else "de ce fichier (contenu inconnu)")
    start = text[:512].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype html", "<html")):
        raise unsupported("HTML (page web)")
    if _CDA.search(text) or (start.startswith("<?xml") and _names_cda(content)):
        return "CDA"
    if start.startswith("<?xml"):
        raise unsupported("XML")
    if start.startswith("<svg"):
        raise unsupported("SVG")
    if _MAIL.match(content):
        raise unsupported("de message (EML)")
    if start.startswith(("begin:vcard", "begin:vcalendar")):
        raise unsupported("de carnet d'adresses ou d'agenda")
    return "TEXT"
