"""Tables whose cells are parted by strokes: each number that fills a cell, with what its row and column call it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from engine.domain.fact import Side
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold
from engine.steps.calendar_dates import NEVER, dates_in, months_in
from engine.steps.measure import BOUND, PLAIN_NUMBER, UnitFinder, number
from engine.steps.sides import side_of

CELL = re.compile(r"[^|]+")
FILLED = re.compile(rf"[\s/]*(?P<value>{BOUND}(?:{PLAIN_NUMBER})|[+-]?(?:{PLAIN_NUMBER}))(?![\d.,])")
REST = re.compile(r"\)?[\s/.]*(?:\(?(?:h|n|l|b|hh|ll|haut|bas)\)?)?[\s/*]*$")
NAMED = re.compile(r"(?P<name>[^:|\d]{3,40}?) ?: ?(?P<value>\d+(?:[.,]\d+)?)(?=\s*(?:/|$))")
"""A name and its number in one cell ("Score de Fischer : 3")."""
UNIT_IN_BRACKETS = re.compile(r"\(([^()]{1,8})\)?\s*:?\s*$")
COUNTED = re.compile(r"(?:nombre|duree) (?:de |d'|en )(\w+)\b")
"""A name that says in which unit it counts ("Nombre de semaines avant terme")."""


class Cell(Record):
    """One cell: its stripped text and where that stands."""

    text: str
    start: int
    end: int


class TableValue(Record):
    """A number that fills a cell. `name` is what its row calls it, then what its column or else the table does.

    `dated` is the day, or the first one of the month, that heads its column.
    """

    name: str
    value: float | int | str
    unit: str | None
    unit_ucum: str | None
    side: Side | None
    start: int
    end: int
    dated: date | None = None


def table_values(text: str, vocabulary: Vocabulary, units: UnitFinder) -> Iterator[TableValue]:
    """The numbers of all tables of a text, in order.

    The first row of a table names its columns, and so does any later one that holds words only in the same number of
    cells. A row is named by its first cell that is neither a number nor a day.
    """
    header: Sequence[Cell] = ()
    for line in re.finditer(r"[^\n]*\|[^\n]*", text):
        cells = _cells(text, line.start(), line.end())
        before = text[: line.start()].rstrip("\n").rsplit("\n", 1)[-1]
        if "|" not in before or line.start() == 0:
            header = cells if not _is_row(cells, units) else ()
            if header:
                continue
        elif _renames(cells, header):
            header = cells
            continue
        yield from _row(text, cells, header, vocabulary, units)


def _cells(text: str, start: int, end: int) -> list[Cell]:
    cells = []
    for found in CELL.finditer(text, start, end):
        own = re.sub(r"^[\s/]+|[\s/]+$", "", found[0])
        at = text.index(own, found.start(), found.end()) if own else found.start()
        cells.append(Cell(text=own, start=at, end=at + len(own)))
    return cells


def _is_row(cells: Sequence[Cell], units: UnitFinder) -> bool:
    """Whether one of the cells behind the first is a value: then the table has no header ("Poids | 58 kg")."""
    return any(_filled(c.text, units) for c in cells[1:])


def _renames(cells: Sequence[Cell], header: Sequence[Cell]) -> bool:
    """Whether a row only repeats the names of the columns under another title ("Verres prescrits | Œil droit | …")."""
    return len(cells) > 1 and len(cells) == len(header) and [c.text for c in cells[1:]] == [c.text for c in header[1:]]


def _row(
    text: str, cells: Sequence[Cell], header: Sequence[Cell], vocabulary: Vocabulary, units: UnitFinder
) -> Iterator[TableValue]:
    label = next((c for c in cells if c.text and not _filled(c.text, units) and not dates_in(c.text, NEVER)), None)
    if label is None and not header:
        return
    aligned = len(header) == len(cells)
    for at, cell in enumerate(cells):
        yield from _score_in(cell, vocabulary)
        found = _filled(cell.text, units)
        if found is None or cell is label:
            continue
        column = header[at].text if aligned else ""
        if any_match(vocabulary.table_ranges, fold(column)):
            continue
        value, unit, code = found
        if unit is None:
            unit, code = _unit_beside(cells, at, label, column, units)
        day = _day_of(column) if at else None
        # A table of two columns lists names and values: what stands at its top is one more of them.
        generic = (
            len(cells) < 3
            or not column
            or day is not None
            or side_of(column, vocabulary.sides)
            or any_match(vocabulary.table_values, fold(column))
        )
        if unit is None and any_match(vocabulary.table_counts, fold(column)):
            continue
        if unit is None and label and any_match(vocabulary.table_ranges, fold(label.text)):
            continue
        title = header[0].text if aligned and generic and len(cells) > 2 else ""
        if cells[0] is not label or any_match(vocabulary.table_values, fold(title)):
            title = ""
        name = " ".join(p for p in (label.text if label else "", column if not generic else title) if p)
        yield TableValue(
            name=re.sub(r"\s+", " ", name.replace(" / ", " ")),
            value=value,
            unit=unit,
            unit_ucum=code,
            side=side_of(column, vocabulary.sides) or (side_of(label.text, vocabulary.sides) if label else None),
            start=cell.start,
            end=cell.end,
            dated=day,
        )


def _day_of(column: str) -> date | None:
    """The one day or month that heads a column."""
    found = {d.day for d in (*dates_in(column, NEVER), *months_in(column))}
    return found.pop() if len(found) == 1 else None


def _score_in(cell: Cell, vocabulary: Vocabulary) -> Iterator[TableValue]:
    """A score that a cell names itself; any other number beside words is no result of the table."""
    found = NAMED.match(cell.text)
    if found and any_match(vocabulary.table_scores, fold(found["name"])):
        start, end = (cell.start + at for at in found.span("value"))
        value, name = number(found["value"]), found["name"].strip()
        yield TableValue(name=name, value=value, unit=None, unit_ucum=None, side=None, start=start, end=end)


def _filled(cell: str, units: UnitFinder) -> tuple[float | int | str, str | None, str | None] | None:
    """The value and unit of a cell that holds nothing else."""
    folded = fold(cell)
    found = FILLED.match(folded)
    if found is None:
        return None
    printed = cell[found.start("value") : found.end("value")]
    after = found.end("value")
    unit = units.at(cell, folded, after) or units.at(cell, folded, after + 1)
    if unit is None and folded.startswith(" (", after):
        unit = units.at(cell, folded, after + 2)
    rest = folded[unit[2] if unit else found.end("value") :]
    if not REST.match(rest):
        return None
    return number(printed.lstrip("+")), unit[0] if unit else None, unit[1] if unit else None


def _unit_beside(
    cells: Sequence[Cell], at: int, label: Cell | None, column: str, units: UnitFinder
) -> tuple[str | None, str | None]:
    """A unit that stands alone in the next cell, or in brackets behind the name of the row or of the column."""
    beside = cells[at + 1].text if at + 1 < len(cells) else ""
    whole = _whole_unit(beside, units)
    if whole:
        return whole
    for name in (column, label.text if label else ""):
        bracket = UNIT_IN_BRACKETS.search(name)
        whole = _whole_unit(bracket[1], units) if bracket else None
        counted = COUNTED.match(fold(name))
        whole = whole or (_whole_unit(name[counted.start(1) : counted.end(1)], units) if counted else None)
        if whole:
            return whole
    return None, None


def _whole_unit(printed: str, units: UnitFinder) -> tuple[str, str] | None:
    found = units.at(printed, fold(printed), 0)
    return (found[0], found[1]) if found and found[2] == len(printed) else None
