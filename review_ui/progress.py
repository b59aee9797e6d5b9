"""Work on a dossier as it is told: the steps that a page shows, and the stream that goes on from there."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from engine import Service
from engine.domain.progress import Told
from review_ui.view import duration_fr
from review_ui.words import STEPS_FR

Step = dict[str, object]
ENDS = ("done", "failed")


class Reading(NamedTuple):
    """How far the work is. `last` is the number of the last thing that was told: the stream goes on after it.

    `before` counts the dossiers that are worked on or wait ahead of this one; `left_fr` says how long it may still
    take, where that is known.
    """

    active: bool
    steps: list[Step]
    last: int
    before: int
    left_fr: str | None = None


def reading_of(service: Service, dossier: str) -> Reading:
    """Return how far the work on a dossier is."""
    told = service.jobs.told(dossier)
    jobs = [job for job in service.jobs.active() if job.state != "failed"]
    over = bool(told) and told[-1].progress.step in ENDS
    # A job that has told its end is still the worker's for a moment.
    own = [j for j in jobs if j.dossier == dossier and not (over and j.state == "working" and told[-1].at >= j.since)]
    begun = any(job.state == "working" for job in own)
    before = sum(1 for job in jobs if own and job.id < min(o.id for o in own) and job.dossier != dossier)
    # What an earlier job told stays until the next one begins.
    shown = () if over else told
    last = told[-1].seq if told else 0
    return Reading(bool(own), steps_of(shown), last, 0 if begun else before, left_fr(shown[-1]) if shown else None)


def left_fr(told: Told) -> str | None:
    """How long the work may still take, by what was told last; time that has gone by since is taken off."""
    if told.progress.seconds_left is None:
        return None
    gone = (datetime.now(UTC) - told.at).total_seconds()
    return f"Encore {duration_fr(max(0.0, told.progress.seconds_left - max(0.0, gone)))}"


def steps_of(told: Sequence[Told]) -> list[Step]:
    """The steps of the path, each to do, under way or done, with what was last told of it."""
    names = [name for name, _ in STEPS_FR]
    reached = [names.index(t.progress.step) for t in told if t.progress.step in names]
    at = reached[-1] if reached else -1
    steps: list[Step] = []
    for number, (name, label) in enumerate(STEPS_FR):
        step: Step = {"id": name, "label": label, "state": "todo"}
        own = [t.progress for t in told if t.progress.step == name]
        if own and number <= at:
            step["detail"] = own[-1].text_fr
        if number < at:
            step["state"] = "done"
        elif number == at:
            step["state"] = "doing"
            latest = own[-1]
            if latest.pages:
                step["max"] = latest.files or 1
                step["value"] = (latest.file or 1) - 1 + (latest.page or 0) / latest.pages
        steps.append(step)
    return steps
