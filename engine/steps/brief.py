"""What an author of the draft is given: numbered evidence and the options, blind to the first opinion."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from engine.domain.addressed import Addressed
from engine.domain.completeness import Completeness
from engine.domain.condition_words import told
from engine.domain.document import Document
from engine.domain.dossier import Dossier
from engine.domain.drafting import DraftInputs, OptionCondition, OptionView
from engine.domain.fact import Conflict, Fact
from engine.domain.opinion import Citation, OptionStanding, StandingCondition
from engine.domain.passage import Passage
from engine.domain.pathway import FIRST_OPINION, Pathway
from engine.domain.record import Record
from engine.domain.vocabulary import TriedWords, Vocabulary
from engine.domain.wording import any_match, fold, french_date
from engine.steps.asked_options import asked_options, sentence_asking
from engine.steps.calculated import (
    add_addressed,
    add_calculations,
    add_papers,
    add_trends,
    add_unknowns,
    add_unmentioned,
    add_unread,
)
from engine.steps.conclusions import conclusions
from engine.steps.evidence import (
    add_answers,
    add_conclusions,
    add_fact,
    add_guidelines,
    add_interpretations,
    add_passages,
    add_requirements,
    add_warnings,
)
from engine.steps.interpret import interpret
from engine.steps.key_facts import SIDE_KEY
from engine.steps.main_diagnosis import main_diagnosis, told_diagnosis
from engine.steps.mentions import DIAGNOSIS_KEY
from engine.steps.numbering import Numbering
from engine.steps.options import REPORTS, Known, WeighedOption, WeighedRule, leading, preferred, weigh
from engine.steps.paper_names import paper_name
from engine.steps.places import ReadPageText
from engine.steps.spoken_of import spoken_of
from engine.steps.trends import trends
from engine.steps.unmentioned import unmentioned, unread

NOT_TELLING = ("ordonnance", "biologie", "compte_rendu_imagerie", "anatomopathologie")
"""Kinds of documents that do not tell how a treatment went."""
MOST_FACTS = 90
MOST_FROM_REPORTS = 8
"""Key facts of reports that go before what no reader may miss."""


class Brief(Record):
    """An author's inputs with what the engine knows of each piece: its citation, and the options as weighed."""

    inputs: DraftInputs
    citations: dict[str, Citation]
    facts: dict[str, Fact]
    weighed: tuple[WeighedOption, ...]
    diagnosis: Fact | None


def brief(
    dossier: Dossier,
    pathway: Pathway,
    documents: Sequence[Document],
    facts: Sequence[Fact],
    conflicts: Sequence[Conflict],
    completeness: Completeness,
    known: Known,
    vocabulary: Vocabulary,
    places: Sequence[ReadPageText] = (),
    guidelines: Sequence[Passage] = (),
    machine: Sequence[Addressed] = (),
) -> Brief:
    """Number everything that a statement may cite.

    Neither `dossier.first_opinion` nor a fact from a sentence that concludes or proposes is looked at; `places` are the
    patient's pages as read, of which the conclusions of reports are taken, `guidelines` passages that the library adds,
    `machine` what papers say to a machine: that they do is told, never what.
    """
    weighed = weigh(pathway, known)
    first, *level = leading(weighed) or (None,)
    numbering = Numbering()
    names = {d.id: paper_name(d, vocabulary) for d in documents}
    kinds = {d.id: d.kind for d in documents}
    own = [f for f in facts if f.role == "clinical" and f.named]
    clinical = _most_telling(own, pathway, kinds, vocabulary)
    keys = {k.id for k in pathway.key_facts} | {DIAGNOSIS_KEY}
    order = {f.id: n for n, f in enumerate(sorted(own, key=lambda f: _place(f, documents)))}
    for fact in clinical:
        watched = _is_watched(fact, vocabulary)
        tried = kinds.get(fact.source.document) not in NOT_TELLING and _is_tried(fact, vocabulary.tried)
        add_fact(numbering, fact, order[fact.id], counts=fact.key in keys, watched=watched, tried=tried)
    days = {d.id: d.dated for d in documents}
    add_conclusions(numbering, conclusions(places, vocabulary), own, order, days)
    add_passages(numbering, pathway, weighed)
    add_guidelines(numbering, guidelines)
    add_warnings(numbering, pathway)
    about_missing = {
        name: f"« {said.text} » ({_paper_named(said.document, documents, names)})"
        for name, said in spoken_of(completeness, pathway, places).items()
    }
    add_requirements(numbering, completeness, pathway, about_missing)
    add_answers(numbering, dossier, pathway)
    add_calculations(numbering, dossier, documents, conflicts, names)
    add_unmentioned(numbering, unmentioned(documents, own, places, vocabulary), documents, names, vocabulary.drugs)
    # A value on which papers differ has no course to tell.
    contested = {c.key for c in conflicts}
    add_trends(numbering, trends(documents, [f for f in own if f.key not in contested], pathway))
    add_unknowns(numbering, weighed, known, pathway)
    letter = next((i for i in completeness.items if i.requirement == FIRST_OPINION), None)
    judged = [e.document for e in letter.documents] if letter else []
    add_papers(numbering, documents, names, judged)
    writing = next((d for d in documents if d.id in judged), None)
    add_unread(numbering, unread(documents, judged, places, vocabulary), writing)
    diagnosis = main_diagnosis(clinical, pathway, kinds)
    age = dossier.patient.age_on(dossier.received_on)
    # What an examination was to look for is no finding of it.
    sought = tuple(e for e in vocabulary.indication if "suspicion" not in e)
    found = [f for f in own if f.polarity != "hypothetical" or not any_match(sought, fold(f.source.quote))]
    disputed = in_dispute(conflicts, found, kinds)
    found = [f for f in found if f.id not in disputed]
    holding = interpret(pathway, found, known, completeness, kinds, age, dossier.received_on)
    needed = {i for one in holding for i in one.facts} - {f.id for f in clinical}
    for fact in (f for f in own if f.id in needed):
        add_fact(numbering, fact, order[fact.id], counts=fact.key in keys, watched=False)
        clinical.append(fact)
    add_interpretations(numbering, holding, pathway)
    add_addressed(numbering, machine, documents, names)
    elsewhere = frozenset(w.option.id for w in weighed if w.elsewhere)
    asked = asked_options(dossier.question.text, pathway, vocabulary.choice, elsewhere)
    inputs = DraftInputs(
        pathway_label=pathway.label_fr,
        question=dossier.question.text,
        question_type=dossier.question.type,
        age=age,
        sex=dossier.patient.sex,
        diagnosis=told_diagnosis(diagnosis, clinical, pathway),
        evidence=tuple(numbering.evidence),
        options=tuple(
            _view(
                w,
                numbering,
                pathway,
                preferred=w is first,
                equal=any(w is one for one in level),
                asked_in=sentence_asking(dossier.question.text, w.option) if w.option.id in asked else None,
            )
            for w in weighed
        ),
    )
    by_id = {numbering.ids[f"F:{f.id}"]: f for f in clinical}
    return Brief(inputs=inputs, citations=numbering.citations, facts=by_id, weighed=weighed, diagnosis=diagnosis)


def _paper_named(document: str, documents: Sequence[Document], names: Mapping[str, str]) -> str:
    dated = next(d.dated for d in documents if d.id == document)
    return names[document].lower() + (f" du {french_date(dated)}" if dated else "")


def in_dispute(conflicts: Sequence[Conflict], facts: Sequence[Fact], kinds: Mapping[str, str]) -> frozenset[str]:
    """What letters say that a report of the same thing contradicts: no sentence of a pathway may rest on it.

    A side or a disease that is told in two ways is handled where they are chosen.
    """
    by_id = {f.id: f for f in facts}
    disputed: set[str] = set()
    for conflict in conflicts:
        said = [by_id[i] for i in conflict.facts if i in by_id and conflict.key not in (SIDE_KEY, DIAGNOSIS_KEY)]
        reported = [f for f in said if kinds.get(f.source.document) in REPORTS]
        disputed |= {f.id for f in said if reported and f not in reported}
    return frozenset(disputed)


def _place(fact: Fact, documents: Sequence[Document]) -> tuple[int, int, int]:
    order = {d.id: n for n, d in enumerate(documents)}
    return order.get(fact.source.document, len(order)), fact.source.page, fact.source.start


def _most_telling(
    facts: Sequence[Fact], pathway: Pathway, kinds: Mapping[str, str], vocabulary: Vocabulary
) -> list[Fact]:
    """The most telling first, for an author who has room for a few: some of what reports say of the pathway's key
    facts, then what no reader may miss (allergies, anticoagulants, contraindications), then the rest of the key facts,
    doubts, other findings; titles and the reason for an examination come last."""
    keys = {k.id for k in pathway.key_facts} | {DIAGNOSIS_KEY}
    watched = {f.id for f in facts if _is_watched(f, vocabulary)}

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


def _is_watched(fact: Fact, vocabulary: Vocabulary) -> bool:
    """Whether no reader may miss it: an allergy, an anticoagulant, a contraindication of the patient's."""
    if fact.polarity != "affirmed" or fact.bearer != "patient":
        return False
    if fact.kind == "drug":
        return any(d.watched and d.name == _drug(fact) for d in vocabulary.drugs)
    quote = fold(fact.source.quote)
    return fact.key == "allergie" or any(
        f.watched and f.key == fact.key and not any_match(f.watched_unless, quote) for f in vocabulary.findings
    )


def _is_tried(fact: Fact, words: TriedWords) -> bool:
    """Whether its sentence tells of a treatment of the patient's and of what came of it."""
    quote = fold(fact.source.quote)
    treated = fact.kind == "drug" or any_match(words.treatments, quote) is not None
    own = fact.bearer == "patient" and fact.polarity != "hypothetical" and not any_match(words.planned, quote)
    return own and treated and any_match(words.outcomes, quote) is not None


def _drug(fact: Fact) -> str:
    """The international name that opens a drug's value ("apixaban 5 mg")."""
    return re.sub(r" \d.*", "", str(fact.value))


def _view(
    weighed: WeighedOption,
    numbering: Numbering,
    pathway: Pathway,
    *,
    preferred: bool,
    equal: bool,
    asked_in: int | None,
) -> OptionView:
    def given(rule: WeighedRule) -> tuple[str, ...]:
        found = (
            numbering.ids.get(f"{letter}:{ref}")
            for letter, ref in (*(("F", f) for f in rule.facts), *(("A", a) for a in rule.answers))
        )
        return tuple(dict.fromkeys(i for i in found if i))

    def ids(*, supports: bool) -> tuple[str, ...]:
        cited = [
            i
            for r in weighed.rules
            if r.truth and r.supports is supports
            for i in (numbering.ids.get(f"P:{r.statement.id}"), *given(r))
        ]
        return tuple(dict.fromkeys(i for i in cited if i))

    return OptionView(
        id=weighed.option.id,
        label_fr=weighed.option.label_fr,
        supported_by=ids(supports=True) if weighed.supported else (),
        discouraged_by=ids(supports=False),
        unknown=tuple(r.expr for r in weighed.rules if r.truth is None),
        preferred=preferred,
        equal=equal,
        beside=weighed.option.complement,
        orientation=weighed.option.orientation,
        asked=asked_in is not None,
        asked_in=asked_in,
        conditions=tuple(
            OptionCondition(
                told_fr=told(r.expr, pathway),
                truth=r.truth,
                supports=r.supports,
                cites=given(r),
                passage=numbering.ids.get(f"P:{r.statement.id}"),
                to_validate=r.proposed_here,
            )
            for r in weighed.rules
        ),
    )


def standing(weighed: Sequence[WeighedOption]) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """The preferred option, the others that stand, and the discouraged ones, by id; none is preferred where the first
    is an orientation."""
    first = preferred(weighed)
    others = [w.option.id for w in weighed if w.supported and not w.discouraged and w is not first]
    option = first.option.id if first and not first.option.orientation else None
    return option, tuple(others), tuple(w.option.id for w in weighed if w.discouraged)


def standings(weighed: Sequence[WeighedOption], pathway: Pathway) -> tuple[OptionStanding, ...]:
    """Each option with its conditions, as shown beside the draft."""
    first = preferred(weighed)
    return tuple(
        OptionStanding(
            id=w.option.id,
            label_fr=w.option.label_fr,
            verdict=_verdict(w, is_first=w is first),
            conditions=tuple(
                StandingCondition(
                    told_fr=told(r.expr, pathway), holds=r.truth, supports=r.supports, to_validate=r.proposed_here
                )
                for r in w.rules
            ),
        )
        for w in weighed
    )


def _verdict(weighed: WeighedOption, *, is_first: bool) -> Literal["preferred", "supported", "discouraged", "open"]:
    if weighed.discouraged:
        return "discouraged"
    if weighed.supported:
        return "preferred" if is_first else "supported"
    return "open"
