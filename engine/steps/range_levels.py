"""Where a result stands against the range that its laboratory printed."""

import re

from engine.domain.fact import Fact, Reference
from engine.domain.interpretation import RangeLevel
from engine.domain.wording import fold

HIGH = re.compile(r"^(?:h+|\++|[↑▲]+|hauts?|elevee?s?)$")
LOW = re.compile(r"^(?:l+|b+|[↓▼]+|bas(?:se)?|diminuee?s?)$")
BOUND = re.compile(r"(?P<sign>[<>≤≥]) ?(?P<number>\d+(?:[.,]\d+)?)")
"""A result below or above what the laboratory can measure."""


def level_of(fact: Fact) -> RangeLevel | None:
    """Where a result stands against what its laboratory printed beside it: the flag first, then the range.

    None where nothing is printed, or only a mark that does not say on which side the result lies.
    """
    return level(fact.value, fact.flag, fact.reference)


def level(value: float | int | str | None, flag: str | None, reference: Reference | None) -> RangeLevel | None:
    """The same of a value, its mark and its range."""
    mark = fold(flag or "").strip(" ()[]")
    if HIGH.match(mark):
        return "high"
    if LOW.match(mark):
        return "low"
    if reference is None:
        return None
    found = _against(value, reference.low, reference.high)
    return None if found == "normal" and mark else found


def _against(value: float | int | str | None, low: float | None, high: float | None) -> RangeLevel | None:
    if isinstance(value, int | float):
        if low is not None and value < low:
            return "low"
        return "high" if high is not None and value > high else "normal"
    bound = BOUND.fullmatch(str(value).strip())
    if bound is None:
        return None
    told = float(bound["number"].replace(",", "."))
    if bound["sign"] in ">≥":
        return "high" if high is not None and told >= high else None
    if low is not None:
        return "low" if told <= low else None
    return "normal" if high is not None and told <= high else None
