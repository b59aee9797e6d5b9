"""A class that a report prints as a figure and in words: "Bethesda III, atypies de signification indéterminée".

A Roman figure loses a stroke on a fax and says another class then; the words do not.
"""

from collections.abc import Iterator, Sequence

from engine.domain.fact import Fact
from engine.domain.pathway import KeyFact, Pathway
from engine.domain.wording import fold, pattern
from engine.steps.places import ReadPageText

MEASURED = "anatomopathologie"
"""The kind of report that words the class itself; letters tell of it, and of what it would mean."""
READ_BY_MACHINE = "ocr"


def by_words(facts: Sequence[Fact], places: Sequence[ReadPageText], pathway: Pathway) -> Iterator[Fact]:
    """The facts; a class that the words of its own sentence contradict is doubtful, and on a page read by machine the
    words decide it. The figure stays as the other reading."""
    worded = {k.id: k for k in pathway.key_facts if k.worded}
    reports = {(p.document.id, p.page.number): p for p in places if p.document.kind == MEASURED}
    for fact in facts:
        key_fact = worded.get(fact.key)
        place = reports.get((fact.source.document, fact.source.page))
        said = _said(fact, key_fact, place) if key_fact and place else None
        if said is None or place is None or said == fact.value:
            yield fact
            continue
        decided = said if place.page.origin == READ_BY_MACHINE else fact.value
        other = fact.value if decided == said else said
        yield fact.model_copy(update={"value": decided, "doubtful": True, "other_reading": str(other)})


def _said(fact: Fact, key_fact: KeyFact, place: ReadPageText) -> int | None:
    """The class that the fact's sentence names in words, where it affirms those of one class alone."""
    folded = fold(place.page.text)
    at = next(((s.start, s.end) for s in place.read.sentences if s.start <= fact.source.start < s.end), None)
    if at is None:
        return None
    named = {
        value
        for value, words in key_fact.worded.items()
        for found in pattern(words).finditer(folded, *at)
        if place.assertions.of(*found.span())[0] != "negated"
    }
    return named.pop() if len(named) == 1 else None
