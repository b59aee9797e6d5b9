"""The form of a dossier's intake: what is typed, as values; what is wrong with it, in French."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engine import NewDossier
from engine.domain.dossier import Answer, Consents, Dossier, FirstOpinion, Patient, Question, TreatingDoctor
from engine.domain.pathway import Pathway
from engine.domain.questionnaire import AskedVariable
from review_ui.incoming import Fields
from review_ui.typed import Errors, chosen, day, line, number

Typed = dict[str, str]
NAME_MAX, TEXT_MAX = 100, 4000
OLDEST = 120
YES_NO: Mapping[str, bool] = {"oui": True, "non": False}
SEXES = ("F", "M")
CONSENTS: Mapping[str, str] = {
    "processing": "Traitement du dossier",
    "ai_assistance": "Aide de l'intelligence artificielle",
    "share_with_treating_doctor": "Envoi à son médecin traitant",
    "research": "Recherche",
}
FIELDS = (
    *("pathway", "received_on", "family_name", "given_name", "sex", "birth_date", "question_type", "question_text"),
    *("first_given", "first_by", "first_on", "first_text", "treating_name", "treating_informed"),
    *(f"consent_{name}" for name in CONSENTS),
)


def typed_in(form: Fields) -> Typed:
    """What the form brought, line breaks as the machine has them; answers are named `q_` and the variable."""
    answers = [name for name in form.data if name.startswith("q_")]
    return {name: form.text(name).replace("\r\n", "\n") for name in (*FIELDS, *answers)}


def typed_of(dossier: Dossier) -> Typed:
    """What one would type to have this dossier."""
    first, treating, consents = dossier.first_opinion, dossier.treating_doctor, dossier.consents
    return {
        "pathway": dossier.pathway,
        "received_on": dossier.received_on.isoformat(),
        "family_name": dossier.patient.family_name,
        "given_name": dossier.patient.given_name,
        "sex": dossier.patient.sex,
        "birth_date": dossier.patient.birth_date.isoformat(),
        "question_type": dossier.question.type,
        "question_text": dossier.question.text,
        "first_given": _yes_no(first.given),
        "first_by": first.by or "",
        "first_on": first.on.isoformat() if first.on else "",
        "first_text": first.text or "",
        "treating_name": treating.name if treating else "",
        "treating_informed": _yes_no(treating.informed) if treating else "",
        **{f"consent_{name}": _yes_no(getattr(consents, name)) for name in CONSENTS},
        **{f"q_{name}": shown(answer) for name, answer in dossier.questionnaire.items()},
    }


def fingerprint(dossier: Dossier) -> str:
    """What tells one state of an intake from another: a form that started from an older one must not overwrite it."""
    values = dossier.model_dump(mode="json")
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def read(
    typed: Typed,
    pathway: Pathway | None,
    questions: Sequence[AskedVariable],
    today: date,
    known: Mapping[str, Answer],
) -> tuple[NewDossier | None, Errors]:
    """The intake as typed, or what is wrong, by field. `known` are answers that were kept before: they may stay."""
    errors = Errors()
    if pathway is None:
        errors.keep("pathway", "Choisissez la pathologie.")
    missing = "Indiquez le jour de réception de la demande."
    received_on = day("received_on", typed["received_on"], errors, latest=today, missing=missing)
    given: dict[str, Any] = {
        "received_on": received_on,
        "patient": _patient(typed, errors, today),
        "question": _question(typed, pathway, errors),
        "questionnaire": _answers(typed, questions, errors, known),
        "first_opinion": _first_opinion(typed, errors, today),
        "treating_doctor": _treating_doctor(typed, errors),
        "consents": _consents(typed, errors),
    }
    if errors or pathway is None:
        return None, errors
    return NewDossier(pathway=pathway.id, **given), errors


def _patient(typed: Typed, errors: Errors, today: date) -> Patient | None:
    missing = "Indiquez le nom de naissance ou d'usage, comme sur les documents."
    family = line("family_name", typed["family_name"], errors, longest=NAME_MAX, missing=missing)
    given = line("given_name", typed["given_name"], errors, longest=NAME_MAX, missing="Indiquez le prénom.")
    sex = chosen("sex", typed["sex"], SEXES, errors, "Indiquez le sexe.")
    missing = "Indiquez la date de naissance."
    born = day("birth_date", typed["birth_date"], errors, latest=today, missing=missing)
    if born is not None and today.year - born.year > OLDEST:
        errors.keep("birth_date", "Vérifiez l'année de naissance.")
    if not (family and given and sex and born) or {"family_name", "given_name", "birth_date"} & errors.keys():
        return None
    return Patient.model_validate({"family_name": family, "given_name": given, "sex": sex, "birth_date": born})


def _question(typed: Typed, pathway: Pathway | None, errors: Errors) -> Question | None:
    if pathway is None:
        return None
    kinds = tuple(q.id for q in pathway.patient_questions)
    kind = chosen("question_type", typed["question_type"], kinds, errors, "Choisissez la question la plus proche.")
    missing = "Recopiez la question avec les mots du patient."
    text = line("question_text", typed["question_text"], errors, longest=TEXT_MAX, missing=missing)
    return Question(type=kind, text=text) if kind and text else None


def _answers(
    typed: Typed, questions: Sequence[AskedVariable], errors: Errors, known: Mapping[str, Answer]
) -> dict[str, Answer]:
    asked = {question.id for question in questions}
    # What the form does not ask for was told in another way and stays.
    answers: dict[str, Answer] = {name: answer for name, answer in known.items() if name not in asked}
    for question in questions:
        said = _answer(question, typed.get(f"q_{question.id}", ""), errors, known.get(question.id))
        if said is not None:
            answers[question.id] = said
    return answers


def _answer(question: AskedVariable, typed: str, errors: Errors, known: Answer | None) -> Answer | None:
    """One answer; None for « je ne sais pas », which is no answer at all."""
    name = f"q_{question.id}"
    if not typed or (known is not None and typed == shown(known)):
        return known if typed else None
    if question.kind == "yes_no":
        found = chosen(name, typed, tuple(YES_NO), errors, "Répondez par oui ou non, ou laissez « je ne sais pas ».")
        return YES_NO[found] if found else None
    if question.kind == "number":
        return number(name, typed, errors, whole=question.whole, low=question.low, high=question.high)
    if question.kind == "choice":
        return chosen(name, typed, question.options, errors, "Choisissez une réponse de la liste.")
    return line(name, typed, errors, longest=NAME_MAX)


def _first_opinion(typed: Typed, errors: Errors, today: date) -> FirstOpinion:
    given = chosen(
        "first_given", typed["first_given"], tuple(YES_NO), errors, "Indiquez si un premier avis a été donné."
    )
    by = line("first_by", typed["first_by"], errors, longest=NAME_MAX)
    on = day("first_on", typed["first_on"], errors, latest=today)
    text = line("first_text", typed["first_text"], errors, longest=TEXT_MAX)
    if given == "non":
        if by or on or text:
            told = "Vous avez répondu « non », mais un premier avis est décrit : répondez « oui » ou videz ces champs."
            errors.keep("first_given", told)
        return FirstOpinion(given=False)
    return FirstOpinion(given=True, by=by or None, on=on, text=text or None)


def _treating_doctor(typed: Typed, errors: Errors) -> TreatingDoctor | None:
    name = line("treating_name", typed["treating_name"], errors, longest=NAME_MAX)
    if not name:
        return None
    missing = "Indiquez si le médecin traitant est au courant."
    informed = chosen("treating_informed", typed["treating_informed"], tuple(YES_NO), errors, missing)
    return TreatingDoctor(name=name, informed=informed == "oui")


def _consents(typed: Typed, errors: Errors) -> Consents:
    said = {}
    for name, label in CONSENTS.items():
        field, missing = f"consent_{name}", f"{label} : notez la réponse du patient, oui ou non."
        answer = chosen(field, typed[field], tuple(YES_NO), errors, missing)
        said[name] = answer == "oui"
    return Consents.model_validate(said)


def shown(answer: Answer) -> str:
    """An answer as it stands in its field."""
    if isinstance(answer, bool):
        return _yes_no(answer)
    return str(answer).replace(".", ",") if isinstance(answer, int | float) else answer


def _yes_no(answer: bool) -> str:
    return "oui" if answer else "non"
