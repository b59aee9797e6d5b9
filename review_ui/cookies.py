"""The cookies of the service: the session's, the sign-in form's, and what the next page tells."""

import base64
import binascii
import json

from fastapi import Request
from starlette.responses import Response

from review_ui.service import service_of

NOTICE_SECONDS = 60


def is_secure(request: Request) -> bool:
    """Say whether people reach the service over TLS."""
    url: str = request.app.state.settings.public_url
    return url.startswith("https://")


def session_cookie(request: Request) -> str | None:
    """The token that the browser sent."""
    return request.cookies.get(_name(request, "avis"))


def keep_session(request: Request, response: Response, token: str) -> None:
    """Give the browser a session's token. It ends with the browser; the server ends it sooner."""
    # Lax, not Strict: who follows a link in a letter of ours should not be asked to sign in again. What changes
    # anything asks for the session's own token besides.
    _set(request, response, "avis", token, same_site="lax")


def forget_session(request: Request, response: Response) -> None:
    """Take the session's token back."""
    _forget(request, response, "avis")


def form_cookie(request: Request) -> str | None:
    """What ties the sign-in form to this browser, before there is a session."""
    return request.cookies.get(_name(request, "avis-form"))


def keep_form(request: Request, response: Response, nonce: str) -> None:
    """Tie the sign-in form to this browser."""
    _set(request, response, "avis-form", nonce, same_site="strict")


def patient_cookie(request: Request) -> str:
    """The pass of somebody who answers a questionnaire by link."""
    return request.cookies.get(_name(request, "avis-lien"), "")


def keep_patient(request: Request, response: Response, given: str) -> None:
    """Give the browser the pass of a questionnaire. It ends with the browser; the server ends it sooner."""
    _set(request, response, "avis-lien", given, same_site="lax")


def forget_patient(request: Request, response: Response) -> None:
    """Take the pass of a questionnaire back."""
    _forget(request, response, "avis-lien")


def keep_notice(request: Request, response: Response, tone: str, text: str) -> None:
    """Have the next page say something; never anything about a patient: a cookie may be kept on a disk."""
    payload = base64.urlsafe_b64encode(json.dumps([tone, text]).encode()).decode().rstrip("=")
    mark = service_of(request).accounts.mark("notice", payload)
    _set(request, response, "avis-dit", f"{payload}.{mark}", same_site="strict", seconds=NOTICE_SECONDS)


def notice(request: Request) -> tuple[str, str] | None:
    """The tone and text that the page before asked to say, if it was ours."""
    payload, _, mark = request.cookies.get(_name(request, "avis-dit"), "").partition(".")
    if not payload or not service_of(request).accounts.is_mark("notice", payload, mark):
        return None
    try:
        tone, text = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (ValueError, binascii.Error):
        return None
    return str(tone), str(text)


def forget_notice(request: Request, response: Response) -> None:
    """Say it once."""
    _forget(request, response, "avis-dit")


def _name(request: Request, name: str) -> str:
    # __Host-: the browser takes it over TLS alone, for this host alone, and lets no neighbour set it.
    return f"__Host-{name}" if is_secure(request) else name


def _set(
    request: Request, response: Response, name: str, value: str, *, same_site: str, seconds: int | None = None
) -> None:
    response.set_cookie(
        _name(request, name),
        value,
        max_age=seconds,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax" if same_site == "lax" else "strict",
    )


def _forget(request: Request, response: Response, name: str) -> None:
    response.delete_cookie(_name(request, name), path="/", secure=is_secure(request), httponly=True)
