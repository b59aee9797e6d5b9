"""The reading processes that share the pages of one file."""

import selectors
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ocr import choose, wire
from ocr.errors import Code, ReadError
from ocr.page import Page
from ocr.process import Process
from ocr.wire import Closed

SECONDS_TO_OPEN = 20.0
SECONDS_TO_DRAW = 20.0
SECONDS_TO_READ = 30.0
"""Of work, for our own reading of an image that was drawn; Tesseract has limits of its own."""
_MOST_FAILURES = 3  # pages that crash or hang; after these the rest of the file is not tried


class Crew:
    """At most `most` processes on one file; `ready` are there already. `active` is known once it is open."""

    def __init__(self, content: bytes, filename: str, ready: list[Process], most: int) -> None:
        self._content, self._filename, self._most = content, filename, most
        self._ready = [process for process in ready if process.fit]
        for process in ready:
            if not process.fit:
                process.end()
        self._open: list[Process] = []  # have the file open and nothing to do
        self._busy: dict[Process, int] = {}
        self._count: int | None = None
        self._failures = 0
        self._turns: Mapping[int, int] = {}
        self._drawn = 0
        self.active: tuple[str, ...] = ()
        self.attached = 0

    @property
    def numbered(self) -> int:
        """How many page numbers the file takes, whether its pages were read or not."""
        return self._drawn if self._count is None else self._count

    def open(self) -> int | None:
        """Open the file; return how many pages it says that it has. Raises `ReadError`."""
        told = self._opened(self._another())
        self._count = told["count"]
        self.active, self.attached = tuple(told["active"]), int(told["attached"])
        return self._count

    def pages(self, turns: Mapping[int, int], only: Collection[int] | None) -> Iterator[Page]:
        """Yield the pages in order, or those numbered in `only`; `turns` as for `ocr.read`.

        Raises `ReadError` when the file as a whole turns out to be unreadable.
        """
        self._turns = turns
        if self._count is None:
            yield from self._in_order(only)
            return
        wanted = [index for index in range(self._count) if only is None or index + 1 in only]
        done: dict[int, Page] = {}
        given = 0
        for place, index in enumerate(wanted):
            while index not in done:
                while given < len(wanted) and given < place + 2 * self._most and (process := self._free()):
                    self._give(process, wanted[given])
                    given += 1
                if self._failures >= _MOST_FAILURES and not self._busy:
                    done[index] = choose.broken(index + 1, "failed")
                    given = max(given, place + 1)
                else:
                    done.update(self._wait())
            yield done.pop(index)

    def dismiss(self) -> list[Process]:
        """Return the processes that may read another file; the others are ended."""
        for process in self._busy:
            process.end()
        free = [*self._open, *self._ready]
        self._open, self._ready, self._busy = [], [], {}
        for process in free:
            if not process.fit:
                process.end()
        return [process for process in free if process.fit]

    def _another(self) -> Process:
        return self._ready.pop() if self._ready else Process()

    def _opened(self, process: Process) -> dict[str, Any]:
        """Have a process open the file; what it answers. Raises `ReadError`."""
        try:
            process.ask({"open": self._filename}, self._content, seconds=SECONDS_TO_OPEN)
            told, _ = process.answer()
        except (Closed, TimeoutError) as error:
            left = isinstance(error, Closed) and process.retired
            process.end()
            if left:
                return self._opened(Process())  # it went just before it was asked
            raise _failure(error) from error
        except ReadError:
            process.end()
            raise
        if "refused" in told:
            self._ready.append(process)
            raise _Told(told)
        self._open.append(process)
        return told

    def _free(self) -> Process | None:
        """A process that has the file open and nothing to do, started if there may be one more."""
        if self._failures >= _MOST_FAILURES:
            return None
        if not self._open and len(self._busy) < self._most:
            try:
                self._opened(self._another())
            except ReadError:
                # It could be opened before: the machine has no room for one more, or the file is hostile.
                self._failures += 0 if self._busy else 1
        return self._open.pop() if self._open else None

    def _give(self, process: Process, index: int, *, skip: bool = False) -> None:
        self._busy[process] = index
        try:
            told = {"draw": index, "turn": self._turns.get(index + 1), "skip": skip}
            process.ask(told, seconds=SECONDS_TO_DRAW)
        except Closed:
            return  # found dead at the next look

    def _wait(self) -> dict[int, Page]:
        """Wait for the next answer, or for a deadline; the pages that came of it."""
        if not self._busy:
            return {}
        with selectors.DefaultSelector() as waiting:
            for process in self._busy:
                waiting.register(process, selectors.EVENT_READ)
            spoke = {key.fileobj for key, _ in waiting.select(min(process.left for process in self._busy))}
        done: dict[int, Page] = {}
        for process in list(self._busy):
            if process in spoke or process.is_overdue():
                done.update(self._answered(process))
        return done

    def _answered(self, process: Process) -> dict[int, Page]:
        index = self._busy[process]
        try:
            told, image = process.answer()
            page = wire.to_page(told, image) if "page" in told else None
        except (Closed, TimeoutError, ValueError, KeyError, TypeError) as error:
            del self._busy[process]
            process.end()
            self._failures += 1
            return self._broken(index, _failure(error))
        if "drawn" in told:
            process.more(SECONDS_TO_READ)
            return {}
        del self._busy[process]
        self._open.append(process)
        if page is not None:
            return {index: page}
        return self._broken(index, _Told(told) if "refused" in told else _failed(told))

    def _broken(self, index: int, why: ReadError) -> dict[int, Page]:
        """A white page in the place of one that failed. Raises `ReadError` where it was the only one."""
        if self._count == 1:
            raise why
        # What was refused is refused again; what crashed or took too long may do another time.
        return {index: choose.broken(index + 1, "unreadable" if isinstance(why, _Told) else "failed")}

    def _in_order(self, only: Collection[int] | None) -> Iterator[Page]:
        """Pages of which the number shows at the end, one after the other from one process."""
        process, index = self._open.pop(), 0
        while True:
            self._give(process, index, skip=only is not None and index + 1 not in only)
            try:
                told, image = process.answer()
                while "drawn" in told:
                    process.more(SECONDS_TO_READ)
                    told, image = process.answer()
            except (Closed, TimeoutError) as error:
                del self._busy[process]
                process.end()
                if not index:
                    raise _failure(error) from error
                yield from self._last(index, only)
                return
            del self._busy[process]
            self._open.append(process)
            self._drawn += "page" in told or "skipped" in told
            if "page" in told:
                yield wire.to_page(told, image)
            elif "skipped" not in told:
                break
            process, index = self._open.pop(), index + 1
        if "refused" in told:
            raise _Told(told)
        if "failed" in told and not index:
            raise _failed(told)
        if "failed" in told:
            yield from self._last(index, only)

    def _last(self, index: int, only: Collection[int] | None) -> Iterator[Page]:
        """The page that failed and behind which nothing is known; its number is taken."""
        self._drawn += 1
        if only is None or index + 1 in only:
            yield choose.broken(index + 1, "failed")


class _Told(ReadError):
    """A refusal as the reading process worded it."""

    def __init__(self, told: dict[str, Any]) -> None:
        Exception.__init__(self, told["message_fr"])
        self.code: Code = told["refused"]
        self.message_fr = str(told["message_fr"])


def _failure(error: Exception) -> ReadError:
    """Why a process is no longer there."""
    if isinstance(error, TimeoutError):
        return ReadError("too_slow", what="reçu")
    return ReadError("crashed", what="reçu")


def _failed(told: dict[str, Any]) -> ReadError:
    """Why a page could not be read."""
    if told.get("why") == "MemoryError":
        return ReadError("too_large", what="plus que la mémoire accordée")
    return ReadError("crashed", what="reçu")
