"""What an author of the draft is given: numbered evidence and the options, blind to the first opinion."""

from collections.abc import Mapping, Sequence

from engine.domain.addressed import Addressed
from engine.domain.completeness import Completeness
from engine.domain.document import Document
from engine.domain.dossier import Dossier
from engine.domain.drafting import DraftInputs
from engine.domain.fact import Conflict, Fact
from engine.domain.opinion import Citation
from engine.domain.passage import Passage
from engine.domain.pathway import FIRST_OPINION, Pathway
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, french_date
from engine.steps.asked_options import asked_options
from engine.steps.body_mass import INDEX
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
from engine.steps.earlier_results import earlier_results, with_earlier
from engine.steps.evidence import add_answers, add_conclusions, add_fact, add_interpretations, add_requirements
from engine.steps.evidence_passages import add_guidelines, add_passages, add_warnings
from engine.steps.forbidden import classes_forbidden
from engine.steps.interpret import interpret
from engine.steps.key_fact_found import SIDE_KEY
from engine.steps.known import REPORTS, Known
from engine.steps.main_diagnosis import main_diagnosis, told_diagnosis
from engine.steps.mentions import DIAGNOSIS_KEY
from engine.steps.most_telling import is_tried, is_watched, most_telling
from engine.steps.numbering import Numbering
from engine.steps.option_views import option_view
from engine.steps.options import WeighedOption, leading, weigh
from engine.steps.paper_names import paper_name
from engine.steps.places import ReadPageText
from engine.steps.planned_day import add_planned
from engine.steps.spoken_of import spoken_of
from engine.steps.told_left_out import tell_left_out
from engine.steps.trends import trends
from engine.steps.unmentioned import unmentioned, unread


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
    clinical = most_telling(own, pathway, kinds, vocabulary)
    keys = {k.id for k in pathway.key_facts} | {DIAGNOSIS_KEY}
    order = {f.id: n for n, f in enumerate(sorted(own, key=lambda f: _place(f, documents)))}
    for fact in clinical:
        watched = is_watched(fact, vocabulary)
        tried = is_tried(fact, vocabulary, kinds.get(fact.source.document, ""))
        add_fact(numbering, fact, order[fact.id], counts=fact.key in keys, watched=watched, tried=tried)
    dated = {d.id: d.dated for d in documents}
    add_conclusions(numbering, conclusions(places, vocabulary), own, order, dated)
    add_passages(numbering, pathway, weighed)
    add_guidelines(numbering, guidelines)
    add_warnings(numbering, pathway)
    about_missing = {
        name: f"« {said.text} » ({_paper_named(said.document, documents, names)})"
        for name, said in spoken_of(completeness, pathway, places).items()
    }
    add_requirements(numbering, completeness, pathway, about_missing, dated)
    add_answers(numbering, dossier, pathway)
    add_calculations(numbering, dossier, documents, conflicts, names)
    letter = next((i for i in completeness.items if i.requirement == FIRST_OPINION), None)
    judged = _may_be_first([e.document for e in letter.documents] if letter else [], places)
    drugs = unmentioned(documents, own, places, vocabulary, judged)
    add_unmentioned(numbering, drugs, documents, names, vocabulary.drugs, judged)
    # A value on which papers differ has no course to tell.
    courses = trends(documents, [f for f in own if f.key not in {c.key for c in conflicts}], pathway)
    add_trends(numbering, courses, known.muted)
    add_unknowns(numbering, weighed, known, pathway)
    add_papers(numbering, documents, names, judged)
    writing = next((d for d in documents if d.id in judged), None)
    add_unread(numbering, unread(documents, judged, places, vocabulary), writing)
    diagnosis = main_diagnosis(clinical, pathway, kinds)
    age = dossier.patient.age_on(dossier.received_on)
    elsewhere = frozenset(w.option.id for w in weighed if w.elsewhere)
    asked = asked_options(dossier.question.text, pathway, vocabulary.choice, elsewhere)
    plannable = [w.option for w in weighed if w.option.id in asked]
    days = add_planned(numbering, dossier, plannable, vocabulary.choice.asks, dated)
    sure = _sure(own, conflicts, kinds, vocabulary)
    holding = interpret(pathway, sure, known, completeness, kinds, age, days)
    holding = with_earlier(holding, own, earlier_results(courses, own))
    needed = {known.facts.get(INDEX), *(i for one in holding for i in one.facts)} - {f.id for f in clinical}
    for fact in (f for f in facts if f.id in needed and (f in own or not f.named)):
        add_fact(numbering, fact, order.get(fact.id, len(order)), counts=fact.key in keys, watched=False)
        clinical.append(fact)
    holding = tell_left_out(
        numbering, holding, documents, judged, facts, places, conflicts, drugs, names, pathway, vocabulary
    )
    add_interpretations(numbering, holding, pathway)
    add_addressed(numbering, machine, documents, names)
    without = classes_forbidden(holding, vocabulary.contradictions)
    inputs = DraftInputs(
        pathway_label=pathway.label_fr,
        question=dossier.question.text,
        question_type=dossier.question.type,
        age=age,
        sex=dossier.patient.sex,
        diagnosis=told_diagnosis(diagnosis, clinical, pathway),
        evidence=tuple(numbering.evidence),
        options=tuple(
            option_view(
                w,
                numbering,
                pathway,
                preferred=w is first,
                equal=any(w is one for one in level),
                asked=w.option.id in asked,
                without=without,
            )
            for w in weighed
        ),
    )
    by_id = {numbering.ids[f"F:{f.id}"]: f for f in clinical}
    return Brief(inputs=inputs, citations=numbering.citations, facts=by_id, weighed=weighed, diagnosis=diagnosis)


def _sure(
    facts: Sequence[Fact], conflicts: Sequence[Conflict], kinds: Mapping[str, str], vocabulary: Vocabulary
) -> list[Fact]:
    """The facts on which a sentence of the pathway may rest: not what an examination was to look for, which is no
    finding of it, and not what papers dispute."""
    sought = tuple(e for e in vocabulary.indication if "suspicion" not in e)
    found = [f for f in facts if f.polarity != "hypothetical" or not any_match(sought, fold(f.source.quote))]
    disputed = in_dispute(conflicts, found, kinds)
    return [f for f in found if f.id not in disputed]


def _may_be_first(letters: Sequence[str], places: Sequence[ReadPageText]) -> list[str]:
    """The letters that may hold the first opinion, without those of other fields where any is left."""
    other = {p.document.id for p in places if p.elsewhere}
    return [d for d in letters if d not in other] or list(letters)


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
