"""When something was, as letters tell it: a season, a month, a year, so long ago."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from engine.domain.record import Record
from engine.steps.calendar_dates import MONTHS

SEASONS = {"printemps": (3, 6), "ete": (6, 9), "automne": (9, 12), "hiver": (12, 3)}
"""First and last month, as people speak of a season: it begins before its day of the calendar and ends behind it."""
NUMBERS = ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")
MORE = {"quinze": 15, "seize": 16, "dix-huit": 18, "vingt": 20, "vingt-quatre": 24, "trente": 30}
UNIT_DAYS = {"jour": 1, "semaine": 7, "mois": 30, "an": 365, "annee": 365}
_MONTH = "|".join(n for n in sorted(MONTHS, key=len, reverse=True) if len(n) > 2)
SEASON = re.compile(rf"\b(?P<season>{'|'.join(SEASONS)})(?: (?P<year>(?:19|20)\d\d))?\b")
MONTH = re.compile(rf"\b(?P<month>{_MONTH})\b\.?(?: (?P<year>(?:19|20)\d\d))?")
NUMBERED = re.compile(r"(?<![\d/.])(?P<month>0?[1-9]|1[0-2]) ?/ ?(?P<year>(?:19|20)\d\d)(?![\d/.])")
YEAR = re.compile(r"\b(?:en|l.annee|courant|debut|fin|mi-?) ?(?P<year>(?:19|20)\d\d)\b")
LAST_YEAR = re.compile(r"\b(?:l.an (?:dernier|passe)|l.annee (?:derniere|passee|precedente))\b")
COUNT = rf"\d{{1,2}}|une?|{'|'.join((*sorted(MORE, key=len, reverse=True), *NUMBERS[2:]))}"
AGO = re.compile(
    r"\b(?:il y a|voici|remonte a|datant de|remontant a) (?P<more>plus d[e.] ?)?"
    rf"(?:environ |presque |pres de |a peine )?(?P<n>{COUNT}) (?P<unit>jour|semaine|mois|annee|an)s?\b"
)
MARGIN = timedelta(days=10)
"""Days by which who speaks of a month may be off."""


class Stretch(Record):
    """From a first to a last day, with the letters of the text that tell it."""

    first: date
    last: date
    start: int
    end: int

    def holds(self, day: date) -> bool:
        """Whether a day may be meant."""
        return self.first - MARGIN <= day <= self.last + MARGIN


def stretches(folded: str, until: date) -> tuple[Stretch, ...]:
    """The times before `until` that a folded text tells loosely, in order: without its year the last one is meant."""
    found: list[tuple[int, int, date, date]] = []
    for match in SEASON.finditer(folded):
        found += [(*match.span(), *_season(match, until))]
    for match in (*NUMBERED.finditer(folded), *MONTH.finditer(folded)):
        found += [(*match.span(), *span) for span in _month(match, until)]
    for match in YEAR.finditer(folded):
        year = int(match["year"])
        found.append((*match.span(), date(year, 1, 1), date(year, 12, 31)))
    for match in LAST_YEAR.finditer(folded):
        found.append((*match.span(), date(until.year - 1, 1, 1), date(until.year - 1, 12, 31)))
    found += [(*match.span(), *ago_of(match, until)) for match in AGO.finditer(folded)]
    told = (Stretch(first=first, last=last, start=a, end=b) for a, b, first, last in sorted(found))
    return tuple(s for s in told if s.first <= until)


def _season(match: re.Match[str], until: date) -> tuple[date, date]:
    first, last = SEASONS[match["season"]]
    years = (int(match["year"]),) if match["year"] else (until.year, until.year - 1)
    begins = [date(year, first, 1) for year in years]
    begun = next((day for day in begins if day <= until), begins[-1])
    end = date(begun.year + (last < first), last, monthrange(begun.year, last)[1])
    return begun, min(end, until)


def _month(match: re.Match[str], until: date) -> Iterator[tuple[date, date]]:
    month = int(match["month"]) if match["month"].isdigit() else MONTHS[match["month"]]
    years = (int(match["year"]),) if match["year"] else (until.year, until.year - 1)
    first = next((day for year in years if (day := date(year, month, 1)) <= until), None)
    if first:
        yield first, date(first.year, month, monthrange(first.year, month)[1])


def ago_of(match: re.Match[str], until: date) -> tuple[date, date]:
    """The first and the last day that a match of `AGO` may mean."""
    told = match["n"]
    count = int(told) if told.isdigit() else MORE.get(told) or (1 if told in ("un", "une") else NUMBERS.index(told))
    days = timedelta(days=count * UNIT_DAYS[match["unit"]])
    if match["more"]:
        return date.min + MARGIN, until - days
    # Nobody counts exactly: half of it more or less.
    return until - days - days / 2, until - days / 2
