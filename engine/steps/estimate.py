"""How long the work on a dossier will take: from what it took before, and more and more from what it takes now."""

from collections.abc import Mapping

from engine.domain.run import StepName

ORDER: tuple[StepName, ...] = ("read", "split", "extract", "assess", "draft", "compare")
ALWAYS = frozenset({"split", "extract", "assess"})
"""Steps that every dossier goes through; not every one gets a draft."""
ENOUGH = 2
"""Pages that must be read before their pace alone says anything."""
WEIGHT = 4.0
"""As many pages as what was measured before counts for, against those of this reading."""

Paces = Mapping[StepName, float]
"""Seconds a page of each step, as the last runs took them; a step that was never measured is not in it."""


def reading_pace(pages: int, seconds: float, before: float | None) -> float | None:
    """Seconds a page while `pages` have been read in `seconds`; None while nobody can know."""
    if before is not None:
        return (seconds + WEIGHT * before) / (pages + WEIGHT)
    return seconds / pages if pages >= ENOUGH else None


def seconds_left(step: StepName, of: int | None, done: int, seconds: float, pages: int, paces: Paces) -> float | None:
    """Seconds until the whole work is done, or None when that is not known.

    Of the present step, `of` pages are to be worked on (None: not known) and `done` are, after `seconds`; the steps
    that follow work on `pages`.
    """
    pace = reading_pace(done, seconds, paces.get(step))
    following = ORDER[ORDER.index(step) + 1 :]
    if of is None or pace is None or any(later in ALWAYS and later not in paces for later in following):
        return None
    return max(0.0, (of - done) * pace) + pages * sum(paces.get(later, 0.0) for later in following)
