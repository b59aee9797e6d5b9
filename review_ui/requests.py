"""Requests to a patient: where the patient is reached, a message to read again and send, and what became of each."""

import secrets
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from engine import DossierView, EngineError, NothingToAsk, Prepared, Telling
from engine.domain.mark import MarkKind
from engine.domain.request import SUBJECT_MAX, TEXT_MAX, AskedPiece, CallAnswer, RequestForm, RequestLine
from review_ui.access import Visitor, may
from review_ui.dossier_page import dossier_page
from review_ui.failures import Told, failure, is_theirs
from review_ui.incoming import Fields
from review_ui.page import Notice, go
from review_ui.service import service_of
from review_ui.typed import Errors, chosen, day, line
from review_ui.uploads import attachment

router = APIRouter()
FORMS: Mapping[str, RequestForm] = {"courriel": "email", "courrier": "letter", "appel": "phone"}
PHONE_MAX, ADDRESS_MAX, NOTE_MAX = 40, 500, 1000
REACHED = ("oui", "non")
SAID: Mapping[str, MarkKind | None] = {
    "promis": "promised",
    "refuse": "refused",
    "absent": "nonexistent",
    "rien": None,
}
GONE = "Ce message est déjà parti, ou a déjà été repris. Relisez la liste."


@router.get("/dossiers/{dossier}/demandes")
def requests(request: Request, visitor: Annotated[Visitor, may("dossier.request")], dossier: str) -> Response:
    """What was asked of the patient, what came back, and where the patient is reached."""
    return _list(request, visitor, dossier)


@router.post("/dossiers/{dossier}/demandes/coordonnees")
def contact(request: Request, visitor: Annotated[Visitor, may("dossier.request")], dossier: str) -> Response:
    """Keep where the patient is reached."""
    service, form, errors = service_of(request), visitor.form, Errors()
    service.intake.view(dossier)
    typed = {name: form.text(name).replace("\r\n", "\n") for name in ("email", "phone", "address", "email_agreed")}
    if typed["email"] and not service.requests.is_address(typed["email"]):
        errors.keep("email", "Vérifiez cette adresse : nom@domaine.fr, une seule adresse, sans accent.")
    line("phone", typed["phone"], errors, longest=PHONE_MAX)
    line("address", typed["address"], errors, longest=ADDRESS_MAX)
    if errors:
        return _list(request, visitor, dossier, 422, errors=errors, typed=typed)
    service.requests.save_contact(
        visitor.account,
        dossier,
        email=typed["email"],
        phone=typed["phone"],
        address=typed["address"],
        email_agreed=typed["email_agreed"] == "oui",
    )
    return go(request, f"/dossiers/{dossier}/demandes", said="Coordonnées enregistrées.")


@router.get("/dossiers/{dossier}/demandes/nouvelle")
def new(
    request: Request,
    visitor: Annotated[Visitor, may("dossier.request")],
    dossier: str,
    forme: str = "",
    repris: str = "",
) -> Response:
    """A message as proposed, to read again; `repris` is one that was taken back, to go on from its words."""
    service, form = service_of(request), FORMS.get(forme, "email")
    view = service.intake.view(dossier)
    try:
        prepared = service.requests.prepare(view, form)
    except NothingToAsk as error:
        return go(request, f"/dossiers/{dossier}/demandes", "info", str(error))
    before = service.requests.line(dossier, repris) if repris else None
    typed = {"subject": prepared.proposed.subject, "text": prepared.proposed.text_fr}
    if before is not None and before.request.form == form:
        typed = {"subject": before.request.subject.partition(" [")[0], "text": before.request.text_fr}
    return _editor(request, visitor, view, prepared, {"once": secrets.token_urlsafe(12), **typed})


@router.post("/dossiers/{dossier}/demandes/nouvelle")
def send(request: Request, visitor: Annotated[Visitor, may("dossier.request")], dossier: str) -> Response:
    """Send an e-mail or a letter; a second click changes nothing."""
    service, form, errors = service_of(request), visitor.form, Errors()
    view, wanted = service.intake.view(dossier), FORMS.get(form.text("forme"))
    if wanted is None or wanted == "phone":
        return go(request, f"/dossiers/{dossier}/demandes", "warning", "Choisissez un courriel ou un courrier.")
    try:
        prepared = service.requests.prepare(view, wanted)
    except NothingToAsk as error:
        return go(request, f"/dossiers/{dossier}/demandes", "info", str(error))
    typed = {name: form.text(name).replace("\r\n", "\n") for name in ("once", "subject", "text")}
    line("subject", typed["subject"], errors, longest=SUBJECT_MAX, missing="Écrivez un objet.")
    line("text", typed["text"], errors, longest=TEXT_MAX, missing="Écrivez le message.")
    if prepared.lacking_fr:
        errors.keep("to", f"{prepared.lacking_fr} Notez-la dans les coordonnées.")
    said = None if errors else _sent(request, visitor, view, prepared, typed, errors)
    if said is None:
        return _editor(request, visitor, view, prepared, typed, errors, 422)
    return go(request, f"/dossiers/{dossier}/demandes", said.tone, said.text)


def _sent(
    request: Request,
    visitor: Visitor,
    view: DossierView,
    prepared: Prepared,
    typed: Mapping[str, str],
    errors: Errors,
) -> Notice | None:
    """Send what was typed and say what happens next; None with the reason in `errors`."""
    once = typed["once"] or visitor.form.text("csrf")
    given = {"subject": typed["subject"], "text_fr": typed["text"]}
    try:
        kept = service_of(request).requests.send(visitor.account, view, prepared, once, **given)
    except Telling as error:
        errors.keep("subject", str(error))
        return None
    except EngineError as error:
        if not is_theirs(error):
            raise
        errors.keep("text", str(error))
        return None
    if kept is None:
        return Notice("info", "Ce message était déjà enregistré : il n'est pas envoyé deux fois.")
    if kept.form == "email":
        return Notice("success", "Le courriel part dans 5 minutes. Jusque-là, vous pouvez le reprendre.")
    return Notice("success", "Le courrier est prêt. Imprimez-le, puis dites quand il est posté.")


@router.post("/dossiers/{dossier}/demandes/appel")
def call(request: Request, visitor: Annotated[Visitor, may("dossier.request")], dossier: str) -> Response:
    """Keep a call with what was said of each piece."""
    service, form, errors = service_of(request), visitor.form, Errors()
    view, base = service.intake.view(dossier), f"/dossiers/{dossier}/demandes"
    try:
        prepared = service.requests.prepare(view, "phone")
    except NothingToAsk as error:
        return go(request, base, "info", str(error))
    reached = chosen("reached", form.text("reached"), REACHED, errors, "Dites si le patient a répondu.")
    note = line("note", form.text("note"), errors, longest=NOTE_MAX)
    answers = _answers(request, form, prepared, errors) if reached == "oui" else ()
    if errors:
        brought = {name: form.text(name) for name in form.data if name != "csrf"}
        typed = {"once": secrets.token_urlsafe(12), **brought}
        return _editor(request, visitor, view, prepared, typed, errors, 422)
    once, spoke = form.text("once") or form.text("csrf"), reached == "oui"
    kept = service.requests.called(visitor.account, view, prepared, once, answers, reached=spoke, note_fr=note)
    if kept is None:
        return go(request, base, "info", "Cet appel était déjà enregistré.")
    said = "Appel enregistré, avec les réponses du patient." if spoke else "Appel sans réponse enregistré."
    return go(request, base, said=said)


@router.post("/dossiers/{dossier}/demandes/{message}/reprise")
def withdraw(
    request: Request, visitor: Annotated[Visitor, may("dossier.request")], dossier: str, message: str
) -> Response:
    """Take back a message that has not left."""
    done = service_of(request).requests.withdraw(visitor.account, dossier, message)
    said = "Message repris : rien n'est parti." if done else GONE
    return go(request, f"/dossiers/{dossier}/demandes", "success" if done else "warning", said)


@router.post("/dossiers/{dossier}/demandes/{message}/postee")
def posted(
    request: Request, visitor: Annotated[Visitor, may("dossier.request")], dossier: str, message: str
) -> Response:
    """Say that a printed letter was posted."""
    done = service_of(request).requests.posted(visitor.account, dossier, message)
    said = "Courrier noté comme posté aujourd'hui." if done else GONE
    return go(request, f"/dossiers/{dossier}/demandes", "success" if done else "warning", said)


@router.get("/dossiers/{dossier}/demandes/{message}.pdf")
def printed(request: Request, _: Annotated[Visitor, may("dossier.request")], dossier: str, message: str) -> Response:
    """A letter to print."""
    service = service_of(request)
    found = service.requests.line(dossier, message)
    if found is None or found.request.form != "letter":
        return failure(request, 404, Told("Courrier introuvable", "Ce dossier n'a pas de courrier de ce numéro."))
    return attachment(service.requests.printed([found]), f"courrier-{dossier}.pdf", "application/pdf")


def spoken(prepared: Prepared) -> dict[str, list[AskedPiece]]:
    """The pieces to go through on the phone, each sentence once."""
    found: dict[str, list[AskedPiece]] = {}
    for piece in prepared.wanted.pieces:
        found.setdefault(piece.sentence_fr, []).append(piece)
    return found


def _answers(request: Request, form: Fields, prepared: Prepared, errors: Errors) -> tuple[CallAnswer, ...]:
    today, found = service_of(request).intake.today(), []
    for number, (sentence, pieces) in enumerate(spoken(prepared).items()):
        said = form.text(f"said_{number}")
        if said not in SAID:
            errors.keep(f"said_{number}", "Cochez ce que le patient a répondu, ou « Rien de précis ».")
            continue
        kind = SAID[said]
        on = day(f"on_{number}", form.text(f"on_{number}"), errors) if kind == "promised" else None
        if on is not None and on < today:
            errors.keep(f"on_{number}", "Ce jour est passé.")
        note = line(f"note_{number}", form.text(f"note_{number}"), errors, longest=NOTE_MAX)
        given = {"sentence_fr": sentence, "note_fr": note}
        kept = {**given, "kind": kind, "on": on if f"on_{number}" not in errors else None}
        # What two requirements share is asked once, and its answer is noted of both.
        names = dict.fromkeys(piece.requirement for piece in pieces)
        found += [CallAnswer.model_validate({**kept, "requirement": name}) for name in names]
    return tuple(found)


def _editor(
    request: Request,
    visitor: Visitor,
    view: DossierView,
    prepared: Prepared,
    typed: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    template = "requests/call.html" if prepared.form == "phone" else "requests/message.html"
    forme = next(name for name, form in FORMS.items() if form == prepared.form)
    shown = {"prepared": prepared, "spoken": spoken(prepared), "typed": typed, "errors": errors or {}, "forme": forme}
    limits = {"subject_max": SUBJECT_MAX, "text_max": TEXT_MAX, "house": service_of(request).requests.house}
    return dossier_page(request, visitor, view, template, status, **shown, **limits)


def _list(
    request: Request,
    visitor: Visitor,
    dossier: str,
    status: int = 200,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> HTMLResponse:
    service = service_of(request)
    view, known = service.intake.view(dossier), service.requests.contact(dossier)
    given = {"email": "", "phone": "", "address": "", "email_agreed": ""}
    if known is not None:
        told = {name: getattr(known, name) or "" for name in ("email", "phone", "address")}
        given = {**told, "email_agreed": "oui" if known.email_agreed else ""}
    lines = service.requests.lines(dossier)
    wanted = service.requests.wanted(view)
    return dossier_page(
        request,
        visitor,
        view,
        "requests/list.html",
        status,
        contact=known,
        typed=typed or given,
        errors=errors or {},
        lines=lines,
        late=[line.request.id for line in lines if _late(request, line)],
        replies=service.replies.of(dossier),
        wanted=wanted,
        asks=bool(wanted and (wanted.pieces or wanted.questions)),
    )


def _late(request: Request, line: RequestLine) -> bool:
    """Whether an e-mail should have left and nobody carried it out."""
    leaves_at = line.request.leaves_at
    return line.state == "waiting" and leaves_at is not None and service_of(request).requests.overdue(leaves_at)
