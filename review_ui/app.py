"""The web application: routes behind their gates, static files, answers to failures."""

from typing import Annotated

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from engine import Service, Settings
from review_ui import (
    admin,
    agreement,
    asked_pieces,
    asking,
    auth,
    availability,
    chronology,
    completeness,
    consents,
    desk,
    dossiers,
    experts,
    failures,
    handover,
    library,
    marks,
    merging,
    new_dossier,
    opinions,
    pages,
    papers,
    pathways,
    patient,
    reminders,
    replies,
    requests,
    review,
    search,
    signing,
    statements,
    uploads,
    worklist,
)
from review_ui.access import STATIC, Visitor, anyone, check_routes, may
from review_ui.page import home
from review_ui.shield import Shield
from review_ui.view import STATIC as STATIC_FOLDER

start = APIRouter()
# Every module with pages; each has its `router`, and its routes name what they do in `access.ACTIONS`.
# The form of a new dossier comes before the dossiers: its address would name one.
ROUTERS: tuple[APIRouter, ...] = (
    *(start, auth.router, admin.router, agreement.router, pathways.router, library.router),
    *(availability.router, experts.router, asked_pieces.router),
    *(new_dossier.router, worklist.router, dossiers.router, desk.router, uploads.router),
    *(completeness.router, pages.router, chronology.router),
    *(papers.router, marks.router, requests.router, reminders.router, replies.router),
    *(patient.router, asking.router, consents.router),
    *(search.router, handover.router, merging.router),
    *(review.router, statements.router, signing.router, opinions.router),
)


@start.get("/")
async def at_home(visitor: Annotated[Visitor, may("self")]) -> Response:
    """To where a person of that role begins."""
    return RedirectResponse(home(visitor.account.role), status_code=303)


@start.get("/sante", dependencies=[anyone()])
async def alive() -> Response:
    """That the service answers, and nothing else; `avis doctor` and the health page say how it is."""
    return JSONResponse({"status": "ok"})


@start.get("/favicon.ico", dependencies=[anyone()])
async def icon(request: Request) -> Response:
    """Where browsers look for it unasked."""
    return RedirectResponse(request.url_for(STATIC, path="favicon.svg").path, status_code=301)


def create_app(service: Service, settings: Settings, routers: tuple[APIRouter, ...] = ROUTERS) -> FastAPI:
    """Make the application around `service`. Raises `RuntimeError` when a route passes no gate, or two."""
    app = FastAPI(title="double-avis", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.service = service
    app.state.settings = settings
    for router in routers:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC_FOLDER), name=STATIC)
    failures.install(app)
    app.add_middleware(Shield, public_url=settings.public_url)
    check_routes(app)
    return app
