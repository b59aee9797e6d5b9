"""What the patient said of a piece, noted beside its status and taken back."""

from typing import Annotated, get_args

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine.domain.mark import MarkAbout, MarkKind
from review_ui import completeness
from review_ui.access import Visitor, may
from review_ui.page import go
from review_ui.service import service_of
from review_ui.typed import Errors, chosen, day, line

router = APIRouter()
REASON_MAX = 1000


@router.post("/dossiers/{dossier}/completude/marques")
def mark(request: Request, visitor: Annotated[Visitor, may("dossier.request")], dossier: str) -> Response:
    """Note that a piece was asked for, promised, refused or does not exist, or take that back."""
    # As for a status, the piece is named in the form and not in the address.
    service, form, errors = service_of(request), visitor.form, Errors()
    requirement, view = form.text("requirement"), service_of(request).intake.view(dossier)
    items = {i.requirement: i for i in view.completeness.items} if view.completeness else {}
    back = f"/dossiers/{dossier}/completude#piece-{requirement}"
    if requirement not in items:
        told = "Cette pièce n'est plus attendue. Relisez la page."
        return go(request, f"/dossiers/{dossier}/completude", "warning", told)
    about = next((known for known in get_args(MarkAbout) if known == form.text("retirer")), None)
    if about is not None:
        service.marks.unmark(visitor.account, dossier, requirement, about)
        return go(request, back, said="Retiré. L'historique du dossier le garde.")
    kind = chosen("kind", form.text("kind"), get_args(MarkKind), errors, "Choisissez ce que vous notez.")
    latest = service.intake.today() if kind == "asked" else None
    on = day("on", form.text("on"), errors, latest=latest) if kind in ("asked", "promised") else None
    why = "Écrivez ce que le patient a dit, en une phrase." if kind in ("refused", "nonexistent") else None
    reason = line("reason", form.text("reason"), errors, longest=REASON_MAX, missing=why)
    if kind == "promised" and on is not None and on < service.intake.today():
        errors.keep("on", "Ce jour est passé. Notez le jour pour lequel la pièce est promise.")
    if errors or kind is None:
        given = {"kind": form.text("kind"), "on": form.text("on"), "reason": reason}
        return completeness.show(request, visitor, dossier, 422, marking={requirement: errors}, marked=given)
    service.marks.mark(visitor.account, dossier, requirement, kind, on=on, reason_fr=reason)
    return go(request, back, said="Noté.")
