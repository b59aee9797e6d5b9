"""The days that a laboratory row or its line gives its results."""

import re
from collections.abc import Iterator, Sequence

from engine.steps.calendar_dates import FoundDate
from engine.steps.day_columns import BEHIND_DAY, INLINE

OWN_DAY = re.compile(r"[ \t]*\(?(?:le|du|en date du) ")
OF_A_DAY = re.compile(
    r"^[ \t•*-]*(?:pour )?(?:rappel|memoire|antecedents?|dosages?|resultats?|bilan|prelevements?|serologies?|controle)"
    r"(?: [a-z]+){0,3} (?:du|le|de|date du) (?P<day>[^\n:;]{5,20}?) ?:"
)
"""What opens a line whose results are all of one day ("Rappel du 14/03/2024 : TSH 2,1, T4 libre 15")."""


def beside_days(
    folded: str, start: int, end: int, days: Sequence[FoundDate]
) -> Iterator[tuple[re.Match[str], tuple[int, int], FoundDate]]:
    """The earlier results of a row that stand before or behind their own day."""
    for day in days:
        if not start <= day.start < end:
            continue
        before = INLINE.search(folded, start, day.start)
        behind = BEHIND_DAY.match(folded, day.end, end)
        if before:
            yield before, (before.start(1), day.end), day
        elif behind:
            yield behind, (day.start, behind.end(1)), day


def day_of_row(
    folded: str, between: tuple[int, int], behind: tuple[int, int], days: Sequence[FoundDate]
) -> FoundDate | None:
    """The day that a row says itself ("Progestérone (13/07/2026) 14,2", "PSA 9,8 ng/mL le 11/12/2025") or its line."""
    found = next((d for d in days if between[0] <= d.start and d.end <= between[1]), None)
    own = OWN_DAY.match(folded, *behind)
    found = found or (next((d for d in days if d.start == own.end()), None) if own else None)
    return found or _day_of_line(folded, between[0], days)


def only_column(columns: Sequence[FoundDate]) -> FoundDate | None:
    """The column of days, where there is just one."""
    return columns[0] if len(columns) == 1 else None


def _day_of_line(folded: str, position: int, days: Sequence[FoundDate]) -> FoundDate | None:
    """The day that opens the line of `position`, for all that the line lists."""
    line = folded.rfind("\n", 0, position) + 1
    opened = OF_A_DAY.match(folded[line:position])
    if opened is None:
        return None
    return next((d for d in days if opened.start("day") <= d.start - line < opened.end("day")), None)
