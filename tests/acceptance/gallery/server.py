"""A real server for the gallery: every part in every state, the static files, and answers for what the scripts ask."""

import asyncio
import io
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import uvicorn
from jinja2 import ChoiceLoader, FileSystemLoader
from PIL import Image, ImageDraw
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from engine.domain.account import Account
from review_ui.view import STATIC, environment

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
DOCTOR = Account(id="d1", login="a.destalle", name="Dr Ambroisine DESTALLE", role="doctor")
PAGE = (1240, 1754)
BLOCK = (310, 900, 806, 960)  # px on the page image: a black block that the box must cover exactly
BOX = (BLOCK[0] / PAGE[0], BLOCK[1] / PAGE[1], BLOCK[2] / PAGE[0], BLOCK[3] / PAGE[1])
STATES = (
    "stopped",
    "failed",
    "incomplete",
    "to_assign",
    "reading",
    "new",
    "assigned",
    "in_review",
    "signed",
    "delivered",
)
NAMES = ("SOLEMBRUNE Ysaline", "DE LA ROCHE-SAINT-GUENAULT Marie-Apolline", "BRIVE Odon", "QUÉVERT-LANNION Théophanie")
PATHWAYS = ("Endométriose", "Cancer du côlon et du rectum", "Gonarthrose")


NAV = (("Dossiers", "list"), ("Relecture", "review"), ("Accord", "parts"))
EVENTS = (
    {"step": "read", "text_fr": "irm.pdf, page 8 sur 8", "file": 2, "files": 2, "page": 4, "pages": 8},
    {"step": "extract", "text_fr": "Relevé des faits"},
    {"step": "done", "text_fr": "La lecture est terminée : 21 faits relevés."},
)
AGAIN = (
    {"step": "split", "text_fr": "3 documents reconnus", "left_fr": "Encore moins d'une minute"},
    {"step": "assess", "text_fr": "pièces vérifiées", "left_fr": None},
    {
        "step": "read",
        "text_fr": "scan.pdf : page 1",
        "file": 1,
        "files": 1,
        "page": 1,
        "pages": 9,
        "left_fr": "Encore environ 2 min",
    },
)


@dataclass
class Heard:
    """What the server was told, so that a test can look; `version` is that of the autosaved text.

    The next job of `/again` begins when the test has `looked_at` the first.
    """

    version: int = 1
    logged_in: bool = True
    token: str = "jeton-de-page"
    text: str = ""
    tokens: list[str] = field(default_factory=list)
    uploads: list[str] = field(default_factory=list)
    streams: list[str] = field(default_factory=list)
    looked_at: bool = False


def rows() -> list[dict[str, object]]:
    return [
        {
            "id": f"2026-{147 + n:04d}",
            "patient": NAMES[n % 4],
            "detail": f"{28 + n} ans",
            "pathway": PATHWAYS[n % 3],
            "state": STATES[n % len(STATES)],
            "days": max(0, 11 - n // 4),
            "pieces": f"{n % 9} sur 9",
            "doctor": "Dr Ambroisine DESTALLE-QUIMPERNEL" if n % 3 else "",
        }
        for n in range(40)
    ]


def page_image() -> bytes:
    """A page of grey lines with one black block."""
    image = Image.new("RGB", PAGE, "white")
    draw = ImageDraw.Draw(image)
    for y in range(140, 1650, 38):
        if not BLOCK[1] - 60 < y < BLOCK[3] + 30:
            draw.rectangle((130, y, 1100 - (y * 7) % 330, y + 12), fill=(150, 150, 150))
    draw.rectangle((BLOCK[0], BLOCK[1], BLOCK[2] - 1, BLOCK[3] - 1), fill="black")
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


class Answers:
    """What the gallery answers; the templates are the product's, with the gallery's pages beside them."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        folder = FileSystemLoader(Path(__file__).parent)
        self.pages = environment().overlay(loader=ChoiceLoader([environment().loader, folder]))  # type: ignore[list-item]
        self.image = page_image()

    def page(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in {"parts", "list", "review"}:
            return Response(status_code=404)
        told = {"tone": "success", "text": "Le dossier a été attribué au Dr Ambroisine DESTALLE."}
        html = self.pages.get_template(f"{name}.html").render(
            title="Galerie",
            account=None if request.query_params.get("nobody") else DOCTOR,
            nav=[(label, f"/{path}", path == name) for label, path in NAV],
            csrf=self.heard.token,
            notices=(told,) if name == "parts" else (),
            unvalidated=True,
            received=date(2026, 3, 1),
            moment=datetime(2026, 3, 12, 13, 2, tzinfo=UTC),
            events=request.query_params.get("events"),
            rows=rows(),
            image="/image.png",
            image2="/image.png?2",
            width=PAGE[0],
            height=PAGE[1],
            boxes=(BOX,),
            aside="2 sur 12",
        )
        return HTMLResponse(html)

    def picture(self, _: Request) -> Response:
        return Response(self.image, media_type="image/png")

    async def save(self, request: Request) -> Response:
        heard, sent = self.heard, await request.form()
        heard.tokens.append(request.headers.get("X-CSRF-Token", ""))
        if not heard.logged_in:
            return Response(status_code=401)
        if len(str(sent["diagnosis"])) > 200:
            return PlainTextResponse("le texte dépasse 200 signes.", 422)
        await asyncio.sleep(0.1)  # long enough for another write to set out meanwhile, if one is let
        if int(str(sent["version"])) != heard.version:
            part = self.pages.from_string(
                '{% from "parts/messages.html" import conflict %}{{ conflict(version, text) }}'
            )
            return HTMLResponse(part.render(version=heard.version, text=heard.text), 409)
        heard.version, heard.text = heard.version + 1, str(sent["diagnosis"])
        return Response(status_code=204, headers={"X-Version": str(heard.version)})

    async def upload(self, request: Request) -> Response:
        self.heard.tokens.append(request.headers.get("X-CSRF-Token", ""))
        async with request.form() as sent:
            names = [str(getattr(each, "filename", "")) for each in sent.getlist("files")]
        self.heard.uploads += names
        refused = [
            {"filename": n, "reason_fr": "Ce PDF est protégé par un mot de passe."} for n in names if "secret" in n
        ]
        kept = [{"filename": n, "text_fr": "3 pages"} for n in names if "secret" not in n]
        return JSONResponse({"accepted": kept, "refused": refused})

    async def again(self, request: Request) -> Response:
        """One job, and without a word of its end the next: pages are read again."""

        async def stream() -> AsyncIterator[str]:
            for number, event in enumerate(AGAIN, 1):
                while number == len(AGAIN) and not self.heard.looked_at:
                    await asyncio.sleep(0.02)
                yield f"id: {number}\ndata: {json.dumps(event)}\n\n"
            await asyncio.sleep(20)

        return StreamingResponse(stream(), media_type="text/event-stream")

    async def events(self, request: Request) -> Response:
        last = request.headers.get("Last-Event-ID") or request.query_params.get("last_event_id") or "0"
        self.heard.streams.append(last)
        if (
            len(self.heard.streams) == 2
        ):  # as a proxy does while the service restarts: the browser then gives up by itself
            return Response(status_code=503)

        async def stream() -> AsyncIterator[str]:
            yield "retry: 50\n\n"
            for number, event in enumerate(EVENTS[int(last) :], int(last) + 1):
                yield f"id: {number}\ndata: {json.dumps(event)}\n\n"
                await asyncio.sleep(0.05)
                if last == "0":  # the first connection breaks: the client has to come back for the rest
                    return

        return StreamingResponse(stream(), media_type="text/event-stream")


async def with_policy(request: Request, call: RequestResponseEndpoint) -> Response:
    response = await call(request)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def application(heard: Heard) -> Starlette:
    answers = Answers(heard)
    return Starlette(
        routes=[
            Route("/image.png", answers.picture),
            Route("/page/2", lambda _: HTMLResponse("<!doctype html><title>Page 2</title>")),
            Route("/save", answers.save, methods=["POST"]),
            Route("/upload", answers.upload, methods=["POST"]),
            Route("/events", answers.events),
            Route("/again", answers.again),
            Mount("/static", StaticFiles(directory=STATIC)),
            Route("/{name}", answers.page),
        ],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=with_policy)],
    )


@contextmanager
def gallery() -> Iterator[tuple[str, Heard]]:
    """The address of the running gallery, and what it hears."""
    heard = Heard()
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(application(heard), log_level="error", lifespan="off", timeout_graceful_shutdown=1)
    )
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    running.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", heard
    finally:
        server.should_exit = True
        running.join(10)
