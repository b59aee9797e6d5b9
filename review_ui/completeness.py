"""The completeness of a dossier: what is there, what to ask the patient, and what staff know better."""

from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from engine import DossierView
from engine.domain.completeness import Item
from review_ui.access import Visitor, may
from review_ui.dossier_page import dossier_page, page_href
from review_ui.lacking import lacks
from review_ui.page import go
from review_ui.service import service_of
from review_ui.typed import Errors, chosen, line

router = APIRouter()
REASON_MAX = 1000
Overriding = Literal["met", "missing", "not_applicable"]
TAKEN_BACK = "Correction retirée."
LEVELS = ("required", "recommended", "optional")


@router.get("/dossiers/{dossier}/completude")
def completeness(request: Request, visitor: Annotated[Visitor, may("dossier.view")], dossier: str) -> Response:
    """Each piece that the pathway asks for, with its status and why."""
    shown = show(request, visitor, dossier)
    service_of(request).intake.opened(visitor.account, dossier, "completeness")
    return shown


@router.post("/dossiers/{dossier}/completude")
def override(request: Request, visitor: Annotated[Visitor, may("dossier.override")], dossier: str) -> Response:
    """Set the status of a piece with a reason, or take that back."""
    # The piece is named in the form, not in the address: it says what a person suffers from, and addresses are logged.
    intake, form, errors = service_of(request).intake, visitor.form, Errors()
    requirement = form.text("requirement")
    view = intake.view(dossier)
    items = {i.requirement: i for i in view.completeness.items} if view.completeness else {}
    back = f"/dossiers/{dossier}/completude#piece-{requirement}"
    if requirement not in items:
        told = "Cette pièce n'est plus attendue. Relisez la page."
        return go(request, f"/dossiers/{dossier}/completude", "warning", told)
    if form.text("status") == "retirer":
        if items[requirement].overruled:
            intake.override(visitor.account, dossier, requirement, None, TAKEN_BACK)
        return go(request, back, said="Votre correction est retirée : le statut trouvé à la lecture vaut de nouveau.")
    status = chosen("status", form.text("status"), get_args(Overriding), errors, "Choisissez le statut de la pièce.")
    reason = line("reason", form.text("reason"), errors, longest=REASON_MAX, missing="Écrivez pourquoi, en une phrase.")
    if errors or status is None:
        given = {"status": form.text("status"), "reason": reason}
        return show(request, visitor, dossier, 422, erring={requirement: errors}, given=given)
    intake.override(visitor.account, dossier, requirement, status, reason)
    return go(request, back, said="Statut enregistré. Le dossier est vérifié de nouveau.")


def show(request: Request, visitor: Visitor, dossier: str, status: int = 200, **context: object) -> HTMLResponse:
    """Render the pieces; `context` brings forms back that could not be taken."""
    service = service_of(request)
    view = service.intake.view(dossier)
    items = sorted(view.completeness.items if view.completeness else (), key=lambda i: LEVELS.index(i.level))
    wanted = service.requests.wanted(view)
    shown: dict[str, object] = {
        "lacking": [i for i in items if i.status not in ("met", "not_applicable")],
        "met": [i for i in items if i.status == "met"],
        "idle": [i for i in items if i.status == "not_applicable"],
        "evidence": {i.requirement: _evidence(view, i) for i in items},
        "wanted": wanted,
        "where_asked": {lack.item.requirement: lack for lack in lacks(view.completeness, wanted)},
        "erring": {},
        "given": {},
        "marking": {},
        "marked": {},
    }
    return dossier_page(request, visitor, view, "dossiers/completeness.html", status, **{**shown, **context})


def _evidence(view: DossierView, item: Item) -> list[tuple[str, str]]:
    """The documents that bear on a piece: name with page, and address."""
    found = []
    for evidence in item.documents:
        document = view.document(evidence.document)
        if document is not None:
            href = page_href(view.dossier.id, document.upload, evidence.page)
            found.append((f"{evidence.filename}, p. {evidence.page}", href))
    return found
