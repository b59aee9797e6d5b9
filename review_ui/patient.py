"""The questionnaire by link: what the patient's side asks for and says, one question a page, without a script."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from engine import EngineError, LinkClosed
from engine.domain.consent import ABOUT, About
from review_ui.access import Caller, Guest, anyone, by_link
from review_ui.answer_form import CHOOSE, UNKNOWN, given, typed_of
from review_ui.cookies import keep_patient
from review_ui.failures import is_theirs, status_of
from review_ui.page import page
from review_ui.patient_page import (
    HOME,
    NOTE_MAX,
    agreements_page,
    closed_page,
    door_page,
    givers_of,
    go_away,
    go_to,
    on_to,
    patient_page,
    phone_of,
    question_page,
    read_again_page,
    speakers_of,
    welcome_page,
)
from review_ui.service import service_of
from review_ui.typed import Errors, chosen, day, line

router = APIRouter()

AnyGuest = Annotated[Guest, anyone()]
ByLink = Annotated[Caller, by_link()]
NAME_MAX, YEAR = 100, 4


# Coming in


@router.get("/q/{token}")
def door(request: Request, _: AnyGuest, token: str) -> Response:
    """Ask for the birth date; nothing is said of anyone before."""
    try:
        service_of(request).answers.knock(token, _address(request))
    except EngineError as error:
        return closed_page(request, error)
    return door_page(request)


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
        return door_page(request, parts, errors.get("naissance", missing), 422)
    try:
        kept = service_of(request).answers.come_in(token, born, _address(request))
    except LinkClosed as error:
        return closed_page(request, error)
    except EngineError as error:
        if not is_theirs(error):
            raise
        return door_page(request, parts, str(error), status_of(error))
    response = RedirectResponse(HOME, status_code=303)
    keep_patient(request, response, kept)
    return response


@router.get(HOME)
def welcome(request: Request, caller: ByLink) -> Response:
    """What this is, and who answers."""
    return welcome_page(request, caller)


@router.post(HOME)
def say_who(request: Request, caller: ByLink) -> Response:
    """Keep who answers and go on to the questions."""
    errors, form = Errors(), caller.form
    speakers = tuple(speaker for speaker, _ in speakers_of(request, caller.visit))
    speaker = chosen("qui", form.text("qui"), speakers, errors, "Dites qui répond aux questions.")
    missing = None if speaker in (None, "patient") else "Écrivez votre prénom et votre nom."
    name = line("nom", form.text("nom"), errors, longest=NAME_MAX, missing=missing)
    if speaker is None or errors:
        return welcome_page(request, caller, errors, 422)
    service_of(request).answers.say_who(caller.visit, speaker, name if speaker != "patient" else "")
    return on_to(request, caller, caller.visit.next_open())


@router.get("/questionnaire/question/{number}")
def question(request: Request, caller: ByLink, number: int) -> Response:
    """One question, with the answer that it has."""
    if caller.visit.begun.speaker is None:
        return go_to(request, caller, HOME)
    one = caller.visit.put(number)
    if one is None:  # an answer before it has made it needless
        return on_to(request, caller, caller.visit.next_open(number))
    return question_page(request, caller, one, typed_of(one.answer, unknown=one.unknown))


@router.post("/questionnaire/question/{number}")
def answer(request: Request, caller: ByLink, number: int) -> Response:
    """Keep one answer and go on to the next question."""
    one, errors = caller.visit.put(number), Errors()
    if one is None:
        return on_to(request, caller, caller.visit.next_open(number))
    typed = UNKNOWN if caller.form.text("inconnu") else caller.form.text("reponse")
    said = given(one.question, "reponse", typed, errors)
    if said.answer is None and not said.unknown:
        missing = CHOOSE if one.question.kind != "number" else "Écrivez un nombre, ou touchez « Je ne sais pas »."
        errors.keep("reponse", missing)
        return question_page(request, caller, one, typed, errors["reponse"], 422)
    after = service_of(request).answers.answer(caller.visit, one.question.id, said.answer)
    if caller.form.text("revient"):
        return go_to(request, caller, "/questionnaire/relire")
    following = next((q for q in after.questions if q.number > number and not q.answered), None)
    return on_to(request, caller, following or after.next_open(number))


@router.get("/questionnaire/relire")
def read_again(request: Request, caller: ByLink) -> Response:
    """All answers at once, each with a way to change it."""
    if caller.visit.begun.speaker is None:
        return go_to(request, caller, HOME)
    return read_again_page(request, caller, caller.visit.begun.note_fr)


@router.post("/questionnaire/relire")
def send(request: Request, caller: ByLink) -> Response:
    """Keep the last words, then send, or stop for now."""
    answers, errors = service_of(request).answers, Errors()
    note = line("message", caller.form.text("message").replace("\r\n", "\n"), errors, longest=NOTE_MAX)
    if errors:
        return read_again_page(request, caller, note, errors["message"], 422)
    if note != caller.visit.begun.note_fr:
        answers.note(caller.visit, note)
    if caller.form.text("plus-tard"):
        return go_away(request, "/questionnaire/a-bientot")
    answers.send(caller.visit)
    return go_to(request, caller, "/questionnaire/merci")


@router.get("/questionnaire/merci")
def thanks(request: Request, caller: ByLink) -> Response:
    """That the answers have come, and what happens next."""
    return patient_page(request, caller, "patient/thanks.html")


@router.post("/questionnaire/quitter")
def leave(request: Request, caller: ByLink) -> Response:
    """Stop for now: this browser forgets, the service keeps the answers."""
    return go_away(request, "/questionnaire/a-bientot")


@router.get("/questionnaire/a-bientot")
def goodbye(request: Request, _: AnyGuest) -> Response:
    """That all is kept, and how to go on."""
    return page(request, "patient/paused.html", phone=phone_of(request))


@router.get("/questionnaire/accords")
def agreements(request: Request, caller: ByLink) -> Response:
    """What holds, and a yes or no to each purpose."""
    return agreements_page(request, caller)


@router.post("/questionnaire/accords")
def agree(request: Request, caller: ByLink) -> Response:
    """Keep a yes or no to each purpose that was answered."""
    consents, form, errors = service_of(request).consents, caller.form, Errors()
    said: dict[About, bool] = {about: form.text(about) == "oui" for about in ABOUT if form.text(about)}
    givers = givers_of(request, caller.visit)
    giver = givers[0] if len(givers) == 1 else chosen("de", form.text("de"), givers, errors, "Dites qui vous êtes.")
    if not said:
        errors.keep("accords", "Choisissez « oui » ou « non » pour au moins un accord.")
    if giver is None or errors:
        return agreements_page(request, caller, errors, 422)
    consents.say_online(caller.visit.dossier.id, giver, caller.visit.begun.name_fr, said)
    if said.get("processing") is False:
        return go_away(request, "/questionnaire/a-bientot")
    return go_to(request, caller, "/questionnaire/relire")


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
