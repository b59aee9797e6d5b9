"""Calendar dates as French documents print them."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from engine.domain.record import Record
from engine.domain.wording import fold

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier", "janv", "jan"),
            ("fevrier", "fevr", "fev", "feb"),
            ("mars", "mar"),
            ("avril", "avr", "apr"),
            ("mai", "may"),
            ("juin", "jun"),
            ("juillet", "juil", "jul"),
            ("aout", "aug"),
            ("septembre", "sept", "sep"),
            ("octobre", "oct"),
            ("novembre", "nov"),
            ("decembre", "dec"),
        ),
        start=1,
    )
    for name in names
}
HALF_A_MONTH = 16
"""Days from which on a month that has begun counts, where a time is told in months."""
NUMERIC = re.compile(r"(?<![\d.,/-])(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})(?![\d]|[/.,-]\d)")
WRITTEN = re.compile(
    r"(?<!\d)(\d{1,2}|(?<!\w)[li](?=er\b))(?:er)?(?:\s+|-)(" + "|".join(MONTHS) + r")\.?(?:\s+|-)(\d{4}|\d{2})(?!\d)"
)
YEARLESS = re.compile(
    r"(?<![\d.,/-])(\d{1,2})(?:er)?\s+(" + "|".join(n for n in MONTHS if len(n) > 3) + r")\b(?!\.?\s+\d)"
)
ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
NUMBERED_MONTH = re.compile(r"(?<![\d/.-])(0?[1-9]|1[0-2]) ?/ ?((?:19|20)\d\d)(?![\d/.-])")
NAMED_MONTH = re.compile(
    r"(?<!\D\d )(?<!\D\d\d )\b(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.? ((?:19|20)\d\d)\b"
)
SHORT = r"(?:0?[1-9]|[12]\d|3[01])/(?:0[1-9]|1[0-2])\b"
SHORT_DAYS = re.compile(
    r"^[ |]*(?:(?:date|mesure|test|bilan|parametre|item|score|echelle|seance|critere|element|examen)s?\b[ |:]*)?"
    rf"{SHORT}(?:[ |]+(?:et |puis |au )?{SHORT})+[ |]*$",
    re.MULTILINE,
)
"""Days without a year alone on their line: they head columns."""
WHOLE_YEAR = re.compile(r"\d{4}")
MONTH_AND_YEAR = re.compile(r"(?:0?[1-9]|1[0-2]) ?/ ?(?:19|20)\d\d")
NEVER = date(9999, 12, 31)
"""A latest day that no date is after."""
YEAR = re.compile(r"(?:19|20)\d\d")
BEFORE_YEAR = re.compile(rf"\b(?:en|depuis|{'|'.join(MONTHS)})\.?\s+$")
BEFORE_REACH = 20
"""Characters before a year that hold the month or word in front of it."""


class FoundDate(Record):
    """A calendar day and where it stands in the text; where only a `month` is printed, its first day."""

    start: int
    end: int
    day: date
    month: bool = False


def _day(year: int, month: int, number: int, latest: date) -> date | None:
    if year < 100:
        # A two-digit year slides: a birth in "57" is past, an examination in "26" is this century.
        year += 2000 if year + 2000 <= latest.year + 1 else 1900
    try:
        return date(year, month, number)
    except ValueError:
        return None


def dates_in(text: str, latest: date) -> tuple[FoundDate, ...]:
    """All full calendar dates of `text`, in order. `latest` settles two-digit years."""
    folded = fold(text)
    found: list[FoundDate] = []

    def keep(match: re.Match[str], year: str, month: int, number: str) -> None:
        day = _day(int(year), month, int(number), latest)
        if day is not None:
            found.append(FoundDate(start=match.start(), end=match.end(), day=day))

    for match in NUMERIC.finditer(folded):
        keep(match, match[4], int(match[3]), match[1])
    for match in WRITTEN.finditer(folded):
        # "1er" is often read as "ler".
        keep(match, match[3], MONTHS[match[2]], match[1] if match[1].isdigit() else "1")
    for match in ISO.finditer(folded):
        keep(match, match[1], int(match[2]), match[3])
    return tuple(sorted(found, key=lambda d: d.start))


def months_in(text: str) -> tuple[FoundDate, ...]:
    """All months of `text` that are printed with their year and without a day ("11/2025", "nov. 2025"), in order."""
    folded = fold(text)
    numbered = [(m, int(m[2]), int(m[1])) for m in NUMBERED_MONTH.finditer(folded)]
    named = [(m, int(m[2]), MONTHS[m[1]]) for m in NAMED_MONTH.finditer(folded)]
    found = [
        FoundDate(start=m.start(), end=m.end(), day=date(year, month, 1), month=True)
        for m, year, month in (*numbered, *named)
    ]
    return tuple(sorted(found, key=lambda d: d.start))


def is_calendar(folded: str, start: int, end: int, days: Sequence[FoundDate], *, with_unit: bool) -> bool:
    """Whether the number at `folded[start:end]` is part of one of the `days` of the text, a month or a year.

    A year that is printed `with_unit` is one only behind "en", "depuis" or a month ("en 2019 g" of a page badly read).
    """
    if any(day.start < end and start < day.end for day in days) or MONTH_AND_YEAR.fullmatch(folded, start, end):
        return True
    if not YEAR.fullmatch(folded, start, end):
        return False
    return not with_unit or BEFORE_YEAR.search(folded, max(0, start - BEFORE_REACH), start) is not None


def days_without_year(text: str, latest: date) -> tuple[FoundDate, ...]:
    """The days of `text` printed without a year ("20 octobre"), each as the last such day not after `latest`."""
    found = []
    for match in YEARLESS.finditer(fold(text)):
        for year in (latest.year, latest.year - 1):
            day = _day(year, MONTHS[match[2]], int(match[1]), latest)
            if day is not None and day <= latest:
                found.append(FoundDate(start=match.start(), end=match.end(), day=day))
                break
    return tuple(found)


@lru_cache(maxsize=128)
def headings_without_year(text: str, dated: date | None = None) -> tuple[FoundDate, ...]:
    """The days of lines that hold little but days in figures without a year ("31/08 07/10", the head of a table), each
    as the last such day not after the latest date that the text prints with its whole year, or after `dated`."""
    latest = max((d.day for d in dates_in(text, NEVER) if WHOLE_YEAR.search(text, d.start, d.end)), default=dated)
    if latest is None:
        return ()
    found = []
    for line in SHORT_DAYS.finditer(fold(text)):
        for match in re.finditer(SHORT, line[0]):
            number, month = map(int, match[0].split("/"))
            days = (_day(year, month, number, latest) for year in (latest.year, latest.year - 1))
            day = next((day for day in days if day is not None and day <= latest), None)
            if day is not None:
                found.append(FoundDate(start=line.start() + match.start(), end=line.start() + match.end(), day=day))
    return tuple(found)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def months_between(earlier: date, later: date) -> int:
    """Completed months from `earlier` to `later`."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (1 if later.day < earlier.day else 0)


def age_fr(earlier: date, later: date, *, to_the_day: bool = False) -> str:
    """How old something is, in French: "17 mois", "2 mois et 20 jours" to the day, "12 jours" under a month."""
    months = months_between(earlier, later)
    days = (later - add_months(earlier, months)).days
    told_days = f"{days} jour{'s' if days > 1 else ''}"
    if not months:
        return told_days
    return f"{months} mois et {told_days}" if to_the_day and days else f"{months} mois"


def lapse_fr(earlier: date, later: date, *, of_months: bool = False) -> str:
    """In which time something changed, in French, to the nearest month: from 20 August to 18 February in six months.

    Of mere months (`of_months`) only the month counts."""
    if of_months and (earlier.year, earlier.month) != (later.year, later.month):
        earlier, later = earlier.replace(day=1), later.replace(day=1)
    months = months_between(earlier, later)
    nearest = months + 1 if (later - add_months(earlier, months)).days >= HALF_A_MONTH else months
    return f"{nearest} mois" if months else age_fr(earlier, later)
