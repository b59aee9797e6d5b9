"""The pieces that an expert asks for: asked by the expert, passed on to the patient or answered by staff."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine import DossierView, ExpertRefusal
from engine.domain.document import KINDS_FR, Document
from review_ui.access import Visitor, may
from review_ui.dossier_page import document_href, dossier_page, people
from review_ui.page import go
from review_ui.service import service_of
from review_ui.typed import Errors, chosen, line

router = APIRouter()
LABEL_MAX, TEXT_MAX = 200, 1000
FREE = "autre"


@router.get("/dossiers/{dossier}/pieces-demandees")
def asked(request: Request, visitor: Annotated[Visitor, may("piece.view")], dossier: str) -> Response:
    """The pieces that were asked for, with what became of each; a doctor sees the own ones."""
    return _show(request, visitor, dossier)


@router.post("/dossiers/{dossier}/pieces-demandees")
def ask(request: Request, visitor: Annotated[Visitor, may("piece.ask")], dossier: str) -> Response:
    """Ask staff, and through them the patient, for a piece."""
    service, form, errors = service_of(request), visitor.form, Errors()
    view = service.intake.view(dossier)
    given = {name: form.text(name) for name in ("requirement", "label", "why", "needed")}
    known = tuple(r.id for r in view.pathway.required_documents)
    wanted = chosen(
        "requirement", given["requirement"], (FREE, *known), errors, "Choisissez une pièce de la liste, ou « Autre »."
    )
    label = line("label", given["label"], errors, longest=LABEL_MAX)
    if wanted == FREE and not label:
        errors.keep("label", "Décrivez la pièce en quelques mots.")
    why = line("why", given["why"], errors, longest=TEXT_MAX, missing="Écrivez pourquoi, en une phrase.")
    needed = chosen("needed", given["needed"], ("oui", "non"), errors, "Dites si vous pouvez continuer sans elle.")
    if errors:
        return _show(request, visitor, dossier, 422, given=given, errors=errors)
    try:
        service.pieces.ask(
            visitor.account, view, None if wanted == FREE else wanted, label, why, needed=needed == "oui"
        )
    except ExpertRefusal as refused:
        return _show(request, visitor, dossier, 422, given=given, errors={refused.field: str(refused)})
    said = "Demande envoyée au secrétariat médical. Vous serez prévenu de la réponse."
    return go(request, f"/dossiers/{dossier}/pieces-demandees", said=said)


@router.post("/dossiers/{dossier}/pieces-demandees/retirer")
def withdraw(request: Request, visitor: Annotated[Visitor, may("piece.ask")], dossier: str) -> Response:
    """Take back a piece that one asked for."""
    back = f"/dossiers/{dossier}/pieces-demandees"
    try:
        service_of(request).pieces.withdraw(visitor.account, dossier, visitor.form.text("piece"))
    except ExpertRefusal as refused:
        return go(request, back, "warning", str(refused))
    return go(request, back, said="Demande retirée.")


@router.post("/dossiers/{dossier}/pieces-demandees/suite")
def answer(request: Request, visitor: Annotated[Visitor, may("piece.answer")], dossier: str) -> Response:
    """Say what becomes of an asked piece: passed on, received, not to be had, or waited for again."""
    service, form = service_of(request), visitor.form
    piece, act, back = form.text("piece"), form.text("act"), f"/dossiers/{dossier}/pieces-demandees"
    by, pieces, errors = visitor.account, service.pieces, Errors()
    given = {name: form.text(name) for name in ("document", "reason", "act")}
    reason = line("reason", given["reason"], errors, longest=TEXT_MAX)
    try:
        if errors:
            raise ExpertRefusal(errors["reason"], "reason")
        if act == "forwarded":
            pieces.forward(by, dossier, piece)
            said = "Noté : la pièce est demandée au patient."
        elif act == "received":
            pieces.received(by, dossier, piece, _document(service.intake.view(dossier), given["document"]))
            said = "Pièce reçue. Le médecin est prévenu."
        elif act == "unavailable":
            pieces.unavailable(by, dossier, piece, reason)
            said = "Réponse enregistrée. Le médecin est prévenu."
        else:
            pieces.reopen(by, dossier, piece)
            said = "La pièce est de nouveau attendue."
    except ExpertRefusal as refused:
        if not refused.field:
            return go(request, back, "warning", str(refused))
        mended = {piece: {refused.field: str(refused)}}
        return _show(request, visitor, dossier, 422, given=given, erring=mended)
    return go(request, back, said=said)


def _document(view: DossierView, place: str) -> Document:
    """The document that begins on the place `upload:page`. Raises `ExpertRefusal` when there is none such."""
    found = next((d for d in view.documents if _place(d) == place), None)
    if found is None:
        raise ExpertRefusal("Choisissez le document reçu. S'il manque, ajoutez-le d'abord au dossier.", "document")
    return found


def _place(document: Document) -> str:
    return f"{document.upload}:{document.pages[0]}"


def _show(
    request: Request,
    visitor: Visitor,
    dossier: str,
    status: int = 200,
    **context: object,
) -> Response:
    service = service_of(request)
    view = service.intake.view(dossier)
    lacking = (
        {i.requirement for i in view.completeness.items if i.status not in ("met", "not_applicable")}
        if (view.completeness)
        else set()
    )
    requirements = sorted(view.pathway.required_documents, key=lambda r: r.id not in lacking)
    documents = {_place(d): d for d in view.documents}
    shown: dict[str, object] = {
        "pieces": service.pieces.seen_by(visitor.account, dossier),
        "sentences": {w.piece: w.sentence_fr for w in service.pieces.wanted(dossier, view.pathway)},
        "requirements": [
            *((r.id, f"{r.label_fr} (manque au dossier)" if r.id in lacking else r.label_fr) for r in requirements),
            (FREE, "Autre pièce, à décrire"),
        ],
        "documents": [(place, _named(d)) for place, d in documents.items()],
        "linked": {place: (_named(d), document_href(dossier, d)) for place, d in documents.items()},
        "names": people(request),
        "given": {},
        "errors": {},
        "erring": {},
    }
    return dossier_page(request, visitor, view, "experts/pieces.html", status, **{**shown, **context})


def _named(document: Document) -> str:
    dated = f" du {document.dated:%d/%m/%Y}" if document.dated else ""
    return f"{KINDS_FR.get(document.kind, document.kind)}{dated}, {document.file_fr}"
