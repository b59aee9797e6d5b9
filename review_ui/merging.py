"""Two dossiers of one patient, side by side, and made one."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from engine import DossierView, EngineError
from engine.domain.merging import Difference, Side
from review_ui.access import Visitor, may
from review_ui.dossier_page import dossier_page, people
from review_ui.failures import is_theirs, status_of
from review_ui.page import go
from review_ui.service import service_of

router = APIRouter()
SIDES: Mapping[str, Side] = {"kept": "kept", "joined": "joined"}


@router.get("/dossiers/{dossier}/reunion")
def compare(
    request: Request, visitor: Annotated[Visitor, may("dossier.merge")], dossier: str, avec: str = ""
) -> Response:
    """Two dossiers side by side, with what they say differently."""
    return _show(request, visitor, dossier, avec.strip()[:100])


@router.post("/dossiers/{dossier}/reunion")
def merge(request: Request, visitor: Annotated[Visitor, may("dossier.merge")], dossier: str) -> Response:
    """Join another dossier to this one, with what was chosen where they differ."""
    form, service = visitor.form, service_of(request)
    joined = form.text("avec")
    try:
        _, _, found = service.merging.compare(dossier, joined)
        chosen = {d.key: SIDES[form.text(d.key)] for d in found if form.text(d.key) in SIDES}
        if missing := [d for d in found if d.key not in chosen]:
            return _show(request, visitor, dossier, joined, 422, chosen=chosen, missing=missing)
        service.merging.merge(visitor.account, dossier, joined, chosen)
    except EngineError as error:
        if not is_theirs(error) and status_of(error) != 404:
            raise
        return _show(request, visitor, dossier, joined, 422)
    told = (
        f"Le dossier {joined} est réuni à celui-ci. "
        "Tout est relu ensemble ; vous pouvez annuler tant que rien n'est signé."
    )
    return go(request, f"/dossiers/{dossier}", said=told)


@router.post("/dossiers/{dossier}/reunion/annuler")
def undo(request: Request, visitor: Annotated[Visitor, may("dossier.merge")], dossier: str) -> Response:
    """Separate two dossiers again."""
    service, joined = service_of(request), visitor.form.text("avec")
    service.intake.line(dossier)
    try:
        untouched = service.merging.undo(visitor.account, dossier, joined)
    except EngineError as error:
        if not is_theirs(error):
            raise
        return go(request, f"/dossiers/{dossier}", "warning", str(error))
    told = f"Réunion annulée : le dossier {joined} est de nouveau seul."
    if not untouched:
        told += " La fiche de ce dossier-ci avait changé depuis : elle est restée telle quelle, relisez-la."
    return go(request, f"/dossiers/{dossier}", "success" if untouched else "warning", told)


def _show(
    request: Request,
    visitor: Visitor,
    dossier: str,
    joined: str,
    status: int = 200,
    chosen: Mapping[str, Side] | None = None,
    missing: list[Difference] | None = None,
) -> HTMLResponse:
    service = service_of(request)
    view = service.intake.view(dossier)
    other: DossierView | None = None
    found: tuple[Difference, ...] = ()
    refused: str | None = None
    if joined:
        try:
            _, other, found = service.merging.compare(dossier, joined)
        except EngineError as error:
            if not is_theirs(error) and status_of(error) != 404:
                raise
            refused, status = str(error), 422
    if other is not None:
        service.intake.opened(visitor.account, other.dossier.id, "reunion")
    return dossier_page(
        request,
        visitor,
        view,
        "merging/show.html",
        status,
        other=other,
        joined=joined,
        differences=found,
        refused=refused,
        chosen=chosen or {},
        missing=missing or [],
        twins=service.merging.twins(dossier),
        names=people(request),
        labels={p.id: p.label_fr for p in service.intake.pathways()},
    )
