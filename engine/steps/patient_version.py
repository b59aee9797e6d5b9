"""The draft in plain French for the patient: laid out for the doctor to reread and rewrite, never sent as it is."""

from collections.abc import Sequence

from engine.domain.drafting import DraftInputs
from engine.domain.opinion import Position
from engine.domain.pathway import Pathway
from engine.domain.review import PATIENT_WORDS

UNCERTAIN = " (incertain)"
MOST_LISTED = 4
LONGEST_QUESTION = 60
"""Words of a question from which on it is not said again: the patient knows it."""


def patient_version(inputs: DraftInputs, position: Position, pathway: Pathway) -> str:
    """Return at most 350 words in paragraphs; what matters least is left out first."""
    told = [
        (0, _asked(inputs)),
        (0, _read(inputs)),
        (0, _found(inputs)),
        (0, _answer(position, pathway)),
        (1, _not_now(position, pathway)),
        (2, _missing(inputs)),
        (2, _contradicted(inputs)),
        (1, f"Cet avis est donné avec une certitude {position.certainty}."),
        (0, _warning(inputs)),
        (0, "N'arrêtez pas et ne changez pas un traitement sans en parler avec vos médecins."),
    ]
    for weight in (3, 2, 1):
        text = "\n\n".join(part for rank, part in told if part and rank < weight)
        if len(text.split()) <= PATIENT_WORDS:
            return text
    return ""


def _asked(inputs: DraftInputs) -> str:
    question = " ".join(inputs.question.split())
    return f"Vous demandez : « {question} »" if question and len(question.split()) <= LONGEST_QUESTION else ""


def _read(inputs: DraftInputs) -> str:
    read = [p for p in inputs.papers if p.note in (None, "partner")]
    counted = f"{len(read)} documents" if len(read) > 1 else "1 document"
    return (
        f"Cet avis repose sur {counted} de votre dossier, sans que vous ayez été examiné{'e' * (inputs.sex == 'F')}. "
        "Il ne remplace pas une consultation."
    )


def _found(inputs: DraftInputs) -> str:
    if inputs.diagnosis is None:
        return "Vos documents ne suffisent pas pour affirmer un diagnostic."
    label = inputs.diagnosis.removesuffix(UNCERTAIN)
    if inputs.diagnosis.endswith(UNCERTAIN):
        return f"Vos documents font penser à ceci, qui reste à confirmer : {label}."
    return f"Ce que montrent vos documents : {label}."


def _answer(position: Position, pathway: Pathway) -> str:
    labels = {o.id: o.label_fr for o in pathway.options}
    if position.option is None and position.in_words:
        return f"Avant de choisir un traitement, il faut d'abord ceci, à voir avec votre médecin : {position.in_words}."
    if position.option is None:
        return "Aucun traitement ne se détache nettement d'après vos documents. C'est à discuter avec votre médecin."
    first = f"Ce qui paraît le plus adapté, à discuter avec votre médecin : {labels[position.option]}."
    others = [labels[o] for o in position.alternatives][:MOST_LISTED]
    return f"{first} Aussi possible : {_listed(others)}." if others else first


def _not_now(position: Position, pathway: Pathway) -> str:
    labels = {o.id: o.label_fr for o in pathway.options}
    named = [labels[o] for o in position.discouraged][:MOST_LISTED]
    return f"Ce qui ne paraît pas adapté pour le moment : {_listed(named)}." if named else ""


def _missing(inputs: DraftInputs) -> str:
    lacking = [
        e for e in inputs.evidence if e.status in ("missing", "outdated", "unreadable") and e.level != "optional"
    ]
    named = [e.label_fr for e in sorted(lacking, key=lambda e: e.level != "required") if e.label_fr][:MOST_LISTED]
    return f"Pour un avis plus sûr, il manque, ou il faut refaire : {_listed(named)}." if named else ""


def _contradicted(inputs: DraftInputs) -> str:
    if any(e.about == "conflict" for e in inputs.evidence):
        return "Certains de vos documents ne disent pas la même chose : votre médecin doit le vérifier."
    return ""


def _warning(inputs: DraftInputs) -> str:
    signs = [
        sign
        for e in inputs.evidence
        if e.about == "warning" and e.key == "appel_15_urgences"
        for sign in (e.said_fr or "").split(" ; ")
    ]
    return f"Appelez le 15 sans attendre en cas de : {_listed(signs[: 2 * MOST_LISTED])}." if signs else ""


def _listed(names: Sequence[str]) -> str:
    return " ; ".join(names)
