"""One intake out of two of the same patient: what differs, and what was chosen."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.domain.dossier import Answer, Dossier
from engine.domain.merging import Difference, Side
from engine.domain.pathway import Pathway
from engine.domain.questionnaire import AskedVariable
from engine.domain.wording import french_date, french_number

Part = tuple[str, str, Any, Any]
"""Key, label in French, and what each dossier says of it."""
CONSENTS = (
    ("processing", "Consentement : traitement du dossier"),
    ("ai_assistance", "Consentement : aide de l'IA"),
    ("share_with_treating_doctor", "Consentement : envoi au médecin traitant"),
    ("research", "Consentement : recherche"),
)
SEXES = {"F": "femme", "M": "homme"}


def differences(
    kept: Dossier, joined: Dossier, pathway: Pathway, questions: tuple[AskedVariable, ...]
) -> tuple[Difference, ...]:
    """What both dossiers say, and not the same. What only one of them says is taken without asking."""
    asked = {q.id: q for q in questions}
    types = {q.id: q.label_fr for q in pathway.patient_questions}
    return tuple(
        Difference(key=key, label_fr=label, kept_fr=_fr(key, a, asked, types), joined_fr=_fr(key, b, asked, types))
        for key, label, a, b in _parts(kept, joined, {name: q.question_fr for name, q in asked.items()})
        if a is not None and b is not None and not _same(a, b)
    )


def merge(kept: Dossier, joined: Dossier, chosen: Mapping[str, Side]) -> Dossier:
    """The intake of both: for each difference what was chosen, else what the kept one says, or the only one that does.

    The patient has waited since the first of the two came.
    """
    values: dict[str, Any] = {}
    answers: dict[str, Answer] = {}
    consents: dict[str, bool] = {}
    for key, _, a, b in _parts(kept, joined, {}):
        taken = a if a is not None and (b is None or chosen.get(key, "kept") == "kept") else b
        section, _, name = key.partition(".")
        if section == "questionnaire":
            answers[name] = taken
        elif section == "consents":
            consents[name] = taken
        else:
            values[section] = taken
    made = {**dict(kept), **values, "questionnaire": answers, "consents": {**dict(kept.consents), **consents}}
    return Dossier.model_validate({**made, "received_on": min(kept.received_on, joined.received_on)})


def _parts(kept: Dossier, joined: Dossier, labels: Mapping[str, str]) -> Iterator[Part]:
    yield "patient", "Patient", kept.patient, joined.patient
    yield "question", "Demande", kept.question, joined.question
    one, other = (d.first_opinion if d.first_opinion.given else None for d in (kept, joined))
    yield "first_opinion", "Premier avis", one, other or (None if one else kept.first_opinion)
    yield "treating_doctor", "Médecin traitant", kept.treating_doctor, joined.treating_doctor
    for name, label in CONSENTS:
        yield f"consents.{name}", label, getattr(kept.consents, name), getattr(joined.consents, name)
    for name in dict.fromkeys((*kept.questionnaire, *joined.questionnaire)):
        a, b = kept.questionnaire.get(name), joined.questionnaire.get(name)
        yield f"questionnaire.{name}", labels.get(name, name), a, b


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.split() == other.split()
    return bool(one == other and isinstance(one, bool) == isinstance(other, bool))


def _fr(key: str, value: Any, asked: Mapping[str, AskedVariable], types: Mapping[str, str]) -> str:
    if key == "patient":
        born = f"né{'e' if value.sex == 'F' else ''} le {french_date(value.birth_date)}"
        return f"{value.family_name} {value.given_name}, {SEXES[value.sex]}, {born}"
    if key == "question":
        return f"{types.get(value.type, value.type)} : « {value.text} »"
    if key == "first_opinion":
        when = f"le {french_date(value.on)}" if value.on else ""
        return ", ".join(part for part in (value.by or "donné", when, value.text or "") if part)
    if key == "treating_doctor":
        return f"{value.name}, {'informé' if value.informed else 'pas encore informé'}"
    return _answer_fr(value, asked.get(key.partition(".")[2]))


def _answer_fr(value: Answer, variable: AskedVariable | None) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int | float):
        return french_number(value)
    told = dict(zip(variable.options, variable.labels_fr, strict=False)) if variable else {}
    return told.get(value, value)
