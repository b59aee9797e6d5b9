"""The queue of e-mails: each is carried out once its time has come, again when it could not be, whoever asked twice."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from engine.store.jobs import Jobs
from engine.store.post_queue import PostQueue, PostWorker
from engine.store.postgres import Store


@pytest.fixture
def queue(store: Store) -> PostQueue:
    Jobs(store.conninfo).close()
    return PostQueue()


@contextmanager
def working(store: Store, carry: Callable[[str], float | None]) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=PostWorker(store.conninfo, carry, stop, poll=0.2).work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()


def wait(until: Callable[[], object], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end
        time.sleep(0.05)


def defer(store: Store, queue: PostQueue, request: str, seconds: float) -> None:
    with store.transaction() as connection:
        queue.defer(request, seconds, connection)
        (path,) = connection.execute("SELECT current_setting('search_path')").fetchone() or ("",)
        assert "public" in path


def test_carried_once_when_due_and_again_when_it_could_not_be(store: Store, queue: PostQueue) -> None:
    carried: list[str] = []

    def carry(request: str) -> float | None:
        carried.append(request)
        return 0.1 if carried.count("m2") == 1 and request == "m2" else None

    defer(store, queue, "m2", 0.0)
    defer(store, queue, "m2", 0.0)  # twice in the queue is once
    defer(store, queue, "later", 3600.0)
    with working(store, carry):
        wait(lambda: carried.count("m2") == 2)
    assert carried == ["m2", "m2"]


def test_what_is_kept_in_a_transaction_that_fails_is_not_queued(store: Store, queue: PostQueue) -> None:
    carried: list[str] = []
    with pytest.raises(KeyError):
        _fail(store, queue)
    defer(store, queue, "kept", 0.0)
    with working(store, carried.append):
        wait(lambda: carried)
    assert carried == ["kept"]


def _fail(store: Store, queue: PostQueue) -> None:
    with store.transaction() as connection:
        queue.defer("gone", 0.0, connection)
        raise KeyError
