"""How a message to a patient leaves: an e-mail when its time has come, unless it was taken back."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta

from engine.delivery.mail import Letter, LetterRefused, Post, PostUnavailable
from engine.domain.expert import PieceStep
from engine.domain.mark import Mark
from engine.domain.request import LINK_MARK, RequestEvent, SentRequest
from engine.errors import ConsentMissing
from engine.ports import Clock
from engine.store.database import Connection
from engine.store.experts import Experts
from engine.store.journal import Journal
from engine.store.merging import Mergers
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
    """Carries e-mails out. `post_of` gives the post for a message: what it sends twice has the same message id.

    `link_of` makes the address by which the patient of a dossier answers questions.
    """

    def __init__(
        self,
        store: Store,
        requests: Requests,
        journal: Journal,
        clock: Clock,
        today: Callable[[], date],
        post_of: Callable[[str], Post],
        link_of: Callable[[str], str],
    ) -> None:
        self._store, self._requests, self._journal, self._experts = store, requests, journal, Experts(store)
        self._mergers = Mergers(store)
        self._clock, self._today, self._post_of = clock, today, post_of
        self._link_of = link_of

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
            self._post_of(message.id).send(self._letter(message))
        except (LetterRefused, ConsentMissing) as error:
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
        # Marks belong where work goes on, should the dossier have been joined to another meanwhile.
        message = message.model_copy(update={"dossier": self._mergers.into(message.dossier) or message.dossier})
        if note_left(self._requests, self._experts, message, NAME_FR, now, self._today(), connection):
            self._journal.record(WORKER, ROLE, "request_left", message.dossier, connection, request=message.id)
        return None

    def _letter(self, message: SentRequest) -> Letter:
        """The message as it leaves. Raises `ConsentMissing` when the patient has withdrawn meanwhile."""
        dossier = self._store.dossier(message.dossier)
        if dossier is None or not dossier.consents.processing:
            raise ConsentMissing
        text = message.text_fr
        if LINK_MARK in text:
            text = text.replace(LINK_MARK, self._link_of(message.dossier))
        return Letter(to=message.to, subject=message.subject, text_fr=text)

    def _failed(self, message: SentRequest, now: datetime, why_fr: str, connection: Connection) -> None:
        event = RequestEvent(request=message.id, what="failed", by=NAME_FR, at=now, why_fr=why_fr)
        if self._requests.add(event, connection):
            self._journal.record(WORKER, ROLE, "request_failed", message.dossier, connection, request=message.id)


def note_left(
    requests: Requests, experts: Experts, message: SentRequest, by: str, at: datetime, on: date, connection: Connection
) -> bool:
    """Keep that a message left, and that its pieces were asked for on that day; False when it had its end before.

    What an expert wished for counts as passed on to the patient.
    """
    if not requests.add(RequestEvent(request=message.id, what="left", by=by, at=at), connection):
        return False
    for requirement in message.requirements:
        asked = Mark(requirement=requirement, about="asked", kind="asked", on=on, by=by, at=at, request=message.id)
        requests.mark(message.dossier, asked, connection)
    for wish in message.pieces:
        piece = experts.piece(message.dossier, wish, connection)
        if piece is not None and piece.is_open and not piece.forwarded:
            experts.step(message.dossier, PieceStep(piece=wish, act="forwarded", by=by, at=at), connection)
    return True
