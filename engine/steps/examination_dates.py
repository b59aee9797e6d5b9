"""The day of the examination or consultation that a document tells of."""

import re
from datetime import date

from engine.domain.paper_words import DateLabel
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.births import births_in
from engine.steps.calendar_dates import NEVER, FoundDate, dates_in, days_without_year
from engine.steps.headings import HEAD_LINES

WEEKDAY = r" ?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)? ?[:-]? ?$"
REACH = 90
"""Characters before a date in which its label ends."""
LAST_RESORT = 1000
TOP_LINES, FOOT_LINES = 6, 4
"""A date among the top lines names the document's own day even without a label."""
ENTRY = re.compile(
    r"^[ |•*+·-]*((?:(\d{1,2}/\d{1,2})(?![\d/.])|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?!\d)))[ |]*(?=[^\n]{4})",
    re.MULTILINE,
)
"""A line that begins with its day."""
FEWEST_ENTRIES = 2
NO_KIND = "autre"
OLDEST = 60
"""Years before reception beyond which a date is a misreading or a birth."""


class Zones(Record):
    """Where the parts of a text end and begin, in characters: its first lines, its head, and its last lines."""

    top: int
    head: int
    foot: int
    greets: bool

    def below(self, start: int) -> int:
        """How much less a date counts for standing further down."""
        return 0 if start < self.top else 50 if start < self.head else 100


def examination_date(
    text: str, kind: str, received_on: date, vocabulary: Vocabulary, birth_date: date | None = None
) -> date | None:
    """The day of the examination or consultation: never that of printing, validation, birth or a comparison.

    A label of the document's own kind wins; then a date of the top over one further down, and there a labelled one over
    a bare one. A letter is dated above its salutation or below its signature. A date after reception is a misreading or
    an appointment and is passed over, as is `birth_date`. A day printed without its year ("examen du 20 octobre") is
    the last such day before reception, where nothing else is found. A log kept day by day is dated by its last entry;
    at the top of a sheet that day may be its own.
    """
    folded, zones = fold(text), _zones(text, vocabulary)
    candidates: list[tuple[int, int, date]] = []
    births = {birth_date, *(b.day for b in births_in(text, vocabulary, received_on))}
    entries = _entries(text, received_on) if kind in (*vocabulary.dates.letters, NO_KIND) else {}
    first = min(entries, default=zones.top)
    title = first if first < zones.top and entries[first] == max(entries.values()) else None
    for found in dates_in(text, received_on):
        if found.day > received_on or found.day.year < received_on.year - OLDEST or found.day in births:
            continue
        if found.start in entries and found.start != title:
            continue
        rank = _rank(folded, found, kind, zones, vocabulary.dates)
        if rank is None:
            rank = _rank_of_fallback(folded, found, vocabulary.dates)
        if rank is not None:
            candidates.append((rank, found.start, found.day))
    if candidates and (min(candidates)[0] < LAST_RESORT or not entries):
        return min(candidates)[2]
    if entries:
        return max(entries.values())
    labels = (*vocabulary.dates.by_kind.get(kind, ()), *vocabulary.dates.examination)
    days = days_without_year(text, received_on)
    return next((found.day for found in days if _ends_with(labels, folded, found.start)), None)


def _entries(text: str, received_on: date) -> dict[int, date]:
    """The days at which the entries of a log begin ("14/11 : nausées", "06/02/2026 acide hyaluronique"), by place: of
    what was noted or done day by day, the last one dates the sheet. One such line alone is none."""
    found = {}
    for match in ENTRY.finditer(text):
        day = next((d.day for d in dates_in(match[1], received_on)), None) or _last_such_day(match[2], received_on)
        if day is not None and day <= received_on:
            found[match.start(1)] = day
    return found if len(found) >= FEWEST_ENTRIES else {}


def _last_such_day(printed: str | None, received_on: date) -> date | None:
    """The last day before reception that is printed without its year ("14/11")."""
    if not printed:
        return None
    days = (dates_in(f"{printed}/{year}", NEVER) for year in (received_on.year, received_on.year - 1))
    return next((d.day for found in days for d in found if d.day <= received_on), None)


def _rank(folded: str, found: FoundDate, kind: str, zones: Zones, labels: DateLabel) -> int | None:
    """How well a date dates the document: 0 is best, None not at all."""
    own, is_letter = labels.by_kind.get(kind, ()), kind in labels.letters
    told = is_letter and zones.head <= found.start < zones.foot
    quoted = _ends_with(labels.quoted, folded, found.start)
    refused = quoted or _ends_with((*labels.birth, *labels.other), folded, found.start)
    if not told and not quoted and not (is_letter and refused):
        # The kind's own labels come before the refusals: an operative report is dated by "opérée le".
        for rank, label in enumerate(own):
            if _ends_with((label,), folded, found.start):
                return rank + (zones.below(found.start) if is_letter else 0)
    if refused:
        return None
    wanted = (*own, *labels.examination, *(() if is_letter else labels.named))
    if told:
        wanted = labels.spoken if zones.greets else labels.examination
    for rank, label in enumerate(wanted):
        if _ends_with((label,), folded, found.start):
            return rank + zones.below(found.start)
    return None if told else len(wanted) + zones.below(found.start)


def _rank_of_fallback(folded: str, found: FoundDate, labels: DateLabel) -> int | None:
    ranks = (r for r, label in enumerate(labels.fallback) if _ends_with((label,), folded, found.start))
    return next((LAST_RESORT + rank for rank in ranks), None)


def _ends_with(labels: tuple[str, ...], folded: str, start: int) -> bool:
    """Whether one of the labels stands right before `start`."""
    # `search` with bounds keeps "^" for the true beginning of the text.
    reach = max(0, start - REACH)
    return any(pattern(f"(?:{label}){WEEKDAY}").search(folded, reach, start) for label in labels)


def _zones(text: str, vocabulary: Vocabulary) -> Zones:
    lines = [m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    if not lines:
        return Zones(top=0, head=0, foot=0, greets=False)
    greeting = any_match(vocabulary.layout.salutation, fold(text))
    return Zones(
        top=lines[:TOP_LINES][-1][1],
        head=greeting.start() if greeting else lines[:HEAD_LINES][-1][1],
        foot=lines[-FOOT_LINES:][0][0],
        greets=greeting is not None,
    )
