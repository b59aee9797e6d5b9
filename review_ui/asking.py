"""The questionnaire as staff work with it: the link, the telephone script, answers from papers, what disagrees."""

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from engine import AnswersChanged, AskedState, EngineError
from engine.domain.answering import SPEAKERS_FR, WAYS_FR, AnswerSheet, LinkAddress, PutQuestion, Speaker, Way
from engine.domain.conditions import variables_of
from engine.domain.consent import MAJORITY
from engine.domain.dossier import Answer
from engine.domain.questionnaire import AskedVariable
from engine.domain.wording import typeset
from review_ui.access import Visitor, may
from review_ui.answer_form import UNKNOWN, given, said_fr, typed_of, unit_fr
from review_ui.dossier_page import dossier_page, people
from review_ui.failures import is_theirs, status_of
from review_ui.page import Notice, go
from review_ui.service import service_of
from review_ui.typed import Errors, chosen, line

router = APIRouter()

Staff = Annotated[Visitor, may("dossier.ask")]
Mode = Literal["telephone", "equipe"]
NAME_MAX, NOTE_MAX, DONE_MAX = 100, 2000, 1000
HEARD: tuple[Speaker, ...] = ("patient", "parent", "guardian", "helper")
SOURCES: tuple[tuple[Speaker, str], ...] = (
    ("staff", "L'équipe, dans un document du dossier"),
    ("doctor", "Un médecin ou son secrétariat, interrogé"),
)


class Row(NamedTuple):
    """A question with its answer as words, and who gave it."""

    question: str
    said: str
    who: str
    put: PutQuestion


@router.get("/dossiers/{dossier}/questionnaire")
def overview(request: Request, visitor: Annotated[Visitor, may("dossier.view")], dossier: str) -> Response:
    """What was asked and answered, by whom and when."""
    shown = _overview(request, visitor, dossier)
    service_of(request).intake.opened(visitor.account, dossier, "questionnaire")
    return shown


@router.post("/dossiers/{dossier}/questionnaire/lien")
def make_link(request: Request, visitor: Staff, dossier: str) -> Response:
    """Make a link and show its address, once."""
    try:
        made = service_of(request).asking.make_link(visitor.account, dossier)
    except EngineError as error:
        if not is_theirs(error):
            raise
        return _overview(request, visitor, dossier, 422, (Notice("warning", str(error)),))
    return _overview(request, visitor, dossier, made=made)


@router.post("/dossiers/{dossier}/questionnaire/lien/fermer")
def end_links(request: Request, visitor: Staff, dossier: str) -> Response:
    """Shut every link."""
    service_of(request).asking.end_links(visitor.account, dossier)
    told = "Les liens sont fermés. Ce que le patient a écrit est gardé ; vous pouvez créer un nouveau lien."
    return go(request, f"/dossiers/{dossier}/questionnaire", said=told)


@router.post("/dossiers/{dossier}/questionnaire/reprendre")
def take_over(request: Request, visitor: Staff, dossier: str) -> Response:
    """Keep the answers that were typed by link and never sent."""
    kept = service_of(request).answers.take_over(visitor.account, dossier)
    told = "Réponses reprises. La complétude est recalculée." if kept else "Il n'y avait rien de nouveau à reprendre."
    return go(request, f"/dossiers/{dossier}/questionnaire", said=told)


@router.post("/dossiers/{dossier}/questionnaire/desaccord")
def choose(request: Request, visitor: Staff, dossier: str) -> Response:
    """Take what was sent, or keep what was noted."""
    form = visitor.form
    try:
        service_of(request).asking.choose(
            visitor.account, dossier, form.text("variable"), take_sent=form.text("garder") == "recu"
        )
    except AnswersChanged:
        told = Notice("warning", "Ce désaccord est déjà réglé. Relisez la page.")
        return _overview(request, visitor, dossier, 409, (told,))
    return go(request, f"/dossiers/{dossier}/questionnaire", said="Réponse choisie. L'autre reste dans l'historique.")


@router.post("/dossiers/{dossier}/questionnaire/alerte")
def end_alarm(request: Request, visitor: Staff, dossier: str) -> Response:
    """Say what was done about an alarm."""
    errors, number = Errors(), visitor.form.text("alerte")
    missing = "Écrivez ce qui a été fait : qui a été joint, quand, et ce qui a été décidé."
    done = line("done", visitor.form.text("done"), errors, longest=DONE_MAX, missing=missing)
    if errors or not number.isdecimal():
        return _overview(request, visitor, dossier, 422, erring={number: (done, errors.get("done", missing))})
    try:
        service_of(request).asking.end_alarm(visitor.account, dossier, int(number), done)
    except EngineError as error:
        if not is_theirs(error):
            raise
        return _overview(request, visitor, dossier, 409, (Notice("warning", str(error)),))
    return go(request, f"/dossiers/{dossier}/questionnaire", said="Alerte traitée : ce qui a été fait est noté.")


@router.get("/dossiers/{dossier}/questionnaire/telephone")
def phone(request: Request, visitor: Staff, dossier: str) -> Response:
    """The words to say and the fields to fill while talking."""
    return _sheet(request, visitor, dossier, "telephone", service_of(request).asking.state(dossier))


@router.post("/dossiers/{dossier}/questionnaire/telephone")
def heard(request: Request, visitor: Staff, dossier: str) -> Response:
    """Keep what was heard."""
    return _record(request, visitor, dossier, "telephone")


@router.get("/dossiers/{dossier}/questionnaire/equipe")
def team(request: Request, visitor: Staff, dossier: str) -> Response:
    """The questions that the team or a doctor answers, never the patient."""
    return _sheet(request, visitor, dossier, "equipe", service_of(request).asking.state(dossier))


@router.post("/dossiers/{dossier}/questionnaire/equipe")
def looked_up(request: Request, visitor: Staff, dossier: str) -> Response:
    """Keep what was found in a document or told by a doctor."""
    return _record(request, visitor, dossier, "equipe")


def _record(request: Request, visitor: Visitor, dossier: str, mode: Mode) -> Response:
    asking, form, errors = service_of(request).asking, visitor.form, Errors()
    typed = {name: form.text(name) for name in form.data if name.startswith("q_") or name in ("qui", "nom", "note")}
    read = {q.id: given(q, f"q_{q.id}", typed.get(f"q_{q.id}", ""), errors) for q in _asked(request, dossier, mode)}
    state = asking.state(
        dossier, {name: one.answer for name, one in read.items() if one.answer is not None or one.unknown}
    )
    if form.text("maj"):
        return _sheet(request, visitor, dossier, mode, state, typed, seen=form.text("seen"))
    allowed = HEARD if mode == "telephone" else tuple(speaker for speaker, _ in SOURCES)
    by = chosen("qui", typed.get("qui", ""), allowed, errors, "Notez qui a répondu.")
    missing = None if by in (None, "patient", "staff") else "Notez le nom de cette personne."
    name = line("nom", typed.get("nom", ""), errors, longest=NAME_MAX, missing=missing)
    note = line("note", typed.get("note", "").replace("\r\n", "\n"), errors, longest=NOTE_MAX)
    if by is None or errors:
        return _sheet(request, visitor, dossier, mode, state, typed, errors, 422, seen=form.text("seen"))
    put = {q.question.id for q in _of(state, mode)}
    said: dict[str, Answer] = {n: one.answer for n, one in read.items() if one.answer is not None and n in put}
    unknown = frozenset(n for n, one in read.items() if one.unknown and n in put)
    seen = form.text("seen")
    try:
        kept = asking.record(
            visitor.account,
            dossier,
            int(seen) if seen.isdecimal() else -1,
            "phone" if mode == "telephone" else "document",
            by,
            name or None,
            said,
            unknown,
            note,
        )
    except AnswersChanged as error:
        told = (Notice("warning", str(error)),)
        return _sheet(request, visitor, dossier, mode, state, typed, errors, 409, told)
    except EngineError as error:
        if not is_theirs(error):
            raise
        told = (Notice("danger", str(error)),)
        return _sheet(request, visitor, dossier, mode, state, typed, errors, status_of(error), told, seen=seen)
    told_fr = "Réponses enregistrées. La complétude est recalculée." if kept else "Rien de nouveau à enregistrer."
    return go(request, f"/dossiers/{dossier}/questionnaire", said=told_fr)


def _asked(request: Request, dossier: str, mode: Mode) -> list[AskedVariable]:
    asked = service_of(request).asking.asked(dossier)
    return [q for q in asked if (q.asked_of == "patient") == (mode == "telephone")]


def _of(state: AskedState, mode: Mode) -> tuple[PutQuestion, ...]:
    """The questions of one form."""
    return state.patient if mode == "telephone" else state.team


def _overview(
    request: Request,
    visitor: Visitor,
    dossier: str,
    status: int = 200,
    notices: tuple[Notice, ...] = (),
    made: LinkAddress | None = None,
    erring: Mapping[str, tuple[str, str]] | None = None,
) -> HTMLResponse:
    service = service_of(request)
    state, view = service.asking.state(dossier), service.intake.view(dossier)
    names = people(request)
    labels = {q.id: q for q in service.asking.asked(dossier)}

    def said(variable: str, answer: Answer | None, *, unknown: bool = False) -> str:
        asked = labels.get(variable)
        return said_fr(asked, answer, unknown=unknown) if asked else str(answer)

    return dossier_page(
        request,
        visitor,
        view,
        "asking/overview.html",
        status,
        stands=state,
        patient_rows=[_row(q, state, names) for q in state.patient],
        team_rows=[_row(q, state, names) for q in state.team],
        question_of=lambda variable: typeset(labels[variable].question_fr) if variable in labels else variable,
        said=said,
        who=lambda one: _who(one, names),
        made=made,
        erring=erring or {},
        done=service.asking.alarms_done(dossier),
        notices=notices,
    )


def _row(put: PutQuestion, state: AskedState, names: Mapping[str, str]) -> Row:
    one = state.told.get(put.question.id)
    holds = one is not None and (put.answer is not None or put.unknown)
    account = next((s.account for s in state.sheets if one and s.version == one.version), None)
    who = _said_by(one.by, one.name_fr, one.way, names.get(account or "")) if one and holds else ""
    return Row(typeset(put.question.question_fr), said_fr(put.question, put.answer, unknown=put.unknown), who, put)


def _who(sheet: AnswerSheet, names: Mapping[str, str]) -> str:
    return _said_by(sheet.by, sheet.name_fr, sheet.way, names.get(sheet.account or ""))


def _said_by(by: Speaker, name: str | None, way: Way, writer: str | None) -> str:
    who = f"{name} ({SPEAKERS_FR[by]})" if name else SPEAKERS_FR[by]
    told = f"{who}, {WAYS_FR[way]}"
    return f"{told}, noté par {writer}" if writer else told


def _sheet(
    request: Request,
    visitor: Visitor,
    dossier: str,
    mode: Mode,
    state: AskedState,
    typed: Mapping[str, str] | None = None,
    errors: Errors | None = None,
    status: int = 200,
    notices: tuple[Notice, ...] = (),
    seen: str | None = None,
) -> HTMLResponse:
    service = service_of(request)
    view = service.intake.view(dossier)
    put = _of(state, mode)
    deciding = {name for q in service.asking.asked(dossier) for name in (variables_of(q.ask_if) if q.ask_if else ())}
    known = {q.question.id for q in _of(service.asking.state(dossier), mode) if q.answered}
    fields = [
        {
            "name": f"q_{q.question.id}",
            "text": typeset((q.question.phone_fr if mode == "telephone" else None) or q.question.question_fr),
            "written": typeset(q.question.question_fr),
            "help": typeset(q.question.help_fr) if q.question.help_fr else None,
            "kind": q.question.kind,
            "choices": list(zip(q.question.options, q.question.labels_fr, strict=True)),
            "unit": unit_fr(q.question).strip(),
            "typed": (typed or {}).get(f"q_{q.question.id}", typed_of(q.answer, unknown=q.unknown)),
            "of_doctor": q.question.asked_of == "doctor_or_document",
            "decides": q.question.id in deciding,
            "known": q.question.id in known,
        }
        for q in put
    ]
    child = view.dossier.patient.age_on(service.intake.today()) < MAJORITY
    shown: dict[str, object] = {
        "mode": mode,
        "fields": [one for one in fields if not one["known"]],
        "known": [one for one in fields if one["known"]],
        "voices": service.consents.state(dossier).voices,
        "typed": typed or {},
        "errors": errors or Errors(),
        "seen": state.version if seen is None else seen,
        "action": f"/dossiers/{dossier}/questionnaire/{mode}",
        "speakers": [(s, SPEAKERS_FR[s][0].upper() + SPEAKERS_FR[s][1:]) for s in HEARD]
        if mode == "telephone"
        else SOURCES,
        "child": child,
        "caller": visitor.account.name,
        "unknown": UNKNOWN,
        "notices": notices,
    }
    return dossier_page(request, visitor, view, "asking/sheet.html", status, **shown)
