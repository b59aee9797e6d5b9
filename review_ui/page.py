"""Answers of the service: pages with what every page shows, and the way from one to the next."""

from typing import NamedTuple

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from engine.domain.account import Role, Session
from review_ui.cookies import forget_notice, keep_notice, notice
from review_ui.view import render


class Notice(NamedTuple):
    """A short message at the head of a page; `tone` is info, success, warning or danger."""

    tone: str
    text: str


class Entry(NamedTuple):
    """One entry of the navigation."""

    label: str
    href: str
    current: bool


DESK = (("Dossiers", "/dossiers"), ("Recherche", "/recherche"), ("Relève", "/releve"))
BOOKS = (("Référentiels", "/referentiels"), ("Bibliothèque", "/bibliotheque"))
NAVIGATION: dict[Role, tuple[tuple[str, str], ...]] = {
    "intake": (
        *DESK,
        ("Relances", "/relances"),
        ("Réponses", "/reponses"),
        ("Médecins", "/medecins"),
        *BOOKS,
    ),
    "doctor": (*DESK, ("Mes disponibilités", "/disponibilites"), *BOOKS),
    "researcher": (("Accord des avis", "/accord"), *BOOKS),
    "council": BOOKS,
    "admin": (
        ("Comptes", "/admin/comptes"),
        ("Médecins", "/medecins"),
        ("Travaux", "/admin/travaux"),
        ("Santé du service", "/admin/sante"),
        *BOOKS,
        ("Journal", "/admin/journal"),
    ),
}


def home(role: Role) -> str:
    """Where a person of that role begins."""
    return NAVIGATION[role][0][1]


def page(request: Request, template: str, status: int = 200, **context: object) -> HTMLResponse:
    """Render a page for who is signed in: the layout's account, navigation, form token and notices are added.

    `notices` of the context come after the one that the page before left.
    """
    session: Session | None = getattr(request.state, "session", None)
    left = notice(request)
    given = context.pop("notices", ())
    notices = (*((Notice(*left),) if left else ()), *(given if isinstance(given, tuple | list) else ()))
    values = {"account": None, "nav": (), "csrf": "", **_of(session, request), **context, "notices": notices}
    response = HTMLResponse(render(template, **values), status_code=status)
    if left:
        forget_notice(request, response)
    return response


def go(request: Request, path: str, tone: str = "success", said: str | None = None) -> Response:
    """Send the browser to a page of ours after a form, where `said` is shown once. Nothing of a patient may be said."""
    if request.headers.get("hx-request"):
        response = Response(status_code=204, headers={"HX-Redirect": path})
    else:
        response = RedirectResponse(path, status_code=303)
    if said is not None:
        keep_notice(request, response, tone, said)
    return response


def _of(session: Session | None, request: Request) -> dict[str, object]:
    if session is None:
        return {}
    # Who has not finished signing in sees no way but the one to finish, and the way out.
    nav = () if session.pending else tuple(_navigation(session.account.role, request.url.path))
    return {"account": session.account, "csrf": session.csrf, "nav": nav}


def _navigation(role: Role, path: str) -> list[Entry]:
    return [Entry(label, href, path == href or path.startswith(f"{href}/")) for label, href in NAVIGATION[role]]
