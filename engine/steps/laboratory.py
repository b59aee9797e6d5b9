"""Laboratory results: each row's result with its unit, and the earlier results in columns or in a series."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from engine.domain.fact import Reference
from engine.domain.vocabulary import Analyte
from engine.domain.wording import fold, pattern
from engine.steps.calendar_dates import NEVER, FoundDate, dates_in, months_in
from engine.steps.day_columns import earlier_first, heading_days, holds
from engine.steps.laboratory_days import beside_days, day_of_row, only_column
from engine.steps.laboratory_pairs import Pair, pairs
from engine.steps.laboratory_row import (
    end_of_cells,
    end_of_line,
    end_of_row,
    first_name,
    is_below,
    later_values,
    value_after,
    without_leaders,
)
from engine.steps.laboratory_series import series
from engine.steps.laboratory_units import unit_in, unit_of
from engine.steps.measure import EQUIVALENCE, UnitFinder, number
from engine.steps.measured import Measured
from engine.steps.reference import beside, range_first

WRAPPED = re.compile(r" ?\n(?=[<>]? ?\d+(?:[.,]\d+)? ?[a-zµμ%])")
BELOW = re.compile(
    r"[ :.]*\n[ ]*[<>]? ?\d+(?:[.,]\d+)? ?(?:%|[a-zμ]+/[a-z]+)[^\n\d]{0,12}(?:\([^()\n]{1,25}\))?[ ]*"
    r"(?=$|\n[ ]*[^\s\d])"
)
"""A result alone with its unit in the line below its name, where the line after it begins with no other."""
OTHER_UNIT = "_autre_unite"
"""The end of the key of a result that is told a second time, in another unit."""
LIST = re.compile(r"[,;] (?!norm|valeur|ref|inf|sup|elev|haut|bas|soit|mais|contre|puis)[a-z][a-z0-9-]{2,}")
"""What parts a result in prose from the next quantity of a list."""
DOT = re.compile(r"\. ?(?=\d+(?:[.,]\d+)? ?[a-zμ]+/)")
"""A speck read as a full stop behind the name that opens a row."""
SHARE = re.compile(r"\b(?:rapports?|ratios?|quotients?|libres?) ?[^.;:\n]{0,24}?(?:/|\bsur) ?$")
"""What makes a name the lower half of a share ("Rapport PSA libre / PSA total : 17 %"), whose number is not its own."""
EARLIER = re.compile(r"\banteriorites?\b|\b(?:resultats? )?(?:anterieurs?|precedents?)\b ?:")
"""What opens a row of a result from before."""


def laboratory_values(
    text: str, analytes: Sequence[Analyte], units: UnitFinder, dated: date | None = None
) -> Iterator[Measured]:
    """The result of each named analyte, line by line, then the earlier ones whose day is printed.

    A name must open its row or be followed by its value within a few words; a unit follows the value or stands later
    in the row's own columns. `dated` is the day of the sampling: among columns headed by days it names the present one.
    What repeats a result in another unit ("HbA1c 9,1 %", "HbA1c 76 mmol/mol") has a key that ends in `OTHER_UNIT`: no
    bound and no course may take one figure for the other.
    """
    first: dict[str, Measured] = {}
    others: set[tuple[str, str | None]] = set()
    for told in _values(text, analytes, units, dated):
        own = told if told.earlier else first.setdefault(told.key, told)
        if None not in (own.unit_ucum, told.unit_ucum) and own.unit_ucum != told.unit_ucum and own.value != told.value:
            others.add((told.key, told.unit_ucum))
        another = (told.key, told.unit_ucum) in others
        yield told.model_copy(update={"key": told.key + OTHER_UNIT}) if another else told


def _values(text: str, analytes: Sequence[Analyte], units: UnitFinder, dated: date | None = None) -> Iterator[Measured]:
    """Those results, each under the key of its analyte."""
    text = without_leaders(text)
    folded = fold(text)
    taken: set[int] = set()
    present: set[str] = set()
    days = [*dates_in(text, NEVER), *months_in(text)]
    printed = _printed(folded, tuple(name for a in analytes for name in a.names))
    analytes = [a for a in analytes if not printed.isdisjoint(a.names)]
    for line in re.finditer(r"[^\n]+", folded):
        reach = end_of_line(folded, line.end() + 1)
        named = [(a, name) for a in analytes if (name := first_name(a, folded, line.start(), line.end(), reach))]
        together = pairs(folded, line.end(), named)
        for analyte, found in named:
            if any(found.start() <= t < found.end() for t in taken):
                continue
            if SHARE.search(folded, line.start(), found.start()):
                continue
            if found.start() in together:
                pair = together[found.start()]
                taken.update(range(found.start(), found.end()))
                if pair:
                    present.add(analyte.key)
                    yield _of_pair(text, folded, analyte, found, pair, line.end(), units)
                continue
            # A long name goes on in the next line, and its value stands there; so does that of a list in prose.
            wraps = "," in line[0] and WRAPPED.match(folded, found.end())
            line_end = end_of_line(folded, found.end() + 2) if wraps else end_of_cells(folded, found.end())
            if BELOW.match(folded, found.end()):
                line_end = end_of_line(folded, end_of_line(folded, found.end()) + 1)
            behind = found.end() + (found.start() == line.start() and DOT.match(folded, found.end()) is not None)
            value = value_after(text, folded, behind, line_end, days, units)
            if value is None or EQUIVALENCE.match(folded, value.start(1)):
                continue
            line_end = _before_next(folded, value.end(1), line_end)
            taken.update(range(found.start(), found.end()))
            present.add(analyte.key)
            yield from row_values(text, folded, analyte, found, value, line_end, units, days, dated)
    for told in series(text, folded, analytes, units, days, dated):
        if told.earlier or told.key not in present:
            yield told
        elif told.dated:
            yield told.model_copy(update={"earlier": True})


@lru_cache(maxsize=8)
def _printed(folded: str, names: tuple[str, ...]) -> frozenset[str]:
    """Those of the names that a text holds: it is read several times."""
    return frozenset(name for name in names if pattern(name).search(folded))


def _before_next(folded: str, start: int, end: int) -> int:
    """Where a row ends in which a comma outside brackets leads to the next quantity."""
    lists = (m.start() for m in LIST.finditer(folded, start, end))
    return next((at for at in lists if folded.count("(", start, at) == folded.count(")", start, at)), end)


def _ends_of_range(later: Sequence[re.Match[str]], too_many: int) -> int:
    """How many of the numbers behind a result are the ends of its range whose stroke was not read ("11,5 15,5"; "15
    150" reads as one number): all that are too many, or none."""
    ends = [e for found in later[:too_many] for e in found[1].split()]
    low, high = (number(e) for e in ends) if len(ends) == 2 else (0, 0)
    return too_many if isinstance(low, float | int) and isinstance(high, float | int) and low < high else 0


def _of_pair(
    text: str, folded: str, analyte: Analyte, name: re.Match[str], pair: Pair, line_end: int, units: UnitFinder
) -> Measured:
    """One result of a row of two names, in the unit behind it or behind both; the range behind them is of both."""
    unit = units.at(text, folded, pair.end) or (units.at(text, folded, pair.row) if pair.row != pair.end else None)
    reference, flag = beside(text, folded, pair.start, pair.row, line_end, unit[1] if unit else None, units)
    value = number(text[pair.start : pair.end])
    return Measured(
        key=analyte.key,
        label_fr=analyte.label_fr,
        analyte=text[name.start() : name.end()],
        value=value,
        unit=unit[0] if unit else None,
        unit_ucum=analyte.misread.get(unit[1], unit[1]) if unit else analyte.unit_unprinted(value),
        start=pair.start,
        end=unit[2] if unit and unit[2] <= pair.row else pair.end,
        reference=reference,
        flag=None if flag and pair.row != pair.end else flag,
    )


def _unit_meant(unit: str | None, code: str | None, analyte: Analyte) -> str | None:
    """The unit as printed, cut short though it may be ("mm"), or the one for which another was read ("pmol/L" of a
    bilirubin)."""
    meant = analyte.misread.get(code or "", "") if unit else ""
    return unit if not meant or meant.startswith(code or "") else re.sub("^u(?=[a-z])", "µ", meant)


def _printed_first(
    text: str, folded: str, between: tuple[int, int], units: UnitFinder
) -> tuple[Reference | None, tuple[str, str] | None]:
    """The range and the unit that stand between a name and its result, where the heading's columns say so."""
    first = range_first(text, folded, *between)
    unit = unit_in(text, folded, first.end, between[1], units) if first else None
    return first, unit and unit[:2]


def row_values(
    text: str,
    folded: str,
    analyte: Analyte,
    name: re.Match[str],
    value: re.Match[str],
    line_end: int,
    units: UnitFinder,
    days: Sequence[FoundDate],
    dated: date | None,
) -> Iterator[Measured]:
    """The present result of a row and the earlier ones beside it."""
    unit, code, end = unit_of(text, folded, (name.end(), value.start(1)), value.end(1), line_end, units)
    printed = text[name.start() : name.end()]
    before_it, before_unit = _printed_first(text, folded, (name.end(), value.start(1)), units)
    unit, code = (unit, code) if unit or not before_unit else before_unit
    row_end = end_of_row(folded, line_end, max(end, value.end(1)))

    def measured(start: int, stop: int, found: re.Match[str], day: FoundDate | None, *, earlier: bool) -> Measured:
        beside_it = (
            (None, None) if earlier else beside(text, folded, found.start(1), found.end(1), row_end, code, units)
        )
        own_range = None if earlier else before_it
        value = number(text[found.start(1) : found.end(1)])
        return Measured(
            key=analyte.key,
            label_fr=analyte.label_fr,
            analyte=printed,
            value=value,
            unit=_unit_meant(unit, code, analyte),
            unit_ucum=analyte.misread.get(code or "", code) if unit else analyte.unit_unprinted(value),
            start=start,
            end=stop,
            dated=day.day if day else None,
            month=bool(day and day.month),
            earlier=earlier,
            negative=analyte.negative_below and is_below(value, folded[end:line_end]),
            reference=own_range or beside_it[0],
            flag=beside_it[1],
        )

    result = number(text[value.start(1) : value.end(1)])
    later = later_values(folded, max(end, value.end(1)), line_end, units, unit, text, days, result)
    columns = heading_days(folded, name.start(), days)
    own = next((c for c in columns if dated and holds(c, dated)), None)
    if len(columns) == len(later) + 1 and len(columns) > 1:
        # Every value stands under a day: the sampling's own is the present result, wherever its column is.
        present = own or max(columns, key=lambda c: c.day)
        for found, column in zip((value, *later), columns, strict=True):
            if column == present:
                # Each number has its own place: one that reached over another would pass for the same fact.
                opens, closes = (name.start(), max(end, found.end(1))) if found is value else found.span(1)
                yield measured(opens, closes, found, None, earlier=False)
            else:
                yield measured(found.start(1), found.end(1), found, column, earlier=True)
        return
    if later and earlier_first(folded, name.start()):
        earlier, value, later = value, later[0], later[1:]
        yield measured(*value.span(1), value, None, earlier=False)
        yield measured(*earlier.span(1), earlier, only_column(columns), earlier=True)
        return
    day_said = day_of_row(folded, (name.end(), value.start(1)), (max(end, value.end(1)), line_end), days)
    if day_said and dated and holds(day_said, dated):
        day_said = None
    opened = EARLIER.search(folded, folded.rfind("\n", 0, name.start()) + 1, name.start())
    yield measured(name.start(), end, value, day_said, earlier=opened is not None)
    past: list[FoundDate | None] = [c for c in columns if c != own]
    if past and len(later) > len(past):
        later = later[_ends_of_range(later, len(later) - len(past)) :]
    if past and len(past) != len(later):
        # A column is empty in this row, nobody knows which: the results are earlier ones of days unknown.
        past = [None] * len(later) if len(past) > len(later) else []
    for found, column_or_none in zip(later, past, strict=False):
        yield measured(found.start(1), found.end(1), found, column_or_none, earlier=True)
    for found, span, day in () if columns and later else beside_days(folded, end, line_end, days):
        yield measured(*span, found, day, earlier=True)
