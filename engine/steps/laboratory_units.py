"""The unit of a laboratory's result: behind it, in the row's further columns, or in brackets behind the name."""

import re

from engine.steps.measure import UnitFinder

IN_BRACKETS = re.compile(r"[(\[]([^()\[\]\n]{1,16})[)\]]")
FLAG = re.compile(r"[\s*↑↓|+]*(?:(?<=\d)[hl]{1,2}\b|\b[hnlb]{1,2}\b|\((?:haut|bas|h|b|l|n|hh|ll)\))?[*\s|]*")


def unit_of(
    text: str, folded: str, between: tuple[int, int], position: int, end: int, units: UnitFinder
) -> tuple[str | None, str | None, int]:
    """The unit of a result that ends at `position` in a row that ends at `end`, its UCUM code and where it ends;
    `between` is what parts the result from its name."""
    found = _unit_after(text, folded, position, end, units)
    named = _unit_of_name(text, folded, *between, units) if found[0] is None else None
    return (*named, found[2]) if named else found


def unit_in(text: str, folded: str, start: int, end: int, units: UnitFinder) -> tuple[str, str, int] | None:
    """The first unit of `text[start:end]` that opens a word."""
    for position in range(start, end):
        found = units.at(text, folded, position)
        if found and found[2] <= end and not folded[position - 1].isalnum():
            return found
    return None


def _unit_of_name(text: str, folded: str, start: int, end: int, units: UnitFinder) -> tuple[str, str] | None:
    """The unit that stands in brackets behind a name and fills them ("Hémoglobine (g/dL)")."""
    for bracket in IN_BRACKETS.finditer(folded, start, end):
        found = units.at(text, folded, bracket.start(1))
        if found and found[2] == bracket.end(1):
            return found[0], found[1]
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
