"""How long something lasts as a quote prints it, in figures or in words: "huit semaines", "deux mois"."""

import re

from engine.domain.fact import Fact
from engine.domain.wording import COUNT, fold
from engine.steps.key_fact_values import IN_WORDS

DAYS = {"jour": 1.0, "semaine": 7.0, "mois": 30.4, "an": 365.0}
ROUNDED = 0.1
"""Share within which a time told in another unit is the same: a month has four weeks or more."""
SPAN = re.compile(rf"\b({COUNT})\s?(jour|semaine|mois|an)s?\b")


def printed_time(fact: Fact) -> str | None:
    """The one time of a quote that is the value of a fact; None for what is no time, or where none or several are."""
    unit = fact.unit or ""
    days = DAYS.get(unit) or DAYS.get(unit.removesuffix("s"))
    if days is None or not isinstance(fact.value, float | int):
        return None
    quote = " ".join(fact.source.quote.split())
    told = fact.value * days
    same = {
        quote[m.start() : m.end()]
        for m in SPAN.finditer(fold(quote))
        if abs(_number(m[1]) * DAYS[m[2]] - told) <= ROUNDED * told
    }
    return same.pop() if len(same) == 1 else None


def _number(count: str) -> int:
    return int(count) if count.isdigit() else IN_WORDS.get(re.sub(r"\s", "-", count), 0)
