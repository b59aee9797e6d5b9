"""Rows that a day opens ("03/03/2026 148 cm 39 kg"), below one another or below a heading "Date": each of its day."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from engine.domain.wording import fold
from engine.steps.calendar_dates import NEVER, dates_in

OPENS = " \t|•*"
OLDEST = 15
"""Years before a paper within which the day of a row lies."""
HEADED = re.compile(r"[ \t|]*(?:dates?|le)\b[^\n\d]*$")
"""A line that heads a column of days."""


def day_of_its_row(text: str, position: int, written: date | None) -> date | None:
    """The day that opens the row in which `position` stands, where it is the only one there and no later than that on
    which the paper was `written`."""
    day = _rows(text).get(text.count("\n", 0, position))
    return day if day and written and written.year - OLDEST < day.year and day <= written else None


@lru_cache(maxsize=32)
def _rows(text: str) -> Mapping[int, date]:
    """The day of each such row, by the number of its line."""
    days = dates_in(text, NEVER)
    opened: list[date | None] = []
    headings: list[bool] = []
    start = 0
    for line in text.split("\n"):
        own = [d for d in days if start <= d.start < start + len(line)]
        begins = start + len(line) - len(line.lstrip(OPENS))
        told = own and own[0].start == begins and any(c.isdigit() for c in text[own[0].end : start + len(line)])
        opened.append(own[0].day if told and len(own) == 1 else None)
        headings.append(HEADED.match(fold(line)) is not None)
        start += len(line) + 1
    around = [None, *opened, None]
    return {
        n: day for n, day in enumerate(opened) if day and (around[n] or around[n + 2] or (n > 0 and headings[n - 1]))
    }
