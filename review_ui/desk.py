"""What staff, and the doctor who is called, decide about a dossier."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine import EngineError
from review_ui.access import Visitor, may
from review_ui.dossiers import show
from review_ui.failures import is_theirs
from review_ui.page import Notice, go
from review_ui.service import service_of
from review_ui.typed import Errors, line

router = APIRouter()
DONE_MAX = 1000


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
