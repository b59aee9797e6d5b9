"""Reference ranges that hold for an age ("1,18 – 9,16 (30-34 ans)"): the patient's own one counts."""

import re
from functools import lru_cache

from engine.domain.record import Record
from engine.steps.calendar_dates import NEVER, dates_in, months_between

NUMBER = r"\d+(?:[.,]\d+)?"
RANGE = rf"(?P<low>{NUMBER}) ?(?:-|a) ?(?P<high>{NUMBER})"
AGES = r"(?P<young>\d{1,2}) ?(?:-|a|/) ?(?P<old>\d{1,2})"
BEFORE_AGES = re.compile(rf"{RANGE} ?[(\[] ?(?:de )?{AGES} ?(?:ans)? ?[)\]]")
BEHIND_AGES = re.compile(rf"(?:de )?{AGES} ans ?[:=]? ?{RANGE}(?! ?ans)")
NEXT = re.compile(r"[\s|/;,]*")
PRINTED_AGE = re.compile(r"\bage ?:? ?(\d{1,2}) ?ans\b")
ADULT = 15
"""Years before the latest day of a report from which on its oldest day is a birth."""


class AgeRange(Record):
    """A range from `low` to `high` for those from `young` to `old` years, and where both stand."""

    low: float
    high: float
    young: int
    old: int
    start: int
    end: int


def age_ranges(folded: str, start: int) -> tuple[AgeRange, ...]:
    """The ranges that stand one behind or below the other from `start` on, each with the ages it holds for."""
    found: list[AgeRange] = []
    position = start
    while match := next(
        (m for p in (BEFORE_AGES, BEHIND_AGES) if (m := p.match(folded, _next(folded, position)))), None
    ):
        low, high = (float(match[name].replace(",", ".")) for name in ("low", "high"))
        young, old = int(match["young"]), int(match["old"])
        if low >= high or young >= old:
            break
        found.append(AgeRange(low=low, high=high, young=young, old=old, start=match.start(), end=match.end()))
        position = match.end()
    return tuple(found)


def _next(folded: str, position: int) -> int:
    blank = NEXT.match(folded, position)
    return blank.end() if blank else position


def range_for(ranges: tuple[AgeRange, ...], age: int | None) -> AgeRange | None:
    """The one range for an age in years; of an unknown age a range that stands alone."""
    if age is None:
        return ranges[0] if len(ranges) == 1 else None
    own = [r for r in ranges if r.young <= age <= r.old]
    return own[0] if len(own) == 1 else None


@lru_cache(maxsize=16)
def age_in(text: str, folded: str) -> int | None:
    """The age in years that a report prints, or that follows from its oldest day, a birth, and its latest."""
    printed = PRINTED_AGE.search(folded)
    if printed:
        return int(printed[1])
    days = sorted({found.day for found in dates_in(text, NEVER)})
    if not days or days[-1].year - days[0].year < ADULT:
        return None
    if len(days) > 2 and days[-1].year - days[1].year >= ADULT:
        return None  # two births: nobody knows whose the result is
    return months_between(days[0], days[-1]) // 12
