"""Signing in and administering in real Chromium: no complaint of the policy, nothing for axe, no mouse needed."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Page

from engine.adapters.second_factor import code_at
from engine.domain.progress import Job
from tests.acceptance.axe import violations
from tests.acceptance.chromium import opened
from tests.web_samples import OPERATOR, PASSWORD, House, ListedJobs, SampleCheck, house

REFUSED = re.compile(r"status of (404|422) ")


@pytest.fixture
def served(database_url: str, tmp_path: Path) -> Iterator[tuple[House, str]]:
    with house(database_url, tmp_path) as home:
        home.clock.moment = datetime.now(UTC)
        listening = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(home.app, log_level="error", timeout_graceful_shutdown=1))
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield home, f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            running.join(10)


def test_an_administrator_at_work_without_a_mouse(served: tuple[House, str]) -> None:
    home, address = served
    _people(home)
    with opened() as browser:
        page, complaints = browser.new_context(locale="fr-FR", reduced_motion="reduce").new_page(), list[str]()
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)

        page.goto(f"{address}/admin/journal")
        _look(page, "Connexion")
        for word in ("pas le bon mot", PASSWORD):
            page.get_by_label("Identifiant").fill("chef")
            page.get_by_label("Mot de passe").fill(word)
            _send(page)
            _look(page)
        secret = page.locator("#totp-key").inner_text().replace(" ", "")
        page.get_by_label("Code à 6 chiffres").fill(code_at(secret, home.clock.now()))
        _send(page)
        assert page.url.endswith("/admin/journal")
        _look(page, "Journal")
        page.goto(f"{address}/admin/comptes/nouveau")
        page.get_by_label("Nom", exact=False).first.fill("Dr Théophanie QUÉVERT")
        page.get_by_label("Identifiant").fill("t.quevert")
        page.get_by_role("radio", name="Médecin référent").press("Space")
        for number in ("123", "10003456786"):
            page.get_by_label("Numéro RPPS").fill(number)
            page.get_by_label("Spécialité").fill("Gynécologie")
            _send(page)
            _look(page)
        assert page.locator("#once").inner_text()
        for path in (
            *("comptes", "comptes/odon", "sante", "travaux", "journal?verifier=true", "journal?dossier=aucun"),
            *("../compte", "../compte/mot-de-passe", "../compte/second-facteur", "../nulle-part"),
        ):
            page.goto(f"{address}/admin/{path}")
            _look(page)
        page.locator("summary", has_text="Paule").press("Enter")
        page.get_by_role("button", name="Se déconnecter").press("Enter")
        page.wait_for_url("**/connexion")
        _look(page, "Connexion")
    assert [said for said in complaints if not REFUSED.search(said)] == []


def _people(home: House) -> None:
    accounts = home.service.accounts
    accounts.add(OPERATOR, login="chef", name="Paule GARDE-DORÉE", role="admin", password=PASSWORD)
    accounts.add(OPERATOR, login="odon", name="Odon BRIVE", role="intake")
    accounts.set_active(OPERATOR, "odon", active=False)
    common = {"id": 1, "attempts": 5, "since": home.clock.now(), "worker_seen": None}
    home.service.jobs = ListedJobs(
        [Job.model_validate({**common, "dossier": f"D-{s}", "state": s}) for s in ("failed", "working", "waiting")]
    )
    home.service.checks = [
        SampleCheck(name="Base de données", status="ok", told_fr="Elle répond."),
        SampleCheck(name="Disque", status="warning", told_fr="Il reste 4,2 Go.", remedy_fr="Faites de la place."),
        SampleCheck(name="Tesseract", status="failed", told_fr="Il manque.", remedy_fr="Installez-le."),
    ]


def _send(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _look(page: Page, heading: str = "") -> None:
    """Wide and light, then narrow and dark, as it is left for the next step; the dark theme changes colours alone."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    assert heading in page.locator("h1").inner_text()
    found = violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    page.set_viewport_size({"width": 820, "height": 900})
    page.emulate_media(color_scheme="dark")
    found += violations(page, of_colour=True)
    assert not found, f"{page.url}\n{found}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
