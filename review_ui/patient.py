"""The questionnaire by link: what the patient's side sees, one question a page, in big type and without a script."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from engine import EngineError, LinkClosed, Visit
from engine.domain.answering import PutQuestion, Speaker
from engine.domain.consent import ABOUT, FORM, MAJORITY, About, Giver
from engine.domain.wording import typeset
from review_ui.access import Caller, Guest, anyone, by_link
from review_ui.answer_form import CHOOSE, UNKNOWN, given, said_fr, typed_of, unit_fr
from review_ui.cookies import forget_patient, form_cookie, keep_form, keep_patient
from review_ui.failures import is_theirs, status_of
from review_ui.page import page
from review_ui.service import service_of
from review_ui.typed import Errors, chosen, day, line

router = APIRouter()

AnyGuest = Annotated[Guest, anyone()]
ByLink = Annotated[Caller, by_link()]
HOME = "/questionnaire"
NAME_MAX, NOTE_MAX, YEAR = 100, 2000, 4
OF_ADULT: tuple[tuple[Speaker, str], ...] = (
    ("patient", "Moi, le patient ou la patiente"),
    ("helper", "Un proche ou une personne de confiance, qui aide à répondre"),
    ("guardian", "Le représentant légal (tuteur, tutrice)"),
)
OF_CHILD: tuple[tuple[Speaker, str], ...] = (
    ("parent", "Sa mère ou son père"),
    ("guardian", "Son représentant légal (tuteur, tutrice)"),
    ("patient", "L'enfant ou l'adolescent lui-même"),
)


# Coming in


@router.get("/q/{token}")
def door(request: Request, _: AnyGuest, token: str) -> Response:
    """Ask for the birth date; nothing is said of anyone before."""
    try:
        service_of(request).answers.knock(token, _address(request))
    except EngineError as error:
        return _not_in(request, error)
    return _door(request)


@router.post("/q/{token}")
def come_in(request: Request, guest: AnyGuest, token: str) -> Response:
    """Try a birth date."""
    form, errors = guest.form, Errors()
    parts = {name: form.text(name) for name in ("jour", "mois", "annee")}
    typed = "/".join(parts.values()) if all(parts.values()) else ""
    missing = "Écrivez le jour, le mois et l'année de naissance."
    if typed and len(parts["annee"]) != YEAR:
        errors.keep("naissance", "Écrivez l'année avec quatre chiffres, par exemple 1958.")
    born = day("naissance", typed, errors, latest=service_of(request).intake.today(), missing=missing)
    if born is None or errors:
        return _door(request, parts, errors.get("naissance", missing), 422)
    try:
        kept = service_of(request).answers.come_in(token, born, _address(request))
    except LinkClosed as error:
        return _not_in(request, error)
    except EngineError as error:
        if not is_theirs(error):
            raise
        return _door(request, parts, str(error), status_of(error))
    response = RedirectResponse(HOME, status_code=303)
    keep_patient(request, response, kept)
    return response


@router.get(HOME)
def welcome(request: Request, caller: ByLink) -> Response:
    """What this is, and who answers."""
    return _welcome(request, caller)


@router.post(HOME)
def say_who(request: Request, caller: ByLink) -> Response:
    """Keep who answers and go on to the questions."""
    errors, form = Errors(), caller.form
    speakers = tuple(speaker for speaker, _ in _speakers(request, caller.visit))
    speaker = chosen("qui", form.text("qui"), speakers, errors, "Dites qui répond aux questions.")
    missing = None if speaker in (None, "patient") else "Écrivez votre prénom et votre nom."
    name = line("nom", form.text("nom"), errors, longest=NAME_MAX, missing=missing)
    if speaker is None or errors:
        return _welcome(request, caller, errors, 422)
    service_of(request).answers.say_who(caller.visit, speaker, name if speaker != "patient" else "")
    return _on(request, caller, caller.visit.next_open())


@router.get("/questionnaire/question/{number}")
def question(request: Request, caller: ByLink, number: int) -> Response:
    """One question, with the answer that it has."""
    if caller.visit.begun.speaker is None:
        return _go(request, caller, HOME)
    one = caller.visit.put(number)
    if one is None:  # an answer before it has made it needless
        return _on(request, caller, caller.visit.next_open(number))
    return _question(request, caller, one, typed_of(one.answer, unknown=one.unknown))


@router.post("/questionnaire/question/{number}")
def answer(request: Request, caller: ByLink, number: int) -> Response:
    """Keep one answer and go on to the next question."""
    one, errors = caller.visit.put(number), Errors()
    if one is None:
        return _on(request, caller, caller.visit.next_open(number))
    typed = UNKNOWN if caller.form.text("inconnu") else caller.form.text("reponse")
    said = given(one.question, "reponse", typed, errors)
    if said.answer is None and not said.unknown:
        missing = CHOOSE if one.question.kind != "number" else "Écrivez un nombre, ou touchez « Je ne sais pas »."
        errors.keep("reponse", missing)
        return _question(request, caller, one, typed, errors["reponse"], 422)
    after = service_of(request).answers.answer(caller.visit, one.question.id, said.answer)
    if caller.form.text("revient"):
        return _go(request, caller, "/questionnaire/relire")
    following = next((q for q in after.questions if q.number > number and not q.answered), None)
    return _on(request, caller, following or after.next_open(number))


@router.get("/questionnaire/relire")
def read_again(request: Request, caller: ByLink) -> Response:
    """All answers at once, each with a way to change it."""
    if caller.visit.begun.speaker is None:
        return _go(request, caller, HOME)
    return _read_again(request, caller, caller.visit.begun.note_fr)


@router.post("/questionnaire/relire")
def send(request: Request, caller: ByLink) -> Response:
    """Keep the last words, then send, or stop for now."""
    answers, errors = service_of(request).answers, Errors()
    note = line("message", caller.form.text("message").replace("\r\n", "\n"), errors, longest=NOTE_MAX)
    if errors:
        return _read_again(request, caller, note, errors["message"], 422)
    if note != caller.visit.begun.note_fr:
        answers.note(caller.visit, note)
    if caller.form.text("plus-tard"):
        return _leave(request, "/questionnaire/a-bientot")
    answers.send(caller.visit)
    return _go(request, caller, "/questionnaire/merci")


@router.get("/questionnaire/merci")
def thanks(request: Request, caller: ByLink) -> Response:
    """That the answers have come, and what happens next."""
    return _page(request, caller, "patient/thanks.html")


@router.post("/questionnaire/quitter")
def leave(request: Request, caller: ByLink) -> Response:
    """Stop for now: this browser forgets, the service keeps the answers."""
    return _leave(request, "/questionnaire/a-bientot")


@router.get("/questionnaire/a-bientot")
def goodbye(request: Request, _: AnyGuest) -> Response:
    """That all is kept, and how to go on."""
    return page(request, "patient/paused.html", phone=_phone(request))


@router.get("/questionnaire/accords")
def agreements(request: Request, caller: ByLink) -> Response:
    """What holds, and a yes or no to each purpose."""
    return _agreements(request, caller)


@router.post("/questionnaire/accords")
def agree(request: Request, caller: ByLink) -> Response:
    """Keep a yes or no to each purpose that was answered."""
    consents, form, errors = service_of(request).consents, caller.form, Errors()
    said: dict[About, bool] = {about: form.text(about) == "oui" for about in ABOUT if form.text(about)}
    givers = _givers(request, caller.visit)
    giver = givers[0] if len(givers) == 1 else chosen("de", form.text("de"), givers, errors, "Dites qui vous êtes.")
    if not said:
        errors.keep("accords", "Choisissez « oui » ou « non » pour au moins un accord.")
    if giver is None or errors:
        return _agreements(request, caller, errors, 422)
    consents.say_online(caller.visit.dossier.id, giver, caller.visit.begun.name_fr, said)
    if said.get("processing") is False:
        return _leave(request, "/questionnaire/a-bientot")
    return _go(request, caller, "/questionnaire/relire")


# How it is done


def _door(
    request: Request, typed: dict[str, str] | None = None, error: str | None = None, status: int = 200
) -> Response:
    nonce = form_cookie(request) or secrets.token_urlsafe(32)
    csrf = service_of(request).accounts.mark("form", nonce)
    typed = typed or {"jour": "", "mois": "", "annee": ""}
    phone = _phone(request)
    response = page(request, "patient/door.html", status, csrf=csrf, typed=typed, error=error, phone=phone)
    keep_form(request, response, nonce)
    return response


def _not_in(request: Request, error: EngineError) -> Response:
    if not isinstance(error, LinkClosed) and not is_theirs(error):
        raise error
    return page(request, "patient/closed.html", status_of(error), told=str(error), phone=_phone(request))


def _welcome(request: Request, caller: Caller, errors: Errors | None = None, status: int = 200) -> Response:
    form, begun = caller.form, caller.visit.begun
    return _page(
        request,
        caller,
        "patient/welcome.html",
        status,
        speakers=_speakers(request, caller.visit),
        qui=form.text("qui") or begun.speaker or "",
        nom=form.text("nom") or begun.name_fr or "",
        errors=errors or Errors(),
        child=_is_child(request, caller.visit),
        asked=sum(not q.answered for q in caller.visit.questions),
        resumed=bool(begun.touched),
    )


def _question(
    request: Request, caller: Caller, one: PutQuestion, typed: str, error: str | None = None, status: int = 200
) -> Response:
    put = caller.visit.questions
    place = next(i for i, q in enumerate(put, start=1) if q.number == one.number)
    before = put[place - 2].number if place > 1 else None
    asked = one.question
    return _page(
        request,
        caller,
        "patient/question.html",
        status,
        one=one,
        text=typeset(asked.question_fr),
        help=typeset(asked.help_fr) if asked.help_fr else None,
        choices=list(zip(asked.options, asked.labels_fr, strict=True)),
        unit=unit_fr(asked).strip(),
        typed=typed,
        error=error,
        place=place,
        count=len(put),
        back=HOME if before is None else f"/questionnaire/question/{before}",
        unknown=UNKNOWN,
        returns="1" if request.query_params.get("revient") or caller.form.text("revient") else "",
    )


def _read_again(request: Request, caller: Caller, note: str, error: str | None = None, status: int = 200) -> Response:
    rows = [
        (q.number, typeset(q.question.question_fr), said_fr(q.question, q.answer, unknown=q.unknown))
        for q in caller.visit.questions
    ]
    lacking = sum(not said for _, _, said in rows)
    return _page(
        request,
        caller,
        "patient/read_again.html",
        status,
        rows=rows,
        lacking=lacking,
        note=note,
        error=error,
        longest=NOTE_MAX,
        may_agree=bool(_givers(request, caller.visit)),
    )


def _agreements(request: Request, caller: Caller, errors: Errors | None = None, status: int = 200) -> Response:
    state = service_of(request).consents.state(caller.visit.dossier.id)
    givers = _givers(request, caller.visit)
    if not givers:
        return _go(request, caller, "/questionnaire/relire")
    return _page(
        request,
        caller,
        "patient/agreements.html",
        status,
        state=state,
        givers=[(giver, state.name(giver) or "") for giver in givers] if len(givers) > 1 else [],
        abouts=ABOUT,
        wording=FORM,
        typed=caller.form,
        errors=errors or Errors(),
    )


def _page(request: Request, caller: Caller, template: str, status: int = 200, **context: object) -> Response:
    shared = {"csrf": caller.csrf, "flags": caller.visit.flags, "inside": True, "phone": _phone(request)}
    response = page(request, template, status, **{**shared, **context})
    keep_patient(request, response, caller.renewed)
    return response


def _on(request: Request, caller: Caller, following: PutQuestion | None) -> Response:
    """To that question, or to the last look where none waits."""
    return _go(request, caller, f"/questionnaire/question/{following.number}" if following else "/questionnaire/relire")


def _go(request: Request, caller: Caller, path: str) -> Response:
    response = RedirectResponse(path, status_code=303)
    keep_patient(request, response, caller.renewed)
    return response


def _leave(request: Request, path: str) -> Response:
    response = RedirectResponse(path, status_code=303)
    response.headers["Clear-Site-Data"] = '"cache"'
    forget_patient(request, response)
    return response


def _is_child(request: Request, visit: Visit) -> bool:
    return visit.dossier.patient.age_on(service_of(request).intake.today()) < MAJORITY


def _speakers(request: Request, visit: Visit) -> tuple[tuple[Speaker, str], ...]:
    return OF_CHILD if _is_child(request, visit) else OF_ADULT


def _givers(request: Request, visit: Visit) -> tuple[Giver, ...]:
    """Whose agreement this speaker may give here: a helper gives nobody's, a parent one of the parents'."""
    counted = service_of(request).consents.state(visit.dossier.id).givers
    mine = {"patient": ("patient",), "parent": ("parent_1", "parent_2"), "guardian": ("guardian",)}
    return tuple(giver for giver in counted if giver in mine.get(visit.begun.speaker or "", ()))


def _phone(request: Request) -> str | None:
    """Where somebody who needs help calls."""
    return service_of(request).requests.house.phone


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
