"""What becomes of each statement of the draft, and the doctor's own ones."""

from datetime import UTC, datetime
from typing import Annotated, get_args

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import Response

from engine import EngineError, NotYet
from engine.domain.opinion import Section
from engine.domain.review import Decision
from review_ui.access import Visitor, may
from review_ui.incoming import Fields
from review_ui.opinion import card, citation_of, next_own
from review_ui.review_page import refused, saved, seen, version_in
from review_ui.service import service_of

router = APIRouter()

Writer = Annotated[Visitor, may("review.write")]


@router.post("/dossiers/{dossier}/relecture/enonces")
def add(request: Request, dossier: str, visitor: Writer) -> Response:
    """Add a statement of the doctor's own."""
    service, form = service_of(request), visitor.form
    identifier = next_own(service.review.review(visitor.account, dossier))
    cited = set(form.texts("cites"))
    cites = tuple(citation_of(f) for f in service.intake.view(dossier).facts if f.id in cited) if cited else ()
    try:
        decision = _decision(identifier, "added", form, section=_section(form), cites=cites)
        service.review.decide(visitor.account, dossier, version_in(form), decision)
    except EngineError as error:
        return refused(request, visitor, dossier, "ajouter", error, "add")
    return _answer(request, visitor, dossier, "added", identifier)


@router.post("/dossiers/{dossier}/relecture/enonces/{statement}")
def decide(request: Request, dossier: str, statement: str, visitor: Writer) -> Response:
    """Keep, edit or remove a statement; a text that saves itself says nothing of `done`."""
    service, form = service_of(request), visitor.form
    try:
        before = service.review.review(visitor.account, dossier).decision(statement)
        own = {"section": before.section, "cites": before.cites} if before and before.verdict == "added" else {}
        decision = _decision(statement, "added" if own else form.text("verdict"), form, **own)
        service.review.decide(visitor.account, dossier, version_in(form), decision)
    except EngineError as error:
        saving_itself = form.text("verdict") in ("edited", "added") and not form.text("done")
        return refused(request, visitor, dossier, f"enonce-{statement}", error, "" if saving_itself else "card")
    if decision.verdict in ("edited", "added") and not form.text("done"):
        return _answer(request, visitor, dossier, "head", statement, focus=False)
    return _answer(request, visitor, dossier, "card", statement)


@router.post("/dossiers/{dossier}/relecture/enonces/{statement}/annuler")
def undo(request: Request, dossier: str, statement: str, visitor: Writer) -> Response:
    """Make a statement undecided again; one of the doctor's own goes."""
    try:
        service_of(request).review.undo(visitor.account, dossier, version_in(visitor.form), statement)
    except EngineError as error:
        return refused(request, visitor, dossier, f"enonce-{statement}", error, "card")
    return _answer(request, visitor, dossier, "card", statement)


def _answer(
    request: Request, visitor: Visitor, dossier: str, part: str, statement: str, *, focus: bool = True
) -> Response:
    given = seen(request, visitor, dossier)
    found = card(given["dossier"], given["view"], statement)
    # The card of an own statement that was taken back is gone: the place to add one is what is left.
    anchor = found.anchor if found else "ajouter"
    wanted = anchor if focus or "hx-request" not in request.headers else None
    return saved(request, visitor, dossier, part, wanted, card=found)


def _decision(statement: str, verdict: str, form: Fields, **more: object) -> Decision:
    """Raises `NotYet` for a verdict that is none and a text that is too long."""
    try:
        return Decision.model_validate(
            {
                "statement": statement,
                "verdict": verdict,
                "text": form.text("text") if verdict in ("edited", "added") else None,
                "reason_fr": form.text("reason") if verdict == "removed" else None,
                "at": datetime.now(UTC),
                **more,
            }
        )
    except ValidationError as error:
        long = any(each["type"] == "string_too_long" for each in error.errors())
        told = "Le texte dépasse 4 000 caractères : raccourcissez-le." if long else "Choix inconnu. Rechargez la page."
        raise NotYet(what=told) from None


def _section(form: Fields) -> Section | None:
    return next((s for s in get_args(Section) if s == form.text("section")), None)
