"""What a worker does beside reading: e-mails leave when their time has come, replies come in from their folder."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from engine.delivery.mail import post
from engine.errors import EngineError
from engine.ports import Clock
from engine.services.departures import Departures
from engine.services.replies import ReplyService
from engine.settings import Settings
from engine.store.jobs import Jobs
from engine.store.journal import Journal
from engine.store.post_queue import PostQueue, PostWorker
from engine.store.postgres import Store
from engine.store.replies import Replies
from engine.store.requests import Requests

logger = logging.getLogger(__name__)

PARIS = ZoneInfo("Europe/Paris")
INBOX = "inbox"
LOOK = 20.0  # seconds between two looks at the inbox, and at messages that the queue may have lost


def departures(store: Store, settings: Settings, clock: Clock) -> Departures:
    """How messages leave, with these settings."""

    journal = Journal(store, clock.now)
    return Departures(
        store,
        Requests(store),
        journal,
        clock,
        lambda: clock.now().astimezone(PARIS).date(),
        lambda word: post(settings, clock, lambda: word),
    )


def replies(store: Store, jobs: Jobs, settings: Settings, clock: Clock) -> ReplyService:
    """How replies come in, with these settings: from the folder `inbox` of the data."""
    inbox = settings.data_dir / INBOX
    return ReplyService(store, Requests(store), Replies(store), jobs, Journal(store, clock.now), clock, inbox)


@contextmanager
def beside(settings: Settings, jobs: Jobs, clock: Clock, stop: threading.Event) -> Iterator[None]:
    """Run the errands in threads of their own, until `stop`; they keep neither the caller nor the process waiting.

    Raises `DatabaseUnavailable`, `MigrationMismatch`.
    """
    with Store.open(settings) as store:
        leaving, coming = departures(store, settings, clock), replies(store, jobs, settings, clock)
        worker = PostWorker(store.conninfo, leaving.carry, stop)
        threads = [
            threading.Thread(target=worker.work, name="avis-post", daemon=True),
            threading.Thread(target=_look, args=(store, leaving, coming, stop), name="avis-inbox", daemon=True),
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join(timeout=2.0)


def _look(store: Store, leaving: Departures, coming: ReplyService, stop: threading.Event) -> None:
    queue = PostQueue()
    while not stop.wait(LOOK):
        try:
            coming.sweep()
            for request in leaving.due():
                with store.transaction() as connection:
                    queue.defer(request, 0.0, connection)
        except EngineError as error:
            logger.warning("errands: %s", type(error).__name__)
        except Exception as error:  # a file or a message that nobody expected must not end the errands
            logger.warning("errands: unexpected %s", type(error).__name__)
