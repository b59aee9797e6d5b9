"""A treatment that one paper tells as taken, and another as never taken."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from engine.domain.contradiction_parts import NeverTaken
from engine.domain.fact import Conflict, Fact
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.clauses import clause_around
from engine.steps.contradict_states import quoted_at
from engine.steps.drug_names import drug_mentions
from engine.steps.of_partner import in_part_of_partner
from engine.steps.places import ReadPageText

SOON = timedelta(days=31)
"""How long after its denial an intake that is told as over cannot have begun."""
TELLING = ("courrier", "compte_rendu_hospitalisation", "compte_rendu_examen", "fiche_rcp", "autre")
"""Kinds of papers that tell what was taken; a prescription is no intake."""
BESIDE = 60
"""Characters of its clause before a name within which it is denied."""
Told = tuple[ReadPageText, str, int, int]
"""A paper, its words, and the offsets of the clause."""


def never_taken(facts: Sequence[Fact], places: Sequence[ReadPageText], vocabulary: Vocabulary) -> list[Conflict]:
    """One conflict for all treatments that a paper tells as taken and another of then or later as never taken.

    A paper that says both of one treatment contradicts nobody. With the conflict go the facts that rest on it.
    """
    words = vocabulary.contradictions.never_taken
    if words is None:
        return []
    had: dict[str, dict[str, Told]] = {}
    never: dict[str, dict[str, Told]] = {}
    own = [p for p in places if p.document.owner != "partner" and p.document.kind in TELLING]
    for place in (p for p in own if p.document.dated):
        for name, is_denied, told in _told(place, words, vocabulary):
            (never if is_denied else had).setdefault(name, {}).setdefault(place.document.id, told)
    pairs = [
        (had[name][a], never[name][b])
        for name in never.keys() & had.keys()
        for a in had[name].keys() - never[name].keys()
        for b in never[name].keys() - had[name].keys()
        if _is_of_then(had[name][a][0], never[name][b][0])
    ]
    pairs.sort(key=lambda pair: [(t[0].document.filename, t[0].page.number, t[2]) for t in pair])
    if not pairs:
        return []
    (one, said, *_), (other, denied, *_) = pairs[0]
    ids = dict.fromkeys(i for pair in pairs for told in pair for i in _resting_on(told, facts, words))
    return [
        Conflict(
            key=words.key,
            facts=tuple(ids),
            filenames=(one.document.filename, other.document.filename),
            what_fr=f"{words.label_fr} : « {said} » dans « {one.document.filename} » ; "
            f"« {denied} » dans « {other.document.filename} ».",
        )
    ]


def untaken(facts: Sequence[Fact], conflicts: Sequence[Conflict], vocabulary: Vocabulary) -> frozenset[str]:
    """The facts that tell an intake which another paper denies."""
    words = vocabulary.contradictions.never_taken
    told = {i for c in conflicts if words and c.key == words.key for i in c.facts}
    return frozenset(f.id for f in facts if f.id in told and f.polarity == "affirmed")


def _is_of_then(had: ReadPageText, never: ReadPageText) -> bool:
    """Whether what a paper tells as taken was so before the day of its denial."""
    day, said = had.document.dated, never.document.dated
    return day is not None and said is not None and day <= said + SOON


def _told(place: ReadPageText, words: NeverTaken, vocabulary: Vocabulary) -> Iterator[tuple[str, bool, Told]]:
    """Each treatment by name that a page tells as never taken (true), or as taken; what it proposes is neither."""
    text, folded = place.told, fold(place.told)
    named = [*_named(folded, words, vocabulary)]
    blank = _without_names(folded, [span for _, span, _ in named])
    for name, (start, end), denies in named:
        left, right = clause_around(text, start, end)
        before, behind = blank[max(left, start - BESIDE) : start], folded[end:right]
        if in_part_of_partner(text, start, vocabulary.people):
            continue
        told = (place, quoted_at(text, start, end), left, right)
        if any_match(words.before, before) or any_match(words.behind, behind):
            if denies and not any_match(words.unless, behind):
                yield name, True, told
        elif _is_had(place, start, end, folded[left:right], words, vocabulary):
            yield name, False, told


def _is_had(place: ReadPageText, start: int, end: int, clause: str, words: NeverTaken, vocabulary: Vocabulary) -> bool:
    planned = any_match(vocabulary.contradictions.intended, clause)
    of_patient = place.assertions.of(start, end) == ("affirmed", "patient")
    return of_patient and not planned and any_match(words.had, clause) is not None


def _named(folded: str, words: NeverTaken, vocabulary: Vocabulary) -> Iterator[tuple[str, tuple[int, int], bool]]:
    """Each treatment with its place and whether its denial would deny it: a drug does not stand for its class."""
    for drug, match in drug_mentions(folded, vocabulary.drugs):
        yield drug.name, (match.start(), match.start("dose") if match["dose"] else match.end()), True
    for of in words.classes:
        spoken = {m.span() for m in pattern(of.spoken).finditer(folded)}
        yield from ((of.label_fr, span, True) for span in sorted(spoken))
        drugs = {m.span() for m in pattern(of.named).finditer(folded)} - spoken
        yield from ((of.label_fr, span, False) for span in sorted(drugs))


def _without_names(folded: str, spans: Sequence[tuple[int, int]]) -> str:
    """A text with one `x` for each name, of the same length."""
    for start, end in spans:
        folded = folded[:start] + "x".ljust(end - start) + folded[end:]
    return folded


def _resting_on(told: Told, facts: Sequence[Fact], words: NeverTaken) -> Iterator[str]:
    """The facts of a clause that tell an intake, or deny it."""
    place, _, left, right = told
    for fact in facts:
        source = fact.source
        here = (source.document, source.page) == (place.document.id, place.page.number)
        if here and fact.key in words.facts and source.start < right and left < source.end:
            yield fact.id
