"""Months and years that a sentence names without a day ("en mars 2022", "03/2022", "en 2008")."""

import re
from calendar import monthrange
from datetime import date

from engine.domain.moment import When
from engine.domain.wording import fold
from engine.steps.calendar_dates import MONTHS, NUMBERED_MONTH, dates_in

NAMED_MONTH = re.compile(r"\b(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.? ((?:19|20)\d\d)\b")
YEAR_ALONE = re.compile(r"\b(?:en|depuis|depuis l.annee|annee) ((?:19|20)\d\d)\b(?! ?[-/]\s?\d)")


def when_in(text: str, latest: date) -> When | None:
    """The one month or year that `text` names, not after `latest`; None where it names none, or several."""
    folded = list(fold(text))
    for day in dates_in(text, latest):
        folded[day.start : day.end] = " " * (day.end - day.start)
    plain = re.sub(r"\s", " ", "".join(folded))
    found = {_month(int(m[2]), MONTHS[m[1]]) for m in NAMED_MONTH.finditer(plain)}
    found |= {_month(int(m[2]), int(m[1])) for m in NUMBERED_MONTH.finditer(plain)}
    found |= {
        (date(int(m[1]), 1, 1), date(int(m[1]), 12, 31), "year")
        for m in YEAR_ALONE.finditer(plain)
        if not any(first.year == int(m[1]) for first, _, _ in found)
    }
    if len(found) != 1:
        return None
    first, last, precision = found.pop()
    return When.model_validate({"first": first, "last": last, "precision": precision}) if first <= latest else None


def _month(year: int, month: int) -> tuple[date, date, str]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month"
