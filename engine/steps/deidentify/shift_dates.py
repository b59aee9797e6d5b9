"""A date moved by a number of days and printed again as it was written: in figures, in words, or parts of it alone."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from engine.domain.wording import fold
from engine.steps.calendar_dates import MONTHS
from engine.steps.deidentify.spelled_numbers import spelled, value_of

LONG = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
SHORT = ["janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"]
LEAP_FREE = 2023
DAYS_A_MONTH, DAYS_A_YEAR = 30.4375, 365.25


class Shift(NamedTuple):
    """How far dates move: whole weeks keep the days of the week; months and years alone move by as many as that is."""

    days: int

    def day(self, day: date) -> date:
        """A full date. One that would leave the calendar stays."""
        try:
            return day + timedelta(days=self.days)
        except OverflowError:
            return day

    def day_alone(self, day: date) -> date:
        """A day without its year, on a year of 365 days, so that there is a way back."""
        return date(LEAP_FREE, 1, 1) + timedelta(days=(day.timetuple().tm_yday - 1 + self.days) % 365)

    def month(self, year: int, month: int) -> tuple[int, int]:
        """A month of a year."""
        moved = year * 12 + month - 1 + round(self.days / DAYS_A_MONTH)
        return moved // 12, moved % 12 + 1

    def month_alone(self, month: int) -> int:
        """A month without its year."""
        return self.month(LEAP_FREE, month)[1]

    def year(self, year: int) -> int:
        """A year alone."""
        return year + round(self.days / DAYS_A_YEAR)

    def back(self) -> "Shift":
        """The way back."""
        return Shift(-self.days)


def _full(year: str) -> int:
    """Two figures are a year of the last hundred or so: births, examinations, appointments."""
    number = int(year)
    return number if number > 99 else number + (2000 if number < 45 else 1900)


def _real(year: int, month: int, day: int) -> date | None:
    """The day, or the last of its month where a misread one has no such day."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    return date(year, month, min(day, monthrange(year, month)[1]))


def _like(number: int, written: str) -> str:
    """A number with as many figures as the written one had, where that was padded with a zero or a year of two."""
    if len(written) == 2 and number > 99:
        return f"{number % 100:02d}"
    return f"{number:0{len(written)}d}" if written.startswith("0") or len(written) == 4 else str(number)


def _month_like(month: int, written: str) -> str:
    """A month's name as long or short as the written one, in the same case."""
    plain = fold(written).rstrip(".")
    name = LONG[month - 1] if plain in map(fold, LONG) and plain not in ("mai", "mars", "juin") else SHORT[month - 1]
    if plain in ("mai", "mars", "juin") and not written.endswith("."):
        name = LONG[month - 1]
    whole = name in LONG and plain not in map(fold, LONG)  # "janv." becomes "mars", which is never cut
    if written.endswith(".") and not whole:
        name += "."
    return name.upper() if written.isupper() else name.capitalize() if written[0].isupper() else name


def numeric(day: int, month: int, year: int) -> Callable[[re.Match[str], str, Shift], str | None]:
    """Write figures back into their places; `day`, `month`, `year` are groups of the match, 0 for none."""

    def write(match: re.Match[str], text: str, shift: Shift) -> str | None:
        wide = _full(match[year]) if year else LEAP_FREE
        if day:
            real = _real(wide, int(match[month]), int(match[day]))
            if real is None:
                return None
            moved = shift.day(real) if year else shift.day_alone(real)
            new = {day: moved.day, month: moved.month, year: moved.year}
            if min(len(match[day]), len(match[month])) == 2:  # "14/03": padded, also where the first one needs no zero
                padded = {day: f"{moved.day:02d}", month: f"{moved.month:02d}"}
                return _put(match, text, {**padded, **({year: _like(moved.year, match[year])} if year else {})})
        else:
            if not 1 <= int(match[month]) <= 12:
                return None
            to_year, to_month = shift.month(wide, int(match[month]))
            new = {month: to_month, year: to_year}
        return _put(match, text, {group: _like(number, match[group]) for group, number in new.items() if group})

    return write


def _put(match: re.Match[str], text: str, new: dict[int, str]) -> str:
    """The first group with the given groups inside it replaced."""
    out, at = "", match.start(1)
    for group in sorted(new, key=match.start):
        out += text[at : match.start(group)] + new[group]
        at = match.end(group)
    return out + text[at : match.end(1)]


def written(match: re.Match[str], text: str, shift: Shift) -> str | None:
    """« 5 mars 2025 », « 1er février », « 12 janv. 24 »."""
    day, month, year = match["day"], MONTHS[match["month"].rstrip(".")], match["year"]
    real = _real(_full(year) if year else LEAP_FREE, month, int(day))
    if real is None:
        return None
    moved = shift.day(real) if year else shift.day_alone(real)
    first = "er" if moved.day == 1 and not day.startswith("0") else ""
    new = {
        match.re.groupindex["day"]: _like(moved.day, day) + (first if not match["first"] else ""),
        match.re.groupindex["month"]: _month_like(moved.month, _said(match, text, "month")),
    }
    if match["first"] is not None:
        new[match.re.groupindex["first"]] = first
    if year:
        new[match.re.groupindex["year"]] = _like(moved.year, year)
    return _put(match, text, new)


def month_year(match: re.Match[str], text: str, shift: Shift) -> str | None:
    """« mars 2025 », « 2013 janvier », « dec1993 »."""
    written = _said(match, text, "month")
    year, month = shift.month(_full(match["year"]), MONTHS[match["month"].rstrip(".")])
    groups = match.re.groupindex
    return _put(match, text, {groups["month"]: _month_like(month, written), groups["year"]: _like(year, match["year"])})


def month_alone(match: re.Match[str], text: str, shift: Shift) -> str:
    """« en septembre »."""
    month = shift.month_alone(MONTHS[match["month"].rstrip(".")])
    return _put(match, text, {match.re.groupindex["month"]: _month_like(month, _said(match, text, "month"))})


def year_alone(match: re.Match[str], text: str, shift: Shift) -> str:
    """« depuis 2017 »."""
    return _put(match, text, {match.re.groupindex["year"]: str(shift.year(int(match["year"])))})


def spaced(match: re.Match[str], text: str, shift: Shift) -> str | None:
    """« 2 9 0 2 1 9 9 5 », « 23022018 »: eight figures in the places of the old ones."""
    figures = re.sub(r"\D", "", match[1])
    order = (
        ((4, 8), (2, 4), (0, 2)) if int(figures[2:4]) <= 12 and int(figures[4:]) > 1850 else ((0, 4), (4, 6), (6, 8))
    )
    year, month, day = (int(figures[a:b]) for a, b in order)
    real = _real(year, month, day)
    if real is None:
        return None
    moved = shift.day(real)
    new = iter(f"{moved:%d%m%Y}" if order[0][0] == 4 else f"{moved:%Y%m%d}")
    return re.sub(r"\d", lambda _: next(new), text[match.start(1) : match.end(1)])


def six(match: re.Match[str], text: str, shift: Shift) -> str | None:
    """« depuis le 211017 »."""
    real = _real(_full(match[1][4:]), int(match[1][2:4]), int(match[1][:2]))
    return f"{shift.day(real):%d%m%y}" if real else None


def day_of_range(match: re.Match[str], text: str, shift: Shift) -> str | None:
    """« du 10 au 14 janvier 2024 »: the first day takes its month from the date that closes the range."""
    month = match["month"] and (MONTHS.get(match["month"].rstrip(".")) or int(match["month"]))
    real = _real(_full(match["year"]) if match["year"] else LEAP_FREE, int(month or 1), int(match[1]))
    if real is None:
        return None
    moved = shift.day(real) if match["year"] else shift.day_alone(real)
    padded = match["month"].isdigit() and len(match[1]) == len(match["close"]) == 2
    return f"{moved.day:02d}" if padded else str(moved.day)


def spelled_out(match: re.Match[str], text: str, shift: Shift) -> str | None:
    """« vingt-six août deux mille dix-sept », figures and letters mixed."""
    day, year = value_of(match["day"]), value_of(match["year"])
    month = MONTHS.get(match["month"].rstrip(".")) or (int(match["month"]) if match["month"].isdigit() else 0)
    real = _real(_full(str(year)), month, day) if day and year else None
    if real is None:
        return None
    moved = shift.day(real)
    groups = match.re.groupindex
    written = _said(match, text, "month")
    return _put(
        match,
        text,
        {
            groups["day"]: spelled(moved.day, match["day"]),
            groups["month"]: _like(moved.month, written) if written.isdigit() else _month_like(moved.month, written),
            groups["year"]: spelled(moved.year, match["year"]),
        },
    )


def spelled_year(match: re.Match[str], text: str, shift: Shift) -> str | None:
    """« deux mille dix-sept »."""
    year = value_of(match[1])
    return spelled(shift.year(year), match[1]) if year and 1850 <= year <= 2149 else None


def _said(match: re.Match[str], text: str, group: str) -> str:
    return text[match.start(group) : match.end(group)]
