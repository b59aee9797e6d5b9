"""Values with their units: laboratory rows, measures in prose, and the sides that they belong to."""

import re
from collections.abc import Iterator, Mapping, Sequence

from engine.domain.fact import Side
from engine.domain.record import Record
from engine.domain.vocabulary import Analyte
from engine.domain.wording import fold, pattern

NUMBER = r"(?:[<>≤≥] ?)?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|(?:[<>≤≥] ?)?\d+(?:[.,]\d+)?"
VALUE = re.compile(rf"(?<![\w.,/-])({NUMBER})(?![\w/-]|[.,]\d)")
GLUED = re.compile(rf"(?<![\w.,/-])({NUMBER})(?=\s?[a-zµ%°])", re.IGNORECASE)
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
FLAG = re.compile(r"[\s*↑↓|+]*(?:\b[HNL]\b|\((?:haut|bas|h|b|l|n)\))?[\s|]*", re.IGNORECASE)
SIDES: tuple[tuple[str, Side], ...] = (
    (r"\b(?:bilatera(?:l|le|les|ux)|des deux cotes|deux (?:genoux|ovaires))\b", "bilatéral"),
    (r"\b(?:droite?s?|lusd)\b", "droite"),
    (r"\b(?:gauches?|lusg)\b", "gauche"),
)


class Measured(Record):
    """A named quantity as printed: `value` is a number, or a bound such as "< 0,1" as text."""

    key: str
    label_fr: str
    analyte: str
    value: float | int | str
    unit: str | None
    unit_ucum: str | None
    start: int
    end: int


class UnitFinder:
    """Recognises printed units, the longest first."""

    def __init__(self, units: Mapping[str, str]) -> None:
        self._ucum = {fold(printed).replace(" ", ""): code for printed, code in reversed(list(units.items()))}
        spelled = sorted(self._ucum, key=len, reverse=True)
        loose = [r"\s?".join(re.escape(c) for c in u) if "/" in u else re.escape(u) for u in spelled]
        self._at = re.compile(r"\s?(" + "|".join(loose) + r")(?![a-z0-9²/])", re.IGNORECASE)
        self._exact = dict(units)

    def at(self, text: str, folded: str, position: int) -> tuple[str, str, int] | None:
        """The unit printed at `position` (a blank may come first): as printed, its UCUM code, and where it ends."""
        found = self._at.match(folded, position)
        if not found:
            return None
        printed = text[found.start(1) : found.end(1)]
        return printed, self.ucum(printed) or "", found.end(1)

    def ucum(self, printed: str) -> str | None:
        """The UCUM code of a unit as printed, letter case first (pg is not PG), or None."""
        return self._exact.get(printed) or self._ucum.get(fold(printed).replace(" ", ""))


def number(printed: str) -> float | int | str:
    """A French number ("1 250", "7,9", "2.150") as a number; a bound ("< 0,1") stays text."""
    plain = re.sub(r"[ \u00a0\u202f](?=\d{3})", "", printed.strip())
    if plain[0] in "<>≤≥":
        return printed.strip()
    return int(plain) if plain.isdigit() else float(plain.replace(",", "."))


def laboratory_values(text: str, analytes: Sequence[Analyte], units: UnitFinder) -> Iterator[Measured]:
    """The result of each named analyte, line by line: the first number after the name, never a reference or a
    previous result further right.

    A name must open its row or be followed by its value within a few words; a unit follows the value or stands later
    in the row's own columns.
    """
    folded = fold(text)
    taken: set[int] = set()
    for line in re.finditer(r"[^\n]+", folded):
        for analyte in analytes:
            found = _first_name(analyte, folded, line.start(), line.end())
            if found is None or any(found.start() <= t < found.end() for t in taken):
                continue
            value = _value_after(folded, found.end(), line.end())
            if value is None:
                continue
            taken.update(range(found.start(), found.end()))
            unit, code, end = _unit_after(text, folded, value.end(1), line.end(), units)
            yield Measured(
                key=analyte.key,
                label_fr=analyte.label_fr,
                analyte=text[found.start() : found.end()],
                value=number(text[value.start(1) : value.end(1)]),
                unit=unit,
                unit_ucum=code,
                start=found.start(),
                end=end,
            )


def _first_name(analyte: Analyte, folded: str, start: int, end: int) -> re.Match[str] | None:
    """A name opens a word: uracil is not dihydrouracil."""
    for name in analyte.names:
        for found in pattern(name).finditer(folded, start, end):
            if found.start() == 0 or not folded[found.start() - 1].isalnum():
                return found
    return None


def _value_after(folded: str, position: int, end: int) -> re.Match[str] | None:
    """The result beside a name: a method in brackets or a few words may stand between, a sentence may not."""
    for finder in (VALUE, GLUED):
        value = finder.search(folded, position, end)
        if value:
            between = re.sub(r"\([^)]*\)|\.{2,}", "", folded[position : value.start(1)])  # dots lead to the column
            if len(between.split()) <= 4 and not re.search(r"[.;]\s|, [a-z]{4}", between):
                return value
    return None


def _unit_after(
    text: str, folded: str, position: int, end: int, units: UnitFinder
) -> tuple[str | None, str | None, int]:
    """The unit right after the value and its flag, else the first unit in the row's following columns."""
    flag = FLAG.match(text, position, end)
    after = flag.end() if flag else position
    for start in (position, after):
        found = units.at(text, folded, start)
        if found and found[2] <= end:
            return found
    for column in re.finditer(r"(?<=\s)(?=[a-zµ%])", folded[after:end]):
        found = units.at(text, folded, after + column.start())
        if found and found[2] <= end and ("/" in found[0] or found[0] in ("%", "fL")):
            return found[0], found[1], position
    return None, None, position


def side_in(text: str, start: int, end: int, default: Side | None) -> Side | None:
    """The side that governs `text[start:end]`.

    In this order: one named between its commas, the sentence's opening ("Genou gauche : …"), the nearest one of the
    sentence, the heading above when no other stands between, `default`.
    """
    folded = fold(text)
    left = max(folded.rfind(mark, 0, start) for mark in (". ", ".\n", ";", "\n\n")) + 1
    stop = re.compile(r"[.;](?=\s|$)").search(folded, end)
    right = min(stop.start() if stop else len(folded), end + 90)
    own = folded.rfind(", ", left, start), folded.find(", ", end, right)
    # "Stade 4 à droite, stade 2 à gauche": what stands between the same commas goes first.
    near = _sides(folded, max(own[0], left), own[1] if own[1] >= 0 else right)
    opening = re.compile(r"\s*([^\n:.]{2,50}):").match(folded, left, start)
    named = _sides(opening[1], 0, len(opening[1])) if opening else []
    if not near and len(named) == 1:
        # "Genou gauche : interligne 4,1 mm contre 4,6 mm à droite, stade 2": the opening governs what names no side.
        return named[0][2]
    near = near or _sides(folded, left, right)
    if near:
        return min(near, key=lambda s: 0 if start <= s[0] < end else min(abs(s[0] - end), abs(s[1] - start)))[2]
    headings = list(re.finditer(r"(?:^|\n|\. )([^\n:.]{2,50}):", folded[:start]))
    named = _sides(headings[-1][1], 0, len(headings[-1][1])) if headings else []
    return named[0][2] if len(named) == 1 else default


def only_side(text: str) -> Side | None:
    """The one side that a whole text speaks of, or None when it names both or neither."""
    folded = fold(text)
    named = {side for _, _, side in _sides(folded, 0, len(folded))}
    return named.pop() if len(named) == 1 else None


def two_sided_row(text: str, start: int, end: int) -> tuple[tuple[Side, int, int], ...]:
    """The two values of a table row whose header names both sides: (side, start, end) of each number, in order.

    `text[start:end]` holds the row's name and its first number; the header stands at most eight lines above. Empty
    when the row is none.
    """
    folded = fold(text)
    line_end = folded.find("\n", end)
    row_end = line_end if line_end >= 0 else len(folded)
    numbers = list(re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?").finditer(folded, start, row_end))
    above = folded[:start].splitlines()[-8:]
    columns = next((c for line in reversed(above) if (c := _side_columns(line))), None)
    if columns is None or len(numbers) != 2:
        return ()
    return tuple((side, m.start(), m.end()) for side, m in zip(columns, numbers, strict=True))


def _side_columns(line: str) -> tuple[Side, Side] | None:
    """The order of the sides in a table's header ("Mesure Droite Gauche", "Angle D G"), or None for any other line."""
    right, left = (re.search(rf"\b(?:{full}|{short})\b", line) for full, short in (("droite?", "d"), ("gauche", "g")))
    if not right or not left or re.search(r"[.:]", line) or len(line.split()) > 6:
        return None
    return ("droite", "gauche") if right.start() < left.start() else ("gauche", "droite")


def _sides(folded: str, start: int, end: int) -> list[tuple[int, int, Side]]:
    return [
        (m.start(), m.end(), side)
        for expression, side in SIDES
        for m in re.compile(expression).finditer(folded, start, end)
    ]


def side_of(printed: str) -> Side | None:
    """The side that a printed word names, or None."""
    named = _sides(fold(printed), 0, len(printed))
    return named[0][2] if named else None
