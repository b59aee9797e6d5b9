"""Replies that nobody could join by themselves: joined by hand, or set aside with a reason."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from engine import EngineError, NotJoined
from engine.domain.reply import WhyLoose
from review_ui.access import Visitor, may
from review_ui.failures import Told, failure, is_theirs
from review_ui.page import go, page
from review_ui.service import service_of
from review_ui.typed import Errors, line
from review_ui.uploads import attachment

router = APIRouter()
REASON_MAX = 1000
GONE = "Cette réponse n'est plus dans la liste. Relisez la page."
WHY_FR: dict[WhyLoose, str] = {
    "no_code": "Le message ne contient pas de code.",
    "unknown_code": "Le code du message n'est celui d'aucune demande.",
    "other_sender": "Le code est bon, mais l'adresse n'est pas celle du patient.",
    "unreadable": "Le message n'a pas pu être ouvert. L'original est gardé.",
    "too_large": "Le message est trop gros pour être ouvert. L'original est gardé.",
    "no_consent": "Le patient a retiré son accord au traitement de son dossier.",
}


@router.get("/reponses")
def replies(request: Request, _: Annotated[Visitor, may("reply.join")]) -> Response:
    """The messages that wait for somebody, and those that were set aside."""
    return _list(request)


@router.get("/reponses/{sha256}.eml")
def original(request: Request, visitor: Annotated[Visitor, may("reply.join")], sha256: str) -> Response:
    """A message byte for byte."""
    service = service_of(request)
    if service.replies.line(sha256) is None:
        return failure(request, 404, Told("Message introuvable", GONE))
    return attachment(service.replies.original(visitor.account, sha256), "message.eml", "application/octet-stream")


@router.post("/reponses/{sha256}/rattachement")
def join(request: Request, visitor: Annotated[Visitor, may("reply.join")], sha256: str) -> Response:
    """Join a message to a dossier, with its files."""
    service, errors = service_of(request), Errors()
    dossier = line("dossier", visitor.form.text("dossier"), errors, longest=100, missing="Écrivez le numéro.")
    if service.replies.line(sha256) is None:
        return go(request, "/reponses", "warning", GONE)
    if not errors:
        try:
            service.replies.join(visitor.account, sha256, dossier)
        except NotJoined as error:
            errors.keep("dossier", str(error))
        except EngineError as error:
            if not is_theirs(error):
                raise
            errors.keep("dossier", str(error))
    if errors:
        return _list(request, 422, {sha256: errors}, {"dossier": visitor.form.text("dossier")})
    return go(request, "/reponses", said=f"Réponse rattachée au dossier {dossier}.")


@router.post("/reponses/{sha256}/ecart")
def set_aside(request: Request, visitor: Annotated[Visitor, may("reply.join")], sha256: str) -> Response:
    """Set a message aside with a reason."""
    service, errors = service_of(request), Errors()
    missing = "Écrivez pourquoi, en une phrase."
    reason = line("reason", visitor.form.text("reason"), errors, longest=REASON_MAX, missing=missing)
    if service.replies.line(sha256) is None:
        return go(request, "/reponses", "warning", GONE)
    if errors:
        return _list(request, 422, {sha256: errors}, {"reason": reason})
    service.replies.set_aside(visitor.account, sha256, reason)
    return go(request, "/reponses", said="Réponse mise de côté. Vous pouvez la remettre dans la liste.")


@router.post("/reponses/{sha256}/retour")
def put_back(request: Request, visitor: Annotated[Visitor, may("reply.join")], sha256: str) -> Response:
    """Put a message back among those that wait."""
    service = service_of(request)
    if service.replies.line(sha256) is None:
        return go(request, "/reponses", "warning", GONE)
    service.replies.put_back(visitor.account, sha256)
    return go(request, "/reponses", said="La réponse est de nouveau à rattacher.")


def _list(
    request: Request,
    status: int = 200,
    erring: dict[str, Errors] | None = None,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    service = service_of(request)
    waiting = service.replies.waiting()
    hints = {each.reply.suggested for each in waiting if each.reply.suggested}
    return page(
        request,
        "requests/replies.html",
        status,
        waiting=waiting,
        aside=service.replies.aside(),
        why=WHY_FR,
        suggested={hint: service.intake.listed_one(hint) for hint in hints},
        erring=erring or {},
        typed=typed or {},
        inbox=service.replies.inbox,
    )
