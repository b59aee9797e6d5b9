"""The first opinion: asked of an author, checked line by line, kept or set aside with the reason."""

from collections.abc import Sequence

from engine.domain.completeness import Completeness
from engine.domain.document import Document
from engine.domain.dossier import Dossier
from engine.domain.drafting import AnswerPosition, AnswerStatement, DraftAnswer
from engine.domain.fact import RedFlag
from engine.domain.opinion import Draft, Position, Refusal, SetAside, Statement, StatementOrigin
from engine.domain.pathway import Pathway
from engine.domain.wording import fold
from engine.ports import Asked, LanguageModel
from engine.steps.brief import Brief
from engine.steps.ground import Grounder
from engine.steps.option_views import standing, standings
from engine.steps.options import preferred
from engine.steps.patient_version import patient_version
from engine.steps.unpacked import standing_parts

PROMPT = "draft_opinion"
EXAM_KINDS = frozenset(
    {"compte_rendu_imagerie", "biologie", "anatomopathologie", "compte_rendu_endoscopie", "compte_rendu_examen"}
)
ACTIONS_FR = {
    "appel_15_urgences": "appeler le patient tout de suite et l'orienter vers le 15 ou les urgences",
    "avis_specialise_24_72h": "prévenir un médecin référent : avis spécialisé dans les 24 à 72 heures",
}


def refusal(
    dossier: Dossier, documents: Sequence[Document], red_flags: Sequence[RedFlag], pathway: Pathway, *, production: bool
) -> Refusal | None:
    """Why no draft may be written, or None: the patient's refusal first, then danger, then what cannot be done."""
    if not dossier.consents.ai_assistance:
        return Refusal(
            code="ai_refused", reason_fr="Le patient n'a pas accepté l'aide d'un logiciel : pas de pré-avis."
        )
    if red_flags:
        told = " ; ".join(f"{f.label_fr} ({f.where_fr} : « {f.quote} »)" for f in red_flags)
        action = ACTIONS_FR[red_flags[0].action]
        if any(f.action == "appel_15_urgences" for f in red_flags):
            action = ACTIONS_FR["appel_15_urgences"]
        return Refusal(
            code="red_flag",
            reason_fr=f"Signal d'alerte, à lever par un médecin avant tout pré-avis : {told}. À faire : {action}.",
        )
    if not any(d.legible and d.owner != "other_person" for d in documents):
        return Refusal(
            code="nothing_legible",
            reason_fr="Aucun document lisible du patient : demander de nouvelles copies avant de rédiger.",
        )
    if production and pathway.status != "published":
        return Refusal(
            code="pathway_not_published",
            reason_fr="Référentiel non validé par un conseil scientifique : pas de pré-avis en production.",
        )
    return None


MOST_DOUBTS = 6
"""Doubtful readings that are named among the limits; each stays marked beside its fact."""


def write(
    given: Brief,
    completeness: Completeness,
    pathway: Pathway,
    model: LanguageModel,
    grounder: Grounder,
    prompt: str = PROMPT,
) -> tuple[Draft, Asked[DraftAnswer]]:
    """Ask the author, keep what stands, set the rest aside; `prompt` names what it is asked with, "name@version" too.

    Errors: those of the model (`PromptTooLong`, `UnusableAnswer`, `ModelUnavailable`, `ModelServerFailed`).
    """
    asked = model.ask(prompt, grounder.marked(given.inputs), DraftAnswer)
    origin = asked.origin
    statements: list[Statement] = []
    set_aside: list[SetAside] = []
    for answer in asked.value.statements:
        said, fallen = _that_stands(answer, given, grounder, origin)
        set_aside += fallen
        if said is None:
            continue
        if any(fold(s.text) == fold(said.text) for s in statements):
            set_aside.append(SetAside(text=said.text, why_fr="Répète un énoncé déjà écrit."))
            continue
        statements.append(
            Statement(
                id=f"S{len(statements) + 1}",
                section=said.section,
                text=said.text,
                cites=tuple(given.citations[i] for i in said.cites),
                origin=origin,
            )
        )
    position, doubts = _position(asked.value.position, given, completeness, pathway, origin)
    draft = Draft(
        position=position,
        statements=tuple(statements),
        set_aside=(*set_aside, *doubts),
        limits=_limits(completeness, pathway, given),
        options=standings(given.weighed, pathway),
        patient_fr=patient_version(given.inputs, position, pathway),
    )
    return draft, asked


def _that_stands(
    answer: AnswerStatement, given: Brief, grounder: Grounder, origin: StatementOrigin
) -> tuple[AnswerStatement | None, list[SetAside]]:
    """A statement that stands or what of it does, and what is set aside; a generated one stands or falls whole."""
    if origin == "assembled":
        return standing_parts(answer, lambda part: grounder.check(part, given.inputs, may_be_cut=False))
    verdict = grounder.check(answer, given.inputs)
    return (answer, []) if verdict.stands else (None, [SetAside(text=answer.text, why_fr=verdict.why_fr)])


def _position(
    said: AnswerPosition, given: Brief, completeness: Completeness, pathway: Pathway, origin: StatementOrigin
) -> tuple[Position, list[SetAside]]:
    """Options outside the pathway, or against a rule that holds, are not taken over from an author.

    The exams are what the dossier lacks, by requirement id: a list that rules give better than words.
    """
    known = {o.id for o in pathway.options if not o.orientation}
    first = preferred(given.weighed)
    by_rule, others, discouraged = standing(given.weighed)
    doubts = []
    option = said.option
    if option is not None and (option not in known or option in discouraged):
        why = (
            "Option hors du référentiel."
            if option not in known
            else "Option déconseillée par une règle du référentiel."
        )
        doubts.append(SetAside(text=f"Option proposée : {option}", why_fr=why))
        option = None
    if origin == "assembled":
        option = by_rule
    diagnosis = said.diagnosis if origin == "assembled" else given.inputs.diagnosis or "Non établi par les documents"
    if origin == "model" and fold(said.diagnosis) != fold(diagnosis):
        doubts.append(SetAside(text=f"Diagnostic proposé : {said.diagnosis}", why_fr="Non établi par les documents."))
    position = Position(
        diagnosis=diagnosis,
        option=option,
        alternatives=others
        if option == by_rule
        else tuple(o for o in said.alternatives if o in known - set(discouraged)),
        discouraged=discouraged,
        exams=tuple(
            i.requirement
            for i in completeness.items
            if i.status in ("missing", "outdated", "unreadable")
            and i.level != "optional"
            and pathway.requirement(i.requirement).type in EXAM_KINDS
        ),
        certainty=said.certainty if option is not None else "faible",
        in_words=first.option.label_fr if first and first.option.orientation else None,
    )
    return position, doubts


def _limits(completeness: Completeness, pathway: Pathway, given: Brief) -> tuple[str, ...]:
    limits = ["Pré-avis sur pièces, sans examen clinique, à relire et à signer par un médecin."]
    if pathway.status != "published":
        limits.append("Référentiel non validé par un conseil scientifique.")
    if completeness.provisional:
        limits.append("Avis provisoire : au moins une pièce nécessaire manque, est périmée ou reste à préciser.")
    doubtful = dict.fromkeys(
        f"{fact.label_fr} ({fact.source.filename}, p. {fact.source.page})"
        for fact in given.facts.values()
        if fact.doubtful and fact.role == "clinical"
    )
    if doubtful:
        more = f" et {len(doubtful) - MOST_DOUBTS} autres" if len(doubtful) > MOST_DOUBTS else ""
        limits.append(f"Lecture douteuse, à vérifier sur l'image : {', '.join([*doubtful][:MOST_DOUBTS])}{more}.")
    return tuple(limits)
