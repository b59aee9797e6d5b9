"""The intake desk: dossiers come in, are checked, corrected and given to a doctor."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Literal

from engine.domain.account import Account
from engine.domain.audit import Action
from engine.domain.desk import Clearance, Counted, Delivery, Listed, Override, State
from engine.domain.document import Page
from engine.domain.dossier import Dossier, Upload
from engine.domain.pathway import Pathway
from engine.domain.questionnaire import AskedVariable
from engine.errors import ConsentMissing, UnknownDossier
from engine.pathways import digest, known, load
from engine.pathways.shelf import standing
from engine.ports import Clock
from engine.services.changing import Changing, IntakeChanged, usable
from engine.services.notices import Notices
from engine.services.recorder import Actor
from engine.services.views import PROMISE_DAYS, DossierView, NewDossier, RaisedFlag
from engine.steps.marks import with_marks
from engine.steps.questionnaire import questions
from engine.store.database import Connection
from engine.store.desk import Desk
from engine.store.jobs import Jobs
from engine.store.journal import Journal
from engine.store.pathways import Publications
from engine.store.postgres import Store
from engine.store.reviews import Reviews


class IntakeService:
    """What staff do. Every act is written to the journal with its account, and asks for the work that it causes."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        reviews: Reviews,
        journal: Journal,
        jobs: Jobs,
        clock: Clock,
        today: Callable[[], date],
        notices: Notices,
        changing: Changing,
    ) -> None:
        self._store, self._desk, self._reviews = store, desk, reviews
        self._journal, self._jobs, self._clock, self._today = journal, jobs, clock, today
        self._notices, self._publications = notices, Publications(store)
        self._changing = changing

    # Lists

    def listed(
        self,
        states: tuple[State, ...] = (),
        doctor: str | None = None,
        wanted: str = "",
        limit: int = 50,
        offset: int = 0,
        *,
        newest_first: bool = False,
    ) -> tuple[Listed, ...]:
        """Return the dossiers in those states, the longest waiting first; those of one doctor where one is given."""
        return self._desk.listed(states, doctor, wanted, limit, offset, newest_first=newest_first)

    def matching(self, states: tuple[State, ...] = (), doctor: str | None = None, wanted: str = "") -> int:
        """Count what `listed` would return without a limit."""
        return self._desk.matching(states, doctor, wanted)

    def counted(self, doctor: str | None = None) -> tuple[Counted, ...]:
        """Count the dossiers of each state and those past the promised day."""
        return self._desk.counted(self._today() - timedelta(days=PROMISE_DAYS + 1), doctor)

    def listed_one(self, dossier_id: str) -> Listed | None:
        """Return a dossier's line of the work list."""
        return self._desk.listed_one(dossier_id)

    def line(self, dossier_id: str) -> Listed:
        """Return a dossier's line of the work list. Raises `UnknownDossier`."""
        listed = self._desk.listed_one(dossier_id)
        if listed is None:
            raise UnknownDossier(dossier=dossier_id)
        return listed

    def age(self, listed: Listed) -> int:
        """Days since reception, until the signature where there is one."""
        end = listed.signed_at.date() if listed.signed_at else self._today()
        return (end - listed.received_on).days

    def pathways(self) -> tuple[Pathway, ...]:
        """Return the installed pathways by their label."""
        published = self._publications.all_standing()
        found = (standing(load(name), published.get(digest(name))) for name in known())
        return tuple(sorted(found, key=lambda p: p.label_fr))

    def pathway(self, pathway_id: str) -> Pathway:
        """Return a pathway. Raises `UnknownPathway`, `BadPathway`."""
        pathway = load(pathway_id)
        return standing(pathway, self._publications.standing(digest(pathway_id)))

    def questions(self, pathway: Pathway) -> tuple[AskedVariable, ...]:
        """Return the questions of a pathway's questionnaire, each with the form of its answer."""
        return questions(pathway)

    def today(self) -> date:
        """Return the day, where the service is used."""
        return self._today()

    # One dossier

    def view(self, dossier_id: str) -> DossierView:
        """Return everything that is known of a dossier, the draft apart. Raises `UnknownDossier`."""
        dossier, listed = self._store.dossier(dossier_id), self._desk.listed_one(dossier_id)
        if dossier is None or listed is None:
            raise UnknownDossier(dossier=dossier_id)
        notes = self._desk.notes(dossier_id)
        cleared = {(c.flag, c.quote): c for c in notes.clearances}
        flags, found = self._store.red_flags(dossier_id), self._store.completeness(dossier_id)
        failures = self._jobs.failures(dossier_id) if listed.state == "failed" else ()
        return DossierView(
            dossier=dossier,
            listed=listed,
            pathway=self.pathway(dossier.pathway),
            uploads=self._store.uploads(dossier_id),
            refused=self._store.refused(dossier_id),
            pages=self._desk.heads(dossier_id),
            documents=self._store.documents(dossier_id),
            facts=self._store.facts(dossier_id),
            conflicts=self._store.conflicts(dossier_id),
            addressed=self._store.addressed(dossier_id),
            flags=tuple(RaisedFlag(flag=f, clearance=cleared.get((f.id, f.quote))) for f in flags),
            completeness=with_marks(found, notes.marks) if found else None,
            notes=notes,
            doctor=listed.doctor,
            signed=self._reviews.signed(dossier_id),
            failure_fr=failures[0].message_fr if failures else None,
        )

    def opened(self, account: Account, dossier_id: str, what: str = "dossier") -> None:
        """Write to the journal that somebody looked at a dossier; once is enough for one page."""
        self._journal.record(account.id, account.role, "dossier_viewed", dossier_id, page=what)

    def may_open(self, account: Account, dossier_id: str) -> bool:
        """Whether a dossier exists for this account: a doctor's must be assigned to that doctor."""
        listed = self._desk.listed_one(dossier_id)
        if listed is None:
            return False
        return account.role == "intake" or (account.role == "doctor" and listed.doctor == account.id)

    def uploads(self, dossier_id: str) -> tuple[Upload, ...]:
        """Return the files of a dossier in the order of their arrival."""
        return self._store.uploads(dossier_id)

    def page(self, dossier_id: str, upload: str, number: int) -> Page | None:
        """Return one page of a dossier as last read."""
        return self._desk.page(dossier_id, upload, number)

    def image(self, page: Page) -> bytes:
        """Return the upright image of a page, JPEG."""
        return self._store.content(page.image)

    def original(self, account: Account, dossier_id: str, sha256: str) -> tuple[Upload, bytes]:
        """Return an upload of this dossier with its untouched bytes. Raises `UnknownDossier` when it has none such."""
        upload = next((u for u in self._store.uploads(dossier_id) if u.sha256 == sha256), None)
        if upload is None:
            raise UnknownDossier(dossier=dossier_id)
        self._journal.record(account.id, account.role, "original_viewed", dossier_id, sha256=sha256)
        return upload, self._store.content(sha256)

    # What staff do

    def create(self, account: Account, given: NewDossier) -> Dossier:
        """Open a dossier. Raises `ConsentMissing` before anything is kept, `BadIntake` for an answer that cannot be."""
        dossier = Dossier(id=self._next_id(given.received_on.year), **dict(given))
        self._check(dossier)
        with self._store.transaction() as connection:
            raised = self._changing.begin(account, dossier, connection)
            self._journal.record(account.id, account.role, "dossier_created", dossier.id, connection)
        self._changing.tell(dossier.id, raised)
        return dossier

    def take(self, account: Account, dossier: Dossier, files: Iterable[tuple[str, str, bytes]]) -> None:
        """Take in a dossier that has its number already, with its files (name, media type, content).

        Raises as `create` does.
        """
        self._check(dossier)
        with self._acting(account, "dossier_created", dossier.id) as connection:
            self._store.save_dossier(dossier, connection)
        for file in files:
            self._keep(account, dossier.id, *file)
        self._ask(dossier.id)

    def change(self, account: Account, dossier: Dossier, seen: Dossier | None = None) -> None:
        """Correct the intake of a dossier. Raises `UnknownDossier`, and `BadIntake` for an answer that cannot be.

        A consent that is taken back is kept too: nothing is read any more from then on. With `seen`, the intake that
        was looked at, raises `IntakeChanged` when it is another by now.
        """

        def changed(kept: Dossier, connection: Connection) -> Dossier:
            if seen is not None and kept != seen:
                raise IntakeChanged
            self._changing.note(account, kept, dossier, connection)
            return dossier

        self._changing.settle(Actor.of(account), "dossier_changed", dossier.id, changed)

    def noted(self, account: Account, before: Dossier, after: Dossier, connection: Connection) -> None:
        """Keep who changed which answers and consents, for an intake that is written in the same transaction."""
        self._changing.note(account, before, after, connection)

    def receive(self, account: Account, dossier_id: str, filename: str, media_type: str, content: bytes) -> Upload:
        """Keep a file untouched and ask for the dossier to be read.

        Raises `UnknownDossier`, `ConsentMissing` before a byte is kept, `NotRecorded` when it is too large.
        """
        if not self._require(dossier_id).consents.processing:
            raise ConsentMissing
        upload = self._keep(account, dossier_id, filename, media_type, content)
        self._jobs.ask(dossier_id)
        return upload

    def override(
        self,
        account: Account,
        dossier_id: str,
        requirement: str,
        status: Literal["met", "missing", "not_applicable"] | None,
        reason_fr: str,
    ) -> None:
        """Say what a requirement's status is, and why; a status of None takes that back."""
        said = Override(
            requirement=requirement, status=status, reason_fr=reason_fr, by=account.name, at=self._clock.now()
        )
        with self._acting(account, "requirement_overridden", dossier_id) as connection:
            self._desk.override(dossier_id, said, connection)
        self._ask(dossier_id)

    def assign(self, account: Account, dossier_id: str, doctor: str | None, reason_fr: str | None = None) -> None:
        """Give a dossier to a doctor (an account's id), who is told by letter, or take it back.

        `reason_fr` says why, where something speaks against that doctor: `ExpertService.assign` sees to it.
        """
        with self._acting(account, "doctor_assigned", dossier_id, doctor=doctor or "") as connection:
            self._desk.assign(dossier_id, doctor, account.id, self._clock.now(), connection, reason_fr)
        dossier = self._store.dossier(dossier_id)
        if doctor and dossier:
            self._notices.assigned(dossier_id, doctor, dossier.received_on + timedelta(days=PROMISE_DAYS))

    def clear(self, account: Account, dossier_id: str, flag: str, quote: str, done_fr: str) -> None:
        """Say that a red flag was dealt with, and how; for a doctor. Then the path goes on."""
        said = Clearance(flag=flag, quote=quote, done_fr=done_fr, by=account.name, at=self._clock.now())
        with self._acting(account, "red_flag_cleared", dossier_id) as connection:
            self._desk.clear(dossier_id, said, connection)
        self._ask(dossier_id)

    def again(self, account: Account, dossier_id: str) -> None:
        """Ask again for a dossier on which the machine failed."""
        self._journal.record(account.id, account.role, "processing_asked", dossier_id)
        self._jobs.retry(dossier_id)

    def deliveries(self, dossier_id: str) -> tuple[Delivery, ...]:
        """Return to whom signed documents of a dossier were handed over."""
        return self._reviews.deliveries(dossier_id)

    def _keep(self, account: Account, dossier_id: str, filename: str, media_type: str, content: bytes) -> Upload:
        upload = self._store.keep_upload(dossier_id, filename, media_type, content)
        self._journal.record(
            account.id, account.role, "upload_received", dossier_id, sha256=upload.sha256, size=upload.size
        )
        return upload

    def _check(self, dossier: Dossier) -> None:
        if not dossier.consents.processing:
            raise ConsentMissing
        usable(dossier)

    def _require(self, dossier_id: str) -> Dossier:
        dossier = self._store.dossier(dossier_id)
        if dossier is None:
            raise UnknownDossier(dossier=dossier_id)
        return dossier

    def _next_id(self, year: int) -> str:
        return f"DA-{year}-{self._desk.next_number():05d}"

    def _ask(self, dossier_id: str) -> None:
        if self._store.uploads(dossier_id):
            self._jobs.ask(dossier_id)

    def _acting(
        self, account: Account, action: Action, dossier_id: str, **details: str | int | bool
    ) -> AbstractContextManager[Connection]:
        return self._journal.acting(account.id, account.role, action, dossier_id, **details)
