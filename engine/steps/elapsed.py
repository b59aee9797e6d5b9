"""How long ago a day or month that a text prints was, at the day of its document ("apparue le 3 août")."""

import re
from datetime import date

from engine.domain.wording import fold
from engine.steps.calendar_dates import MONTHS, dates_in, days_without_year, months_between

MONTH = re.compile(
    r"(?P<when>debut|mi|fin)?[ -]*(?:du mois )?(?:de |d.)?(?P<month>"
    + "|".join(n for n in sorted(MONTHS, key=len, reverse=True) if len(n) > 2)
    + r")\b\.?(?: (?P<year>(?:19|20)\d\d))?"
)
DAY_OF = {"debut": 1, "fin": 28}
MIDDLE = 15
"""The day taken for a month of which no more is said."""
WEEK = 7


def elapsed(printed: str, until: date | None, unit: str | None) -> int | None:
    """Whole weeks or months ("semaines", "mois") from the one day or month in `printed` to `until`.

    A month without its year is the last one before `until`. None where no day is printed, or it is later.
    """
    if until is None or unit not in ("semaines", "mois"):
        return None
    begun = _day_in(printed, until)
    if begun is None or begun > until:
        return None
    return (until - begun).days // WEEK if unit == "semaines" else months_between(begun, until)


def _day_in(printed: str, until: date) -> date | None:
    days = dates_in(printed, until) or days_without_year(printed, until)
    if days:
        return days[0].day
    match = MONTH.search(fold(printed))
    if match is None:
        return None
    month, number = MONTHS[match["month"]], DAY_OF.get(match["when"] or "", MIDDLE)
    years = (int(match["year"]),) if match["year"] else (until.year, until.year - 1)
    return next((day for year in years if (day := date(year, month, number)) <= until), None)
