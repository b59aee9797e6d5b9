"""What a person sees when a request cannot be answered: in French, with the way out, and nothing of the inside."""

import logging
import secrets
import traceback
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine import EngineError
from engine.domain.account import Role
from review_ui.access import signed_in
from review_ui.cookies import forget_session
from review_ui.page import home, page
from review_ui.refusals import (
    BodyTooLarge,
    DeclareFirst,
    ForgedRequest,
    LinkFirst,
    NotFound,
    NotSignedIn,
    RoleRefused,
    StepFirst,
)
from review_ui.view import size_fr

log = logging.getLogger(__name__)

SIGN_IN = "/connexion"
STEP_PAGES = {"code": "/connexion/code", "enrol": "/compte/second-facteur", "password": "/compte/mot-de-passe"}
# How an engine's failure is told over HTTP, by its exit code; any other is ours.
STATUS = {2: 404, 3: 422, 4: 422, 5: 503, 6: 503, 7: 503, 8: 429}
ASK: dict[Role, str] = {
    "intake": "au secrétariat médical",
    "doctor": "à un médecin référent",
    "researcher": "à l'équipe de recherche",
    "council": "au conseil scientifique",
    "admin": "à l'administration du service",
}


class Told(NamedTuple):
    """A heading, what happened and what to do."""

    heading: str
    text: str


MISSING = Told(
    "Page introuvable",
    "Cette adresse ne mène à rien que vous puissiez ouvrir. Vérifiez le lien, ou revenez à l'accueil. Si un dossier "
    "devrait vous être ouvert, demandez au secrétariat médical de vous l'attribuer.",
)
HTTP: dict[int, Told] = {
    400: Told("Demande illisible", "Le service n'a pas compris cette demande. Revenez à la page et recommencez."),
    404: MISSING,
    405: Told("Action impossible ici", "Cette adresse ne se demande pas ainsi. Revenez à la page et recommencez."),
}
WRONG_FIELDS = Told(
    "Adresse incomplète ou mal formée", "Un élément de l'adresse n'a pas la forme attendue. Revenez à l'accueil."
)
ENDED = "Votre session est terminée. Reconnectez-vous dans un autre onglet, puis recommencez."
UNDECLARED = "Dites d'abord, sur la page du dossier, si vous avez un conflit d'intérêts, puis recommencez."
UNFINISHED = "Terminez d'abord votre connexion, puis recommencez."
FORGED = Told(
    "La page a expiré",
    "Par sécurité, la demande n'a pas été suivie : la page était ouverte depuis trop longtemps, vous avez changé de "
    "session, ou la demande ne venait pas de ce service. Rien n'a été modifié. Rouvrez la page et recommencez.",
)


LINK_FIRST = (
    "Cette page ne s'ouvre plus. Vous êtes peut-être resté longtemps sans répondre. Ouvrez à nouveau le lien que vous "
    "avez reçu. Vos réponses sont gardées."
)


def is_theirs(error: EngineError) -> bool:
    """Say whether the person can mend it where they are: the form comes back with the message."""
    return STATUS.get(error.exit_code) in {422, 429}


def status_of(error: EngineError) -> int:
    """The HTTP status that tells an engine's failure."""
    return STATUS.get(error.exit_code, 500)


def install(app: FastAPI) -> None:
    """Give each way of failing its answer."""
    app.add_exception_handler(NotSignedIn, _sign_in)
    app.add_exception_handler(StepFirst, _step_first)
    app.add_exception_handler(DeclareFirst, _declare_first)
    app.add_exception_handler(RoleRefused, _role)
    app.add_exception_handler(NotFound, _missing)
    app.add_exception_handler(LinkFirst, _link_first)
    app.add_exception_handler(ForgedRequest, _forged)
    app.add_exception_handler(BodyTooLarge, _too_large)
    app.add_exception_handler(EngineError, _engine)
    app.add_exception_handler(RequestValidationError, _fields)
    app.add_exception_handler(HTTPException, _http)
    app.add_middleware(LastResort)


def failure(request: Request, status: int, told: Told, tone: str = "warning", code: str | None = None) -> Response:
    """Return the page of a failure, or for htmx the part that is put in place."""
    if _is_script(request):
        return _to_script(request, status, told, tone)
    session = getattr(request.state, "session", None)
    back = home(session.account.role) if session and not session.pending else "/"
    return page(request, "errors/failure.html", status, told=told, tone=tone, code=code, back=back)


async def _sign_in(request: Request, _: Exception) -> Response:
    """To the sign-in form; a page that was only looked at comes back afterwards."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if _is_script(request):
        # The page stays, with what was typed in it; its script says where to sign in.
        response: Response = _to_script(request, 401, Told("Session terminée", ENDED))
    elif request.method in {"GET", "HEAD"} and asked != "/":
        response = RedirectResponse(f"{SIGN_IN}?suite={quote(asked, safe='')}", status_code=303)
    else:
        response = RedirectResponse(SIGN_IN, status_code=303)
    forget_session(request, response)
    return response


async def _step_first(request: Request, error: Exception) -> Response:
    assert isinstance(error, StepFirst)  # noqa: S101
    path = STEP_PAGES[error.pending] if error.pending else "/"
    if _is_script(request):
        return _to_script(request, 401, Told("Connexion à terminer", UNFINISHED))
    return RedirectResponse(path, status_code=303)


async def _declare_first(request: Request, error: Exception) -> Response:
    assert isinstance(error, DeclareFirst)  # noqa: S101
    if _is_script(request):
        return _to_script(request, 403, Told("Liens d'intérêts à déclarer", UNDECLARED))
    return RedirectResponse(f"/dossiers/{error.dossier}/interets", status_code=303)


async def _role(request: Request, error: Exception) -> Response:
    assert isinstance(error, RoleRefused)  # noqa: S101
    who = " ou ".join(ASK[role] for role in sorted(error.allowed))
    told = Told(
        "Cette page n'est pas ouverte à votre rôle",
        f"Elle est réservée à d'autres : adressez-vous {who}. Si vous devriez y avoir accès, demandez à "
        "l'administration du service de vérifier le rôle de votre compte.",
    )
    return failure(request, 403, told)


async def _missing(request: Request, _: Exception) -> Response:
    return failure(request, 404, MISSING)


async def _link_first(request: Request, _: Exception) -> Response:
    return page(request, "patient/closed.html", 403, told=LINK_FIRST, phone=None)


async def _forged(request: Request, _: Exception) -> Response:
    return failure(request, 403, FORGED)


async def _too_large(request: Request, error: Exception) -> Response:
    assert isinstance(error, BodyTooLarge)  # noqa: S101
    if error.largest is None:
        return failure(request, 411, Told("Envoi sans taille", "Le navigateur n'a pas annoncé la taille de l'envoi."))
    text = f"Cette page reçoit au plus {size_fr(error.largest)} à la fois. Envoyez moins de fichiers à la fois."
    return failure(request, 413, Told("Envoi trop volumineux", text))


async def _engine(request: Request, error: Exception) -> Response:
    assert isinstance(error, EngineError)  # noqa: S101
    status = status_of(error)
    if status >= 500:
        log.error("%s on %s", type(error).__name__, _route(request))
    return failure(
        request, status, Told("Cela n'a pas pu être fait", str(error)), "danger" if status >= 500 else "warning"
    )


async def _fields(request: Request, _: Exception) -> Response:
    return failure(request, 422, WRONG_FIELDS)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    with suppress(EngineError):  # an address that leads nowhere passed no gate: who asks is not known yet
        await signed_in(request)
    told = HTTP.get(error.status_code, HTTP[400] if error.status_code < 500 else _internal(None))
    response = failure(request, error.status_code, told)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


class LastResort:
    """Answers what nobody foresaw. The framework's own layer would have the server log the error with its message."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            return  # whoever asked has gone: nothing failed here, and nobody waits for an answer
        except Exception as error:
            if scope["type"] != "http":
                raise
            request = Request(scope)
            number = _noted(request, error)
            if not started:
                await failure(request, 500, _internal(number), "danger", number)(scope, receive, send)


def _noted(request: Request, error: Exception) -> str:
    """Log the place under a new number and return it; what the error says stays unsaid: it may hold health data."""
    number = secrets.token_hex(4)
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    log.error("%s: %s at %s on %s", number, type(error).__name__, where, _route(request))
    return number


def _is_script(request: Request) -> bool:
    return "hx-request" in request.headers or request.headers.get("accept", "").startswith("application/json")


def _to_script(request: Request, status: int, told: Told, tone: str = "warning") -> Response:
    """A part for htmx to put in place, a sentence for the script that sends files."""
    if "hx-request" in request.headers:
        return page(request, "errors/_failure.html", status, told=told, tone=tone)
    return JSONResponse({"message_fr": told.text}, status_code=status)


def _internal(number: str | None) -> Told:
    text = "Le service a rencontré une erreur ; ce qui était enregistré l'est toujours. Recommencez dans un instant."
    if number:
        text += f" Si cela se répète, signalez la référence {number} à l'équipe technique."
    return Told("Erreur du service", text)


def _route(request: Request) -> str:
    """The route's own form, without the ids that were asked for."""
    route = request.scope.get("route")
    return f"{request.method} {getattr(route, 'path', '?')}"
