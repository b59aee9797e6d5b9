"""Tables of one analyte with a day a row."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from engine.domain.vocabulary import Analyte
from engine.steps.calendar_dates import FoundDate
from engine.steps.laboratory_row import VALUE, first_name
from engine.steps.laboratory_units import unit_in
from engine.steps.measure import UnitFinder, number
from engine.steps.measured import Measured

DATES_HEAD = re.compile(r"^[ |]*dates?\b")
LETTERS = re.compile(r"[a-z]{4}")
"""What names another column."""


def series(
    text: str,
    folded: str,
    analytes: Sequence[Analyte],
    units: UnitFinder,
    days: Sequence[FoundDate],
    dated: date | None,
) -> Iterator[Measured]:
    """A table of one analyte with a day a row: "Date  PSA ng/mL" or "PSA ng/mL", then "12/07/2022  0,01"."""
    starts = {d.start for d in days}
    for header in re.finditer(r"^[^\n]+$", folded, re.MULTILINE):
        of_dates = DATES_HEAD.match(header[0]) is not None
        if not of_dates and starts.isdisjoint(range(header.end() + 1, header.end() + 4)):
            continue
        named = next(
            ((a, m) for a in analytes if (m := first_name(a, folded, header.start(), header.end()))),
            None,
        )
        if named is None:
            continue
        analyte, name = named
        if not of_dates and (
            folded[header.start() : name.start()].strip(" |") or VALUE.search(folded, name.end(), header.end())
        ):
            continue
        between = DATES_HEAD.sub("", folded[header.start() : name.start()]).strip(" |") if of_dates else ""
        if between and LETTERS.search(folded, name.end(), header.end()):
            continue  # neither the first column nor the last one: nobody knows which number is its own
        unit = unit_in(text, folded, name.end(), header.end(), units)
        position = header.end() + 1
        for line in re.finditer(r"[^\n]*(?:\n|$)", folded[position:]):
            day = next((d for d in days if position + line.start() <= d.start < position + line.start() + 6), None)
            values = [*VALUE.finditer(folded, day.end, position + line.end())] if day else []
            if day is None or not values:
                break
            value = values[-1 if between else 0]
            own = units.at(text, folded, value.end(1)) or unit
            yield Measured(
                key=analyte.key,
                label_fr=analyte.label_fr,
                analyte=text[name.start() : name.end()],
                value=number(text[value.start(1) : value.end(1)]),
                unit=own[0] if own else None,
                unit_ucum=own[1] if own else analyte.unit,
                start=day.start,
                end=value.end(1),
                dated=None if day.day == dated else day.day,
                earlier=day.day != dated,
            )
