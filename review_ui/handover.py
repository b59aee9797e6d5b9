"""Notes from shift to shift: on a dossier, and the page of the latest."""

from typing import Annotated, get_args

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine.domain.handover import NOTE_MAX, NoteAct
from review_ui.access import Visitor, may
from review_ui.dossiers import show
from review_ui.page import go, page
from review_ui.service import service_of
from review_ui.typed import Errors, line

router = APIRouter()
TURNS = ("staff", "patient", "doctor")
TOLD: dict[NoteAct, str] = {
    "pinned": "Note épinglée.",
    "unpinned": "Note détachée.",
    "done": "Note marquée comme faite.",
    "reopened": "Note de nouveau à faire.",
}


@router.get("/releve")
def shift(request: Request, visitor: Annotated[Visitor, may("dossier.note")], faites: str = "") -> Response:
    """The latest notes of all dossiers: what whoever comes next reads first."""
    is_doctor = visitor.account.role == "doctor"
    notes = service_of(request).handover.shift(visitor.account, done=faites == "1")
    return page(request, "handover/shift.html", rows=notes, with_done=faites == "1", is_doctor=is_doctor)


@router.post("/dossiers/{dossier}/notes")
def write(request: Request, visitor: Annotated[Visitor, may("dossier.note")], dossier: str) -> Response:
    """Leave a note on a dossier."""
    service, form, errors = service_of(request), visitor.form, Errors()
    service.intake.line(dossier)
    text = line("text", form.text("text"), errors, longest=NOTE_MAX, missing="Écrivez la note.")
    turn = form.text("turn") if form.text("turn") in TURNS else None
    for_doctor = form.text("for_doctor") == "1"
    if errors:
        given = {"note": text, "turn": turn or "", "for_doctor": for_doctor}
        return show(request, visitor, dossier, 422, erring={"note": errors}, given=given)
    service.handover.write(visitor.account, dossier, text, turn, for_doctor=for_doctor)
    return go(request, f"/dossiers/{dossier}#notes", said="Note laissée.")


@router.post("/dossiers/{dossier}/notes/{number}")
def mark(request: Request, visitor: Annotated[Visitor, may("dossier.note")], dossier: str, number: str) -> Response:
    """Pin a note, say that it is done, or take that back."""
    act: NoteAct | None = next((known for known in get_args(NoteAct) if known == visitor.form.text("act")), None)
    back = "/releve" if visitor.form.text("back") == "releve" else f"/dossiers/{dossier}#notes"
    if act is None or not (number.isascii() and number.isdecimal() and len(number) < 18):
        return go(request, back, "warning", "Cette note n'a pas été changée. Rouvrez la page et recommencez.")
    service_of(request).handover.mark(visitor.account, dossier, int(number), act)
    return go(request, back, said=TOLD[act])
