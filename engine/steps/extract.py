"""From documents to facts, each with its exact place, polarity, bearer, side, unit and date."""

import re
from collections.abc import Sequence
from datetime import date

from engine.domain.fact import Fact, FactRole, Source
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match
from engine.steps.calendar_dates import dates_in
from engine.steps.clauses import clause_around
from engine.steps.key_facts import Found, key_facts
from engine.steps.measure import UnitFinder
from engine.steps.mentions import DIAGNOSIS_KEY, diagnoses, drugs, findings, quantities
from engine.steps.places import ReadPageText
from engine.steps.recorded import Recorded, recorded_findings, recorded_measures, recorded_quantities

OLDEST = 15
"""Years before a document within which a day in a sentence is taken as the day that it speaks of."""
LONGEST_QUOTE = 220
"""A quote is a clause, not a page: longer ones are cut at the words around the finding."""


def extract(places: Sequence[ReadPageText], pathway: Pathway, vocabulary: Vocabulary) -> tuple[Fact, ...]:
    """Facts in the order of the documents.

    The pathway's key facts come first at a place; shared quantities, findings and drugs fill what is left. Proposals
    are numbered after all the rest: an id in the draft may not tell how much a first doctor proposed.
    """
    facts = [fact for place in places for fact in _facts_of(place, pathway, vocabulary)]
    ranked = sorted(range(len(facts)), key=lambda i: facts[i].role == "proposal")
    ids = {position: f"F{number}" for number, position in enumerate(ranked, start=1)}
    return tuple(fact.model_copy(update={"id": ids[i]}) for i, fact in enumerate(facts))


def _facts_of(place: ReadPageText, pathway: Pathway, vocabulary: Vocabulary) -> list[Fact]:
    units = UnitFinder(vocabulary.units)
    found: list[Found] = []
    for candidate in (
        *recorded_quantities(place, pathway, vocabulary, units),
        *key_facts(place, pathway, vocabulary, units),
        *recorded_measures(place, vocabulary, units),
        *quantities(place, vocabulary, units),
        *diagnoses(place, pathway, vocabulary),
        *findings(place, vocabulary),
        *drugs(place, vocabulary),
        *recorded_findings(place),
    ):
        proposed = place.is_proposed(candidate.start)
        told = place.assertions.of(candidate.start, candidate.end)
        rivals = [o for o in found if place.is_proposed(o.start) is proposed]
        alike = [o for o in rivals if place.assertions.of(o.start, o.end) == told]
        if not any(_overlaps(candidate, o) for o in rivals) and not any(_repeats(candidate, o) for o in alike):
            found.append(candidate)
    return [_placed(item, place, vocabulary) for item in found]


def _overlaps(a: Found, b: Found) -> bool:
    """Whether `a` only says again what stands at the place of `b`."""
    overlap = a.start < b.end and b.start < a.end and DIAGNOSIS_KEY not in (a.key, b.key)
    return overlap and (a.key == b.key or b.value is not None)


def _repeats(a: Found, b: Found) -> bool:
    """Whether `a` gives a value that `b` gave elsewhere on the page, said in the same way."""
    return a.key == b.key and a.value is not None and (a.value, a.side, a.unit) == (b.value, b.side, b.unit)


def _placed(found: Found, place: ReadPageText, vocabulary: Vocabulary) -> Fact:
    text = place.page.text
    start, end = _quoted(found, place)
    polarity, bearer = place.assertions.of(found.start, found.end)
    dated = _day_of(text, start, end, place.document.dated)
    if isinstance(found, Recorded):
        bearer, dated = found.bearer, found.dated or place.document.dated
    if place.document.owner == "partner" and not any_match(vocabulary.people.couple_facts, found.key):
        bearer = "family"
    role: FactRole = "proposal" if place.is_proposed(found.start) else "clinical"
    return Fact(
        id="",
        key=found.key,
        label_fr=found.label_fr,
        kind=found.kind,
        value=found.value,
        unit=found.unit,
        unit_ucum=found.unit_ucum,
        dated=dated,
        side=found.side,
        polarity=found.polarity or polarity,
        bearer=bearer,
        role=role,
        source=Source(
            document=place.document.id,
            filename=place.document.filename,
            page=place.page.number,
            start=start,
            end=end,
            quote=text[start:end],
            boxes=place.page.boxes(start, end),
        ),
    )


def _day_of(text: str, start: int, end: int, dated: date | None) -> date | None:
    """A sentence that names one past day speaks of that day ("ACE du 12/08/2026 : 7,9"); else the document's day.

    A day of another age is a birth, printed beside a name.
    """
    if dated is None:
        return None
    named = {d.day for d in dates_in(text[start:end], dated) if dated.year - OLDEST < d.day.year and d.day <= dated}
    return named.pop() if len(named) == 1 else dated


def _quoted(found: Found, place: ReadPageText) -> tuple[int, int]:
    """A laboratory row is quoted from its name to its value: what stands further right is another day's."""
    if isinstance(found, Recorded) or (place.document.kind == "biologie" and found.kind == "measurement"):
        return found.start, found.end
    return quote_of(place.text_for(found.start), found.start, found.end)


def quote_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a finding, trimmed of blanks and bullets and cut to a readable length."""
    left, right = clause_around(text, start, end)
    if right - left > LONGEST_QUOTE:
        left = max(left, _blank_after(text, start - LONGEST_QUOTE // 2))
        right = min(right, _blank_before(text, end + LONGEST_QUOTE // 2))
    while left < start and (text[left].isspace() or text[left] in "-•*–|"):
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right


def _blank_after(text: str, position: int) -> int:
    found = re.compile(r"\s").search(text, max(0, position))
    return found.end() if found else 0


def _blank_before(text: str, position: int) -> int:
    return max(text.rfind(" ", 0, min(position, len(text))), text.rfind("\n", 0, min(position, len(text))))
