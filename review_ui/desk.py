"""What staff, and the doctor who is called, decide about a dossier."""

from typing import Annotated, get_args

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine import EngineError
from engine.domain.document import KINDS_FR, Owner
from review_ui.access import Visitor, may
from review_ui.dossier_page import doctors
from review_ui.dossiers import show
from review_ui.failures import is_theirs
from review_ui.page import Notice, go
from review_ui.service import service_of
from review_ui.typed import Errors, chosen, day, line

router = APIRouter()
DONE_MAX = 1000
OWNERS: tuple[Owner, ...] = get_args(Owner)


@router.post("/dossiers/{dossier}/documents/{document}")
def correct(
    request: Request, visitor: Annotated[Visitor, may("dossier.correct")], dossier: str, document: str
) -> Response:
    """Say what a document is."""
    intake, form, errors = service_of(request).intake, visitor.form, Errors()
    if intake.view(dossier).document(document) is None:
        told = "Ce document a changé entre-temps. Retrouvez-le dans la liste, puis corrigez-le."
        return go(request, f"/dossiers/{dossier}#documents", "warning", told)
    kind = chosen("kind", form.text("kind"), tuple(KINDS_FR), errors, "Choisissez la nature du document.")
    owner = chosen("owner", form.text("owner"), OWNERS, errors, "Indiquez de qui parle ce document.")
    dated = day("dated", form.text("dated"), errors, latest=intake.today())
    if errors or kind is None or owner is None:
        given = {"kind": kind or "", "owner": owner, "dated": form.text("dated")}
        return show(request, visitor, dossier, 422, erring={f"document-{document}": errors}, given=given)
    intake.correct(visitor.account, dossier, document, kind, dated, owner)
    return go(request, f"/dossiers/{dossier}#documents", said="Correction enregistrée. Le dossier est relu avec elle.")


@router.post("/dossiers/{dossier}/attribution")
def assign(request: Request, visitor: Annotated[Visitor, may("dossier.assign")], dossier: str) -> Response:
    """Give a dossier to a doctor, or take it back."""
    intake, wanted = service_of(request).intake, visitor.form.text("doctor")
    view = intake.view(dossier)
    known = {account.id: account.name for account in doctors(request)}
    if wanted and wanted not in known:
        errors = {"assign": {"doctor": "Choisissez un médecin de la liste."}}
        return show(request, visitor, dossier, 422, erring=errors)
    if view.signed:
        told = Notice("warning", "L'avis est signé : le dossier reste à son médecin.")
        return show(request, visitor, dossier, 409, notices=(told,))
    if (wanted or None) == view.doctor:
        told_fr = "Ce médecin a déjà le dossier." if wanted else "Choisissez un médecin de la liste."
        return show(request, visitor, dossier, 422, erring={"assign": {"doctor": told_fr}})
    intake.assign(visitor.account, dossier, wanted or None)
    said = f"Dossier attribué : {known[wanted]}." if wanted else "Le dossier n'est plus attribué."
    return go(request, f"/dossiers/{dossier}", said=said)


@router.post("/dossiers/{dossier}/alertes")
def clear(request: Request, visitor: Annotated[Visitor, may("redflag.clear")], dossier: str) -> Response:
    """Say that a red flag was dealt with, and how."""
    intake, form, errors = service_of(request).intake, visitor.form, Errors()
    flag, quote = form.text("flag"), form.secret("quote").replace("\r\n", "\n")
    standing = [f for f in intake.view(dossier).standing_flags if f.id == flag and _same_words(f.quote, quote)]
    if not standing:
        told = "Cette alerte est déjà levée, ou a changé. Relisez la page."
        return go(request, f"/dossiers/{dossier}", "warning", told)
    missing = "Décrivez ce qui a été fait : qui a été joint, quand, et ce qui a été décidé."
    done = line("done", form.text("done"), errors, longest=DONE_MAX, missing=missing)
    if errors:
        return show(request, visitor, dossier, 422, erring={f"flag-{flag}": errors}, given={"done": done})
    try:
        intake.clear(visitor.account, dossier, flag, standing[0].quote, done)
    except EngineError as error:
        if not is_theirs(error):
            raise
        return show(request, visitor, dossier, 422, notices=(Notice("warning", str(error)),), given={"done": done})
    return go(request, f"/dossiers/{dossier}", said="Drapeau rouge levé. Le dossier reprend son parcours.")


def _same_words(kept: str, sent: str) -> bool:
    """A browser may change the line breaks of what a form carries."""
    return kept.split() == sent.split()


@router.post("/dossiers/{dossier}/relancer")
def again(request: Request, visitor: Annotated[Visitor, may("dossier.edit")], dossier: str) -> Response:
    """Ask again for a dossier on which the machine failed."""
    intake = service_of(request).intake
    intake.view(dossier)
    intake.again(visitor.account, dossier)
    return go(request, f"/dossiers/{dossier}", said="Lecture relancée.")
