"""Signed documents, read by those who work on the dossier and handed over with the patient's consent."""

from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Request
from starlette.responses import Response

from engine import NoConsent, NotSigned
from review_ui.access import Visitor, may
from review_ui.failures import Told, failure
from review_ui.service import service_of
from review_ui.uploads import attachment

router = APIRouter()
Recipient = Literal["patient", "treating_doctor"]
PDF = "application/pdf"


@router.get("/dossiers/{dossier}/avis/{number}.pdf")
def opinion(
    request: Request, visitor: Annotated[Visitor, may("opinion.download")], dossier: str, number: int
) -> Response:
    """The signed document, byte for byte."""
    service = service_of(request)
    service.intake.view(dossier)
    try:
        content = service.signing.pdf(visitor.account, dossier, number)
    except NotSigned as error:
        return failure(request, 409, Told("L'avis n'est pas signé", str(error)))
    except NoConsent as error:
        return failure(request, 409, Told("Le patient n'a pas donné son accord", str(error)))
    return attachment(content, _filename(dossier, number), PDF)


@router.post("/dossiers/{dossier}/avis/{number}/remise")
def deliver(
    request: Request, visitor: Annotated[Visitor, may("opinion.deliver")], dossier: str, number: int
) -> Response:
    """Keep to whom a signed document is handed over, and give it."""
    service, wanted = service_of(request), visitor.form.text("recipient")
    service.intake.view(dossier)
    recipient: Recipient | None = next((r for r in get_args(Recipient) if r == wanted), None)
    if recipient is None:
        told = "Choisissez à qui l'avis est remis : au patient ou à son médecin traitant."
        return failure(request, 422, Told("Destinataire à choisir", told))
    try:
        content = service.signing.deliver(visitor.account, dossier, number, recipient)
    except NotSigned as error:
        return failure(request, 409, Told("L'avis n'est pas signé", str(error)))
    except NoConsent as error:
        return failure(request, 409, Told("Le patient n'a pas donné son accord", str(error)))
    return attachment(content, _filename(dossier, number), PDF)


def _filename(dossier: str, number: int) -> str:
    return f"{dossier}-avis.pdf" if number == 1 else f"{dossier}-addendum-{number - 1}.pdf"
