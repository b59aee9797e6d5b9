"""Of several values of one key fact, which one counts; the others stay in their place under a key of their own."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from engine.domain.document import Document
from engine.domain.fact import Fact, Side
from engine.domain.pathway import KeyFact, Pathway
from engine.domain.vocabulary import SideWords, Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.key_fact_found import SIDE_KEY
from engine.steps.recalled import RECALLED, REPORTING
from engine.steps.sides import of_an_implant

OTHER = "_autre"
"""Ends the key of a value beside the one that counts: a smaller nodule, the healthy side."""
STAGE = re.compile(r"[tnmr][0-4x][a-d]?")
"""The parts of a stage, on folded text."""
CONCLUSION = re.compile(r"(?:en )?conclusions?\b|au total\b|synthese\b")
"""How a sentence that concludes a paper begins, on folded text."""
DOUBTED = 0.34
"""From this share of the documents on, both sides may be the patient's."""


def set_apart(
    facts: Sequence[Fact], pathway: Pathway, documents: Sequence[Document], vocabulary: Vocabulary
) -> list[Fact]:
    """The facts with those that do not count for their key set apart, in the same order."""
    kinds, days = {d.id: d.kind for d in documents}, {d.id: d.dated for d in documents}
    by_key = {k.id: k for k in pathway.key_facts}
    side_fact = by_key.get(SIDE_KEY)
    one_sided = side_fact is not None and side_fact.one_side
    # What a doctor proposes counts for no other paper; in its own it does where nothing else there names a side.
    sides = _side_by_document([f for f in facts if f.role == "clinical"], vocabulary.sides) if one_sided else {}
    concerned = _concerned(sides)
    shown = {**_side_by_document(facts, vocabulary.sides), **sides} if one_sided else {}
    apart = {
        i: "autre côté"
        for i, f in enumerate(facts)
        if shown and f.key == SIDE_KEY and _is_sure(f) and f.side != shown.get(f.source.document)
    }
    for key, key_fact in by_key.items():
        told = [i for i, f in enumerate(facts) if f.key == key and f.value is not None and _is_sure(f)]
        losers = dict.fromkeys(_without_number(facts, told, key_fact, kinds), "autre valeur")
        losers |= {
            i: "autre valeur" for group in _groups(facts, told, key_fact) for i in _losers(facts, group, key_fact)
        }
        if concerned and key_fact.sided and key != SIDE_KEY:
            losers |= {i: "autre côté" for i in told if facts[i].side not in (None, concerned, "bilatéral")}
        if key_fact.takes:
            beside = [i for i in told if any_match(vocabulary.secondary, fold(facts[i].source.quote))]
            # Of "Cible 1 : PI-RADS 3", "Cible 2 : PI-RADS 5" the second is the one that counts.
            kept = {facts[i].source.document for i in told if i not in losers and i not in beside}
            outdone = {facts[i].source.document for i in losers} - kept
            losers |= {i: "autre lésion" for i in beside if facts[i].source.document not in outdone}
        losers |= dict.fromkeys(_beside(facts, key, losers), "autre valeur")
        losers |= dict.fromkeys(_repeated(facts, told, kinds), "répété")
        if key_fact.earlier_only:
            losers |= {i: "examen du jour" for i in told if facts[i].dated == days.get(facts[i].source.document)}
        apart |= losers
    return [
        f.model_copy(update={"key": f.key + OTHER, "label_fr": f"{f.label_fr} ({apart[i]})"}) if i in apart else f
        for i, f in enumerate(facts)
    ]


def _is_sure(fact: Fact) -> bool:
    return fact.polarity == "affirmed" and fact.bearer == "patient"


def _side_by_document(facts: Sequence[Fact], words: SideWords) -> dict[str, Side]:
    """The side that each document is about: the one of its conclusion, else named most often by the facts that are
    nothing but a side, or first; that of an implant where no other is named."""
    by_document: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.key == SIDE_KEY and fact.side and _is_sure(fact):
            by_document[fact.source.document].append(fact)
    concluded = {d: [f for f in of if CONCLUSION.match(fold(f.source.quote))] for d, of in by_document.items()}
    told = {
        d: sorted(
            concluded[d] or [f for f in of if not of_an_implant(f.source.quote, words)] or of,
            key=lambda f: (f.source.page, f.source.start),
        )
        for d, of in by_document.items()
    }
    return {d: Counter(f.side for f in of if f.side).most_common(1)[0][0] for d, of in told.items()}


def _concerned(sides: Mapping[str, Side]) -> Side | None:
    """The one side that the dossier is about, where its documents agree."""
    votes = Counter(sides.values())
    if not votes or votes["bilatéral"]:
        return None
    side, often = votes.most_common(1)[0]
    return side if sum(votes.values()) - often <= DOUBTED * sum(votes.values()) else None


def _without_number(
    facts: Sequence[Fact], told: Sequence[int], key_fact: KeyFact, kinds: Mapping[str, str]
) -> Iterable[int]:
    """Words ("positif") where the dossier also gives the measure ("3+"), for the keys that want one; a report's word
    stays beside measures that decide nothing."""
    if not key_fact.takes_number:
        return ()
    counted = [i for i in told if re.search(r"\d", str(facts[i].value))]
    if key_fact.undecided and all(pattern(key_fact.undecided).search(fold(str(facts[i].value))) for i in counted):
        counted += [i for i in told if kinds.get(facts[i].source.document) in REPORTING]
    return set(told) - set(counted) if counted else ()


def _beside(facts: Sequence[Fact], key: str, losers: Iterable[int]) -> Iterable[int]:
    """What a row recalls beside a value that does not count ("T5-T11 10° 11°"): it is no past of the one that does."""
    rows = {(facts[i].source.document, facts[i].source.quote) for i in losers}
    rows -= {(f.source.document, f.source.quote) for i, f in enumerate(facts) if f.key == key and i not in {*losers}}
    recalled = (i for i, f in enumerate(facts) if f.key == key + RECALLED)
    return [i for i in recalled if (facts[i].source.document, facts[i].source.quote) in rows]


def _repeated(facts: Sequence[Fact], told: Sequence[int], kinds: Mapping[str, str]) -> Iterable[int]:
    """Stages that a letter repeats from the report that found them: they say no more than it does."""
    own = [i for i in told if kinds.get(facts[i].source.document) in REPORTING]
    found = [_stage(facts[i]) for i in own]
    return [i for i in told if i not in own and (stage := _stage(facts[i])) and any(stage <= f for f in found)]


def _stage(fact: Fact) -> frozenset[str]:
    return frozenset(STAGE.findall(fold(str(fact.value))))


def _groups(facts: Sequence[Fact], told: Sequence[int], key_fact: KeyFact) -> Iterable[list[int]]:
    """The values among which one counts: those of one document and day, and of one side where sides count."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    if key_fact.takes:
        for i in told:
            side = facts[i].side if key_fact.sided and not key_fact.takes_across_sides else None
            groups[facts[i].source.document, facts[i].dated, side].append(i)
    return groups.values()


def _losers(facts: Sequence[Fact], group: Sequence[int], key_fact: KeyFact) -> Iterable[int]:
    values = {i: _size(facts[i]) for i in group}
    if key_fact.takes == "first":
        first = min(group, key=lambda i: (facts[i].source.page, facts[i].source.start))
        return [i for i in group if facts[i].value != facts[first].value]
    sizes = [v for v in values.values() if v is not None]
    if not sizes:
        return ()
    best = max(sizes) if key_fact.takes == "largest" else min(sizes)
    return [i for i, v in values.items() if v is not None and v != best]


def _size(fact: Fact) -> float | None:
    found = re.search(r"\d+(?:[.,]\d+)?", str(fact.value))
    return float(found[0].replace(",", ".")) if found else None
