"""Rows and clauses that hold several values of one key fact: of two sides, under days, of before and of now."""

import re
from typing import Any, NamedTuple

from engine.domain.pathway import KeyFact
from engine.domain.vocabulary import SideWords
from engine.domain.wording import fold
from engine.steps.calendar_dates import FoundDate
from engine.steps.day_columns import holds, values_of_stages, values_under_days
from engine.steps.places import ReadPageText
from engine.steps.running import running
from engine.steps.sides import side_of, two_sided_row
from engine.steps.stage_lines import tells_before
from engine.steps.told_series import told_series

BOTH_SIDES = re.compile(
    r"\s*(?:°|mm|cm|/ ?\d+)?\s*(?:(?:a|du cote|cote) )?(droite?|gauche|[dg](?= ?[,/;])) ?(?:,|et|contre|/)+ ?"
    r"(?:et |contre )?(?:a )?(?:(?:stade|grade|type) |0 ?/ ?(?=\d{2,3}\b))?"
    r"(?P<second>\d+(?:[.,]\d+)?)\s*(?:°|mm|cm|/ ?\d+)?\s*(?:(?:a|du cote|cote) )?(?!\1)(droite?|gauche|[dg])\b(?!')"
)
"""The value of one side and that of the other behind it ("3 à gauche, 2 à droite"), on folded text."""
SIDE_BEFORE = re.compile(
    r"(?P<side>\bdroite?|\bgauche|\b[dg](?=\.| ?:| $))\.?(?: ?[:=(]| (?:a|de|mesure|limitee?|est|fait)){0,2} ?$"
)
OTHER_BEHIND = re.compile(
    r"(?: ?[x×] ?\d+(?:[.,]\d+)?){0,2} ?(?:°|mm|cm|degres|/ ?\d+)?\)?(?: ?\([^()\n]{1,24}\))?"
    r"(?: ?[,;/]| et| contre){0,2} (?:(?:stade|grade|kl|hka|vce|vca|tonnis|lasegue) )?"
    r"(?:(?:a |au |celui de |cote )?(?:le |la |l.ovaire )?)"
    r"(?P<side>droite?|gauche|[dg](?:\.|(?= \d| ?:)))(?: ?[:=(]| (?:a|de|mesure|est|fait)){0,2} ?"
    r"(?P<second>\d+(?:[.,]\d+)?)(?= ?(?:[x×]|°|mm|cm|degres|/ ?\d|[.,;)\n]|$))"
)
"""A side before its value and the other side before the next one ("d. 24°, g. 31°"), on folded text."""
SIDE_REACH = 24
"""Characters before a value within which its side stands."""
NUMERIC = re.compile(r"\d+(?:[.,]\d+)?")


class Cell(NamedTuple):
    """One value of a row, `text[start:end]`, and what its place there tells of it."""

    start: int
    end: int
    told: dict[str, Any]


def cells_of(match: re.Match[str], key_fact: KeyFact, place: ReadPageText, sides: SideWords) -> list[Cell]:
    """The values that the row of a match holds; none where it is the only one."""
    if not match.groupdict().get("value"):
        return []
    numeric = NUMERIC.fullmatch(match["value"]) is not None
    cells = _of_two_sides(match, place.page.text, sides, numeric=numeric) if key_fact.sided else []
    if not cells:
        cells = _of_days(match, key_fact, place, numeric=numeric)
    if cells or not numeric or place.document.kind == "biologie":
        return cells
    stages = values_of_stages(place.page.text, match.start(), match.end("value"), place.document.dated)
    if stages:
        return [Cell(start, end, {"recalled": at == 0}) for at, (start, end) in enumerate(stages)]
    series = told_series(running(place.page.text), *match.span("value"), place.document.dated)
    if not series and tells_before(place.page.text, match.start("value")):
        return [Cell(*match.span("value"), {"recalled": True})]
    return [
        Cell(
            told.start,
            told.end,
            {"present": told.present, "recalled": not told.present, "dated": told.dated, "month": told.month},
        )
        for told in series
    ]


def _of_two_sides(match: re.Match[str], text: str, sides: SideWords, *, numeric: bool) -> list[Cell]:
    row = two_sided_row(text, match.start(), match.end("value")) if numeric else None
    if row:
        return [Cell(start, end, {"side": side}) for side, start, end in row]
    folded = fold(text)
    before = SIDE_BEFORE.search(folded, max(0, match.start("value") - SIDE_REACH), match.start("value"))
    other = OTHER_BEHIND.match(folded, match.end("value")) if before else None
    if before and other and before["side"][0] != other["side"][0]:
        named = [side_of("droite" if m["side"][0] == "d" else "gauche", sides) for m in (before, other)]
        return [Cell(*match.span("value"), {"side": named[0]}), Cell(*other.span("second"), {"side": named[1]})]
    second = BOTH_SIDES.match(folded, match.end())
    if second is None:
        return []
    named = [side_of("droite" if side[0] == "d" else "gauche", sides) for side in (second[1], second[3])]
    return [Cell(*match.span("value"), {"side": named[0]}), Cell(*second.span("second"), {"side": named[1]})]


def _of_days(match: re.Match[str], key_fact: KeyFact, place: ReadPageText, *, numeric: bool) -> list[Cell]:
    dated, own = _under_days(match, key_fact, place, numeric=numeric), place.document.dated
    latest = max((column.day for column, _, _ in dated), default=None)
    cells = []
    for column, start, end in dated:
        is_own = column.day == latest and (own is None or holds(column, own))
        told = {} if is_own else {"dated": column.day, "month": column.month}
        cells.append(Cell(start, end, {"recalled": column.day != latest, **told}))
    return cells


def _under_days(
    match: re.Match[str], key_fact: KeyFact, place: ReadPageText, *, numeric: bool
) -> tuple[tuple[FoundDate, int, int], ...]:
    """The values of a row whose columns are headed by days or months: (column, start, end) of each, or none."""
    text = place.page.text
    numeric = numeric or key_fact.value_type in ("decimal", "integer")
    if not numeric or "\n" in text[match.start() : match.end()].strip():
        return ()
    dated = None if place.document.kind == "biologie" else place.document.dated
    return values_under_days(text, match.start(), match.end("value"), dated)
