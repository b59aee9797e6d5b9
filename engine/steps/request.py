"""One message to the patient for all that a dossier lacks."""

from collections.abc import Iterable, Mapping, Sequence

from engine.domain.completeness import Completeness, Item, Status
from engine.domain.conditions import Value
from engine.domain.conditions import variables_of as variables_in
from engine.domain.dossier import Dossier
from engine.domain.pathway import Pathway
from engine.domain.request import PatientRequest
from engine.domain.wording import typeset
from engine.steps.assess import variables_of

TITLES = {"F": "Madame", "M": "Monsieur"}
OPENING_FR = "Pour préparer votre deuxième avis, nous avons encore besoin de vous."
ORDER: tuple[tuple[str, str], ...] = (
    ("required", "Documents indispensables :"),
    ("outdated", "Documents reçus, mais trop anciens. Merci d'envoyer les plus récents :"),
    (
        "unreadable",
        "Documents que nous avons reçus, mais que nous ne pouvons pas lire. Merci de les renvoyer, posés à plat et "
        "bien éclairés :",
    ),
    ("useful", "Documents utiles, si vous les avez déjà (n'en faites pas refaire pour nous) :"),
    ("questions", "Questions auxquelles répondre :"),
)
PAPERS_FR = (
    "Une photo nette de chaque page suffit. Si vous n'avez pas un de ces documents, dites-le-nous simplement : nous "
    "vous aiderons à le demander."
)
ANSWERS_FR = "Une simple réponse à ce message suffit."
CLOSING_FR = "Merci beaucoup,\nL'équipe du deuxième avis"


def request(dossier: Dossier, pathway: Pathway, completeness: Completeness) -> PatientRequest:
    """What to ask for a dossier: no sentence twice; what only the team can look up stands apart."""
    answers = variables_of(dossier, pathway)
    items = completeness.items
    patient, staff = _questions([i for i in items if i.status == "ask"], pathway, answers)
    lists: dict[str, tuple[str, ...]] = {
        "required": _sentences(items, pathway, "missing", required=True),
        "outdated": _sentences(items, pathway, "outdated"),
        "unreadable": _sentences(items, pathway, "unreadable"),
        "useful": _sentences(items, pathway, "missing", required=False),
        "questions": patient,
    }
    seen: set[str] = set()
    for name, sentences in lists.items():
        lists[name] = tuple(s for s in sentences if s not in seen)
        seen.update(sentences)
    return PatientRequest(**lists, staff_questions=staff, message_fr=_message(dossier, lists))


def _sentences(
    items: Sequence[Item], pathway: Pathway, status: Status, *, required: bool | None = None
) -> tuple[str, ...]:
    wanted = [i for i in items if i.status == status and (required is None or required == (i.level == "required"))]
    return tuple(dict.fromkeys(pathway.requirement(i.requirement).ask_patient_fr for i in wanted))


def _questions(
    asked: Iterable[Item], pathway: Pathway, answers: Mapping[str, Value | None]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The unanswered questions that decide whether a piece is due: the patient's, and those that the team looks up."""
    unknown = {
        name
        for item in asked
        for name in variables_in(pathway.requirement(item.requirement).condition.expr)
        if answers.get(name) is None
    }
    due = [v for v in pathway.variables if v.id in unknown]
    patient = tuple(v.question_fr for v in due if v.asked_of == "patient")
    return patient, tuple(v.question_fr for v in due if v.asked_of != "patient")


def _message(dossier: Dossier, lists: Mapping[str, tuple[str, ...]]) -> str:
    parts = [f"{heading}\n" + "\n".join(f"- {s}" for s in lists[name]) for name, heading in ORDER if lists[name]]
    if not parts:
        return ""
    patient = dossier.patient
    greeting = f"Bonjour {TITLES[patient.sex]} {patient.family_name},"
    how = PAPERS_FR if any(lists[name] for name, _ in ORDER if name != "questions") else ANSWERS_FR
    return typeset("\n\n".join((greeting, f"{OPENING_FR} Votre dossier : {dossier.id}.", *parts, how, CLOSING_FR)))
