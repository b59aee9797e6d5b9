"""Reminders to the patients who have not answered: many at once, each a message of its own, never twice."""

from collections.abc import Sequence
from datetime import timedelta

from engine.domain.account import Account
from engine.domain.completeness import Completeness
from engine.domain.dossier import Dossier
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.domain.request import RequestLine, SentRequest, Unanswered
from engine.errors import EngineError
from engine.ports import Clock
from engine.services.intake import IntakeService
from engine.services.prepared import Prepared
from engine.services.requests import RequestService
from engine.steps.marks import with_marks
from engine.store.postgres import Store
from engine.store.requests import Requests

SILENT_DAYS = 3
"""After how many days without an answer a patient is reminded, unless staff choose otherwise."""
AT_ONCE = 200
"""How many reminders go at once: each is put together anew."""
LISTED_MAX = 5000


class Reminder(Record):
    """What would be sent for a dossier: nothing where `why_fr` says what stands before it."""

    dossier: str
    patient: str
    prepared: Prepared | None = None
    why_fr: str | None = None


class Known(Record):
    """As much of a dossier as a reminder needs."""

    dossier: Dossier
    pathway: Pathway
    completeness: Completeness | None


class ReminderService:
    """Lists who has not answered and reminds them, by e-mail where there is an address, by letter otherwise."""

    def __init__(
        self, store: Store, intake: IntakeService, asked: RequestService, requests: Requests, clock: Clock
    ) -> None:
        self._store, self._intake, self._asked = store, intake, asked
        self._requests, self._clock = requests, clock

    def unanswered(self, days: int = SILENT_DAYS) -> tuple[Unanswered, ...]:
        """Return the dossiers whose last message left at least so many days ago and brought nothing, oldest first."""
        return self._requests.unanswered(self._clock.now() - timedelta(days=days))

    def prepared(self, dossiers: Sequence[str]) -> tuple[Reminder, ...]:
        """Return what would be sent to each of those dossiers that still have no answer."""
        silent = {line.dossier: line for line in self._requests.unanswered(self._clock.now(), limit=LISTED_MAX)}
        return tuple(self._one(silent[name]) for name in [*dict.fromkeys(dossiers)][:AT_ONCE] if name in silent)

    def send(self, account: Account, dossiers: Sequence[str], batch: str) -> tuple[SentRequest, ...]:
        """Send the reminders of a lot; a second time under the same name of the lot sends nothing."""
        sent = []
        for reminder in self.prepared(dossiers):
            if reminder.prepared is None:
                continue
            known, proposed = self._known(reminder.dossier), reminder.prepared.proposed
            given = {"subject": proposed.subject, "text_fr": proposed.text_fr, "batch": batch}
            kept = self._asked.send(account, known, reminder.prepared, batch, **given) if known else None
            if kept is not None:
                sent.append(kept)
        return tuple(sent)

    def batch(self, batch: str) -> tuple[RequestLine, ...]:
        """Return the messages of a lot."""
        return self._requests.batch(batch)

    def letters_to_post(self) -> tuple[RequestLine, ...]:
        """Return the letters that nobody has said to be posted, the oldest first."""
        return self._requests.letters_to_post()

    def _one(self, line: Unanswered) -> Reminder:
        named = {"dossier": line.dossier, "patient": line.patient}
        if line.way is None:
            return Reminder(**named, why_fr="Ni courriel ni adresse postale : téléphonez, ou notez une adresse.")
        known = self._known(line.dossier)
        if known is None or not known.dossier.consents.processing:
            return Reminder(**named, why_fr="Le patient a retiré son accord.")
        try:
            return Reminder(**named, prepared=self._asked.prepare(known, line.way, reminder=True))
        except EngineError as error:
            return Reminder(**named, why_fr=str(error))

    def _known(self, name: str) -> Known | None:
        dossier, found = self._store.dossier(name), self._store.completeness(name)
        if dossier is None:
            return None
        completeness = with_marks(found, self._requests.marks(name)) if found else None
        return Known(dossier=dossier, pathway=self._intake.pathway(dossier.pathway), completeness=completeness)
