"""What the patient said of a piece, noted by staff beside its status and taken back."""

from collections.abc import Callable
from datetime import date

from engine.domain.account import Account
from engine.domain.mark import Mark, MarkAbout, MarkKind
from engine.ports import Clock
from engine.store.jobs import Jobs
from engine.store.journal import Journal
from engine.store.postgres import Store
from engine.store.requests import Requests


class MarkService:
    """Notes marks; every one goes to the journal and stays, what takes it back too."""

    def __init__(
        self,
        store: Store,
        requests: Requests,
        jobs: Jobs,
        journal: Journal,
        clock: Clock,
        today: Callable[[], date],
    ) -> None:
        self._store, self._requests, self._jobs = store, requests, jobs
        self._journal, self._clock, self._today = journal, clock, today

    def mark(
        self,
        account: Account,
        dossier: str,
        requirement: str,
        kind: MarkKind,
        *,
        on: date | None = None,
        reason_fr: str = "",
    ) -> None:
        """Note of a piece that it was asked for (today, where no day is given), promised, refused or does not exist."""
        about: MarkAbout = "asked" if kind == "asked" else "answer"
        day = on or (self._today() if kind == "asked" else None)
        self._mark(account, dossier, requirement, about, kind, day, reason_fr)

    def unmark(self, account: Account, dossier: str, requirement: str, about: MarkAbout) -> None:
        """Take back what was noted of a piece."""
        self._mark(account, dossier, requirement, about, None, None, "")

    def _mark(
        self,
        account: Account,
        dossier: str,
        requirement: str,
        about: MarkAbout,
        kind: MarkKind | None,
        on: date | None,
        reason_fr: str,
    ) -> None:
        at = self._clock.now()
        noted = Mark(
            requirement=requirement, about=about, kind=kind, on=on, reason_fr=reason_fr, by=account.name, at=at
        )
        with self._journal.acting(account.id, account.role, "piece_marked", dossier) as connection:
            self._requests.mark(dossier, noted, connection)
        if about == "answer" and self._store.uploads(dossier):
            self._jobs.ask(dossier)  # the draft says what will not come
