"""Scores and what they add up to; a score that could not be made is kept and counts for nothing."""

from collections.abc import Iterable
from math import sqrt

from engine.domain.record import Record

# The 97.5 % quantile of the normal law: two sides, 95 %.
Z = 1.959963984540054


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


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % score interval of a proportion, bounds from 0 to 1.

    Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212. Raises `ValueError` unless 0 <= hits <= of and of > 0.
    """
    if not 0 <= hits <= of or of == 0:
        raise ValueError(f"{hits} of {of} is no proportion")
    rate, weight = hits / of, Z * Z / of
    middle = (rate + weight / 2) / (1 + weight)
    half = Z * sqrt(rate * (1 - rate) / of + weight / (4 * of)) / (1 + weight)
    # At the ends the formula gives 0 and 1 but for rounding.
    return (0.0 if hits == 0 else middle - half), (1.0 if hits == of else middle + half)
