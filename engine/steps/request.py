"""One message to the patient for all that a dossier lacks."""

from collections.abc import Iterable, Mapping, Sequence

from engine.domain.completeness import Completeness, Item, Status
from engine.domain.conditions import Value
from engine.domain.conditions import variables_of as variables_in
from engine.domain.dossier import Dossier
from engine.domain.pathway import Pathway
from engine.domain.request import AskedPiece, PatientRequest
from engine.steps.assess import variables_of
from engine.steps.marks import settled


def request(
    dossier: Dossier, pathway: Pathway, completeness: Completeness, extra: Sequence[AskedPiece] = ()
) -> PatientRequest:
    """What to ask for a dossier: no sentence twice; what only the team can look up stands apart.

    What the patient said will not come is asked for no more. `extra` are pieces that somebody wants beside the pathway.
    """
    answers = variables_of(dossier, pathway)
    items = [item for item in completeness.items if not settled(item)]
    patient, staff = _questions([i for i in items if i.status == "ask"], pathway, answers)
    lists: dict[str, tuple[str, ...]] = {
        "required": _sentences(items, pathway, "missing", required=True),
        "outdated": _sentences(items, pathway, "outdated"),
        "unreadable": _sentences(items, pathway, "unreadable"),
        "useful": _sentences(items, pathway, "missing", required=False),
        "extra": tuple(dict.fromkeys(piece.sentence_fr for piece in extra)),
        "questions": patient,
    }
    seen: set[str] = set()
    for name, sentences in lists.items():
        lists[name] = tuple(s for s in sentences if s not in seen)
        seen.update(sentences)
    decide = _variables_of_patient(pathway)
    undecided = tuple(i.requirement for i in items if i.status == "ask" and decide & _deciding(i, pathway, answers))
    return PatientRequest(**lists, staff_questions=staff, pieces=_pieces(items, pathway, extra), undecided=undecided)


def _sentences(
    items: Sequence[Item], pathway: Pathway, status: Status, *, required: bool | None = None
) -> tuple[str, ...]:
    wanted = [i for i in items if i.status == status and (required is None or required == (i.level == "required"))]
    return tuple(dict.fromkeys(pathway.requirement(i.requirement).ask_patient_fr for i in wanted))


def _pieces(items: Sequence[Item], pathway: Pathway, extra: Sequence[AskedPiece]) -> tuple[AskedPiece, ...]:
    """Each piece with its requirement; two requirements that share a sentence both stand here."""
    asked = [
        AskedPiece(sentence_fr=pathway.requirement(i.requirement).ask_patient_fr, requirement=i.requirement)
        for i in items
        if i.status in ("missing", "outdated", "unreadable")
    ]
    return (*asked, *extra)


def _questions(
    asked: Iterable[Item], pathway: Pathway, answers: Mapping[str, Value | None]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The unanswered questions that decide whether a piece is due: the patient's, and those that the team looks up."""
    unknown = {name for item in asked for name in _deciding(item, pathway, answers)}
    due = [v for v in pathway.variables if v.id in unknown]
    patient = tuple(v.question_fr for v in due if v.asked_of == "patient")
    return patient, tuple(v.question_fr for v in due if v.asked_of != "patient")


def _deciding(item: Item, pathway: Pathway, answers: Mapping[str, Value | None]) -> set[str]:
    """The variables without an answer that decide whether a piece is due."""
    named = variables_in(pathway.requirement(item.requirement).condition.expr)
    return {name for name in named if answers.get(name) is None}


def _variables_of_patient(pathway: Pathway) -> set[str]:
    return {v.id for v in pathway.variables if v.asked_of == "patient"}
