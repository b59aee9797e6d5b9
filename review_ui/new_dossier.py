"""The intake form: a new dossier, and the one that is there already."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from engine import EngineError
from engine.domain.pathway import Pathway
from engine.domain.questionnaire import AskedVariable
from engine.domain.wording import typeset
from review_ui.access import Visitor, may
from review_ui.dossier_page import dossier_page
from review_ui.failures import is_theirs
from review_ui.intake_form import CONSENTS, Typed, fingerprint, read, typed_in, typed_of
from review_ui.page import Notice, go, page
from review_ui.service import service_of
from review_ui.typed import Errors

router = APIRouter()
NO_PROCESSING = (
    "Sans cet accord, le dossier ne peut être ni enregistré ni lu : rien n'a été gardé. Expliquez-le au patient ; s'il "
    "accepte, notez « oui » et enregistrez."
)
CHANGED = (
    "Cette fiche a été modifiée entre-temps par quelqu'un d'autre. Rien n'est perdu : ce que vous avez écrit est "
    "ci-dessous. Comparez avec la fiche enregistrée, puis enregistrez de nouveau pour garder votre version."
)


@router.get("/dossiers/nouveau")
def new(request: Request, visitor: Annotated[Visitor, may("dossier.create")], pathway: str = "") -> Response:
    """An empty form."""
    typed = {"pathway": pathway, "received_on": service_of(request).intake.today().isoformat()}
    return _form(request, typed)


@router.post("/dossiers/nouveau")
def create(request: Request, visitor: Annotated[Visitor, may("dossier.create")]) -> Response:
    """Open a dossier, or give the form back with what is wrong."""
    intake, typed = service_of(request).intake, typed_in(visitor.form)
    pathway, questions = _asked(request, typed)
    if visitor.form.text("champs"):
        return _form(request, typed)
    given, errors = read(typed, pathway, questions, intake.today(), {})
    if typed["consent_processing"] == "non":
        errors["consent_processing"] = NO_PROCESSING
    if given is None or errors:
        return _form(request, typed, errors, 422)
    try:
        made = intake.create(visitor.account, given)
    except EngineError as error:
        if not is_theirs(error):
            raise
        return _form(request, typed, errors, 422, (Notice("danger", str(error)),))
    return go(request, f"/dossiers/{made.id}", said="Dossier créé. Ajoutez maintenant les documents du patient.")


@router.get("/dossiers/{dossier}/fiche")
def sheet(request: Request, visitor: Annotated[Visitor, may("dossier.edit")], dossier: str) -> Response:
    """The form with what is known."""
    kept = service_of(request).intake.view(dossier).dossier
    shown = _sheet(request, visitor, dossier, typed_of(kept), fingerprint(kept))
    service_of(request).intake.opened(visitor.account, dossier, "intake")
    return shown


@router.post("/dossiers/{dossier}/fiche")
def change(request: Request, visitor: Annotated[Visitor, may("dossier.edit")], dossier: str) -> Response:
    """Keep what was changed, or give the form back."""
    intake, form = service_of(request).intake, visitor.form
    typed, kept = typed_in(form), intake.view(dossier).dossier
    pathway, questions = _asked(request, typed)
    known = kept.questionnaire if pathway and pathway.id == kept.pathway else {}
    if form.text("champs"):
        return _sheet(request, visitor, dossier, typed, form.text("seen"))
    given, errors = read(typed, pathway, questions, intake.today(), known)
    if given is None:
        return _sheet(request, visitor, dossier, typed, form.text("seen"), errors, 422)
    if form.text("seen") != fingerprint(kept):
        told = (Notice("warning", CHANGED),)
        return _sheet(request, visitor, dossier, typed, fingerprint(kept), errors, 409, told)
    try:
        intake.change(visitor.account, kept.model_copy(update=dict(given)), seen=kept)
    except EngineError as error:
        if not is_theirs(error):
            raise
        told = (Notice("danger", str(error)),)
        return _sheet(request, visitor, dossier, typed, form.text("seen"), errors, 422, told)
    return go(request, f"/dossiers/{dossier}", said="Fiche enregistrée.")


def _asked(request: Request, typed: Typed) -> tuple[Pathway | None, tuple[AskedVariable, ...]]:
    """The pathway that is chosen, with its questions."""
    intake = service_of(request).intake
    pathway = next((p for p in intake.pathways() if p.id == typed.get("pathway")), None)
    asked = intake.questions(pathway) if pathway else ()
    return pathway, tuple(q.model_copy(update={"question_fr": typeset(q.question_fr)}) for q in asked)


def _fields(request: Request, typed: Typed, errors: Errors | None) -> dict[str, object]:
    pathway, questions = _asked(request, typed)
    return {
        "typed": typed,
        "errors": errors or Errors(),
        "pathway": pathway,
        "pathways": [(p.id, p.label_fr) for p in service_of(request).intake.pathways()],
        "patient_questions": [(q.id, typeset(q.label_fr)) for q in pathway.patient_questions] if pathway else [],
        "choices": {q.id: _choices(q, typed.get(f"q_{q.id}", "")) for q in questions},
        "asked": [q for q in questions if q.asked_of == "patient"],
        "looked_up": [q for q in questions if q.asked_of != "patient"],
        "consents": CONSENTS,
        "today": service_of(request).intake.today().isoformat(),
    }


def _choices(question: AskedVariable, typed: str) -> list[tuple[str, str]]:
    """What a question offers; an answer that was kept in other words stays one of them."""
    words = dict(zip(question.options, question.labels_fr, strict=True))
    if typed:
        words.setdefault(typed, typed)
    return list(words.items())


def _form(
    request: Request,
    typed: Typed,
    errors: Errors | None = None,
    status: int = 200,
    notices: tuple[Notice, ...] = (),
) -> HTMLResponse:
    fields = _fields(request, typed, errors)
    return page(request, "dossiers/new.html", status, action="/dossiers/nouveau", notices=notices, **fields)


def _sheet(
    request: Request,
    visitor: Visitor,
    dossier: str,
    typed: Typed,
    seen: str,
    errors: Errors | None = None,
    status: int = 200,
    notices: tuple[Notice, ...] = (),
) -> HTMLResponse:
    view = service_of(request).intake.view(dossier)
    fields = _fields(request, typed, errors)
    shown = {**fields, "action": f"/dossiers/{dossier}/fiche", "seen": seen, "notices": notices}
    return dossier_page(request, visitor, view, "dossiers/sheet.html", status, **shown)
