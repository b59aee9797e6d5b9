"""ZIP containers opened within limits: their list of names, and one entry at a time, never onto a disk."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ocr.errors import ReadError

MOST_ENTRIES = 5000
MOST_LISTED = 4_000_000  # bytes of the list of names
_STEP = 1 << 18
_END = b"PK\x05\x06"
_OTHERS = {
    "xl/workbook.xml": "Excel (XLSX)",
    "xl/workbook.bin": "Excel (XLSX)",
    "ppt/presentation.xml": "PowerPoint (PPTX)",
    "Index/Document.iwa": "Pages (Apple)",
    "AndroidManifest.xml": "de programme Android",
    "META-INF/MANIFEST.MF": "de programme Java",
}
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.spreadsheet": "Excel ou OpenDocument (ODS)",
    b"application/vnd.oasis.opendocument.presentation": "PowerPoint ou OpenDocument (ODP)",
    b"application/vnd.oasis.opendocument": "OpenDocument (ODT)",
    b"application/epub+zip": "EPUB",
}


def opened(content: bytes) -> ZipFile:
    """Open a container. Raises `ReadError` ("truncated", "corrupt", "too_many_files")."""
    end = content.rfind(_END, max(0, len(content) - 66_000))
    if end < 0 or len(content) < end + 22:
        raise ReadError("truncated", what="ZIP")
    # The standard library reads the whole list whatever its length: look at what it claims before.
    _, _, _, _, count, size, *_ = struct.unpack("<4s4H2LH", content[end : end + 22])
    if content[end - 20 : end - 16] == b"PK\x06\x07":  # the figures of a large archive stand elsewhere
        at = int.from_bytes(content[end - 12 : end - 4], "little")
        count, size = (int.from_bytes(content[at + o : at + o + 8], "little") for o in (32, 40))
    if count > MOST_ENTRIES or size > MOST_LISTED:
        raise ReadError("too_many_files", limit=MOST_ENTRIES)
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, OSError, ValueError, EOFError, NotImplementedError, struct.error) as error:
        raise ReadError("corrupt", what="ZIP") from error
    if len(archive.infolist()) > MOST_ENTRIES:
        raise ReadError("too_many_files", limit=MOST_ENTRIES)
    return archive


def names(content: bytes) -> frozenset[str]:
    """Return the names of a container's entries. Raises as `opened` does."""
    with opened(content) as archive:
        return frozenset(archive.namelist())


def entry(archive: ZipFile, info: ZipInfo, most: int) -> bytes:
    """Return what an entry holds, of which no more than `most` bytes are ever unpacked.

    Raises `ReadError` ("encrypted", "unsupported", "corrupt", "bomb").
    """
    if info.flag_bits & 0x1:
        raise ReadError("encrypted")
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise ReadError("unsupported", what="de compression de ce membre", way="Refaites l'archive en ZIP ordinaire")
    if info.file_size > most:
        raise ReadError("bomb", limit=most // 1_000_000)
    return b"".join(_steps(archive, info, most))


def _steps(archive: ZipFile, info: ZipInfo, most: int) -> Iterator[bytes]:
    total = 0
    try:
        with archive.open(info) as member:
            while step := member.read(_STEP):
                total += len(step)
                if total > most:  # whatever its head says
                    raise ReadError("bomb", limit=most // 1_000_000)
                yield step
    except (
        BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        EOFError,
        NotImplementedError,
        struct.error,
        KeyError,
    ) as error:
        raise ReadError("corrupt", what="ZIP") from error


def office_name(content: bytes, entries: frozenset[str]) -> str | None:
    """Return what a container is that is no archive of documents; None when it is one."""
    for name, other in _OTHERS.items():
        if name in entries:
            return other
    if "mimetype" not in entries:
        return None
    with opened(content) as archive:
        try:
            kind = entry(archive, archive.getinfo("mimetype"), 200)
        except ReadError:
            return None
    return next((name for start, name in _MIMETYPES.items() if kind.startswith(start)), None)
