"""One story from an upload to a signed opinion: what its chapters share, and how its end is judged."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2 as pdfium
from playwright.sync_api import Browser, BrowserContext, Page, expect

from engine.adapters.certificates import CERTIFICATE, Authority
from engine.adapters.pades import PadesSealer
from engine.delivery.typography import FONTS
from engine.domain.signed import SignatureCheck
from tests.acceptance.service.conftest import Watched
from tests.acceptance.service.house import CASE, Running
from tests.acceptance.service.keyboard import Keyboard

FILES = ("01-consultation-orthopedie.pdf", "02-radiographies-genoux.pdf", "05-ordonnance-photo.pdf")
QUESTION = "On me propose une prothèse du genou droit. Est-ce trop tôt ?"
FIRST = "Prothèse totale du genou droit en janvier."
EDITED = "La marche reste possible sur plus d'un kilomètre : la prothèse peut attendre la fin de la rééducation."
REMOVED_WHY = "Redite de la synthèse."
ADDED = "Je propose de revoir la décision dans trois mois, après la rééducation."
PATIENT_FR = "Votre genou droit est usé. Vous marchez encore bien. L'opération peut attendre trois mois. Parlez-en."
ADDENDUM = "Le bilan reçu depuis confirme l'avis : rien ne change."
REFUSED = "Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"
OVERRIDDEN_WHY = "Images vues au téléphone avec le cabinet de radiologie."

# Keeps every line that the page told of the reading, from one page to the next.
WATCH_READING = """
addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  const line = document.querySelector('[data-step="read"] .detail')?.textContent;
  const told = JSON.parse(sessionStorage.getItem("told") ?? "[]");
  if (line && line !== told.at(-1)) sessionStorage.setItem("told", JSON.stringify([...told, line]));
}).observe(document.body, {subtree: true, childList: true, characterData: true}));
"""
BOUND = ("03-acces-images.pdf", "04-bilan-kine.pdf")
"""What the patient scanned into one file of several pages."""


@dataclass
class Journey:
    """What one test leaves for the next: they are the chapters of one story, in this order."""

    running: Running
    browser: Browser
    watched: Watched
    folder: Path
    dossier: str = ""
    removed: str = ""
    kept: str = ""

    @property
    def base(self) -> str:
        return f"{self.running.url}/dossiers/{self.dossier}"

    def context(self, **given: object) -> BrowserContext:
        return self.browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="fr-FR", accept_downloads=True, base_url=self.running.url
        )

    def enter(self, page: Page, login: str) -> None:
        member = self.running.members[login]
        page.goto("/")
        page.get_by_label("Identifiant").fill(login)
        page.get_by_label("Mot de passe").fill(member.password)
        page.get_by_role("button", name="Se connecter").click()
        if member.totp:
            page.get_by_label("Code à 6 chiffres").fill(self.running.code(login))
            page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()

    def settle(self) -> None:
        self.running.read(self.dossier)


def prove(keys: Keyboard, password: str, code: str) -> None:
    for place, typed in (("#f-password", password), ("#f-code", code)):
        keys.tab_to(keys.page.locator(place))
        keys.type(typed)
    keys.press("Enter")


def bound(folder: Path) -> Path:
    """Two letters in one file."""
    together = pdfium.PdfDocument.new()
    for name in BOUND:
        together.import_pages(pdfium.PdfDocument(CASE / "documents" / name))
    path = folder / "envoi.pdf"
    together.save(path)
    return path


def draft(journey: Journey) -> dict[str, str]:
    return {name: " ".join(text.split()) for name, text in journey.running.home.draft(journey.dossier).items()}


def check(journey: Journey, pdf: bytes) -> SignatureCheck:
    """What the product says of a document, with this house's authority and nothing else."""
    folder = journey.running.home.folder / "authority"
    sealer = PadesSealer(Authority.ensure(folder, datetime.now(UTC)), (FONTS / "Commissioner-Regular.ttf").read_bytes())
    with ThreadPoolExecutor(1) as thread:  # the browser's loop runs in this one
        return thread.submit(sealer.check, pdf).result()


def nss(journey: Journey) -> Path:
    """A store of certificates, as pdfsig knows them, that trusts this house alone."""
    database = journey.folder / "nss"
    database.mkdir()
    certificate = journey.running.home.folder / "authority" / CERTIFICATE
    subprocess.run(["certutil", "-N", "-d", f"sql:{database}", "--empty-password"], check=True)
    trusted = ["-t", "C,C,C", "-n", "double-avis", "-i", certificate]
    subprocess.run(["certutil", "-A", "-d", f"sql:{database}", *trusted], check=True)
    return database


def pdfsig(path: Path, database: Path) -> str:
    return subprocess.run(["pdfsig", "-nssdir", database, path], capture_output=True, text=True, check=False).stdout
