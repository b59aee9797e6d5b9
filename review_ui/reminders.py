"""Patients who have not answered: who they are, reminders to many at once, letters to print and post."""

import re
import secrets
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from engine import PROMISE_DAYS, SILENT_DAYS
from review_ui.access import Visitor, may
from review_ui.failures import Told, failure
from review_ui.page import go, page
from review_ui.service import service_of
from review_ui.uploads import attachment

router = APIRouter()
BATCH = re.compile(r"[A-Za-z0-9_-]{8,40}")
LONGEST_DAYS = 90


@router.get("/relances")
def silent(request: Request, _: Annotated[Visitor, may("dossier.request")], jours: str = "") -> Response:
    """The dossiers whose patient has not answered for some days, and the letters that wait to be posted."""
    return _list(request, _days(jours))


@router.post("/relances/apercu")
def preview(request: Request, visitor: Annotated[Visitor, may("dossier.request")]) -> Response:
    """What would be sent to those that were ticked."""
    service, form = service_of(request), visitor.form
    chosen = form.texts("dossier")
    if not chosen:
        return _list(request, _days(form.text("jours")), 422, "Cochez au moins un dossier.")
    reminders = service.reminders.prepared(chosen)
    ready = [r for r in reminders if r.prepared is not None]
    return page(
        request,
        "requests/preview.html",
        ready=ready,
        stuck=[r for r in reminders if r.prepared is None],
        emails=sum(r.prepared is not None and r.prepared.form == "email" for r in ready),
        batch=secrets.token_urlsafe(12),
        answered=len(chosen) - len(reminders),
    )


@router.post("/relances")
def remind(request: Request, visitor: Annotated[Visitor, may("dossier.request")]) -> Response:
    """Send the reminders of a lot; a second click leads to what the first one did."""
    form, service = visitor.form, service_of(request)
    batch, chosen = form.text("batch"), form.texts("dossier")
    if not BATCH.fullmatch(batch) or not chosen:
        return go(request, "/relances", "warning", "Cochez d'abord des dossiers, puis relisez l'aperçu.")
    service.reminders.send(visitor.account, chosen, batch)
    return go(request, f"/relances/{batch}")


# Before the page of a lot: its address would be one.
@router.get("/relances/{batch}.pdf")
def printed(request: Request, _: Annotated[Visitor, may("dossier.request")], batch: str) -> Response:
    """All letters of a lot, to print at once."""
    service = service_of(request)
    lines = [
        line for line in service.reminders.batch(batch) if line.request.form == "letter" and line.state != "withdrawn"
    ]
    if not lines:
        return failure(request, 404, Told("Aucun courrier", "Cet envoi n'a pas de courrier à imprimer."))
    return attachment(service.requests.printed(lines), "courriers.pdf", "application/pdf")


@router.get("/relances/{batch}")
def lot(request: Request, _: Annotated[Visitor, may("dossier.request")], batch: str) -> Response:
    """What became of the reminders of a lot."""
    service = service_of(request)
    lines = service.reminders.batch(batch)
    if not lines:
        return go(
            request, "/relances", "info", "Rien n'a été envoyé : ces patients ont répondu, ou sont déjà relancés."
        )
    names = {line.request.dossier: service.intake.listed_one(line.request.dossier) for line in lines}
    letters = [line for line in lines if line.request.form == "letter"]
    to_post = [line for line in letters if line.open]
    return page(request, "requests/lot.html", lines=lines, names=names, batch=batch, letters=letters, to_post=to_post)


@router.post("/relances/{batch}/reprise")
def withdraw(request: Request, visitor: Annotated[Visitor, may("dossier.request")], batch: str) -> Response:
    """Take back all that has not left of a lot."""
    service = service_of(request)
    open_ = [line.request for line in service.reminders.batch(batch) if line.open]
    done = sum(service.requests.withdraw(visitor.account, r.dossier, r.id) for r in open_)
    said = f"{done} repris sur {len(open_)}. Rien de ceux-là n'est parti." if done else "Tout est déjà parti ou repris."
    return go(request, f"/relances/{batch}", "success" if done else "warning", said)


@router.post("/relances/{batch}/postees")
def posted(request: Request, visitor: Annotated[Visitor, may("dossier.request")], batch: str) -> Response:
    """Say that all letters of a lot were posted."""
    service = service_of(request)
    letters = [r.request for r in service.reminders.batch(batch) if r.open and r.request.form == "letter"]
    done = sum(service.requests.posted(visitor.account, letter.dossier, letter.id) for letter in letters)
    return go(request, f"/relances/{batch}", said=f"Courriers notés comme postés aujourd'hui : {done}.")


def _list(request: Request, days: int, status: int = 200, error: str = "") -> HTMLResponse:
    service = service_of(request)
    return page(
        request,
        "requests/silent.html",
        status,
        rows=service.reminders.unanswered(days),
        days=days,
        error=error,
        promise=PROMISE_DAYS,
        today=service.intake.today(),
        letters=service.reminders.letters_to_post(),
        names={p.id: p.label_fr for p in service.intake.pathways()},
    )


def _days(given: str) -> int:
    return min(int(given), LONGEST_DAYS) if given.isascii() and given.isdecimal() and len(given) < 4 else SILENT_DAYS
