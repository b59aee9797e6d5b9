"""What each page of the questionnaire by link shows, and where one goes from there."""

import secrets

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from engine import EngineError, LinkClosed, Visit
from engine.domain.answering import PutQuestion, Speaker
from engine.domain.consent import ABOUT, FORM, MAJORITY, Giver
from engine.domain.wording import typeset
from review_ui.access import Caller
from review_ui.answer_form import UNKNOWN, said_fr, unit_fr
from review_ui.cookies import forget_patient, form_cookie, keep_form, keep_patient
from review_ui.failures import is_theirs, status_of
from review_ui.page import page
from review_ui.service import service_of
from review_ui.typed import Errors

HOME = "/questionnaire"
NOTE_MAX = 2000
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


def door_page(
    request: Request, typed: dict[str, str] | None = None, error: str | None = None, status: int = 200
) -> Response:
    """Where the birth date is asked for, with what was typed and what is wrong with it."""
    nonce = form_cookie(request) or secrets.token_urlsafe(32)
    csrf = service_of(request).accounts.mark("form", nonce)
    typed = typed or {"jour": "", "mois": "", "annee": ""}
    phone = phone_of(request)
    response = page(request, "patient/door.html", status, csrf=csrf, typed=typed, error=error, phone=phone)
    keep_form(request, response, nonce)
    return response


def closed_page(request: Request, error: EngineError) -> Response:
    """Why nobody comes in by this link. Raises what is no fault of the link or of who follows it."""
    if not isinstance(error, LinkClosed) and not is_theirs(error):
        raise error
    return page(request, "patient/closed.html", status_of(error), told=str(error), phone=phone_of(request))


def welcome_page(request: Request, caller: Caller, errors: Errors | None = None, status: int = 200) -> Response:
    """What this is, with who may answer."""
    form, begun = caller.form, caller.visit.begun
    return patient_page(
        request,
        caller,
        "patient/welcome.html",
        status,
        speakers=speakers_of(request, caller.visit),
        qui=form.text("qui") or begun.speaker or "",
        nom=form.text("nom") or begun.name_fr or "",
        errors=errors or Errors(),
        child=_is_child(request, caller.visit),
        asked=sum(not q.answered for q in caller.visit.questions),
        resumed=bool(begun.touched),
    )


def question_page(
    request: Request, caller: Caller, one: PutQuestion, typed: str, error: str | None = None, status: int = 200
) -> Response:
    """One question with what was typed, its place among those put, and the way back."""
    put = caller.visit.questions
    place = next(i for i, q in enumerate(put, start=1) if q.number == one.number)
    before = put[place - 2].number if place > 1 else None
    asked = one.question
    return patient_page(
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


def read_again_page(
    request: Request, caller: Caller, note: str, error: str | None = None, status: int = 200
) -> Response:
    """All answers in words, how many lack, and the last words."""
    rows = [
        (q.number, typeset(q.question.question_fr), said_fr(q.question, q.answer, unknown=q.unknown))
        for q in caller.visit.questions
    ]
    lacking = sum(not said for _, _, said in rows)
    return patient_page(
        request,
        caller,
        "patient/read_again.html",
        status,
        rows=rows,
        lacking=lacking,
        note=note,
        error=error,
        longest=NOTE_MAX,
        may_agree=bool(givers_of(request, caller.visit)),
    )


def agreements_page(request: Request, caller: Caller, errors: Errors | None = None, status: int = 200) -> Response:
    """The agreements as they stand, for those who may give one here."""
    state = service_of(request).consents.state(caller.visit.dossier.id)
    givers = givers_of(request, caller.visit)
    if not givers:
        return go_to(request, caller, "/questionnaire/relire")
    return patient_page(
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


def patient_page(request: Request, caller: Caller, template: str, status: int = 200, **context: object) -> Response:
    """One page of the questionnaire, with what all of them show; who goes on keeps the way in."""
    shared = {"csrf": caller.csrf, "flags": caller.visit.flags, "inside": True, "phone": phone_of(request)}
    response = page(request, template, status, **{**shared, **context})
    keep_patient(request, response, caller.renewed)
    return response


def on_to(request: Request, caller: Caller, following: PutQuestion | None) -> Response:
    """To that question, or to the last look where none waits."""
    return go_to(
        request, caller, f"/questionnaire/question/{following.number}" if following else "/questionnaire/relire"
    )


def go_to(request: Request, caller: Caller, path: str) -> Response:
    """Go on to another page of the questionnaire."""
    response = RedirectResponse(path, status_code=303)
    keep_patient(request, response, caller.renewed)
    return response


def go_away(request: Request, path: str) -> Response:
    """Go where nobody is known: this browser forgets who answered."""
    response = RedirectResponse(path, status_code=303)
    response.headers["Clear-Site-Data"] = '"cache"'
    forget_patient(request, response)
    return response


def _is_child(request: Request, visit: Visit) -> bool:
    return visit.dossier.patient.age_on(service_of(request).intake.today()) < MAJORITY


def speakers_of(request: Request, visit: Visit) -> tuple[tuple[Speaker, str], ...]:
    """Who may answer, each with the words for it: for a child, others than for an adult."""
    return OF_CHILD if _is_child(request, visit) else OF_ADULT


def givers_of(request: Request, visit: Visit) -> tuple[Giver, ...]:
    """Whose agreement this speaker may give here: a helper gives nobody's, a parent one of the parents'."""
    counted = service_of(request).consents.state(visit.dossier.id).givers
    mine = {"patient": ("patient",), "parent": ("parent_1", "parent_2"), "guardian": ("guardian",)}
    return tuple(giver for giver in counted if giver in mine.get(visit.begun.speaker or "", ()))


def phone_of(request: Request) -> str | None:
    """Where somebody who needs help calls."""
    return service_of(request).requests.house.phone
