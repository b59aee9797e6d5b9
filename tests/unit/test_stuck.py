"""What stands still in the background is told from what only takes its time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine.domain.progress import Job
from engine.services.work import stuck

NOW = datetime(2026, 6, 4, 12, tzinfo=UTC)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def job(dossier: str = "d1", state: Any = "working", since: float = 1, seen: float | None = 0.05, **over: Any) -> Job:
    told = over.pop("told", None)
    given = {"id": 1, "dossier": dossier, "state": state, "attempts": 1, "since": ago(since)}
    return Job(
        **given,
        worker_seen=ago(seen) if seen is not None and state == "working" else None,
        told_at=ago(told) if told is not None else None,
    )


@pytest.mark.parametrize(
    ("jobs", "kinds"),
    [
        ([], []),
        ([job()], []),
        ([job(since=60, told=1)], []),  # an hour's work that goes on
        ([job(since=60, told=11)], ["slow"]),
        ([job(since=11)], ["slow"]),
        ([job(seen=2)], ["silent"]),
        ([job(since=2, seen=None)], ["silent"]),
        ([job(since=0.1, seen=None)], []),  # another worker is about to take it over
        ([job(state="waiting", since=5)], []),
        ([job(state="waiting", since=30)], ["waiting"]),
        # Who waits behind another one that is worked on is only not yet his turn.
        ([job("d2", state="waiting", since=30), job()], []),
        ([job("d2", state="waiting", since=30), job(seen=3)], ["waiting", "silent"]),
        ([job(state="failed", since=600)], []),  # told by the dossier's own state
    ],
)
def test_what_stands_still(jobs: list[Job], kinds: list[str]) -> None:
    assert [t.kind for t in stuck(jobs, NOW)] == kinds


def test_it_is_told_since_when() -> None:
    (found,) = stuck([job(since=60, told=15)], NOW)
    assert (found.dossier, found.since) == ("d1", ago(15))
