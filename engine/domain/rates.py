"""Counts made into rates, differences and chance-corrected agreement, each with its 95 % interval."""

from collections.abc import Sequence
from math import sqrt

from engine.domain.record import Record

# The 97.5 % quantile of the normal law: two sides, 95 %.
Z = 1.959963984540054


class Rate(Record):
    """`count` of `of`, as a value from 0 to 1 with its 95 % Wilson interval; all three are None where `of` is 0."""

    count: int
    of: int
    value: float | None
    low: float | None
    high: float | None


class Difference(Record):
    """A difference of two rates that the same cases give, from -1 to 1, with its 95 % interval."""

    value: float
    low: float
    high: float


class Coefficient(Record):
    """Agreement beyond chance of two raters on `of` cases, at most 1.

    The interval is None where its variance comes out as 0 (all cases alike): it would claim a certainty that few cases
    cannot give.
    """

    of: int
    value: float
    low: float | None
    high: float | None


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


def rate_of(count: int, of: int) -> Rate:
    """`count` of `of` with its interval. Raises `ValueError` unless 0 <= count <= of."""
    if count == of == 0:
        return Rate(count=0, of=0, value=None, low=None, high=None)
    low, high = wilson(count, of)
    return Rate(count=count, of=of, value=count / of, low=low, high=high)


def paired_difference(both: int, first_only: int, second_only: int, neither: int) -> Difference:
    """The rate of the first minus that of the second, both judged on the same cases, counted by who hit.

    The interval squares and adds the two Wilson intervals, less what their correlation takes away. Source: R. G.
    Newcombe, Stat. Med. 17 (1998) 2635-2650, method 10. Raises `ValueError` where there are no cases.
    """
    of = both + first_only + second_only + neither
    first, second = both + first_only, both + second_only
    (low_1, high_1), (low_2, high_2) = wilson(first, of), wilson(second, of)
    rate_1, rate_2 = first / of, second / of
    down_1, up_1, down_2, up_2 = rate_1 - low_1, high_1 - rate_1, rate_2 - low_2, high_2 - rate_2
    shared = _phi(both, first_only, second_only, neither)
    # Rounding alone can take a square of 0 below it.
    below = sqrt(max(0.0, down_1**2 - 2 * shared * down_1 * up_2 + up_2**2))
    above = sqrt(max(0.0, up_1**2 - 2 * shared * up_1 * down_2 + down_2**2))
    value = rate_1 - rate_2
    return Difference(value=value, low=max(-1.0, value - below), high=min(1.0, value + above))


def _phi(both: int, first_only: int, second_only: int, neither: int) -> float:
    """How the two go together, from -1 to 1; a positive one is corrected for continuity, as method 10 has it."""
    of = both + first_only + second_only + neither
    margins = (both + first_only) * (second_only + neither) * (both + second_only) * (first_only + neither)
    if margins == 0:
        return 0.0
    cross = both * neither - first_only * second_only
    corrected = max(cross - of / 2, 0.0) if cross > 0 else cross
    return corrected / sqrt(margins)


def first_order_agreement(pairs: Sequence[tuple[str, str]], categories: Sequence[str]) -> Coefficient | None:
    """Gwet's AC1 of two raters who each choose one of `categories`; None without pairs or with fewer than two.

    The interval is the normal one, cut at 1: with few pairs it is too narrow. Raises `KeyError` for a choice outside
    `categories`. Source: K. L. Gwet, Br. J. Math. Stat. Psychol. 61 (2008) 29-48, coefficient and variance for two
    raters.
    """
    of, many = len(pairs), len(categories)
    if of == 0 or many < 2:
        return None
    chosen = dict.fromkeys(categories, 0.0)
    for pair in pairs:
        for choice in pair:
            chosen[choice] += 1 / (2 * of)
    agreed = sum(a == b for a, b in pairs) / of
    chance = sum(p * (1 - p) for p in chosen.values()) / (many - 1)
    value = (agreed - chance) / (1 - chance)
    on_diagonal = sum(1 - chosen[a] for a, b in pairs if a == b) / (of * (many - 1))
    overall = sum((1 - (chosen[a] + chosen[b]) / 2) ** 2 for a, b in pairs) / (of * (many - 1) ** 2)
    spread = (
        agreed * (1 - agreed)
        - 4 * (1 - value) * (on_diagonal - agreed * chance)
        + 4 * (1 - value) ** 2 * (overall - chance**2)
    )
    half = Z * sqrt(max(0.0, spread) / of) / (1 - chance)
    if half < 1e-9:
        return Coefficient(of=of, value=value, low=None, high=None)
    return Coefficient(of=of, value=value, low=max(-1.0, value - half), high=min(1.0, value + half))
