"""Laboratory results: each row's result with its unit, and the earlier results in columns or in a series."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from engine.domain.fact import Reference
from engine.domain.record import Record
from engine.domain.vocabulary import Analyte
from engine.domain.wording import fold, pattern
from engine.steps.calendar_dates import NEVER, FoundDate, dates_in, is_calendar, months_in
from engine.steps.day_columns import BEHIND_DAY, GLUED, INLINE, heading_days, holds
from engine.steps.measure import BOUND, NUMBER, PLAIN_NUMBER, UnitFinder, number
from engine.steps.reference import beside
from engine.steps.told_ranges import opens_range

VALUE = re.compile(rf"(?<![\w.,/-])({NUMBER})(?![\w/-]|[.,]\d)")
NO_RESULT = re.compile(
    r"[.;]\s|, [a-z]{4}|\b(?:tous|toutes|dans|depuis|chaque|reference|il y a|apres|avant|normes?|seuils?|cibles?"
    r"|objectifs?|attendue?s?|usuelle?s?|si|depass\w+|exced\w+)\b"
)
"""What stands between a name and a number that is not its result ("PSA tous les 3 mois", "PSA : seuil de 4")."""
LOST = frozenset({"mg/l", "mgl", "g/l", "gl", "ui/l", "uil", "ng/ml", "ngml", "%", "mmol/l", "umol/l", "g/dl"})
"""Units, well or badly read, before which a result must stand."""
FLAG = re.compile(r"[\s*↑↓|+]*(?:\b[hnlb]{1,2}\b|\((?:haut|bas|h|b|l|n|hh|ll)\))?[*\s|]*")
REFERENCE = re.compile(
    rf"\([^()]*\)|\[[^\[\]]*\]|{BOUND}(?:{PLAIN_NUMBER})|(?:{PLAIN_NUMBER}) ?(?:-|a|/) ?(?:{PLAIN_NUMBER})"
)
"""A reference interval, a bound or a bracket further right in a row."""
OWN_DAY = re.compile(r"[ \t]*\(?(?:le|du|en date du) ")
DATES_HEAD = re.compile(r"[ |]*dates?\b")
WRAPPED = re.compile(r" ?\n(?=[<>]? ?\d+(?:[.,]\d+)? ?[a-zµμ%])")
EARLIER = re.compile(r"\banteriorites?\b|\b(?:resultats? )?(?:anterieurs?|precedents?)\b ?:")
"""What opens a row of a result from before."""
UPPER = re.compile(r"(?:<|inf[a-z]* a|negatif ?[<:]) ?(\d+(?:[.,]\d+)?)")


class Measured(Record):
    """A named quantity as printed: `value` is a number, or a bound such as "< 0,1" as text.

    `dated` is the day that its column or row gives, the first one of its month where `month` is all that is printed;
    None for the document's own. `earlier` marks a result that is reprinted from before, `negative` an antibody below
    the bound that is printed with it. `reference` and `flag` are printed beside the present result.
    """

    key: str
    label_fr: str
    analyte: str
    value: float | int | str
    unit: str | None
    unit_ucum: str | None
    start: int
    end: int
    dated: date | None = None
    month: bool = False
    earlier: bool = False
    negative: bool = False
    reference: Reference | None = None
    flag: str | None = None


def laboratory_values(
    text: str, analytes: Sequence[Analyte], units: UnitFinder, dated: date | None = None
) -> Iterator[Measured]:
    """The result of each named analyte, line by line, then the earlier ones whose day is printed.

    A name must open its row or be followed by its value within a few words; a unit follows the value or stands later
    in the row's own columns. `dated` is the day of the sampling: among columns headed by days it names the present one.
    """
    folded = fold(text)
    taken: set[int] = set()
    present: set[str] = set()
    days = [*dates_in(text, NEVER), *months_in(text)]
    for line in re.finditer(r"[^\n]+", folded):
        for analyte in analytes:
            found = _first_name(analyte, folded, line.start(), line.end(), _line_end(folded, line.end() + 1))
            if found is None or any(found.start() <= t < found.end() for t in taken):
                continue
            # A long name goes on in the next line, and its value stands there; so does that of a list in prose.
            wraps = "," in line[0] and WRAPPED.match(folded, found.end())
            line_end = _line_end(folded, found.end() + 2) if wraps else _line_end(folded, found.end())
            value = _value_after(text, folded, found.end(), line_end, days, units)
            if value is None:
                continue
            taken.update(range(found.start(), found.end()))
            present.add(analyte.key)
            yield from _row(text, folded, analyte, found, value, line_end, units, days, dated)
    yield from _series(text, folded, analytes, units, days, dated, present)


def _row(
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
    unit, code, end = _unit_after(text, folded, value.end(1), line_end, units)
    printed = text[name.start() : name.end()]
    row_end = _row_end(folded, line_end, max(end, value.end(1)))

    def measured(start: int, stop: int, found: re.Match[str], day: FoundDate | None, *, earlier: bool) -> Measured:
        beside_it = (
            (None, None) if earlier else beside(text, folded, found.start(1), found.end(1), row_end, code, units)
        )
        value = number(text[found.start(1) : found.end(1)])
        return Measured(
            key=analyte.key,
            label_fr=analyte.label_fr,
            analyte=printed,
            value=value,
            unit=unit,
            unit_ucum=analyte.misread.get(code or "", code) if unit else analyte.unit_unprinted(value),
            start=start,
            end=stop,
            dated=day.day if day else None,
            month=bool(day and day.month),
            earlier=earlier,
            negative=analyte.negative_below and _below(value, folded[end:line_end]),
            reference=beside_it[0],
            flag=beside_it[1],
        )

    later = _later_values(folded, max(end, value.end(1)), line_end, units, unit, text, days)
    columns = heading_days(folded, name.start(), days)
    own = next((c for c in columns if dated and holds(c, dated)), None)
    if len(columns) == len(later) + 1 and len(columns) > 1:
        # Every value stands under a day: the sampling's own is the present result, wherever its column is.
        present = own or max(columns, key=lambda c: c.day)
        for found, column in zip((value, *later), columns, strict=True):
            if column == present:
                yield measured(name.start(), max(end, found.end(1)), found, None, earlier=False)
            else:
                yield measured(found.start(1), found.end(1), found, column, earlier=True)
        return
    day_said = _day_said(folded, (name.end(), value.start(1)), (max(end, value.end(1)), line_end), days)
    if day_said and dated and holds(day_said, dated):
        day_said = None
    opened = EARLIER.search(folded, folded.rfind("\n", 0, name.start()) + 1, name.start())
    yield measured(name.start(), end, value, day_said, earlier=opened is not None)
    past: list[FoundDate | None] = [c for c in columns if c != own]
    if past and len(past) != len(later):
        # A column is empty in this row, nobody knows which: the results are earlier ones of days unknown.
        past = [None] * len(later) if len(past) > len(later) else []
    for found, column_or_none in zip(later, past, strict=False):
        yield measured(found.start(1), found.end(1), found, column_or_none, earlier=True)
    for day in days:
        if end <= day.start < line_end and not (columns and later):
            before = INLINE.search(folded, end, day.start)
            behind = BEHIND_DAY.match(folded, day.end, line_end)
            if before:
                yield measured(before.start(1), day.end, before, day, earlier=True)
            elif behind:
                yield measured(day.start, behind.end(1), behind, day, earlier=True)


def _day_said(
    folded: str, between: tuple[int, int], behind: tuple[int, int], days: Sequence[FoundDate]
) -> FoundDate | None:
    """The day that a row says itself ("Progestérone (13/07/2026) 14,2", "PSA 9,8 ng/mL le 11/12/2025")."""
    found = next((d for d in days if between[0] <= d.start and d.end <= between[1]), None)
    own = OWN_DAY.match(folded, *behind)
    return found or (next((d for d in days if d.start == own.end()), None) if own else None)


def _row_end(folded: str, line_end: int, position: int) -> int:
    """Where a row ends whose value is at `position`: a range that no longer fits stands alone in the next line."""
    if folded[position:line_end].strip() or line_end >= len(folded):
        return line_end
    following = _line_end(folded, line_end + 1)
    return line_end if re.search(r"[a-z]{3}", folded[line_end:following]) else following


def _below(value: float | int | str, row: str) -> bool:
    """Whether a value lies below the upper bound printed right of it, or is itself given as such a bound."""
    bound = UPPER.search(row)
    if isinstance(value, str):
        return value.startswith("<")
    return bound is not None and value < float(bound[1].replace(",", "."))


def _later_values(
    folded: str, start: int, end: int, units: UnitFinder, unit: str | None, text: str, days: Sequence[FoundDate]
) -> list[re.Match[str]]:
    """The numbers of a row right of its result: no reference, no second unit's value, no day, month or year."""
    flag = FLAG.match(folded, start, end)
    rest = start if flag is None else flag.end()
    spans = [m.span() for m in REFERENCE.finditer(folded, rest, end)]
    found = []
    for value in (*VALUE.finditer(folded, rest, end),):
        other = units.at(text, folded, value.end(1))
        if any(a <= value.start(1) < b for a, b in spans) or (other and other[0] != unit and "/" in other[0]):
            continue
        if not is_calendar(folded, *value.span(1), days, with_unit=True):
            found.append(value)
    return found


def _series(
    text: str,
    folded: str,
    analytes: Sequence[Analyte],
    units: UnitFinder,
    days: Sequence[FoundDate],
    dated: date | None,
    present: Collection[str],
) -> Iterator[Measured]:
    """A table of one analyte with a day a row: "Date  PSA ng/mL" or "PSA ng/mL", then "12/07/2022  0,01".

    The row of the sampling's own day is its result, unless a row of its own told it already (`present`).
    """
    starts = {d.start for d in days}
    for header in re.finditer(r"^[^\n]+$", folded, re.MULTILINE):
        of_dates = DATES_HEAD.match(header[0]) is not None
        if not of_dates and starts.isdisjoint(range(header.end() + 1, header.end() + 4)):
            continue
        named = next(
            ((a, m) for a in analytes if (m := _first_name(a, folded, header.start(), header.end()))),
            None,
        )
        if named is None:
            continue
        analyte, name = named
        if not of_dates and (
            folded[header.start() : name.start()].strip(" |") or VALUE.search(folded, name.end(), header.end())
        ):
            continue
        unit = _unit_in(text, folded, name.end(), header.end(), units)
        position = header.end() + 1
        for line in re.finditer(r"[^\n]*(?:\n|$)", folded[position:]):
            day = next((d for d in days if position + line.start() <= d.start < position + line.start() + 6), None)
            value = VALUE.search(folded, day.end, position + line.end()) if day else None
            if day is None or value is None:
                break
            if day.day == dated and of_dates and analyte.key in present:
                continue
            yield Measured(
                key=analyte.key,
                label_fr=analyte.label_fr,
                analyte=text[name.start() : name.end()],
                value=number(text[value.start(1) : value.end(1)]),
                unit=unit[0] if unit else None,
                unit_ucum=unit[1] if unit else analyte.unit,
                start=day.start,
                end=value.end(1),
                dated=None if day.day == dated else day.day,
                earlier=day.day != dated,
            )


def _unit_in(text: str, folded: str, start: int, end: int, units: UnitFinder) -> tuple[str, str, int] | None:
    for position in range(start, end):
        found = units.at(text, folded, position)
        if found and found[2] <= end and not folded[position - 1].isalnum():
            return found
    return None


def _first_name(analyte: Analyte, folded: str, start: int, end: int, reach: int | None = None) -> re.Match[str] | None:
    """A name opens a word: uracil is not dihydrouracil. It begins before `end` and may run on to `reach`."""
    for name in analyte.names:
        for found in pattern(name).finditer(folded, start, reach or end):
            opens = found.start() == 0 or not folded[found.start() - 1].isalnum()
            if opens and found.start() < end and folded[found.start() : found.end()].strip():
                return found
    return None


def _line_end(folded: str, position: int) -> int:
    found = folded.find("\n", position)
    return found if found >= 0 else len(folded)


def _value_after(
    text: str, folded: str, position: int, end: int, days: Sequence[FoundDate], units: UnitFinder
) -> re.Match[str] | None:
    """The result beside a name: a method in brackets or a few words may stand between, a sentence may not."""
    beside_it = GLUED.match(folded, position + len(folded[position:end]) - len(folded[position:end].lstrip(" :|")), end)
    if beside_it and folded[beside_it.end()].isalpha():
        unit = units.at(text, folded, beside_it.end())
        if unit and len(unit[0]) > 1:
            return beside_it  # "VGM 84fL 80 - 98": what stands by itself is the range
    for finder in (VALUE, GLUED):
        for value in finder.finditer(folded, position, end):
            if is_calendar(folded, *value.span(1), days, with_unit=True):
                continue
            if opens_range(folded, *value.span(1)):
                return None
            between = re.sub(r"\([^)]*\)|\.{2,}|[|_]", "", folded[position : value.start(1)])  # dots lead to the column
            if between.count("(") > between.count(")"):
                continue
            if value[1][0] in "<>≤≥" and any(w in LOST for w in between.split()):
                break  # the value was not read: what is left is a reference
            if len(between.split()) <= 4 and not NO_RESULT.search(between):
                return value
            break
    return None


def _unit_after(
    text: str, folded: str, position: int, end: int, units: UnitFinder
) -> tuple[str | None, str | None, int]:
    """The unit right after the value and its flag, else the first unit in the row's following columns."""
    flag = FLAG.match(folded, position, end)
    after = flag.end() if flag else position
    for start in (position, after):
        found = units.at(text, folded, start)
        if found and found[2] <= end:
            return found
    for column in re.finditer(r"(?<=\s)(?=[a-zμ%])", folded[after:end]):
        found = units.at(text, folded, after + column.start())
        if found and found[2] <= end and ("/" in found[0] or found[0] in ("%", "fL")):
            return found[0], found[1], position
    return None, None, position
