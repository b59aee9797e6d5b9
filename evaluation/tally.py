"""Scores and what they add up to; a score that could not be made is kept and counts for nothing."""

from collections.abc import Iterable

from engine.domain.rates import wilson
from engine.domain.record import Record


class Score(Record):
    """One judgement: `hit` is None when it could not be made, and `why` says so."""

    figure: str
    what: str
    hit: bool | None
    why: str = ""


class Tally(Record):
    """`hits` of `of`; `unscored` were left out of both."""

    hits: int = 0
    of: int = 0
    unscored: int = 0

    @property
    def rate(self) -> float | None:
        """From 0 to 1; None when nothing was scored."""
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the rate; None when nothing was scored."""
        return wilson(self.hits, self.of) if self.of else None


def tally(scores: Iterable[Score]) -> dict[str, Tally]:
    """Add scores up by figure."""
    sums: dict[str, list[int]] = {}
    for score in scores:
        hits, of, unscored = sums.setdefault(score.figure, [0, 0, 0])
        made = score.hit is not None
        sums[score.figure] = [hits + (score.hit is True), of + made, unscored + (not made)]
    return {figure: Tally(hits=h, of=n, unscored=u) for figure, (h, n, u) in sums.items()}
