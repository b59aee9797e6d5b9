"""How a message to a patient leaves: an e-mail when its time has come, unless it was taken back."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta

from engine.delivery.mail import Letter, LetterRefused, Post, PostUnavailable
from engine.domain.mark import Mark
from engine.domain.request import RequestEvent, SentRequest
from engine.ports import Clock
from engine.store.database import Connection
from engine.store.journal import Journal
from engine.store.postgres import Store
from engine.store.requests import Requests

logger = logging.getLogger(__name__)

WORKER, ROLE = "avis", "worker"
NAME_FR = "Le service"
AGAIN = timedelta(minutes=5)
BUSY = timedelta(seconds=30)
GIVEN_UP = timedelta(hours=24)
"""After this long without a way out a message is given up: staff are told, and choose another way."""


class Departures:
    """Carries e-mails out. `post_of` gives the post for a message: what it sends twice has the same message id."""

    def __init__(
        self,
        store: Store,
        requests: Requests,
        journal: Journal,
        clock: Clock,
        today: Callable[[], date],
        post_of: Callable[[str], Post],
    ) -> None:
        self._store, self._requests, self._journal = store, requests, journal
        self._clock, self._today, self._post_of = clock, today, post_of

    def carry(self, request: str) -> float | None:
        """Send a message whose time has come; return in how many seconds to try again, None when it has its end.

        The message is held meanwhile: whoever takes it back is quicker, or comes too late. After a kill between the
        sending and its record it is sent once more, under the same message id.
        """
        with self._store.transaction() as connection:
            if not self._requests.hold(request, connection):
                return BUSY.total_seconds()
            line = self._requests.line(request)
            if line is None or not line.open or line.request.leaves_at is None:
                return None
            now = self._clock.now()
            if now < line.request.leaves_at:
                return (line.request.leaves_at - now).total_seconds()
            return self._send(line.request, now, connection)

    def due(self) -> tuple[str, ...]:
        """Return the messages whose time came a while ago and that have not left: the queue may have lost them."""
        return self._requests.due(self._clock.now() - 2 * BUSY)

    def _send(self, message: SentRequest, now: datetime, connection: Connection) -> float | None:
        leaves_at = message.leaves_at or now
        try:
            letter = Letter(to=message.to, subject=message.subject, text_fr=message.text_fr)
            self._post_of(message.id).send(letter)
        except LetterRefused as error:
            self._failed(message, now, str(error), connection)
            return None
        except PostUnavailable as error:
            logger.warning("request %s could not leave", message.id)
            if now - leaves_at > GIVEN_UP:
                self._failed(message, now, str(error), connection)
                return None
            event = RequestEvent(request=message.id, what="delayed", by=NAME_FR, at=now, why_fr=str(error))
            self._requests.add(event, connection)
            return AGAIN.total_seconds()
        if note_left(self._requests, message, NAME_FR, now, self._today(), connection):
            self._journal.record(WORKER, ROLE, "request_left", message.dossier, connection, request=message.id)
        return None

    def _failed(self, message: SentRequest, now: datetime, why_fr: str, connection: Connection) -> None:
        event = RequestEvent(request=message.id, what="failed", by=NAME_FR, at=now, why_fr=why_fr)
        if self._requests.add(event, connection):
            self._journal.record(WORKER, ROLE, "request_failed", message.dossier, connection, request=message.id)


def note_left(
    requests: Requests, message: SentRequest, by: str, at: datetime, on: date, connection: Connection
) -> bool:
    """Keep that a message left, and that its pieces were asked for on that day; False when it had its end before."""
    if not requests.add(RequestEvent(request=message.id, what="left", by=by, at=at), connection):
        return False
    for requirement in message.requirements:
        asked = Mark(requirement=requirement, about="asked", kind="asked", on=on, by=by, at=at, request=message.id)
        requests.mark(message.dossier, asked, connection)
    return True
