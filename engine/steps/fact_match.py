"""Which facts a sentence of a pathway means, and where a result lies against its printed range."""

import re
from collections.abc import Mapping, Sequence

from engine.domain.fact import Fact
from engine.domain.interpretation import (
    FactMatch,
    RangeLevel,
)
from engine.domain.wording import any_match, fold, pattern

HIGH = re.compile(r"^(?:h+|\++|[↑▲]+|hauts?|elevee?s?)$")
LOW = re.compile(r"^(?:l+|b+|[↓▼]+|bas(?:se)?|diminuee?s?)$")
BOUND = re.compile(r"[<≤] ?(\d+(?:[.,]\d+)?)")
"""A result below what the laboratory can measure, or below a bound."""
COUNT = re.compile(r"\d{1,3} ?(?:/|sur) ?\d{1,3}")


def first_match(match: FactMatch, facts: Sequence[Fact], kinds: Mapping[str, str]) -> Fact | None:
    """The first of the facts that is meant."""
    return next((f for f in facts if _fits(match, f, kinds)), None)


def _fits(match: FactMatch, fact: Fact, kinds: Mapping[str, str]) -> bool:
    return (
        (not match.keys or fact.key in match.keys)
        and (fact.polarity in match.polarity or ("affirmed" in match.polarity and _is_figure(fact)))
        and fact.bearer == match.bearer
        and (not match.kinds or kinds.get(fact.source.document) in match.kinds)
        and (match.value is None or pattern(match.value).search(fold(str(fact.value))) is not None)
        and (not match.any_of or any_match(match.any_of, fold(fact.source.quote)) is not None)
        and (match.level is None or level_of(fact) == match.level)
    )


def _is_figure(fact: Fact) -> bool:
    """A count tells what it tells, though a table may call it absent: "0/19" nodes."""
    return fact.polarity == "negated" and bool(COUNT.fullmatch(str(fact.value).strip()))


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
