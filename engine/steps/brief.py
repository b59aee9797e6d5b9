"""What an author of the draft is given: numbered evidence and the options, blind to the first opinion."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from engine.domain.completeness import Completeness
from engine.domain.document import Document
from engine.domain.dossier import Answer, Dossier
from engine.domain.drafting import DraftInputs, Evidence, OptionView
from engine.domain.fact import Conflict, Fact
from engine.domain.opinion import Citation
from engine.domain.pathway import OptionStatement, Pathway
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, french_date, french_number
from engine.steps.key_facts import SIDE_KEY
from engine.steps.marks import settled_fr
from engine.steps.mentions import DIAGNOSIS_KEY
from engine.steps.options import REPORTS, Known, WeighedOption, preferred, weigh

MOST_FACTS = 90
MOST_FROM_REPORTS = 8
"""Key facts of reports that go before what no reader may miss."""
MOST_PASSAGES = 60
FOR_ANYONE = ("Information", "À connaître", "À vérifier", "À réunir", "Avant")
"""How the pathways introduce a statement that holds for every patient of an option."""


class Brief(Record):
    """An author's inputs with what the engine knows of each piece: its citation, and the options as weighed."""

    inputs: DraftInputs
    citations: dict[str, Citation]
    facts: dict[str, Fact]
    weighed: tuple[WeighedOption, ...]
    diagnosis: Fact | None


class _Numbering:
    """Hands out evidence ids and keeps the citation behind each."""

    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self.citations: dict[str, Citation] = {}
        self.ids: dict[str, str] = {}

    def add(self, letter: str, ref: str, evidence: dict[str, object], citation: Citation) -> str:
        if f"{letter}:{ref}" in self.ids:
            return self.ids[f"{letter}:{ref}"]
        number = 1 + sum(e.id[0] == letter for e in self.evidence)
        identifier = f"{letter}{number}"
        self.evidence.append(Evidence.model_validate({"id": identifier, **evidence}))
        self.citations[identifier] = citation
        self.ids[f"{letter}:{ref}"] = identifier
        return identifier


def brief(
    dossier: Dossier,
    pathway: Pathway,
    documents: Sequence[Document],
    facts: Sequence[Fact],
    conflicts: Sequence[Conflict],
    completeness: Completeness,
    known: Known,
    vocabulary: Vocabulary,
) -> Brief:
    """Number everything that a statement may cite.

    Neither `dossier.first_opinion` nor a fact from a sentence that concludes or proposes is looked at.
    """
    weighed = weigh(pathway, known)
    first = preferred(weighed)
    numbering = _Numbering()
    kinds = {d.id: d.kind for d in documents}
    clinical = _most_telling([f for f in facts if f.role == "clinical" and f.named], pathway, kinds, vocabulary)
    for fact in clinical:
        _add_fact(numbering, fact)
    _add_passages(numbering, pathway, weighed)
    _add_requirements(numbering, completeness)
    _add_answers(numbering, dossier, pathway)
    _add_calculations(numbering, dossier, documents, conflicts)
    diagnosis = main_diagnosis(clinical, pathway)
    age = dossier.patient.age_on(dossier.received_on)
    inputs = DraftInputs(
        pathway_label=pathway.label_fr,
        question=dossier.question.text,
        question_type=dossier.question.type,
        age=age,
        sex=dossier.patient.sex,
        diagnosis=_diagnosis_text(diagnosis),
        evidence=tuple(numbering.evidence),
        options=tuple(_view(w, numbering, preferred=w is first) for w in weighed),
    )
    by_id = {numbering.ids[f"F:{f.id}"]: f for f in clinical}
    return Brief(inputs=inputs, citations=numbering.citations, facts=by_id, weighed=weighed, diagnosis=diagnosis)


def main_diagnosis(facts: Sequence[Fact], pathway: Pathway) -> Fact | None:
    """The first disease of the pathway's table that documents state of the patient, certain or not.

    Within one disease a certain mention goes before an uncertain one, however precise.
    """
    groups = list(dict.fromkeys(d.group for d in pathway.diagnoses))
    for group in groups:
        for polarity in ("affirmed", "hypothetical"):
            for diagnosis in (d for d in pathway.diagnoses if d.group == group):
                told = [
                    f
                    for f in facts
                    if f.key == DIAGNOSIS_KEY
                    and (f.value, f.bearer, f.polarity) == (diagnosis.label_fr, "patient", polarity)
                ]
                if told:
                    return max(told, key=lambda f: f.dated or date.min)
    return None


def _diagnosis_text(fact: Fact | None) -> str | None:
    if fact is None:
        return None
    side = {"droite": " droite", "gauche": " gauche", "bilatéral": " bilatérale"}.get(fact.side or "", "")
    return f"{fact.value}{side}" + (" (incertain)" if fact.polarity == "hypothetical" else "")


def _most_telling(
    facts: Sequence[Fact], pathway: Pathway, kinds: Mapping[str, str], vocabulary: Vocabulary
) -> list[Fact]:
    """The most telling first, for an author who has room for a few: some of what reports say of the pathway's key
    facts, then what no reader may miss (allergies, anticoagulants, contraindications), then the rest of the key facts,
    doubts, other findings; titles and the reason for an examination come last."""
    keys = {k.id for k in pathway.key_facts} | {DIAGNOSIS_KEY}
    watched = {f.key for f in vocabulary.findings if f.watched} | {"allergie"}
    drugs = {d.name for d in vocabulary.drugs if d.watched}

    def rank(fact: Fact) -> int:
        said = fact.polarity == "affirmed" and fact.bearer == "patient"
        if said and (fact.key in watched or (fact.kind == "drug" and _drug(fact) in drugs)):
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


def _drug(fact: Fact) -> str:
    """The international name that opens a drug's value ("apixaban 5 mg")."""
    return re.sub(r" \d.*", "", str(fact.value))


def _add_fact(numbering: _Numbering, fact: Fact) -> None:
    numbering.add(
        "F",
        fact.id,
        {
            "kind": "fact",
            "text": fact.source.quote,
            "polarity": fact.polarity,
            "bearer": fact.bearer,
            "side": fact.side,
            "dated": fact.dated,
        },
        Citation(
            kind="fact",
            ref=fact.id,
            text=fact.source.quote,
            filename=fact.source.filename,
            page=fact.source.page,
            dated=fact.dated,
        ),
    )


def _add_passages(numbering: _Numbering, pathway: Pathway, weighed: Sequence[WeighedOption]) -> None:
    """Verified statements only: those whose rule stands in this dossier, then what holds for every patient.

    A statement for some patients without a rule that stands may be another patient's: it is left out.
    """
    ruled = [(r.statement, w.option.id) for w in weighed for r in w.rules if r.truth]
    rest = [
        (s, w.option.id)
        for w in weighed
        for s in w.option.statements
        if s.stance == "conditional" and s.when_fr.startswith(FOR_ANYONE)
    ]
    for statement, option in (*ruled, *rest):
        if statement.verified and len([e for e in numbering.evidence if e.kind == "passage"]) < MOST_PASSAGES:
            _add_passage(numbering, statement, option, pathway)


def _add_passage(numbering: _Numbering, statement: OptionStatement, option: str, pathway: Pathway) -> None:
    graded = f" ({statement.grade})" if statement.grade else ""
    text = f"{statement.when_fr} : {statement.statement_fr}{graded}"
    year = f", {statement.source.year}" if statement.source.year else ""
    numbering.add(
        "P",
        statement.id,
        {"kind": "passage", "text": text, "option": option, "stance": statement.stance},
        Citation(
            kind="passage",
            ref=f"{pathway.id}/{statement.id}",
            text=text,
            source=f"{statement.source.body} – {statement.source.title}{year}",
            url=statement.source.url,
        ),
    )


def _add_requirements(numbering: _Numbering, completeness: Completeness) -> None:
    for item in completeness.items:
        if item.status in ("missing", "outdated", "unreadable", "ask") or item.reservation_fr:
            beside = " ".join(told for told in (item.reservation_fr, settled_fr(item)) if told)
            text = f"{item.label_fr} : {item.reason_fr}" + (f" {beside}" if beside else "")
            numbering.add(
                "R",
                item.requirement,
                {"kind": "requirement", "text": text, "status": item.status},
                Citation(kind="requirement", ref=item.requirement, text=text),
            )


def _add_answers(numbering: _Numbering, dossier: Dossier, pathway: Pathway) -> None:
    question = f"Question du patient : {dossier.question.text}"
    numbering.add(
        "A",
        "question",
        {"kind": "questionnaire", "text": question},
        Citation(kind="questionnaire", ref="question", text=question),
    )
    asked = {v.id: v.question_fr for v in pathway.variables}
    for name, answer in dossier.questionnaire.items():
        text = f"{asked.get(name, name)} Réponse : {_answer(answer)}"
        # The question names what the answer denies: "de la fièvre ? Réponse : non".
        said: dict[str, object] = {
            "kind": "questionnaire",
            "text": text,
            "polarity": "negated" if answer is False else "affirmed",
        }
        numbering.add("A", name, said, Citation(kind="questionnaire", ref=name, text=text))


def _answer(answer: Answer) -> str:
    if isinstance(answer, bool):
        return "oui" if answer else "non"
    return french_number(answer) if isinstance(answer, float | int) else answer


def _add_calculations(
    numbering: _Numbering, dossier: Dossier, documents: Sequence[Document], conflicts: Sequence[Conflict]
) -> None:
    age = dossier.patient.age_on(dossier.received_on)
    told = [
        ("age", "age", f"{age} ans à la réception du dossier, le {french_date(dossier.received_on)}"),
        *(("conflict", f"conflict.{n}.{c.key}", c.what_fr) for n, c in enumerate(conflicts, start=1)),
        *(
            ("conflict", f"other_person.{d.id}", f"« {d.file_fr} » est d'une autre personne, et laissé de côté")
            for d in documents
            if d.owner == "other_person"
            and not any(c.key == "patient" and d.filename in c.filenames for c in conflicts)
        ),
        *(
            (
                "duplicate",
                f"duplicate.{d.id}",
                f"« {d.file_fr} » répète un document déjà envoyé"
                + (f", daté du {french_date(d.dated)}" if d.dated else ""),
            )
            for d in documents
            if d.duplicate_of
        ),
    ]
    for about, name, text in told:
        numbering.add(
            "K",
            name,
            {"kind": "calculation", "text": text, "about": about},
            Citation(kind="calculation", ref=name, text=text),
        )


def _view(weighed: WeighedOption, numbering: _Numbering, *, preferred: bool) -> OptionView:
    def ids(*, supports: bool) -> tuple[str, ...]:
        cited = [
            numbering.ids.get(f"{letter}:{ref}")
            for r in weighed.rules
            if r.truth and r.supports is supports
            for letter, ref in (("P", r.statement.id), *(("F", f) for f in r.facts), *(("A", a) for a in r.answers))
        ]
        return tuple(dict.fromkeys(i for i in cited if i))

    return OptionView(
        id=weighed.option.id,
        label_fr=weighed.option.label_fr,
        supported_by=ids(supports=True) if weighed.supported else (),
        discouraged_by=ids(supports=False),
        unknown=tuple(r.expr for r in weighed.rules if r.truth is None),
        preferred=preferred,
    )


def standing(weighed: Sequence[WeighedOption]) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """The preferred option, the others that stand, and the discouraged ones, by id."""
    first = preferred(weighed)
    others = [w.option.id for w in weighed if w.supported and not w.discouraged and w is not first]
    return (first.option.id if first else None), tuple(others), tuple(w.option.id for w in weighed if w.discouraged)
