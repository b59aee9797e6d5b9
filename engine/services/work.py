"""The work in the background as people see it: what is stuck or failed, since when, and what to do about it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from engine.domain.progress import Job
from engine.domain.record import Record
from engine.ports import Clock
from engine.store.desk import Desk
from engine.store.jobs import Jobs

SILENT = timedelta(minutes=1)
"""A worker gives a sign of life every few seconds; another takes over long before this is over."""
SLOW = timedelta(minutes=10)
"""No page, however bad, and no step takes that long."""

TroubleKind = Literal["failed", "silent", "slow", "waiting", "pages"]


class Trouble(Record):
    """A dossier whose work does not go on by itself: what happened, and since when.

    `message_fr` says why it `failed`; `pages` is on how many pages reading broke off.
    """

    dossier: str
    kind: TroubleKind
    since: datetime
    message_fr: str | None = None
    pages: int = 0


class WorkService:
    """Looks at the queue and at what reading left behind."""

    def __init__(self, jobs: Jobs, desk: Desk, clock: Clock) -> None:
        self._jobs, self._desk, self._clock = jobs, desk, clock

    def troubles(self) -> tuple[Trouble, ...]:
        """Return the dossiers that need somebody, the longest waiting first; one line for each."""
        jobs = self._jobs.active()
        found = [*stuck(jobs, self._clock.now()), *self._failed(jobs), *self._pages()]
        first: dict[str, Trouble] = {}
        for trouble in found:
            first.setdefault(trouble.dossier, trouble)
        return tuple(sorted(first.values(), key=lambda t: (t.since, t.dossier)))

    def stuck(self) -> tuple[Trouble, ...]:
        """Return the dossiers whose job stands still."""
        return stuck(self._jobs.active(), self._clock.now())

    def _failed(self, jobs: Sequence[Job]) -> list[Trouble]:
        """A failure counts until the dossier is asked for again, also when its job is gone from the queue."""
        asked = {job.dossier for job in jobs if job.state != "failed"}
        return [
            Trouble(dossier=dossier, kind="failed", since=since, message_fr=message)
            for dossier, message, since in self._desk.failed()
            if dossier not in asked
        ]

    def _pages(self) -> list[Trouble]:
        return [
            Trouble(dossier=dossier, kind="pages", since=since, pages=count)
            for dossier, count, since in self._desk.failed_pages()
        ]


def stuck(jobs: Sequence[Job], now: datetime) -> tuple[Trouble, ...]:
    """The jobs that do not go on: their worker is silent or tells nothing, or there is no worker to take them."""
    alive = any(job.state == "working" and not _is_silent(job, now) for job in jobs)
    found = ((job, _kind(job, now, alive=alive)) for job in jobs)
    return tuple(Trouble(dossier=job.dossier, kind=kind, since=_last(job)) for job, kind in found if kind is not None)


def _kind(job: Job, now: datetime, *, alive: bool) -> TroubleKind | None:
    if job.state == "working":
        if _is_silent(job, now):
            return "silent"
        return "slow" if now - _last(job) > SLOW else None
    if job.state == "waiting" and not alive and now - job.since > SLOW:
        return "waiting"
    return None


def _is_silent(job: Job, now: datetime) -> bool:
    return now - (job.worker_seen or job.since) > SILENT


def _last(job: Job) -> datetime:
    return max(job.since, job.told_at or job.since)
