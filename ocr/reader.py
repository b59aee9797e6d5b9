"""Files and archives read in processes of their own, so that a hostile one ends such a process and never the program.

Logic: a reader keeps a few reading processes. A file is given to one of them, and to the others when it has several
pages; each reads a page at a time. One that crashes or takes too long is ended, the page in hand comes out as
unreadable, and a new process goes on with the rest.
"""

import weakref
from collections.abc import Collection, Iterator
from dataclasses import replace
from threading import Lock

from ocr import archive, images, kinds
from ocr.crew import Crew
from ocr.errors import ReadError
from ocr.page import Page, Refused
from ocr.process import Process
from ocr.wanted import ALL, Wanted

_HARMFUL = ("crashed", "too_slow")
_MOST_HARMFUL = 3  # of an archive; each costs time, and after these the rest of it is not tried
_MOST_NAMED = 10  # a CD holds dozens of programs and help pages


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
        self, content: bytes, filename: str, leave: Collection[kinds.Kind] = (), wanted: Wanted = ALL
    ) -> Iterator[Page | Refused]:
        """Yield the wanted pages of a file in order, those of an archive numbered on through its members.

        A member that cannot be read comes out as `Refused`, and so does the warning of what a file would run
        (`member` None); members of the kinds of `leave` are left to the caller. Raises `ReadError` when the file as a
        whole cannot be read, before any page.
        """
        if kinds.recognise(content, filename) != "ZIP":
            yield from self._file(content, filename, wanted)
            return
        yield from self._members(content, leave, wanted)

    def count(self, content: bytes, filename: str) -> int | None:
        """Return how many pages a file says that it has; None when it does not say, or cannot be opened."""
        crew = self._crew(content, filename)
        try:
            return None if kinds.recognise(content, filename) == "ZIP" else crew.open()
        except ReadError:
            return None
        finally:
            self._keep(crew)

    def _file(self, content: bytes, filename: str, wanted: Wanted) -> Iterator[Page | Refused]:
        crew = self._crew(content, filename)
        try:
            crew.open()
            if crew.active:
                yield archive.refused(None, ReadError("active", what=" et ".join(crew.active)))
            yield from crew.pages(wanted)
        finally:
            self._keep(crew)

    def _members(self, content: bytes, leave: Collection[kinds.Kind], wanted: Wanted) -> Iterator[Page | Refused]:
        last = harmful = unnamed = found = 0
        for found, member in enumerate(archive.members(content), start=1):  # noqa: B007
            given_up = harmful >= _MOST_HARMFUL
            own = wanted.after(last)
            for read in (
                [member] if isinstance(member, Refused) else self._member(member, leave, own, given_up=given_up)
            ):
                if isinstance(read, Page):
                    last += 1
                    if last > images.MAX_PAGES:
                        raise ReadError("too_many_pages", what=f"plus de {images.MAX_PAGES}", limit=images.MAX_PAGES)
                    if wanted.holds(last):
                        yield replace(read, number=last)
                    continue
                harmful += read.code in _HARMFUL
                unnamed += read.code == "unsupported"
                if read.code != "unsupported" or unnamed <= _MOST_NAMED:
                    yield read
        if not found:
            raise ReadError("no_pages", what="ZIP")
        if unnamed > _MOST_NAMED:
            yield archive.refused(None, ReadError("many_unsupported", what=unnamed - _MOST_NAMED))

    def _member(
        self, member: archive.Member, leave: Collection[kinds.Kind], wanted: Wanted, *, given_up: bool
    ) -> Iterator[Page | Refused]:
        """What one file of an archive gives: its pages, or why there are none."""
        try:
            if kinds.recognise(member.content, member.name) in leave:
                return
            if given_up:
                raise ReadError("crashed", what="(ou un autre avant lui dans l'archive)")
            for read in self._file(member.content, member.name, wanted):
                yield replace(read, member=member.name)
        except ReadError as error:
            yield archive.refused(member.name, error)

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
