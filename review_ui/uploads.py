"""Files: how they come in, how their reading is followed, and how the originals are given back."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import PurePosixPath
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse, Response, StreamingResponse

from engine import EngineError, Service
from engine.domain.progress import Progress, Told
from review_ui.access import Visitor, may
from review_ui.cookies import session_cookie
from review_ui.dossier_page import dossier_page
from review_ui.dossiers import show
from review_ui.failures import is_theirs
from review_ui.page import Notice, go, page
from review_ui.progress import ENDS, left_fr, reading_of
from review_ui.refusals import NotFound
from review_ui.service import service_of
from review_ui.view import plural

router = APIRouter()
OVER = Progress(step="done", text_fr="La lecture est terminée.")
POLL, ALIVE, LONGEST = 0.5, 15.0, 600.0  # seconds; a browser comes back for more after the longest
NAME_MAX, TYPE_MAX = 200, 100
# What browsers and viewers open as a document; anything else is given back as bytes without a meaning.
DOCUMENT_TYPES = frozenset(
    {"application/pdf", "image/jpeg", "image/png", "image/tiff", "image/heic", "image/webp"}
    | {"application/msword", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
)
BYTES = "application/octet-stream"


@router.post("/dossiers/{dossier}/fichiers")
def receive(request: Request, visitor: Annotated[Visitor, may("dossier.upload")], dossier: str) -> Response:
    """Keep files, each for itself: one that cannot be taken is refused by name and the others are kept."""
    sent = visitor.form.files("files")
    accepted: list[dict[str, str]] = []
    refused: list[dict[str, str]] = []
    for file in sent:
        name, told = _keep(service_of(request), visitor, dossier, file)
        (refused if told else accepted).append({"filename": name, **({"reason_fr": told} if told else {})})
    if "application/json" in request.headers.get("accept", ""):
        if not sent:
            return JSONResponse({"message_fr": "Aucun fichier n'est arrivé. Choisissez-le de nouveau."}, 422)
        return JSONResponse({"accepted": accepted, "refused": refused})
    if not sent or refused:
        notices = [Notice("warning", f"« {r['filename']} » n'a pas été pris : {r['reason_fr']}") for r in refused]
        if not sent:
            notices.append(Notice("warning", "Aucun fichier choisi. Choisissez au moins un document, puis envoyez."))
        if accepted:
            notices.append(Notice("success", f"{plural(len(accepted), 'document reçu')}, la lecture commence."))
        return show(request, visitor, dossier, 422, notices=tuple(notices))
    said = f"{plural(len(accepted), 'document reçu')}, la lecture commence."
    return go(request, f"/dossiers/{dossier}#documents", said=said)


def _keep(service: Service, visitor: Visitor, dossier: str, file: UploadFile) -> tuple[str, str | None]:
    """Keep one file; return its name, and why it was not taken."""
    name = safe_name(file.filename or "")
    if not name:
        return "fichier sans nom", "il n'a pas de nom. Enregistrez-le sous un nom, puis envoyez-le de nouveau."
    content = file.file.read()
    if not content:
        return name, "il est vide. Ouvrez-le sur votre ordinateur pour vérifier, puis envoyez-le de nouveau."
    media_type = (file.content_type or BYTES)[:TYPE_MAX]
    try:
        service.intake.receive(visitor.account, dossier, name, media_type, content)
    except EngineError as error:
        if not is_theirs(error):
            raise
        return name, str(error)
    return name, None


def safe_name(given: str) -> str:
    """A file's own name without folders nor what cannot be printed, its ending kept."""
    name = PurePosixPath(given.replace("\\", "/")).name
    plain = "".join(c for c in name if c.isprintable()).strip()
    if len(plain) <= NAME_MAX:
        return plain
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: NAME_MAX - len(ending) - 1]}{dot}{ending}" if dot and len(ending) < 10 else plain[:NAME_MAX]


@router.get("/dossiers/{dossier}/lecture")
def reading(request: Request, visitor: Annotated[Visitor, may("dossier.view")], dossier: str) -> Response:
    """How far the reading is: a part of the dossier's home, or a page of its own."""
    service = service_of(request)
    followed = reading_of(service, dossier)
    view = service.intake.view(dossier)
    asked: dict[str, Any] = {"reading": followed, "base": f"/dossiers/{dossier}", "arriving": not view.documents}
    if request.headers.get("hx-request"):
        return page(request, "dossiers/_reading_begun.html", **asked)
    return dossier_page(request, visitor, view, "dossiers/reading.html", **asked)


@router.get("/dossiers/{dossier}/evenements")
async def events(
    request: Request, visitor: Annotated[Visitor, may("dossier.view")], dossier: str, last_event_id: str = ""
) -> Response:
    """Tell the work on a dossier as it goes on, until it is done or failed."""
    known = request.headers.get("last-event-id") or last_event_id
    after = int(known) if known.isascii() and known.isdecimal() and len(known) < 19 else 0
    headers = {"X-Accel-Buffering": "no"}  # a proxy must not gather what is to be seen at once
    stream = _stream(request, dossier, after)
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


async def _stream(request: Request, dossier: str, after: int) -> AsyncIterator[str]:
    """Ask in a thread and rest between: neither the loop nor a connection is held while nothing happens."""
    service, until, said = service_of(request), time.monotonic() + LONGEST, time.monotonic()
    allowed = said
    yield "retry: 2000\n\n"
    while time.monotonic() < until and not await request.is_disconnected():
        try:
            told, goes_on = await run_in_threadpool(_news, service, dossier, after)
        except EngineError:
            return  # the browser comes back
        for each in told:
            after, said = each.seq, time.monotonic()
            yield f"id: {each.seq}\ndata: {_event(each.progress, left_fr(each))}\n\n"
            if each.progress.step in ENDS:
                return
        if not goes_on:
            yield f"data: {_event(OVER)}\n\n"  # it ended before the page asked
            return
        if time.monotonic() - allowed > ALIVE:
            if not await run_in_threadpool(_still_may, request, dossier):
                return  # the browser asks again, and is refused at the gate
            allowed = time.monotonic()
        if time.monotonic() - said > ALIVE:
            said = time.monotonic()
            yield ": \n\n"
        await asyncio.sleep(POLL)


def _news(service: Service, dossier: str, after: int) -> tuple[tuple[Told, ...], bool]:
    """What was told after `after`, and whether more may come. Asked in this order, an end is never passed over."""
    goes_on = reading_of(service, dossier).active
    return service.jobs.told(dossier, after), goes_on


def _still_may(request: Request, dossier: str) -> bool:
    """Whether the session that opened a stream still stands, and may still see the dossier."""
    service, token = service_of(request), session_cookie(request)
    session = service.accounts.session(token) if token else None
    return session is not None and service.may_open(session.account, dossier)


def _event(progress: Progress, left: str | None = None) -> str:
    return json.dumps({**progress.model_dump(mode="json"), "left_fr": left}, ensure_ascii=False)


@router.get("/dossiers/{dossier}/originaux/{sha256}")
def original(
    request: Request, visitor: Annotated[Visitor, may("original.download")], dossier: str, sha256: str
) -> Response:
    """Give an upload back as it came, to be saved and never to be shown here: it may hold a script."""
    intake = service_of(request).intake
    if all(upload.sha256 != sha256 for upload in intake.uploads(dossier)):
        raise NotFound
    upload, content = intake.original(visitor.account, dossier, sha256)
    media_type = upload.media_type if upload.media_type in DOCUMENT_TYPES else BYTES
    return attachment(content, upload.filename, media_type)


def attachment(content: bytes, filename: str, media_type: str) -> Response:
    """An answer that the browser saves under `filename` (RFC 6266 and 5987)."""
    return Response(content, media_type=media_type, headers={"Content-Disposition": attachment_head(filename)})


def attachment_head(filename: str) -> str:
    """What tells the browser to save an answer under `filename`."""
    name = safe_name(filename) or "document"
    plain = "".join(c if c.isascii() and c not in '"\\%' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
