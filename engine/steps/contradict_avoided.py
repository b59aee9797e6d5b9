"""A class of treatments that one doctor wants avoided, or holds for forbidden, and that another prescribes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from engine.domain.contradiction_words import Shunned
from engine.domain.fact import Conflict, Fact
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.clauses import clause_around
from engine.steps.contradict_facts import proposals
from engine.steps.contradict_states import quoted
from engine.steps.places import ReadPageText

BEFORE = timedelta(days=190)
"""How long before the warning a prescription may be that still runs when it is written."""
CLASS = "<class>"
Found = tuple[ReadPageText, str, bool]
"""The page, the words that tell it, and whether it stands among what the page proposes."""


def avoided(facts: Sequence[Fact], places: Sequence[ReadPageText], vocabulary: Vocabulary) -> list[Conflict]:
    """One conflict a class that a document wants avoided and another prescribes or proposes, then or since.

    A document that knows of both contradicts nobody. What is proposed counts only where `facts` holds the proposals.
    """
    proposed = proposals(facts)
    found = []
    for shunned in vocabulary.contradictions.shunned:
        warnings = _by_document(_warned(shunned, places, vocabulary))
        taken = _by_document(_prescribed(shunned, places, vocabulary))
        pairs = [
            (taken[a], warnings[b])
            for a in taken.keys() - warnings.keys()
            for b in warnings.keys() - taken.keys()
            if _is_of_then(taken[a][0], warnings[b][0])
            and all(not hidden or place.document.id in proposed for place, _, hidden in (taken[a], warnings[b]))
        ]
        if pairs:
            pair = min(pairs, key=lambda told: [place.document.filename for place, _, _ in told])
            quotes = " ; ".join(f"« {quote} » dans « {place.document.filename} »" for place, quote, _ in pair)
            found.append(
                Conflict(
                    key=shunned.key,
                    facts=tuple(proposed[p.document.id] for p, _, hidden in pair if hidden),
                    filenames=tuple(p.document.filename for p, _, _ in pair),
                    what_fr=f"{shunned.label_fr} : {quotes}.",
                )
            )
    return found


def _by_document(found: Iterable[Found]) -> Mapping[str, Found]:
    told: dict[str, Found] = {}
    for one in found:
        told.setdefault(one[0].document.id, one)
    return told


def _warned(shunned: Shunned, places: Sequence[ReadPageText], vocabulary: Vocabulary) -> Iterable[Found]:
    words = vocabulary.contradictions
    expressions = [e.replace(CLASS, f"(?:{shunned.spoken}|{shunned.named})") for e in words.to_avoid]
    for place in places:
        text, folded = place.page.text, fold(place.page.text)
        for match in (m for e in expressions for m in pattern(e).finditer(folded)):
            left, right = clause_around(text, *match.span())
            of_patient = place.assertions.of(*match.span())[1] == "patient" and place.document.owner != "partner"
            if of_patient and not any_match(words.not_to_avoid, folded[left:right]):
                yield place, quoted(text, match), place.is_proposed(match.start())


def _prescribed(shunned: Shunned, places: Sequence[ReadPageText], vocabulary: Vocabulary) -> Iterable[Found]:
    words = vocabulary.contradictions
    for place in (p for p in places if p.document.dated and p.document.owner != "partner"):
        text, folded = place.page.text, fold(place.page.text)
        for match in pattern(f"(?:{shunned.spoken}|{shunned.named})").finditer(folded):
            left, right = clause_around(text, *match.span())
            clause = folded[left:right]
            given = place.document.kind == "ordonnance" or any_match(words.prescribed, clause)
            if (
                given
                and place.assertions.of(*match.span()) == ("affirmed", "patient")
                and not any_match((*words.stopped, *words.not_prescribed), clause)
            ):
                yield place, quoted(text, match), place.is_proposed(match.start())


def _is_of_then(prescription: ReadPageText, warning: ReadPageText) -> bool:
    day, said = prescription.document.dated, warning.document.dated
    return day is not None and said is not None and day >= said - BEFORE
