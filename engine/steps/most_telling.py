"""Which facts an author is told, the most telling first, for there is room for a few."""

import re
from collections.abc import Mapping, Sequence

from engine.domain.fact import Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold
from engine.steps.key_fact_found import SIDE_KEY
from engine.steps.known import REPORTS
from engine.steps.mentions import DIAGNOSIS_KEY

NOT_TELLING = ("ordonnance", "biologie", "compte_rendu_imagerie", "anatomopathologie")
"""Kinds of documents that do not tell how a treatment went."""
OPERATION = "compte_rendu_operatoire"
MOST_FACTS = 90
MOST_FROM_REPORTS = 8
"""Key facts of reports that go before what no reader may miss."""


def most_telling(
    facts: Sequence[Fact], pathway: Pathway, kinds: Mapping[str, str], vocabulary: Vocabulary
) -> list[Fact]:
    """The most telling first, for an author who has room for a few: some of what reports say of the pathway's key
    facts, then what no reader may miss (allergies, anticoagulants, contraindications), then the rest of the key facts,
    doubts, other findings; titles and the reason for an examination come last."""
    keys = {k.id for k in pathway.key_facts} | {DIAGNOSIS_KEY}
    watched = {f.id for f in facts if is_watched(f, vocabulary)}

    def rank(fact: Fact) -> int:
        if fact.id in watched:
            return 1
        if fact.source.quote.isupper() or any_match(vocabulary.indication, fold(fact.source.quote)):
            return 7
        if fact.bearer == "family" or fact.kind == "other":
            return 5
        if fact.key in keys and fact.key != SIDE_KEY:
            return 0 if kinds.get(fact.source.document) in REPORTS else 2
        if fact.polarity == "hypothetical":
            return 3
        return 6 if fact.kind == "drug" or fact.key == SIDE_KEY else 4

    ranked = sorted(facts, key=rank)
    first = [f for f in ranked if rank(f) == 0]
    kept = {f.id for f in first[:MOST_FROM_REPORTS]}
    return sorted(ranked, key=lambda f: 0 if f.id in kept else max(1, rank(f)))[:MOST_FACTS]


def is_watched(fact: Fact, vocabulary: Vocabulary) -> bool:
    """Whether no reader may miss it: an allergy, an anticoagulant, a contraindication of the patient's."""
    if fact.polarity != "affirmed" or fact.bearer != "patient":
        return False
    quote = fold(fact.source.quote)
    if fact.kind == "drug":
        own = [d for d in vocabulary.drugs if d.watched and d.name == _drug(fact)]
        return any(not any_match(d.watched_unless, quote) for d in own)
    return fact.key == "allergie" or any(
        f.watched and f.key == fact.key and not any_match(f.watched_unless, quote) for f in vocabulary.findings
    )


def is_tried(fact: Fact, vocabulary: Vocabulary, kind: str) -> bool:
    """Whether its sentence tells of a treatment of the patient's and of what came of it. Why an operation was done, as
    its report (`kind`) says, was before it: its own failure of treatment is not that of today."""
    words, quote = vocabulary.tried, fold(fact.source.quote)
    if kind in NOT_TELLING or (kind == OPERATION and any_match(vocabulary.indication, quote)):
        return False
    treated = fact.kind == "drug" or any_match(words.treatments, quote) is not None
    own = fact.bearer == "patient" and fact.polarity != "hypothetical" and not any_match(words.planned, quote)
    return own and treated and any_match(words.outcomes, quote) is not None


def _drug(fact: Fact) -> str:
    """The international name that opens a drug's value ("apixaban 5 mg")."""
    return re.sub(r" \d.*", "", str(fact.value))
