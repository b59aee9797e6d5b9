"""The review of a dossier: the doctor's own read first, then conclusion, agreement and what becomes of the draft."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine import EngineError
from review_ui.access import Visitor, may
from review_ui.attempt import Attempt
from review_ui.opinion_forms import conclusion_of, labels_of, position_of
from review_ui.page import go
from review_ui.review_page import address, refused, saved, show, version_in
from review_ui.service import service_of

router = APIRouter()

Reader = Annotated[Visitor, may("review.read")]
Writer = Annotated[Visitor, may("review.write")]


@router.get("/dossiers/{dossier}/relecture")
def review(request: Request, dossier: str, visitor: Reader) -> Response:
    """The review as it stands."""
    service_of(request).intake.opened(visitor.account, dossier, "relecture")
    return show(request, visitor, dossier)


@router.post("/dossiers/{dossier}/relecture/lecture")
def read(request: Request, dossier: str, visitor: Writer) -> Response:
    """Record the doctor's own read, once."""
    service = service_of(request)
    position, errors = position_of(service.intake.view(dossier), visitor.form)
    if position is None:
        attempt = Attempt("lecture", visitor.form, "Il manque encore quelque chose à votre lecture.")
        return show(request, visitor, dossier, attempt, errors, status=422)
    try:
        service.review.read(visitor.account, dossier, version_in(visitor.form), position)
    except EngineError as error:
        return refused(request, visitor, dossier, "lecture", error)
    said = "Votre lecture indépendante est enregistrée ; elle ne change plus. Le pré-avis est maintenant ouvert."
    return go(request, address(dossier), said=said)


@router.post("/dossiers/{dossier}/relecture/conclusion")
def conclude(request: Request, dossier: str, visitor: Writer) -> Response:
    """Save the conclusion as far as it is filled in."""
    service = service_of(request)
    try:
        conclusion = conclusion_of(service.intake.view(dossier), visitor.form)
        service.review.conclude(visitor.account, dossier, version_in(visitor.form), conclusion)
    except EngineError as error:
        return refused(request, visitor, dossier, "conclusion", error)
    return saved(request, visitor, dossier, focus=None if _is_htmx(request) else "conclusion")


@router.post("/dossiers/{dossier}/relecture/accord")
def agree(request: Request, dossier: str, visitor: Writer) -> Response:
    """Save how the opinion agrees with the first one, as far as the doctor says."""
    try:
        labels = labels_of(visitor.form)
        service_of(request).review.label(visitor.account, dossier, version_in(visitor.form), labels)
    except EngineError as error:
        return refused(request, visitor, dossier, "accord", error)
    return saved(request, visitor, dossier, focus=None if _is_htmx(request) else "accord")


@router.post("/dossiers/{dossier}/relecture/inutilise")
def leave_unused(request: Request, dossier: str, visitor: Writer) -> Response:
    """Leave the draft unused, or take it up again."""
    unused = visitor.form.text("unused") == "1"
    try:
        service_of(request).review.leave_unused(visitor.account, dossier, version_in(visitor.form), unused)
    except EngineError as error:
        return refused(request, visitor, dossier, "pre-avis", error)
    said = (
        "Le pré-avis n'est pas utilisé : l'avis ne contiendra que vos énoncés." if unused else "Le pré-avis est repris."
    )
    return go(request, f"{address(dossier)}#pre-avis", said=said)


@router.post("/dossiers/{dossier}/relecture/reprendre")
def take_newer(request: Request, dossier: str, visitor: Writer) -> Response:
    """Go on with the draft that stands now."""
    try:
        service_of(request).review.take_newer(visitor.account, dossier, version_in(visitor.form))
    except EngineError as error:
        return refused(request, visitor, dossier, "nouveau", error)
    said = "Vous relisez le pré-avis actuel. Ce qui n'a pas changé garde votre décision."
    return go(request, f"{address(dossier)}#pre-avis", said=said)


def _is_htmx(request: Request) -> bool:
    return "hx-request" in request.headers
