"""Numbers of a sentence that are nobody's result: the ends of a range ("entre 16 et 150 ng/mL") and years."""

import re

from engine.domain.wording import french_number
from engine.steps.calendar_dates import is_calendar
from engine.steps.measure import PLAIN_NUMBER, UNIT_LETTER

UNIT = rf"\s?(?:{UNIT_LETTER}[^\s\d]{{0,12}}\s)?\s?"
BETWEEN_OPENS = re.compile(r"\bentre\s*$")
FROM_OPENS = re.compile(r"\bde\s*$")
AND_GOES_ON = re.compile(rf"{UNIT}et\s+(?:{PLAIN_NUMBER})")
TO_GOES_ON = re.compile(rf"{UNIT}a\s+(?:{PLAIN_NUMBER})")
BETWEEN_CLOSES = re.compile(rf"\bentre\s+(?:{PLAIN_NUMBER}){UNIT}et\s+$")
REACH = 40
"""Characters before the upper end of a told range that hold the lower one."""

YEARS = (1900, 2100)


def opens_range(folded: str, start: int, end: int) -> bool:
    """Whether the number at `folded[start:end]` is the lower end of a range ("entre 16 et 150", "de 4 à 10")."""
    if AND_GOES_ON.match(folded, end):
        return BETWEEN_OPENS.search(folded, max(0, start - REACH), start) is not None
    return bool(TO_GOES_ON.match(folded, end)) and FROM_OPENS.search(folded, max(0, start - REACH), start) is not None


def between(folded: str, start: int, end: int) -> bool:
    """Whether the number at `folded[start:end]` is one of the two that "entre … et …" names.

    "De 20 à 31 mm" is left alone: of a size it tells what became of it.
    """
    closes = BETWEEN_CLOSES.search(folded, max(0, start - REACH), start)
    return closes is not None or (AND_GOES_ON.match(folded, end) is not None and opens_range(folded, start, end))


def only_told(folded: str, place: tuple[int, int], value: float | int, *, ranges: bool) -> bool:
    """Whether all that is printed of `value` in that stretch is a year ("en avril 2026") or, where `ranges` count too,
    one end of a told range."""
    is_year = isinstance(value, int) and YEARS[0] <= value < YEARS[1]
    if not is_year and not ranges:
        return False
    printed = re.compile(rf"(?<![\d.,]){french_number(value)}(?![.,]?\d)")
    spans = [m.span() for m in printed.finditer(folded, *place)]
    if is_year and spans and all(is_calendar(folded, *span, (), with_unit=True) for span in spans):
        return True
    return ranges and bool(spans) and all(opens_range(folded, *s) or between(folded, *s) for s in spans)
