"""What an author of the draft is given: numbered evidence and the options, blind to the first opinion."""

from collections.abc import Collection, Mapping, Sequence, Set

from engine.domain.completeness import Completeness
from engine.domain.contradiction_words import Shunned
from engine.domain.dossier import Dossier
from engine.domain.drafting import DraftInputs, OptionView
from engine.domain.fact import Conflict, Fact
from engine.domain.opinion import Citation
from engine.domain.passage import Passage
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold
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
from engine.steps.contradict_never import untaken
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
from engine.steps.papers import Papers
from engine.steps.planned_day import add_planned
from engine.steps.spoken_of import spoken_of
from engine.steps.structured import Structured
from engine.steps.told_contested import with_contested
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
    told: Structured,
    completeness: Completeness,
    known: Known,
    vocabulary: Vocabulary,
    guidelines: Sequence[Passage] = (),
) -> Brief:
    """Number everything that a statement may cite.

    Neither `dossier.first_opinion` nor a fact from a sentence that concludes or proposes is looked at; of the pages
    read the conclusions of reports are taken, `guidelines` are passages that the library adds. That a paper speaks to a
    machine is told, never what it says.
    """
    weighed = weigh(pathway, known)
    numbering = Numbering()
    papers = Papers.of(told.documents, told.places, completeness, vocabulary)
    found = _Found(numbering, papers, told.facts, pathway, vocabulary)
    found.add_most_telling()
    add_conclusions(numbering, conclusions(told.places, vocabulary), found.own, found.order, papers.days)
    add_passages(numbering, pathway, weighed)
    add_guidelines(numbering, guidelines)
    add_warnings(numbering, pathway)
    missing = spoken_of(completeness, pathway, told.places)
    about_missing = {name: f"« {said.text} » ({papers.called(said.document)})" for name, said in missing.items()}
    add_requirements(numbering, completeness, pathway, about_missing, papers.days)
    add_answers(numbering, dossier, pathway)
    add_calculations(numbering, dossier, papers, told.conflicts)
    drugs = unmentioned(papers, found.own, vocabulary)
    add_unmentioned(numbering, drugs, papers, vocabulary.drugs)
    # A value on which papers differ has no course to tell.
    disputed = {c.key for c in told.conflicts}
    courses = trends(papers.documents, [f for f in found.own if f.key not in disputed], pathway)
    add_trends(numbering, courses, known.muted)
    add_unknowns(numbering, weighed, known, pathway)
    add_papers(numbering, papers)
    add_unread(numbering, unread(papers, vocabulary, found.own), next(iter(papers.first), None))
    # As found, before the sentences of the pathway bring in more.
    diagnosis = main_diagnosis(found.told, pathway, papers.kinds)
    elsewhere = frozenset(w.option.id for w in weighed if w.elsewhere)
    asked = asked_options(dossier.question.text, pathway, vocabulary.choice, elsewhere)
    plannable = [w.option for w in weighed if w.option.id in asked]
    days = add_planned(numbering, dossier, plannable, vocabulary.choice.asks, papers.days)
    sure = _sure(found.own, told.conflicts, papers.kinds, vocabulary)
    age = dossier.patient.age_on(dossier.received_on)
    holding = interpret(pathway, sure, known, completeness, papers.kinds, age, days)
    holding = with_earlier(holding, found.own, earlier_results(courses, found.own))
    found.add({known.facts.get(INDEX), *(i for one in holding for i in one.facts)})
    holding = tell_left_out(numbering, holding, papers, told.facts, told.conflicts, drugs, pathway, vocabulary)
    add_interpretations(numbering, with_contested(holding, told.conflicts, found.own, pathway), pathway)
    add_addressed(numbering, told.addressed, papers)
    inputs = DraftInputs(
        pathway_label=pathway.label_fr,
        question=dossier.question.text,
        question_type=dossier.question.type,
        age=age,
        sex=dossier.patient.sex,
        diagnosis=told_diagnosis(diagnosis, found.told, pathway),
        evidence=tuple(numbering.evidence),
        options=_views(weighed, numbering, pathway, asked, classes_forbidden(holding, vocabulary.contradictions)),
    )
    by_id = {numbering.ids[f"F:{f.id}"]: f for f in found.told}
    return Brief(inputs=inputs, citations=numbering.citations, facts=by_id, weighed=weighed, diagnosis=diagnosis)


class _Found:
    """The clinical facts that go by a name (`own`), their places in the order of reading, and those numbered (`told`).

    What a sentence concludes or proposes is not among them.
    """

    def __init__(
        self, numbering: Numbering, papers: Papers, facts: Sequence[Fact], pathway: Pathway, vocabulary: Vocabulary
    ) -> None:
        self._numbering, self._papers, self._pathway, self._vocabulary = numbering, papers, pathway, vocabulary
        self._counting = {k.id for k in pathway.key_facts} | {DIAGNOSIS_KEY}
        self._facts = facts
        self.own = [f for f in facts if f.role == "clinical" and f.named]
        self.told: list[Fact] = []
        read = {d.id: n for n, d in enumerate(papers.documents)}
        places = sorted(self.own, key=lambda f: (read.get(f.source.document, len(read)), f.source.page, f.source.start))
        self.order = {f.id: n for n, f in enumerate(places)}

    def add_most_telling(self) -> None:
        """Number those that a reader must know, with what no reader may miss and what was tried."""
        kinds = self._papers.kinds
        for fact in most_telling(self.own, self._pathway, kinds, self._vocabulary):
            tried = is_tried(fact, self._vocabulary, kinds.get(fact.source.document, ""))
            self._add(fact, watched=is_watched(fact, self._vocabulary), tried=tried)

    def add(self, needed: Set[str | None]) -> None:
        """Number also those that a sentence of the pathway or the index of body mass rests on, by their ids."""
        wanted = needed - {f.id for f in self.told}
        for fact in (f for f in self._facts if f.id in wanted and (f in self.own or not f.named)):
            self._add(fact, watched=False)

    def _add(self, fact: Fact, *, watched: bool, tried: bool = False) -> None:
        counts = fact.key in self._counting
        order = self.order.get(fact.id, len(self.order))
        add_fact(self._numbering, fact, order, counts=counts, watched=watched, tried=tried)
        self.told.append(fact)


def _views(
    weighed: Sequence[WeighedOption],
    numbering: Numbering,
    pathway: Pathway,
    asked: Collection[str],
    without: Mapping[str, Shunned],
) -> tuple[OptionView, ...]:
    """The options as an author sees them: which leads, which stand beside it, which the question asks for."""
    first, *level = leading(weighed) or (None,)
    return tuple(
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
    )


def _sure(
    facts: Sequence[Fact], conflicts: Sequence[Conflict], kinds: Mapping[str, str], vocabulary: Vocabulary
) -> list[Fact]:
    """The facts on which a sentence of the pathway may rest: not what an examination was to look for, which is no
    finding of it, and not what papers dispute."""
    sought = tuple(e for e in vocabulary.indication if "suspicion" not in e)
    found = [f for f in facts if f.polarity != "hypothetical" or not any_match(sought, fold(f.source.quote))]
    disputed = in_dispute(conflicts, found, kinds) | untaken(found, conflicts, vocabulary)
    return [f for f in found if f.id not in disputed]


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
