"""Where a result stands against the range that its laboratory printed."""

import re

from engine.domain.fact import Fact
from engine.domain.interpretation import RangeLevel
from engine.domain.wording import fold

HIGH = re.compile(r"^(?:h+|\++|[↑▲]+|hauts?|elevee?s?)$")
LOW = re.compile(r"^(?:l+|b+|[↓▼]+|bas(?:se)?|diminuee?s?)$")
BOUND = re.compile(r"[<≤] ?(\d+(?:[.,]\d+)?)")
"""A result below what the laboratory can measure, or below a bound."""


def level_of(fact: Fact) -> RangeLevel | None:
    """Where a result stands against what its laboratory printed beside it: the flag first, then the range.

    None where nothing is printed, or only a mark that does not say on which side the result lies.
    """
    flag = fold(fact.flag or "").strip(" ()[]")
    if HIGH.match(flag):
        return "high"
    if LOW.match(flag):
        return "low"
    if fact.reference is None:
        return None
    level = _against(fact, fact.reference.low, fact.reference.high)
    return None if level == "normal" and flag else level


def _against(fact: Fact, low: float | None, high: float | None) -> RangeLevel | None:
    if isinstance(fact.value, int | float):
        if low is not None and fact.value < low:
            return "low"
        return "high" if high is not None and fact.value > high else "normal"
    bound = BOUND.fullmatch(str(fact.value).strip())
    if bound is None or low is not None or high is None:
        return None
    return "normal" if float(bound[1].replace(",", ".")) <= high else None
