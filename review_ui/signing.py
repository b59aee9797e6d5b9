"""The signature: what will be signed, the doctor's fresh proof, and what was signed with its addenda."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from engine import EngineError, KeyExpired, NotYet, ReviewConflict, TooManyAttempts, WrongPassword
from engine.domain.document import kind_fr
from engine.domain.signed import SignatureCheck, SignedOpinion
from review_ui.access import Visitor, may
from review_ui.opinion import AXES_FR, SECTIONS_FR, SEVERITIES_FR, to_mend
from review_ui.opinion_forms import ON_FR
from review_ui.page import go, page
from review_ui.review_page import address, version_in
from review_ui.service import service_of

router = APIRouter()

Signatory = Annotated[Visitor, may("review.sign")]

# What a doctor mends by hand; any other failure is the service's own and has its page.
MENDED: dict[type[EngineError], int] = {
    WrongPassword: 422,
    KeyExpired: 422,
    NotYet: 422,
    ReviewConflict: 409,
    TooManyAttempts: 429,
}


@router.get("/dossiers/{dossier}/signature")
def before_or_after(request: Request, dossier: str, visitor: Signatory) -> Response:
    """What will be signed, or what was."""
    service_of(request).intake.opened(visitor.account, dossier, "signature")
    return _show(request, visitor, dossier)


@router.post("/dossiers/{dossier}/signature")
def sign(request: Request, dossier: str, visitor: Signatory) -> Response:
    """Sign the review as it was shown."""
    service, form = service_of(request), visitor.form
    view = service.intake.view(dossier)
    try:
        service.signing.sign(
            visitor.account,
            view,
            version_in(form),
            form.secret("password"),
            form.text("code").replace(" ", ""),
            seen=form.text("seen"),
        )
    except EngineError as error:
        return _show(request, visitor, dossier, error)
    return go(request, f"/dossiers/{dossier}/signature", said="L'avis est signé. Il ne change plus.")


@router.get("/dossiers/{dossier}/addendum")
def addendum(request: Request, dossier: str, visitor: Signatory) -> Response:
    """The form of an addendum."""
    service_of(request).intake.opened(visitor.account, dossier, "addendum")
    return _addendum(request, visitor, dossier)


@router.post("/dossiers/{dossier}/addendum")
def add(request: Request, dossier: str, visitor: Signatory) -> Response:
    """Sign an addendum to the signed opinion."""
    service, form = service_of(request), visitor.form
    view = service.intake.view(dossier)
    try:
        service.signing.add(
            visitor.account, view, form.text("text"), form.secret("password"), form.text("code").replace(" ", "")
        )
    except EngineError as error:
        return _addendum(request, visitor, dossier, error)
    return go(request, f"/dossiers/{dossier}/signature", said="L'addendum est signé.")


def _show(request: Request, visitor: Visitor, dossier_id: str, error: EngineError | None = None) -> HTMLResponse:
    service = service_of(request)
    dossier = service.intake.view(dossier_id)
    given: dict[str, Any] = _words(dossier_id, error) | {
        "dossier": dossier,
        "title": f"Signature {dossier_id}",
        "unvalidated": dossier.pathway.status != "published",
    }
    status = _status(error)
    if dossier.signed:
        checked = [(signed, service.signing.check(dossier_id, signed.opinion.number)) for signed in dossier.signed]
        return page(request, "signing/signed.html", status, **given, signed=checked, opinion=_first(checked))
    view = service.review.view(visitor.account, dossier)
    blocks = service.signing.blocks(visitor.account, dossier, view)
    opinion = None if blocks else service.signing.preview(visitor.account, dossier, view)
    more = {"view": view, "blocks": to_mend(blocks, view.review), "opinion": opinion}
    return page(request, "signing/show.html", status, **given, **more)


def _addendum(request: Request, visitor: Visitor, dossier_id: str, error: EngineError | None = None) -> Response:
    dossier = service_of(request).intake.view(dossier_id)
    if not dossier.signed:
        return go(request, f"/dossiers/{dossier_id}/signature", "info", "Un addendum complète un avis déjà signé.")
    given = _words(dossier_id, error) | {
        "dossier": dossier,
        "title": f"Addendum {dossier_id}",
        "text": visitor.form.secret("text"),
        "unvalidated": dossier.pathway.status != "published",
    }
    return page(request, "signing/addendum.html", _status(error), **given)


def _words(dossier_id: str, error: EngineError | None) -> dict[str, Any]:
    return {
        "base": address(dossier_id),
        "error": str(error) if error else None,
        "conflict": isinstance(error, ReviewConflict),
        "sections_fr": SECTIONS_FR,
        "on_fr": ON_FR,
        "severities": {level: (name, told) for level, name, told in SEVERITIES_FR},
        "axes": {axis: name for axis, name, _ in AXES_FR},
        "kind_fr": kind_fr,
    }


def _status(error: EngineError | None) -> int:
    """The answer's status; a failure that no doctor can mend is raised again."""
    if error is None:
        return 200
    found = next((status for kind, status in MENDED.items() if isinstance(error, kind)), None)
    if found is None:
        raise error
    return found


def _first(checked: list[tuple[SignedOpinion, SignatureCheck]]) -> Any:
    return checked[0][0].opinion
