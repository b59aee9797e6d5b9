"""ZIP archives that people send: their members one after the other, in memory, within limits.

Nothing is ever written to a disk, so that a member's name is only a word to show and leads nowhere.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import ZipFile, ZipInfo

from ocr import zips
from ocr.blocks import printable
from ocr.errors import ReadError
from ocr.page import Refused

MOST_MEMBER = 200_000_000  # bytes of one member
MOST_WHOLE = 2_000_000_000  # bytes of all of them: a CD with its 700 MB, and again as much
_DENSE = 200  # times smaller: what no document reaches, and a bomb far exceeds
_SMALL = 20_000_000
_SYMLINK = 0xA
_LONGEST = 200
_DRIVE = re.compile(r"^[A-Za-z]:")
# What systems add on their own.
_NOISE = re.compile(
    r"(?:^|/)(?:__MACOSX/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini|\.Trash[^/]*/.*)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its path there, made printable, and its bytes."""

    name: str
    content: bytes


def members(content: bytes) -> Iterator[Member | Refused]:
    """Yield the files of an archive in order, those of an archive inside it too; one that cannot be had as `Refused`.

    Raises `ReadError` ("truncated", "corrupt", "too_many_files") at once when the archive itself cannot be opened.
    """
    archive = zips.opened(content)
    return _Walk().members(archive, "", depth=0)


class _Walk:
    """What counts over a whole archive and those inside it: bytes unpacked, files met, names used."""

    def __init__(self) -> None:
        self._bytes = 0
        self._files = 0
        self._names: Counter[str] = Counter()

    def members(self, archive: ZipFile, before: str, depth: int) -> Iterator[Member | Refused]:
        with archive:
            for info in archive.infolist():
                own = shown_name(_decoded(info))
                if info.filename.endswith("/") or _NOISE.search(own):
                    continue
                name = self._single(before + own)
                self._files += 1
                if self._files > zips.MOST_ENTRIES:
                    yield refused(name, ReadError("too_many_files", limit=zips.MOST_ENTRIES))
                    return
                try:
                    content = self._content(archive, info)
                    inner = _inner(content, depth)
                except ReadError as error:
                    yield refused(name, error)
                    if error.code == "bomb" and self._bytes >= MOST_WHOLE:
                        return
                    continue
                if inner is not None:
                    yield from self.members(inner, f"{name}/", depth + 1)
                else:
                    yield Member(name, content)

    def _content(self, archive: ZipFile, info: ZipInfo) -> bytes:
        if info.external_attr >> 28 == _SYMLINK:
            raise ReadError("shortcut")
        if info.file_size > max(_SMALL, _DENSE * info.compress_size):
            raise ReadError("bomb", limit=_SMALL // 1_000_000)
        most = min(MOST_MEMBER, max(_SMALL, _DENSE * info.compress_size), MOST_WHOLE - self._bytes)
        if info.file_size > MOST_WHOLE - self._bytes:
            self._bytes = MOST_WHOLE
            raise ReadError("bomb", limit=MOST_WHOLE // 1_000_000)
        content = zips.entry(archive, info, most)
        self._bytes += len(content)
        return content

    def _single(self, name: str) -> str:
        """Two files may bear one name in an archive: the second says so."""
        self._names[name] += 1
        return name if self._names[name] == 1 else f"{name} ({self._names[name]})"


def _inner(content: bytes, depth: int) -> ZipFile | None:
    """Open what is an archive itself; None for a document, which an office file is although it is a container."""
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    names = zips.names(content)
    if "[Content_Types].xml" in names or zips.office_name(content, names):
        return None
    if depth:
        raise ReadError("nested")
    return zips.opened(content)


def refused(name: str | None, error: ReadError) -> Refused:
    """The refusal of a member, or of the file itself where `name` is None."""
    return Refused(name, error.code, error.message_fr)


def shown_name(name: str) -> str:
    """Return a member's path as it can be shown: on one line, without a way out of the archive."""
    even = printable(_DRIVE.sub("", name.replace("\\", "/")))
    plain = "".join(char if char.isprintable() else " " if char.isspace() else "" for char in even)
    parts = [part.strip() for part in plain.split("/")]
    path = "/".join(part for part in parts if part not in ("", ".", ".."))
    if len(path) <= _LONGEST:
        return path or "sans nom"
    return f"…{path[1 - _LONGEST :]}"


def _decoded(info: ZipInfo) -> str:
    """The name in the letters that its writer meant: the library takes DOS 437 for what is often UTF-8 or DOS 850."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    try:
        written = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("cp850", errors="replace")
