"""Rows of a laboratory's sheet whose analyte no table names, told as printed: a name, its result, and beside that the
range or the mark that makes it one. What prints neither is left alone: it may be anything."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from engine.domain.vocabulary import Analyte, Vocabulary
from engine.domain.wording import any_match, fold
from engine.steps.calendar_dates import NEVER, FoundDate, dates_in, is_calendar, months_in
from engine.steps.key_fact_found import Found, from_measure
from engine.steps.laboratory import laboratory_values, row_values
from engine.steps.laboratory_row import FLAGGED, ONLY_RANGE, VALUE, end_of_cells, value_after, without_leaders
from engine.steps.measure import UnitFinder
from engine.steps.measured import Measured
from engine.steps.places import ReadPageText
from engine.steps.range_levels import level
from engine.steps.reference import heading_of_ranges, range_first

NAME = re.compile(r"[ \t•*|>–-]*(?P<name>(?:\d{1,2}-)?[a-z][^\n|]{1,58}?)[ \t:.|*=…(\[]*$")
"""What stands before a result in its row, with the dots or strokes that lead to it."""
LETTERS = re.compile(r"[a-z]{3}|\b[a-z]{2}")
MOST_WORDS = 8
UNKNOWN_UNIT = re.compile(r" ?(?P<unit>[a-zμ]{1,6}/(?:l|ml|dl|mol|mmol|g))(?![a-z0-9])")
"""A unit that no table holds."""
PLAIN_UNITS = ("%", "fL", "pg", "s", "sec")
"""Units of results that are no concentration."""
BY_DAY = re.compile(r"/ ?(?:j|jour|semaine|an|h|min)$|[/ ]kg")
"""Units of what is given, drunk or breathed."""
DECIMAL = re.compile(r"\d[.,]\d")
KEY, IN_BRACKETS = re.compile(r"[^a-z0-9]+"), re.compile(r"\([^()]*\)")
NORMAL = ("n", "-")
"""Marks that say nothing of a result."""


def unnamed_results(place: ReadPageText, vocabulary: Vocabulary, units: UnitFinder) -> list[Found]:
    """The results of a laboratory's sheet that no table names. What lies outside its printed range, or is marked, is
    told like any named result; the rest stays apart from what an author is given."""
    if place.document.kind != "biologie":
        return []
    told = []
    for present, *earlier in _rows(place.page.text, vocabulary, units, place.document.dated):
        key = KEY.sub("_", IN_BRACKETS.sub("", fold(present.label_fr))).strip("_")
        marked = fold(present.flag or "n").strip("() ") not in NORMAL
        outside = marked or level(present.value, present.flag, present.reference) in ("low", "high")
        for value in (present, *earlier):
            told.append(from_measure(value, key, present.label_fr).model_copy(update={"named": outside}))
    return told


def _rows(text: str, vocabulary: Vocabulary, units: UnitFinder, dated: date | None) -> Iterator[list[Measured]]:
    """The result of each row in which none that a table names stands, with the earlier ones beside it."""
    text = without_leaders(text)
    folded = fold(text)
    days = [*dates_in(text, NEVER), *months_in(text)]
    read = laboratory_values(text, vocabulary.analytes, units, dated)
    taken = {at for m in read for at in range(_line(folded, m.start), _line(folded, m.end) + 1)}
    for number, line in enumerate(re.finditer(r"[^\n]*(?:\n|$)", folded)):
        row = [] if number in taken else _row(text, folded, line.start(), vocabulary, units, days, dated)
        if row:
            yield row


def _line(folded: str, position: int) -> int:
    return folded.count("\n", 0, position)


def _row(
    text: str,
    folded: str,
    start: int,
    vocabulary: Vocabulary,
    units: UnitFinder,
    days: Sequence[FoundDate],
    dated: date | None,
) -> list[Measured]:
    """The results of the row that begins at `start`: that of the first number that has what makes it one beside it."""
    end = end_of_cells(folded, start)
    for found in VALUE.finditer(folded, start, end):
        number = FLAGGED.search(text, start, found.start(1)) or found
        name = NAME.match(folded[: number.start(1)], start)
        if name is None or not _is_name(name["name"], vocabulary):
            return []
        value = _result(text, folded, name, number, end, days, units)
        if value is None or is_calendar(folded, *value.span(1), days, with_unit=True):
            return []
        printed = re.compile(re.escape(name["name"])).match(folded, name.start("name"))
        if printed is None or any(start <= d.start < value.end(1) for d in days):
            return []
        label = re.sub(r"\s+", " ", text[slice(*printed.span())]).strip()
        own = Analyte(key="", label_fr=label[:1].upper() + label[1:], names=())
        row = [*row_values(text, folded, own, printed, value, end, units, days, dated)]
        row = sorted((_with_unit(m, text, folded) for m in row), key=lambda m: m.earlier)
        if _stands(row[0], folded, vocabulary):
            return row
        if row[0].unit or DECIMAL.search(value[1]):
            return []  # a result, and nothing beside it that says how it lies
    return []


def _result(
    text: str,
    folded: str,
    name: re.Match[str],
    found: re.Match[str],
    end: int,
    days: Sequence[FoundDate],
    units: UnitFinder,
) -> re.Match[str] | None:
    """The result of a row whose first number is `found`: that one, or the one behind a range printed first."""
    behind = name.end("name")
    if range_first(text, folded, behind, end):
        return value_after(text, folded, behind, end, days, units)
    return None if ONLY_RANGE.match(folded, found.start(1), end) else found


def _is_name(name: str, vocabulary: Vocabulary) -> bool:
    """Whether what stands before a number can be the name of an analyte: a few words, none of them of a sheet's
    furniture, of a person, of prose or of a dose."""
    if name[-1:] == "^":
        return False  # a power of ten
    balanced = name.count("(") == name.count(")")
    short = len(name.split()) <= MOST_WORDS and LETTERS.search(name) is not None
    return balanced and short and any_match(vocabulary.no_analytes, name) is None


def _with_unit(measured: Measured, text: str, folded: str) -> Measured:
    """A result with the unit behind it that no table holds, as printed."""
    unit = None if measured.unit else UNKNOWN_UNIT.match(folded, measured.end)
    if unit is None:
        return measured
    return measured.model_copy(update={"unit": text[slice(*unit.span("unit"))], "end": unit.end()})


def _stands(measured: Measured, folded: str, vocabulary: Vocabulary) -> bool:
    """Whether a range or a mark stands beside a result in a laboratory's unit, or below a heading of ranges beside one
    that has none: a ratio or an index, with its decimals."""
    if measured.reference is None and measured.flag is None:
        return False
    unit = measured.unit
    if unit is None:
        ratio = measured.flag is not None or DECIMAL.search(folded, measured.start, measured.end) is not None
        return ratio and bool(heading_of_ranges(folded, measured.start))
    told = "/" in unit and fold(unit) not in vocabulary.doses and not BY_DAY.search(fold(unit))
    return told or unit in PLAIN_UNITS
