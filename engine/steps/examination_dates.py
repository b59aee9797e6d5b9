"""The day of the examination or consultation that a document tells of."""

import re
from datetime import date

from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, pattern
from engine.steps.calendar_dates import FoundDate, dates_in
from engine.steps.headings import HEAD_LINES

WEEKDAY = r" ?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)? ?[:-]? ?$"
LAST_RESORT = 1000
TOP_LINES = 6
"""A date among these names the document's own day even without a label."""


def examination_date(
    text: str, kind: str, received_on: date, vocabulary: Vocabulary, birth_date: date | None = None
) -> date | None:
    """The day of the examination or consultation: never that of printing, validation, birth or a comparison.

    A label of the document's own kind wins; then a date of the top over one further down, and there a labelled one over
    a bare one. A date after reception is a misreading or an appointment and is passed over, as is `birth_date`.
    """
    folded, top_end, head_end = fold(text), _end_of_lines(text, TOP_LINES), _end_of_lines(text, HEAD_LINES)
    candidates: list[tuple[int, int, date]] = []
    for found in dates_in(text, received_on):
        if found.day > received_on or found.day.year < received_on.year - 60 or found.day == birth_date:
            continue
        below = 0 if found.start < top_end else 50 if found.start < head_end else 100
        rank = _date_rank(folded, found, kind, vocabulary, below)
        if rank is None and any(pattern(x + " ?$").search(folded, 0, found.start) for x in vocabulary.dates.fallback):
            rank = LAST_RESORT
        if rank is not None:
            candidates.append((rank, found.start, found.day))
    return min(candidates)[2] if candidates else None


def _end_of_lines(text: str, count: int) -> int:
    """Where the first `count` printed lines end, in characters."""
    lines = [m.end() for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    return lines[min(count, len(lines)) - 1] if lines else 0


def _date_rank(folded: str, found: FoundDate, kind: str, vocabulary: Vocabulary, below: int) -> int | None:
    before = folded[max(0, found.start - 90) : found.start]
    labels = vocabulary.dates
    wanted = (*labels.by_kind.get(kind, ()), *labels.examination)
    own = len(labels.by_kind.get(kind, ()))
    for rank, label in enumerate(wanted):
        # The kind's own labels come before the general refusals: an operative report is dated by "opérée le".
        if rank == own and _is_other(before, vocabulary):
            return None
        if pattern(label + WEEKDAY).search(before):
            return rank + (below if rank >= own else 0)
    return len(wanted) + below


def _is_other(before: str, vocabulary: Vocabulary) -> bool:
    labels = vocabulary.dates
    return any(pattern(x + " ?$").search(before) for x in (*labels.birth, *labels.other))
