"""A quiet machine for tests that measure: while they run, the other workers of the run rest between two tests."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest

from tests.once import RUN_FOLDER


class Quiet:
    """A lock that many tests share, and that one group of tests after the other may have for itself.

    Who waits for it alone shuts the gate, so that the others finish their test and begin none.
    """

    def __init__(self) -> None:
        self._gate: IO[str] = (RUN_FOLDER / "quiet.gate").open("w")
        self._lock: IO[str] = (RUN_FOLDER / "quiet.lock").open("w")
        self._alone = False

    def close(self) -> None:
        self._gate.close()
        self._lock.close()

    @contextmanager
    def around(self, item: pytest.Item, following: pytest.Item | None) -> Iterator[None]:
        """Run a test: alone where it is marked so, until a test follows that is not."""
        if _alone(item) and not self._alone:
            fcntl.flock(self._gate, fcntl.LOCK_EX)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            self._alone = True
        elif not _alone(item):
            fcntl.flock(self._gate, fcntl.LOCK_EX)
            fcntl.flock(self._lock, fcntl.LOCK_SH)
            fcntl.flock(self._gate, fcntl.LOCK_UN)
        try:
            yield
        finally:
            if following is None or not _alone(following) or not _alone(item):
                self._alone = False
                fcntl.flock(self._lock, fcntl.LOCK_UN)
                fcntl.flock(self._gate, fcntl.LOCK_UN)


def _alone(item: pytest.Item) -> bool:
    return item.get_closest_marker("alone") is not None
