"""A quiet machine for a test that measures time: while it does, the other workers of the run rest between two tests."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from tests.once import RUN_FOLDER


class Quiet:
    """A lock that all tests share, and that one of them after the other may have for itself.

    Who waits for it alone shuts the gate, so that the others finish their test and begin none.
    """

    def __init__(self) -> None:
        self._gate: IO[str] = (RUN_FOLDER / "quiet.gate").open("w")
        self._lock: IO[str] = (RUN_FOLDER / "quiet.lock").open("w")

    def close(self) -> None:
        self._gate.close()
        self._lock.close()

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Run a test beside others."""
        fcntl.flock(self._gate, fcntl.LOCK_EX)
        fcntl.flock(self._lock, fcntl.LOCK_SH)
        fcntl.flock(self._gate, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(self._lock, fcntl.LOCK_UN)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Have the machine for oneself within a test: the others end theirs first, which costs seconds of them all."""
        fcntl.flock(self._lock, fcntl.LOCK_UN)
        fcntl.flock(self._gate, fcntl.LOCK_EX)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._lock, fcntl.LOCK_SH)  # before the gate opens: who comes in then must not find it shut
            fcntl.flock(self._gate, fcntl.LOCK_UN)
