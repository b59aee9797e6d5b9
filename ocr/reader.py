"""Files and archives read in processes of their own, so that a hostile one ends such a process and never the program.

Logic: a reader keeps a few reading processes. A file is given to one of them, and to the others when it has several
pages; each reads a page at a time. One that crashes or takes too long is ended, the page in hand comes out as
unreadable, and a new process goes on with the rest.
"""

import weakref
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from threading import Lock

from ocr import archive, images, kinds
from ocr.crew import Crew
from ocr.errors import ReadError
from ocr.page import Page, Refused
from ocr.process import Process

_HARMFUL = ("crashed", "too_slow")
_MOST_HARMFUL = 3  # of an archive; each costs time, and after these the rest of it is not tried
_MOST_NAMED = 10  # a CD holds dozens of programs and help pages
Leave = Callable[[str, kinds.Kind], bool]
"""Whether a member of that name and kind is left to the caller."""


class Reader:
    """Reads files with at most `children` processes at a time; they start when needed and end with the reader.

    For several threads at a time, each of which has up to `children` of its own.
    """

    def __init__(self, children: int = 1) -> None:
        self._children = children
        self._idle: list[Process] = []
        self._lock = Lock()
        self.close = weakref.finalize(self, _end, self._idle)

    def read(
        self,
        content: bytes,
        filename: str,
        turns: Mapping[int, int] | None = None,
        only: Collection[int] | None = None,
        leave: Leave | None = None,
    ) -> Iterator[Page | Refused]:
        """Yield the pages of a file in order, those of an archive numbered on through its members.

        `turns` and `only` are as for `ocr.read`, by those numbers. A member that cannot be read comes out as `Refused`,
        and so does the warning of what a file would run; the members of which `leave` says so are passed over.
        Raises `ReadError` when the file as a whole cannot be read.
        """
        if kinds.recognise(content, filename) != "ZIP":
            yield from self._file(content, filename, turns or {}, only)
            return
        yield from self._members(content, turns or {}, only, leave)

    def count(self, content: bytes, filename: str) -> int | None:
        """Return how many pages a file says that it has; None when it does not say, or cannot be opened."""
        crew = self._crew(content, filename)
        try:
            return None if kinds.recognise(content, filename) == "ZIP" else crew.open()
        except ReadError:
            return None
        finally:
            self._keep(crew)

    def _file(
        self, content: bytes, filename: str, turns: Mapping[int, int], only: Collection[int] | None
    ) -> Iterator[Page | Refused]:
        crew = self._crew(content, filename)
        try:
            crew.open()
            yield from _warnings(crew)
            yield from crew.pages(turns, only)
        finally:
            self._keep(crew)

    def _members(
        self,
        content: bytes,
        turns: Mapping[int, int],
        only: Collection[int] | None,
        leave: Leave | None,
    ) -> Iterator[Page | Refused]:
        tally = _Tally()
        for member in archive.members(content):
            tally.files += 1
            found = iter([member]) if isinstance(member, Refused) else self._member(member, turns, only, leave, tally)
            for read in found:
                if isinstance(read, Page) or tally.is_to_say(read):
                    yield read
            if tally.last > images.MAX_PAGES:
                raise ReadError("too_many_pages", what=f"plus de {images.MAX_PAGES}", limit=images.MAX_PAGES)
        if not tally.files:
            raise ReadError("no_pages", what="ZIP")
        if tally.unsupported > _MOST_NAMED:
            yield archive.refused(None, ReadError("many_unsupported", what=tally.unsupported - _MOST_NAMED))

    def _member(
        self,
        member: archive.Member,
        turns: Mapping[int, int],
        only: Collection[int] | None,
        leave: Leave | None,
        tally: "_Tally",
    ) -> Iterator[Page | Refused]:
        """What one file of an archive gives: its pages, or why there are none.

        A page that fails keeps its number, so that the numbers are the same when only some pages are read again.
        """
        base = tally.last
        crew: Crew | None = None
        try:
            kind = kinds.recognise(member.content, member.name)
            if leave is not None and leave(member.name, kind):
                return
            if tally.harmful >= _MOST_HARMFUL:
                raise ReadError("crashed", what="(ou un autre avant lui dans l'archive)")
            crew = self._crew(member.content, member.name)
            crew.open()
            yield from (replace(told, member=member.name) for told in _warnings(crew))
            wanted = None if only is None else {number - base for number in only}
            for page in crew.pages({number - base: turn for number, turn in turns.items()}, wanted):
                yield replace(page, number=base + page.number, member=member.name)
        except ReadError as error:
            yield archive.refused(member.name, error)
        finally:
            if crew is not None:
                tally.last = base + crew.numbered
                self._keep(crew)

    def _crew(self, content: bytes, filename: str) -> Crew:
        with self._lock:
            ready = [self._idle.pop() for _ in range(min(self._children, len(self._idle)))]
        return Crew(content, filename, ready, self._children)

    def _keep(self, crew: Crew) -> None:
        free = crew.dismiss()
        with self._lock:
            while free and len(self._idle) < self._children and self.close.alive:
                self._idle.append(free.pop())
        _end(free)


def _end(processes: list[Process]) -> None:
    while processes:
        processes.pop().end()


@dataclass
class _Tally:
    """What is counted over the files of an archive: themselves, page numbers given, and refusals of two sorts."""

    files: int = 0
    last: int = 0
    harmful: int = 0
    unsupported: int = 0

    def is_to_say(self, read: Refused) -> bool:
        """Count a refusal; whether it is told by itself, or with the others at the end."""
        self.harmful += read.code in _HARMFUL
        self.unsupported += read.code == "unsupported"
        return read.code != "unsupported" or self.unsupported <= _MOST_NAMED


def _warnings(crew: Crew) -> Iterator[Refused]:
    if crew.active:
        yield archive.refused(None, ReadError("active", what=" et ".join(crew.active)))
    if crew.attached:
        joined = "un fichier joint" if crew.attached == 1 else f"{crew.attached} fichiers joints"
        yield archive.refused(None, ReadError("attached", what=joined))
