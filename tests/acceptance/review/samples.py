"""The running service with a dossier that the engine read, and browsers that may not complain."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page

from engine.domain.account import Account
from engine.domain.opinion import Position
from engine.domain.review import Decision
from tests.acceptance.axe import violations
from tests.acceptance.conftest import DEMO
from tests.review_samples import AGREED, CONCLUDED, DRAFT, POSITION, Clinic

DOSSIER = DEMO.name
SIZES = {"desktop": (1280, 800), "tablet": (820, 1180)}
# A refused save is an answer that the browser notes by itself, and htmx after it.
EXPECTED = re.compile(r"status of (409|422) |Response Status Error Code (409|422)")
SAVED = re.compile("Enregistré à")
OWN = Position(diagnosis="Gonarthrose interne droite", option="traitement_conservateur", certainty="modérée")


class Served(NamedTuple):
    """The running service with the dossier that the engine read."""

    clinic: Clinic
    address: str

    @property
    def page(self) -> str:
        return f"{self.address}/dossiers/{DOSSIER}/relecture"

    @property
    def signature(self) -> str:
        return f"{self.address}/dossiers/{DOSSIER}/signature"


@contextmanager
def serving(opened: Clinic) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(opened.app, log_level="error", timeout_graceful_shutdown=1))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    running.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        running.join(10)


@contextmanager
def signed_in(served: Served, browser: Browser, doctor: Account, **given: Any) -> Iterator[BrowserContext]:
    options = {"viewport": {"width": 1280, "height": 800}, "locale": "fr-FR", "reduced_motion": "reduce", **given}
    with browser.new_context(**options) as context:
        token = served.clinic.token(doctor)
        context.add_cookies([{"name": "avis", "value": token, "url": served.address}])
        yield context


@contextmanager
def watched(context: BrowserContext) -> Iterator[Page]:
    """A page that may not complain: no error in its console, which is where a broken policy shows."""
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert [c for c in complaints if not EXPECTED.search(c)] == []


def begin(served: Served, doctor: Account, dossier: str = DOSSIER, position: Position = OWN) -> None:
    served.clinic.service.review.read(doctor, dossier, 0, position)


def complete(served: Served, doctor: Account, dossier: str) -> None:
    """Bring the doctor's review of a dossier that was laid out to where it can be signed."""
    begin(served, doctor, dossier, POSITION)
    review = served.clinic.service.review
    for statement in DRAFT.statements:
        kept = Decision(statement=statement.id, verdict="kept", at=served.clinic.clock.now())
        review.decide(doctor, dossier, review.review(doctor, dossier).version, kept)
    version = review.conclude(doctor, dossier, review.review(doctor, dossier).version, CONCLUDED).version
    review.label(doctor, dossier, version, AGREED)


def look(page: Page, name: str) -> None:
    """Nothing for axe to report, nothing wider than the screen."""
    found = violations(page)
    assert not found, f"{name}\n{found}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
