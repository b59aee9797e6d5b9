"""The cells of a laboratory row: its name, its result, what stands right of it and where it ends."""

import re
from collections.abc import Iterator, Sequence

from engine.domain.vocabulary import Analyte
from engine.domain.wording import pattern
from engine.steps.calendar_dates import FoundDate, is_calendar
from engine.steps.day_columns import GLUED
from engine.steps.laboratory_units import FLAG
from engine.steps.measure import BOUND, NUMBER, PLAIN_NUMBER, UnitFinder
from engine.steps.reference import range_first
from engine.steps.told_ranges import opens_range

VALUE = re.compile(rf"(?<![\w.,/-])({NUMBER})(?![\w/-]|[.,]\d)")
FLAGGED = re.compile(rf"(?<![\w.,/-])((?:[<>] ?)?(?:{PLAIN_NUMBER}))(?=(?:HH?|LL?)(?![\w'’/-]))")
"""A result whose mark touches it ("96H"), on the text as printed."""
YEAR_OPENS = re.compile(r"(?:19|20)\d\d ?[:=]")
"""A year that opens its own result ("PSA : 2023 : 5,2")."""
A_TIME = re.compile(r" ?(?:ans?|mois|semaines?|jours?)\b")
"""What makes a number a time ("passé en 18 mois de 4,9 à 6,1")."""
AFTER_A_TIME = re.compile(r" ?(?:h|heures?|mn|min|minutes?)(?: ?[0-5]\d(?![\d.,]))?\b(?!/)")
"""What stands behind a number that says when a sample was taken ("Glycémie à 2 h 11,2"); a capital is a mark."""
LEADERS = re.compile(r"\.{3,}|…+|_{3,}")
CUT = re.compile(r"1,73 ?\n(?=m ?[²2?])")
"""A unit that goes on in the next line."""
NO_RESULT = re.compile(
    r"[.;]\s|, [a-z]{4}|\b(?:tous|toutes|dans|depuis|chaque|reference|il y a|apres|avant|normes?|seuils?|cibles?"
    r"|objectifs?|attendue?s?|usuelle?s?|si|depass\w+|exced\w+)\b"
)
"""What stands between a name and a number that is not its result ("PSA tous les 3 mois", "PSA : seuil de 4")."""
FURNITURE = re.compile(r"\b(?:pages?|feuillets?|folios?|p\.) ?$")
MACHINE = re.compile(
    r"\b(?:automate|cobas|architect|modular|atellica|alinity|vitros|advia|dxi|centaur|immulite)\b[^\d\n]{0,8}$"
)
"""What stands before the number of a page, or of the machine that measured, beside a name."""
MADE_WITH = re.compile(
    r"\b(?:dos|mesur|realis|effectu|rendu|analys)[a-z]*(?: [a-z]+){0,2} (?:sur|par|avec|en) [^\d\n;.:]{1,25}$"
    r"|\b(?:technique|methode|appareil|trousse|kit|analyseur|plateforme|reactif)\b[^\d\n;.:]{0,25}$"
)
"""What stands before the number of a method's name ("dosée sur Access 2"): such a one has no unit."""
LOST = frozenset({"mg/l", "mgl", "g/l", "gl", "ui/l", "uil", "ng/ml", "ngml", "%", "mmol/l", "umol/l", "g/dl"})
"""Units, well or badly read, before which a result must stand."""
REFERENCE = re.compile(
    rf"\([^()]*\)|\[[^\[\]]*\]|(?:{BOUND}|\b(?:jusqu.a|max\w*\.?|(?:inf|sup)\b\.?(?: a\b)?) ?)(?:{PLAIN_NUMBER})"
    rf"|(?:{PLAIN_NUMBER}) ?(?:-|a|/) ?(?:{PLAIN_NUMBER})"
)
"""A reference interval, a bound or a bracket further right in a row."""
THOUSAND = 1000
TWO_CELLS = re.compile(rf"({BOUND}\d{{1,3}}) \d{{3}}")
BRACKET = 40
"""Characters within which a bracket closes that goes on in the next line."""
ONLY_RANGE = re.compile(rf"(?:{PLAIN_NUMBER}) [-–] (?:{PLAIN_NUMBER})(?! ?[-–\d])")
"""An interval where the result should stand: it was not read, or there is none."""
UPPER = re.compile(r"(?:<|inf[a-z]* a|negatif ?[<:]) ?(\d+(?:[.,]\d+)?)")


def without_leaders(text: str) -> str:
    """The same text with blanks for the dots that lead from a name to its result, so that its places stay the same."""
    return LEADERS.sub(lambda found: " " * len(found[0]), text)


def end_of_row(folded: str, line_end: int, position: int) -> int:
    """Where a row ends whose value is at `position`: a range that no longer fits stands alone in the next line."""
    if folded[position:line_end].strip() or line_end >= len(folded):
        return line_end
    following = end_of_line(folded, line_end + 1)
    return line_end if re.search(r"[a-z]{3}", folded[line_end:following]) else following


def is_below(value: float | int | str, row: str) -> bool:
    """Whether a value lies below the upper bound printed right of it, or is itself given as such a bound."""
    bound = UPPER.search(row)
    if isinstance(value, str):
        return value.startswith("<")
    return bound is not None and value < float(bound[1].replace(",", "."))


def later_values(
    folded: str,
    start: int,
    end: int,
    units: UnitFinder,
    unit: str | None,
    text: str,
    days: Sequence[FoundDate],
    result: float | str | None = None,
) -> list[re.Match[str]]:
    """The numbers of a row right of its result: no reference, no second unit's value, no day, month or year. Beside a
    `result` of less than a thousand a bound and the number behind it ("< 115 268") are two cells."""
    flag = FLAG.match(folded, start, end)
    rest = start if flag is None else flag.end()
    small = isinstance(result, int | float) and result < THOUSAND
    apart = folded
    for reference in REFERENCE.finditer(folded, rest, end):
        stop = reference.end()
        if small and (two := TWO_CELLS.fullmatch(reference[0])):
            stop = reference.start() + two.end(1)
        apart = apart[: reference.start()] + "," * (stop - reference.start() - 1) + " " + apart[stop:]
    found = []
    for value in (*VALUE.finditer(apart, rest, end),):
        other = units.at(text, folded, value.end(1))
        if other and other[0] != unit and "/" in other[0]:
            continue
        if folded[: value.start(1)].endswith(("/", "/ ")):
            continue  # of two results in one cell the other one
        if not is_calendar(folded, *value.span(1), days, with_unit=True):
            found.append(value)
    return found


def first_name(analyte: Analyte, folded: str, start: int, end: int, reach: int | None = None) -> re.Match[str] | None:
    """A name opens a word: uracil is not dihydrouracil. It begins before `end` and may run on to `reach`."""
    for name in analyte.names:
        for found in pattern(name).finditer(folded, start, reach or end):
            opens = found.start() == 0 or not folded[found.start() - 1].isalnum()
            if opens and found.start() < end and folded[found.start() : found.end()].strip():
                return found
    return None


def end_of_cells(folded: str, position: int) -> int:
    """Where the line of `position` ends, or the next one where a bracket or a unit of it goes on there."""
    end = end_of_line(folded, position)
    told = folded[position:end]
    following = folded[end : end_of_line(folded, end + 1)]
    opened = told.rfind("(") > told.rfind(")") and 0 <= following.find(")") < max(following.find("("), BRACKET)
    end = end_of_line(folded, end + 1) if opened else end
    return end_of_line(folded, end + 1) if CUT.match(folded, max(position, end - 4)) else end


def start_of_cells(folded: str, position: int) -> int:
    """Where the line of `position` begins, or that of the row that goes on there."""
    start = folded.rfind("\n", 0, position) + 1
    for _ in range(2):
        before = folded.rfind("\n", 0, max(0, start - 1)) + 1
        if start == 0 or end_of_cells(folded, before) <= start:
            break
        start = before
    return start


def end_of_line(folded: str, position: int) -> int:
    """Where the line of `position` ends."""
    found = folded.find("\n", position)
    return found if found >= 0 else len(folded)


def _numbers(finder: re.Pattern[str], text: str, folded: str, position: int, end: int) -> Iterator[re.Match[str]]:
    """The numbers behind a name, but for the time at which a sample was taken."""
    for found in finder.finditer(folded, position, end):
        # "96H kU/L < 30": what stands by itself is the range.
        value = (FLAGGED.search(text, position, found.start(1)) if finder is VALUE else None) or found
        timed = AFTER_A_TIME.match(text, value.end(1), end)
        if timed is None or VALUE.search(folded, timed.end(), end) is None:
            yield value


def _is_no_result(folded: str, value: re.Match[str], before: str) -> bool:
    """Whether a number is that of a year, a time, a page or a machine."""
    if YEAR_OPENS.match(folded, value.start(1)) or A_TIME.match(folded, value.end(1)) or FURNITURE.search(before):
        return True
    return value[1].isdigit() and len(value[1]) > 2 and MACHINE.search(before) is not None


def _is_of_method(text: str, folded: str, value: re.Match[str], before: str, units: UnitFinder) -> bool:
    """Whether a number without a unit belongs to the name of what measured."""
    return bool(value[1].isdigit() and MADE_WITH.search(before) and not units.at(text, folded, value.end(1)))


def value_after(
    text: str, folded: str, position: int, end: int, days: Sequence[FoundDate], units: UnitFinder
) -> re.Match[str] | None:
    """The result beside a name: a method in brackets or a few words may stand between, a sentence may not."""
    before_it = range_first(text, folded, position, end)
    if before_it:
        position = before_it.end + (folded[before_it.end : before_it.end + 1] in tuple(")]"))
    beside_it = GLUED.match(folded, position + len(folded[position:end]) - len(folded[position:end].lstrip(" :|")), end)
    if beside_it and folded[beside_it.end()].isalpha():
        unit = units.at(text, folded, beside_it.end())
        if unit and len(unit[0]) > 1:
            return beside_it  # "VGM 84fL 80 - 98": what stands by itself is the range
    for finder in (VALUE, GLUED):
        for value in _numbers(finder, text, folded, position, end):
            if is_calendar(folded, *value.span(1), days, with_unit=True):
                continue
            before = folded[position : value.start(1)]
            if _is_no_result(folded, value, before) or _is_of_method(text, folded, value, before, units):
                continue
            if opens_range(folded, *value.span(1)) or ONLY_RANGE.match(folded, value.start(1), end):
                return None
            between = re.sub(r"\([^)]*\)|\.{2,}|[|_]", "", folded[position : value.start(1)])  # dots lead to the column
            if between.count("(") > between.count(")"):
                continue
            if value[1][0] in "<>≤≥" and any(w in (*LOST, "n") for w in between.split()):
                break  # the value was not read: what is left is a reference
            if len(between.split()) <= 4 and not NO_RESULT.search(between):
                return value
            break
    return None
