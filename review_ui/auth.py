"""Signing in, the second factor, and one's own account."""

import secrets
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from engine import EngineError, WrongPassword
from engine.domain.account import TWO_FACTORS, Opened
from review_ui.access import Guest, Visitor, anyone, may
from review_ui.cookies import forget_session, form_cookie, keep_form, keep_notice, keep_session, session_cookie
from review_ui.failures import SIGN_IN, STEP_PAGES, is_theirs, status_of
from review_ui.incoming import local_path
from review_ui.page import go, home, page
from review_ui.service import service_of

router = APIRouter()

AnyGuest = Annotated[Guest, anyone()]
CodeVisitor = Annotated[Visitor, may("self.code")]
EnrolVisitor = Annotated[Visitor, may("self.enrol")]
PasswordVisitor = Annotated[Visitor, may("self.password")]


@router.get("/connexion")
def sign_in_page(request: Request, guest: AnyGuest, suite: str = "") -> Response:
    """The form; who is signed in already goes on."""
    if guest.session is not None:
        pending = guest.session.pending
        return RedirectResponse(_step(pending, suite) if pending else _home(guest, suite), status_code=303)
    return _sign_in_form(request, suite)


@router.post("/connexion")
def sign_in(request: Request, guest: AnyGuest) -> Response:
    """Try a login and a password."""
    form = guest.form
    try:
        opened = service_of(request).accounts.login(form.text("login"), form.secret("password"), _address(request))
    except EngineError as error:
        if not is_theirs(error):
            raise
        return _sign_in_form(request, form.text("suite"), form.text("login"), error)
    return _onward(request, opened, form.text("suite"))


@router.get("/connexion/code")
def code_page(request: Request, _: CodeVisitor, suite: str = "") -> Response:
    """Ask for the code of the second factor."""
    return page(request, "auth/code.html", suite=local_path(suite), error=None)


@router.post("/connexion/code")
def code(request: Request, visitor: CodeVisitor) -> Response:
    """Try a code."""
    suite, accounts = visitor.form.text("suite"), service_of(request).accounts
    try:
        opened = accounts.second_factor(_token(request), visitor.form.text("code"), _address(request))
    except EngineError as error:
        if not is_theirs(error):
            raise
        return page(request, "auth/code.html", status_of(error), suite=local_path(suite), error=str(error))
    return _onward(request, opened, suite)


@router.post("/deconnexion")
def sign_out(request: Request, _: Annotated[Visitor, may("self.leave")]) -> Response:
    """End the session."""
    service_of(request).accounts.logout(_token(request))
    request.state.session = None
    response = go(request, SIGN_IN, said="Vous êtes déconnecté.")
    response.headers["Clear-Site-Data"] = '"cache"'
    forget_session(request, response)
    return response


@router.get("/compte")
def own_account(request: Request, visitor: Annotated[Visitor, may("self")]) -> Response:
    """What the service knows of the person, and what can be changed."""
    return page(request, "auth/account.html", session=visitor.session, asked=visitor.account.role in TWO_FACTORS)


@router.get("/compte/second-facteur")
def enrol_page(request: Request, visitor: EnrolVisitor, suite: str = "") -> Response:
    """Show a new second factor to scan."""
    return _enrol_form(request, visitor, suite)


@router.post("/compte/second-facteur")
def enrol(request: Request, visitor: EnrolVisitor) -> Response:
    """Make the shown second factor one's own."""
    form, accounts = visitor.form, service_of(request).accounts
    sealed, suite = form.secret("sealed"), form.text("suite")
    try:
        opened = accounts.enrol(
            _token(request), sealed, form.text("code"), form.secret("password"), form.text("present")
        )
    except EngineError as error:
        if not is_theirs(error):
            raise
        return _enrol_form(request, visitor, suite, sealed, error)
    said = "Second facteur enregistré : un code vous sera demandé à chaque connexion."
    return _onward(request, opened, suite or "/compte", said)


@router.get("/compte/mot-de-passe")
def password_page(request: Request, visitor: PasswordVisitor, suite: str = "") -> Response:
    """The form to change one's password."""
    return _password_form(request, visitor, suite)


@router.post("/compte/mot-de-passe")
def change_password(request: Request, visitor: PasswordVisitor) -> Response:
    """Change one's password."""
    form, accounts = visitor.form, service_of(request).accounts
    suite = form.text("suite")
    if form.secret("new") != form.secret("again"):
        return _password_form(request, visitor, suite, 422, again="Les deux saisies du nouveau mot de passe diffèrent.")
    try:
        opened = accounts.change_password(_token(request), form.secret("old"), form.secret("new"))
    except WrongPassword as error:
        return _password_form(request, visitor, suite, status_of(error), old=str(error))
    except EngineError as error:
        if not is_theirs(error):
            raise
        return _password_form(request, visitor, suite, status_of(error), new=str(error))
    return _onward(request, opened, suite or "/compte", "Mot de passe changé. Vos autres sessions sont terminées.")


def _sign_in_form(request: Request, suite: str, login: str = "", error: EngineError | None = None) -> Response:
    nonce = form_cookie(request) or secrets.token_urlsafe(32)
    csrf = service_of(request).accounts.mark("form", nonce)
    response = page(
        request,
        "auth/sign_in.html",
        status_of(error) if error else 200,
        csrf=csrf,
        suite=local_path(suite),
        login=login,
        error=str(error) if error else None,
    )
    keep_form(request, response, nonce)
    return response


def _enrol_form(
    request: Request, visitor: Visitor, suite: str, sealed: str | None = None, error: EngineError | None = None
) -> Response:
    enrolment = service_of(request).accounts.enrolment(_token(request), sealed)
    return page(
        request,
        "auth/enrol.html",
        status_of(error) if error else 200,
        sealed=enrolment.sealed,
        image=Markup(enrolment.image),  # noqa: S704 - made by us of shapes alone
        key=enrolment.text,
        first=visitor.session.pending == "enrol",
        suite=local_path(suite),
        error=str(error) if error else None,
    )


def _password_form(request: Request, visitor: Visitor, suite: str, status: int = 200, **errors: str) -> Response:
    temporary = visitor.session.pending == "password"
    context = {"temporary": temporary, "errors": errors, "suite": local_path(suite)}
    return page(request, "auth/password.html", status, **context)


def _onward(request: Request, opened: Opened, suite: str, said: str | None = None) -> Response:
    """To the next step, or where the person wanted to go, with the new session's token."""
    session = opened.session
    path = _step(session.pending, suite) if session.pending else local_path(suite) or home(session.account.role)
    response = RedirectResponse(path, status_code=303)
    keep_session(request, response, opened.token)
    if said:
        keep_notice(request, response, "success", said)
    return response


def _step(pending: str, suite: str) -> str:
    kept = local_path(suite)
    return STEP_PAGES[pending] + (f"?suite={quote(kept, safe='')}" if kept else "")


def _home(guest: Guest, suite: str) -> str:
    return local_path(suite) or (home(guest.session.account.role) if guest.session else SIGN_IN)


def _token(request: Request) -> str:
    return session_cookie(request) or ""


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
