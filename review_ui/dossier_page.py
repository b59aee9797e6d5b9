"""What every page of a dossier shows around its own content."""

from collections.abc import Mapping
from typing import NamedTuple

from fastapi import Request
from starlette.responses import HTMLResponse

from engine import PROMISE_DAYS, DossierView
from engine.domain.document import KINDS_FR, Document
from engine.domain.wording import typeset
from review_ui.access import Visitor
from review_ui.page import page
from review_ui.service import service_of
from review_ui.words import FLAG_ACTIONS, ORIGINS_FR, OTHER_ACTION, OWNERS_FR, SEXES_FR


class Section(NamedTuple):
    """One page of a dossier in its row of tabs."""

    label: str
    href: str
    current: bool


def dossier_page(
    request: Request, visitor: Visitor, view: DossierView, template: str, status: int = 200, **context: object
) -> HTMLResponse:
    """Render a page of a dossier with its head: patient, state, age against the promise, doctor, sections."""
    service, dossier = service_of(request), view.dossier
    patient = f"{dossier.patient.family_name} {dossier.patient.given_name}"
    shared: dict[str, object] = {
        "title": f"{patient}, dossier {dossier.id}",
        "view": view,
        "base": f"/dossiers/{dossier.id}",
        "patient": patient,
        "sex": SEXES_FR[dossier.patient.sex],
        "years": dossier.patient.age_on(service.intake.today()),
        "days": service.intake.age(view.listed),
        "clock": service.pieces.clock(view.listed),
        "promise": PROMISE_DAYS,
        "doctor_name": people(request).get(view.doctor or ""),
        "sections": _sections(request, visitor, dossier.id),
        "unvalidated": view.pathway.status != "published",
        "kinds": KINDS_FR,
        "owners": OWNERS_FR,
        "origins": ORIGINS_FR,
        "flag_action": lambda action: FLAG_ACTIONS.get(action, OTHER_ACTION),
        "typeset": typeset,
        "today": service.intake.today(),
        "is_doctor": visitor.account.role == "doctor",
    }
    return page(request, template, status, **{**shared, **context})


def people(request: Request) -> Mapping[str, str]:
    """The names of all accounts by their id."""
    return {member.account.id: member.account.name for member in service_of(request).accounts.members()}


def page_href(dossier: str, upload: str, number: int, **query: object) -> str:
    """The address of a page, with what to mark on it (`fait`, `passage`)."""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/dossiers/{dossier}/pages/{upload}/{number}" + (f"?{asked}" if asked else "")


def document_href(dossier: str, document: Document) -> str:
    """The address of a document's first page."""
    return page_href(dossier, document.upload, document.pages[0])


def _sections(request: Request, visitor: Visitor, dossier: str) -> tuple[Section, ...]:
    base, path = f"/dossiers/{dossier}", request.url.path
    ways = [("Dossier", base), ("Complétude", f"{base}/completude"), ("Chronologie", f"{base}/chronologie")]
    of_doctor, of_staff = (
        [("Relecture", f"{base}/relecture")],
        [("Demandes", f"{base}/demandes"), ("Fiche", f"{base}/fiche")],
    )
    ways += of_doctor if visitor.account.role == "doctor" else of_staff
    ways += [("Questionnaire", f"{base}/questionnaire"), ("Accords", f"{base}/accords")]
    return tuple(
        Section(label, href, path == href or (href != base and path.startswith(f"{href}/"))) for label, href in ways
    )
