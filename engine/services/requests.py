"""Requests to patients: what to ask for, in which words, and what became of it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from engine.delivery.mail import ADDRESS
from engine.domain.account import Account
from engine.domain.audit import Action
from engine.domain.mark import ENDING, Mark
from engine.domain.request import (
    AskedPiece,
    CallAnswer,
    Contact,
    House,
    PatientRequest,
    RequestEvent,
    RequestForm,
    RequestLine,
    SentRequest,
)
from engine.errors import ConsentMissing
from engine.ports import Clock
from engine.services.departures import note_left
from engine.services.prepared import (
    Asked,
    NothingToAsk,
    Prepared,
    asked_of,
    check_subject,
    goes_to,
    lacking_fr,
    referenced,
)
from engine.steps.message import message, spoken_end
from engine.steps.request import request
from engine.store.database import Connection
from engine.store.jobs import Jobs
from engine.store.journal import Journal
from engine.store.post_queue import PostQueue
from engine.store.postgres import Store
from engine.store.requests import Requests

DELAY = timedelta(minutes=5)
"""How long an e-mail waits before it leaves: until then it can be taken back."""
ANSWER_DAYS = 7
"""Within how many days the patient is asked to answer, as long as the service takes itself."""
PARIS = ZoneInfo("Europe/Paris")
NOBODY_FR = "Le patient n'a pas répondu."


class RequestService:
    """What staff do to ask patients. `extra` gives what others want beside the pathway, `link` the questionnaire's."""

    def __init__(
        self,
        store: Store,
        requests: Requests,
        queue: PostQueue,
        jobs: Jobs,
        journal: Journal,
        clock: Clock,
        today: Callable[[], date],
        new_id: Callable[[], str],
        new_code: Callable[[], str],
        house: House,
        print_letters: Callable[[Sequence[SentRequest], House], bytes],
        extra: Callable[[str], Sequence[AskedPiece]] = lambda _: (),
        link: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        self._store, self._requests, self._queue, self._jobs = store, requests, queue, jobs
        self._journal, self._clock, self._today = journal, clock, today
        self._new_id, self._new_code, self.house = new_id, new_code, house
        self._print_letters = print_letters
        self._extra, self._link = extra, link

    # Where the patient is reached

    def contact(self, dossier: str) -> Contact | None:
        """Return where a patient is reached."""
        return self._requests.contact(dossier)

    def is_address(self, email: str) -> bool:
        """Whether an e-mail can be sent to that address."""
        return ADDRESS.fullmatch(email) is not None

    def save_contact(
        self, account: Account, dossier: str, *, email: str, phone: str, address: str, email_agreed: bool
    ) -> None:
        """Keep where a patient is reached; empty is unknown."""
        given = {"email": email or None, "phone": phone or None, "address": address or None}
        kept = Contact(**given, email_agreed=email_agreed, by=account.name, at=self._clock.now())
        with self._acting(account, "contact_changed", dossier) as connection:
            self._requests.save_contact(dossier, kept, connection)

    # What to ask

    def wanted(self, view: Asked) -> PatientRequest | None:
        """Return what to ask the patient for; None while the pieces are not known."""
        if view.completeness is None:
            return None
        return request(view.dossier, view.pathway, view.completeness, tuple(self._extra(view.dossier.id)))

    def prepare(self, view: Asked, form: RequestForm, *, reminder: bool | None = None) -> Prepared:
        """Return the message of that form as proposed. Raises `NothingToAsk`.

        It is a reminder when an earlier one left and nothing came since, unless `reminder` says otherwise.
        """
        wanted = self.wanted(view)
        contact, sent_on = self._requests.contact(view.dossier.id), self._asked_on(view.dossier.id)
        again = sent_on if reminder is None or reminder else None
        if wanted is None:
            raise NothingToAsk(dossier=view.dossier.id)
        until = self._today() + timedelta(days=ANSWER_DAYS)
        proposed = message(
            view.dossier,
            wanted,
            form,
            self.house,
            until,
            link=self._link(view.dossier.id),
            asked_on=again,
            listed=bool(contact and contact.email_agreed),
        )
        if not proposed.text_fr:
            raise NothingToAsk(dossier=view.dossier.id)
        return Prepared(
            form=form,
            proposed=proposed,
            wanted=wanted,
            to=goes_to(form, contact, view),
            reminder=again is not None,
            lacking_fr=lacking_fr(form, contact),
            closing_fr=spoken_end(self.house, wanted, until) if form == "phone" else "",
        )

    # What becomes of it

    def send(
        self,
        account: Account,
        view: Asked,
        prepared: Prepared,
        once: str,
        *,
        subject: str,
        text_fr: str,
        batch: str | None = None,
    ) -> SentRequest | None:
        """Keep an e-mail, which leaves in a few minutes, or a letter, which leaves when staff say that it did.

        None when the form that `once` was made with was sent before. Raises `ConsentMissing`, `Telling`.
        """
        if not view.dossier.consents.processing:
            raise ConsentMissing
        if prepared.form == "email":
            check_subject(view, subject)
        now, code = self._clock.now(), self._new_code()
        kept = SentRequest(
            id=self._new_id(),
            dossier=view.dossier.id,
            form=prepared.form,
            reminder=prepared.reminder,
            code=code,
            batch=batch,
            to=prepared.to,
            subject=referenced(subject, code),
            text_fr=text_fr,
            proposed_subject=referenced(prepared.proposed.subject, code),
            proposed_fr=prepared.proposed.text_fr,
            **asked_of(prepared.wanted),
            by=account.name,
            at=now,
            leaves_at=now + DELAY if prepared.form == "email" else None,
        )
        with self._store.transaction() as connection:
            # Of two lots that are sent at once, one finds the message of the other.
            if batch is not None and not self._requests.alone(kept.dossier, connection):
                return None
            if not self._requests.save(kept, once, connection):
                return None
            self._journal.record(
                account.id, account.role, "request_made", kept.dossier, connection, request=kept.id, form=kept.form
            )
            if kept.form == "email":
                self._queue.defer(kept.id, DELAY.total_seconds(), connection)
        return kept

    def called(
        self,
        account: Account,
        view: Asked,
        prepared: Prepared,
        once: str,
        answers: Sequence[CallAnswer],
        *,
        reached: bool,
        note_fr: str,
    ) -> SentRequest | None:
        """Keep a call as it was made, with what the patient said of each piece; None when it was kept before."""
        now = self._clock.now()
        kept = SentRequest(
            id=self._new_id(),
            dossier=view.dossier.id,
            form="phone",
            reminder=prepared.reminder,
            code=self._new_code(),
            to=prepared.to,
            subject=prepared.proposed.subject,
            text_fr=prepared.proposed.text_fr,
            proposed_subject=prepared.proposed.subject,
            proposed_fr=prepared.proposed.text_fr,
            **asked_of(prepared.wanted),
            answers=tuple(answers),
            reached=reached,
            note_fr=note_fr,
            by=account.name,
            at=now,
        )
        with self._store.transaction() as connection:
            if not self._requests.save(kept, once, connection):
                return None
            if reached:
                note_left(self._requests, kept, account.name, now, self._today(), connection)
                self._note_answers(kept, connection)
            else:
                event = RequestEvent(request=kept.id, what="failed", by=account.name, at=now, why_fr=NOBODY_FR)
                self._requests.add(event, connection)
            self._journal.record(
                account.id, account.role, "request_made", kept.dossier, connection, request=kept.id, form="phone"
            )
        if any(answer.kind in ENDING for answer in answers):
            self._jobs.ask(kept.dossier)
        return kept

    def lines(self, dossier: str) -> tuple[RequestLine, ...]:
        """Return the messages of a dossier, the latest first."""
        return self._requests.lines(dossier)

    def line(self, dossier: str, request: str) -> RequestLine | None:
        """Return a message of that dossier."""
        line = self._requests.line(request)
        return line if line is not None and line.request.dossier == dossier else None

    def overdue(self, leaves_at: datetime) -> bool:
        """Whether an e-mail that was to leave then should be gone: else no worker carries messages out."""
        return self._clock.now() > leaves_at + 2 * DELAY

    def withdraw(self, account: Account, dossier: str, request: str) -> bool:
        """Take back a message that has not left; False when it has, or is leaving now."""
        return self._end(account, dossier, request, "request_withdrawn")

    def posted(self, account: Account, dossier: str, request: str) -> bool:
        """Keep that a printed letter was posted; False when it was before, or was taken back."""
        return self._end(account, dossier, request, "request_left")

    def printed(self, lines: Sequence[RequestLine]) -> bytes:
        """Return letters as one PDF to print, each on pages of its own."""
        return self._print_letters([line.request for line in lines], self.house)

    # How it is done

    def _note_answers(self, call: SentRequest, connection: Connection) -> None:
        for answer in call.answers:
            if answer.requirement and answer.kind and answer.kind != "asked":
                noted = {"kind": answer.kind, "on": answer.on, "reason_fr": answer.note_fr, "request": call.id}
                mark = Mark(requirement=answer.requirement, about="answer", by=call.by, at=call.at, **noted)
                self._requests.mark(call.dossier, mark, connection)

    def _end(
        self, account: Account, dossier: str, request: str, act: Literal["request_withdrawn", "request_left"]
    ) -> bool:
        line = self.line(dossier, request)
        if line is None:
            return False
        now = self._clock.now()
        with self._store.transaction() as connection:
            if not self._requests.hold(request, connection):
                return False
            if act == "request_left":
                done = note_left(self._requests, line.request, account.name, now, self._today(), connection)
            else:
                event = RequestEvent(request=request, what="withdrawn", by=account.name, at=now)
                done = self._requests.add(event, connection)
            if done:
                self._journal.record(account.id, account.role, act, dossier, connection, request=request)
        return done

    def _asked_on(self, dossier: str) -> date | None:
        asked = self._requests.unanswered_since(dossier)
        return asked.astimezone(PARIS).date() if asked else None

    def _acting(
        self, account: Account, action: Action, dossier: str, **details: str | int | bool
    ) -> AbstractContextManager[Connection]:
        return self._journal.acting(account.id, account.role, action, dossier, **details)
