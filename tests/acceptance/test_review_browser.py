"""The review in real Chromium on a dossier that the engine read: without a mouse, in two tabs, without script."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from engine.domain.account import Account
from engine.domain.opinion import Position
from engine.domain.review import Conclusion, Decision, Labels
from tests.acceptance.conftest import DEMO
from tests.review_samples import Clinic, clinic, take_in
from tests.web_samples import PASSWORD

DOSSIER = DEMO.name
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"desktop": (1280, 800), "tablet": (820, 1180)}
# A refused save is an answer that the browser notes by itself, and htmx after it.
EXPECTED = re.compile(r"status of (409|422) |Response Status Error Code (409|422)")
SAVED = re.compile("Enregistré à")
OWN = Position(diagnosis="Gonarthrose interne droite", option="traitement_conservateur", certainty="modérée")
SAID = Conclusion(
    diagnosis="Gonarthrose interne droite débutante",
    option="traitement_conservateur",
    discouraged=("ptg",),
    certainty="modérée",
    patient_fr="Votre genou droit a une arthrose débutante. Des exercices réguliers sont conseillés d'abord.",
)
AGREED = Labels(diagnosis="P", treatment="X", exams="C", severity=3)


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


@pytest.fixture(scope="module")
def served(new_database: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with new_database() as url, clinic(url, tmp_path_factory.mktemp("house")) as opened:
        take_in(opened)
        with serving(opened) as address:
            yield Served(opened, address)


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def doctors(served: Served) -> Iterator[Account]:
    """Doctors who have not seen the dossier: making a key takes a second."""
    return iter(served.clinic.doctor, None)


@pytest.fixture
def doctor(served: Served, doctors: Iterator[Account]) -> Account:
    """A doctor to whom the dossier was given, and who has not begun."""
    found = next(doctors)
    served.clinic.assign(DOSSIER, found)
    return found


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


@pytest.fixture
def page(served: Served, browser: Browser, doctor: Account) -> Iterator[Page]:
    with signed_in(served, browser, doctor) as context, watched(context) as opened:
        yield opened


def begin(served: Served, doctor: Account) -> None:
    served.clinic.service.review.read(doctor, DOSSIER, 0, OWN)


def complete(served: Served, doctor: Account) -> int:
    """Bring the doctor's review to where it can be signed; returns its version."""
    begin(served, doctor)
    review = served.clinic.service.review
    draft = review.view(doctor, served.clinic.view(DOSSIER)).draft
    assert draft is not None
    version = review.review(doctor, DOSSIER).version
    for statement in draft.statements:
        kept = Decision(statement=statement.id, verdict="kept", at=served.clinic.clock.now())
        version = review.decide(doctor, DOSSIER, version, kept).version
    version = review.conclude(doctor, DOSSIER, version, SAID).version
    return review.label(doctor, DOSSIER, version, AGREED).version


# Without a mouse


def tab_to(page: Page, selector: str, most: int = 90) -> None:
    """Press Tab until what `selector` names has the focus."""
    for _ in range(most):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by {most} tabs")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def to_stop(page: Page, anchor: str) -> None:
    """Press j until the part of that id has the focus."""
    for _ in range(40):
        if focused(page) == anchor:
            return
        page.keyboard.press("j")
    raise AssertionError(f"{anchor} is not reached by j")


def test_a_whole_review_without_a_mouse(served: Served, page: Page) -> None:
    page.goto(served.page, wait_until="networkidle")
    read_by_keys(page)
    decide_by_keys(page)
    add_by_keys(page)
    conclude_by_keys(page)
    agree_by_keys(page)
    expect(page.locator("#progression")).to_contain_text("Prêt à signer")
    to_stop(page, "controles")
    page.keyboard.press("s")
    page.wait_for_url("**/signature")
    expect(page.locator("main")).to_contain_text("Tous les contrôles sont passés")
    expect(page.locator("main")).to_contain_text("Revoir le patient dans six mois.")
    expect(page.get_by_role("button", name="Signer l'avis")).to_be_visible()


def read_by_keys(page: Page) -> None:
    keys = page.keyboard
    keys.press("3")
    tab_to(page, "#lecture-diagnosis")
    keys.type("Gonarthrose interne droite")
    tab_to(page, "#lecture-option [type=radio]")
    keys.press("Space")
    tab_to(page, "#lecture-option [name=discouraged][value=ptg]")
    keys.press("Space")
    tab_to(page, "#lecture-certainty [type=radio]")
    keys.press("ArrowDown")
    tab_to(page, "#lecture button")
    keys.press("Enter")
    expect(page.locator(".notices")).to_contain_text("elle ne change plus")
    page.wait_for_load_state("networkidle")


def decide_by_keys(page: Page) -> None:
    keys, statements = page.keyboard, page.locator(".statement")
    count = statements.count()
    assert count > 15
    keys.press("j")
    expect(statements.first).to_be_focused()
    keys.press("g")
    expect(statements.first).to_have_class(re.compile("statement-kept"))
    expect(statements.first).to_be_focused()
    keys.press("u")
    expect(statements.first).to_have_class(re.compile("statement-undecided"))
    expect(statements.first).to_be_focused()

    keys.press("m")
    expect(page.locator("#texte-S1")).to_be_focused()
    keys.press("Control+End")
    keys.type(" (reformulé)")
    expect(page.locator("#tete-S1")).to_contain_text("Modifié")
    expect(page.locator("#texte-S1")).to_be_focused()
    keys.press("Control+Enter")
    expect(page.locator("#enonce-S1 .statement-text")).to_contain_text("(reformulé)")
    expect(page.locator("#enonce-S1")).to_be_focused()

    keys.press("j")
    keys.press("r")
    expect(page.locator("#motif-S2")).to_be_focused()
    keys.press("Escape")
    expect(page.locator("#enonce-S2")).to_be_focused()
    keys.press("r")
    keys.type("Sans effet sur la décision")
    keys.press("Control+Enter")
    expect(page.locator("#enonce-S2")).to_contain_text("Motif : Sans effet sur la décision")
    expect(page.locator("#enonce-S2")).to_be_focused()
    keys.press("o")
    expect(page.locator("#viewer img")).to_have_attribute("alt", re.compile("02-radiographies-genoux.pdf"))

    for number in range(3, count + 1):
        keys.press("j")
        expect(page.locator(f"#enonce-S{number}")).to_be_focused()
        keys.press("g")
        expect(page.locator(f"#enonce-S{number}")).to_have_class(re.compile("statement-kept"))
    expect(page.locator("#progression")).to_contain_text(f"{count}\u00a0énoncés sur {count} tranchés")


def add_by_keys(page: Page) -> None:
    keys = page.keyboard
    keys.press("a")
    expect(page.locator("#ajouter-section")).to_be_focused()
    keys.type("Avis")
    keys.press("Tab")
    keys.type("Revoir le patient dans six mois.")
    keys.press("Control+Enter")
    expect(page.locator("#enonce-A1")).to_be_focused()
    expect(page.locator("#section-avis #enonce-A1")).to_contain_text("Revoir le patient dans six mois.")


def conclude_by_keys(page: Page) -> None:
    keys = page.keyboard
    to_stop(page, "conclusion")
    tab_to(page, "#conclusion-diagnosis")
    keys.type("Gonarthrose interne droite débutante")
    tab_to(page, "#conclusion-option [type=radio]")
    keys.press("Space")
    tab_to(page, "#conclusion-certainty [type=radio]")
    keys.press("Space")
    tab_to(page, "#conclusion-patient")
    keys.type("Votre genou a une arthrose débutante. Opérer maintenant n'est pas nécessaire.")
    expect(page.locator("#conclusion-patient-count")).to_have_text("12 mots sur 350")
    expect(page.locator("#conclusion [data-save-state]")).to_have_text(SAVED)


def agree_by_keys(page: Page) -> None:
    keys = page.keyboard
    tab_to(page, "#accord-diagnosis [type=radio]")
    keys.press("Space")
    keys.press("ArrowDown")
    tab_to(page, "#accord-treatment [type=radio]")
    keys.press("Space")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    tab_to(page, "#accord-exams [type=radio]")
    keys.press("Space")
    expect(page.locator("#accord-resultat")).not_to_contain_text("Ce que la machine a comparé")
    tab_to(page, "#accord-severity [type=radio]")
    keys.press("Space")
    for _ in range(3):
        keys.press("ArrowDown")
    expect(page.locator("#accord-resultat")).to_contain_text("Ce que la machine a comparé")


def test_single_keys_rest_while_one_types(served: Served, doctor: Account, page: Page) -> None:
    begin(served, doctor)
    page.goto(served.page, wait_until="networkidle")
    page.locator("#conclusion-diagnosis").focus()
    page.keyboard.type("jgmruoas?1")
    expect(page.locator("#conclusion-diagnosis")).to_have_value("jgmruoas?1")
    expect(page.locator(".statement-kept")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_shortcuts_are_told(served: Served, page: Page) -> None:
    page.goto(served.page, wait_until="networkidle")
    page.keyboard.press("?")
    told = page.get_by_role("dialog", name="Raccourcis clavier")
    for said in ("Garder l'énoncé choisi", "Annuler la décision", "Ouvrir sa source", "Ajouter un énoncé"):
        expect(told).to_contain_text(said)


# Where it stands


def test_a_citation_shows_its_passage_on_its_page(served: Served, doctor: Account, page: Page) -> None:
    begin(served, doctor)
    view = served.clinic.view(DOSSIER)
    draft = served.clinic.service.review.view(doctor, view).draft
    assert draft is not None
    page.goto(served.page, wait_until="networkidle")
    seen = 0
    for statement in draft.statements:
        cited = next((c for c in statement.cites if c.kind == "fact"), None)
        if cited is None:
            continue
        fact = next(f for f in view.facts if f.id == cited.ref)
        page.locator(f"#enonce-{statement.id} a.cite").first.click()
        expect(page.locator(".page-image-legend")).to_have_text(" ".join(fact.source.quote.split()))
        expect(page.locator("#viewer img")).to_have_attribute(
            "alt", f"Page {fact.source.page} de {fact.source.filename}"
        )
        page.wait_for_function("document.querySelector('#viewer img').complete")
        assert page.evaluate("document.querySelector('#viewer img').naturalWidth") > 500
        boxes, paper = page.locator(".page-image-box").all(), page.locator("#viewer .page-image-stage").bounding_box()
        assert len(boxes) == len(fact.source.boxes)
        assert paper
        for box, (x0, y0, x1, y1) in zip(boxes, fact.source.boxes, strict=True):
            drawn = box.bounding_box()
            assert drawn
            assert (drawn["x"] - paper["x"]) / paper["width"] == pytest.approx(x0, abs=0.005)
            assert (drawn["y"] - paper["y"]) / paper["height"] == pytest.approx(y0, abs=0.005)
            assert drawn["width"] / paper["width"] == pytest.approx(x1 - x0, abs=0.005)
            assert drawn["height"] / paper["height"] == pytest.approx(y1 - y0, abs=0.005)
        expect(page.locator(".page-image-box").first).to_be_in_viewport()
        seen += 1
    assert seen >= 8


def test_a_fact_of_the_summary_shows_its_place(served: Served, page: Page) -> None:
    page.goto(served.page, wait_until="networkidle")
    line = page.locator(".fact-line", has_text="Examen : 98 kg pour 1,76 m, IMC 31,6").first
    expect(line).to_contain_text("31,6")
    line.locator("a.cite").click()
    expect(page.locator(".page-image-legend")).to_have_text("Examen : 98 kg pour 1,76 m, IMC 31,6")
    family = page.locator(".fact-line", has_text="Son père a eu deux prothèses")
    expect(family.locator(".badge")).to_have_text(["Famille"])


def test_what_the_first_doctor_proposes_is_not_there_before_the_read(
    served: Served, doctor: Account, page: Page
) -> None:
    page.goto(served.page, wait_until="networkidle")
    assert "pose l'indication d'une prothèse" not in page.content()
    assert "Proposition du premier médecin" not in page.content()
    begin(served, doctor)
    page.reload(wait_until="networkidle")
    line = page.locator(".fact-line", has_text="pose l'indication d'une prothèse")
    expect(line).to_contain_text("Proposition du premier médecin")


# Two tabs


def test_two_tabs_never_overwrite_each_other_in_silence(served: Served, browser: Browser, doctor: Account) -> None:
    begin(served, doctor)
    review = served.clinic.service.review
    with signed_in(served, browser, doctor) as context, watched(context) as one, watched(context) as two:
        for tab in (one, two):
            tab.goto(served.page, wait_until="networkidle")
        one.locator("#conclusion-diagnosis").fill("Du premier onglet")
        expect(one.locator("#conclusion [data-save-state]")).to_have_text(SAVED)

        two.locator("#conclusion-diagnosis").fill("Du second onglet")
        panel = two.locator("#conclusion [data-conflict] .conflict")
        expect(panel).to_contain_text("Diagnostic : Du premier onglet")
        expect(two.locator("#conclusion-diagnosis")).to_have_value("Du second onglet")
        assert review.review(doctor, DOSSIER).conclusion.diagnosis == "Du premier onglet"
        panel.get_by_role("button", name="Garder le mien").click()
        expect(two.locator("#conclusion [data-save-state]")).to_have_text(SAVED)
        assert review.review(doctor, DOSSIER).conclusion.diagnosis == "Du second onglet"

        # A decision in the tab that is now behind: the same, and the key to go on sends it.
        one.locator("#enonce-S1").focus()
        one.keyboard.press("g")
        panel = one.locator("#enonce-S1 .conflict")
        expect(panel).to_be_visible()
        assert review.review(doctor, DOSSIER).decision("S1") is None
        panel.get_by_role("button", name="Garder le mien").press("Enter")
        expect(one.locator("#enonce-S1")).to_have_class(re.compile("statement-kept"))
        kept = review.review(doctor, DOSSIER)
        assert kept.decision("S1") is not None
        assert kept.conclusion.diagnosis == "Du second onglet"


def test_the_other_tabs_version_can_be_taken(served: Served, browser: Browser, doctor: Account) -> None:
    begin(served, doctor)
    with signed_in(served, browser, doctor) as context, watched(context) as one, watched(context) as two:
        for tab in (one, two):
            tab.goto(served.page, wait_until="networkidle")
        one.locator("#conclusion-diagnosis").fill("Du premier onglet")
        expect(one.locator("#conclusion [data-save-state]")).to_have_text(SAVED)
        two.locator("#conclusion-diagnosis").fill("Du second onglet")
        two.get_by_role("link", name="Prendre l'autre version").click()
        two.wait_for_load_state("networkidle")
        expect(two.locator("#conclusion-diagnosis")).to_have_value("Du premier onglet")


# Without script


def test_the_review_is_done_without_script(served: Served, browser: Browser, doctor: Account) -> None:
    with signed_in(served, browser, doctor, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served.page)
        page.get_by_role("button", name="Enregistrer ma lecture").click()
        expect(page.locator("#lecture")).to_contain_text("Écrivez votre diagnostic")
        page.get_by_label("Diagnostic").fill("Gonarthrose")
        page.get_by_label("Retenue : hors référentiel").check()
        page.get_by_label("Faible").check()
        page.get_by_role("button", name="Enregistrer ma lecture").click()
        page.locator("#enonce-S1").get_by_role("button", name="Garder").click()
        assert page.url.endswith("#enonce-S1")
        expect(page.locator("#enonce-S1")).to_have_class(re.compile("statement-kept"))
        page.locator("#enonce-S2 summary", has_text="Retirer").click()
        page.locator("#motif-S2").fill("Hors sujet")
        page.get_by_role("button", name="Retirer l'énoncé").locator("visible=true").click()
        expect(page.locator("#enonce-S2")).to_contain_text("Motif : Hors sujet")
        page.locator("#conclusion-diagnosis").fill("Gonarthrose débutante")
        page.get_by_role("button", name="Enregistrer la conclusion").click()
        expect(page.locator("#conclusion-diagnosis")).to_have_value("Gonarthrose débutante")
        page.get_by_role("link", name=re.compile("points à régler")).click()
        assert page.url.endswith("#controles")
        page.locator("#controles").get_by_role("link", name=re.compile("degré de certitude")).click()
        assert page.url.endswith("#conclusion-certainty")


# Looked at


def look(page: Page, name: str) -> None:
    """Nothing for axe to report, nothing wider than the screen."""
    found = Axe().run(page, options={"runOnly": TAGS})
    assert found.violations_count == 0, f"{name}\n{found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_for_axe_to_report(served: Served, browser: Browser, doctor: Account, scheme: str, size: str) -> None:
    width, height = SIZES[size]
    viewport = {"width": width, "height": height}
    with (
        signed_in(served, browser, doctor, viewport=viewport, color_scheme=scheme) as context,
        watched(context) as page,
    ):
        page.goto(served.page, wait_until="networkidle")
        look(page, "before the read")
        begin(served, doctor)
        page.goto(served.signature, wait_until="networkidle")
        look(page, "signature, not ready")
        page.goto(served.page, wait_until="networkidle")
        page.locator("#enonce-S1").focus()
        page.keyboard.press("g")
        expect(page.locator("#enonce-S1")).to_have_class(re.compile("statement-kept"))
        page.locator("#enonce-S2").focus()
        page.keyboard.press("r")
        page.keyboard.type("Hors sujet")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#enonce-S2")).to_have_class(re.compile("statement-removed"))
        page.locator("#enonce-S3").focus()
        page.keyboard.press("m")
        page.locator("#enonce-S14 .passage summary").click()
        page.locator("#ajouter details summary").click()
        look(page, "under way")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_signing_in_the_browser(served: Served, browser: Browser, doctor: Account, scheme: str) -> None:
    """The last tests of the module: a dossier is signed once."""
    if scheme == "light":
        complete(served, doctor)
        with signed_in(served, browser, doctor) as context, watched(context) as page:
            page.goto(served.page, wait_until="networkidle")
            look(page, "complete")
            page.goto(served.signature, wait_until="networkidle")
            look(page, "signature, ready")
            page.get_by_label("Mot de passe").fill("pas le bon")
            page.get_by_label("Code de l'application").fill("000000")
            page.get_by_role("button", name="Signer l'avis").click()
            expect(page.locator("#signer")).to_contain_text("Mot de passe incorrect")
            look(page, "signature, refused")
            page.get_by_label("Mot de passe").fill(PASSWORD)
            page.get_by_label("Code de l'application").fill(served.clinic.code())
            page.get_by_role("button", name="Signer l'avis").click()
            expect(page.get_by_text("Signature vérifiée")).to_be_visible()
    for width, height in SIZES.values():
        viewport = {"width": width, "height": height}
        with (
            signed_in(served, browser, doctor, viewport=viewport, color_scheme=scheme) as context,
            watched(context) as page,
        ):
            for path in ("signature", "addendum", "relecture"):
                page.goto(f"{served.address}/dossiers/{DOSSIER}/{path}", wait_until="networkidle")
                look(page, f"signed, {path}")
            expect(page.locator("main")).to_contain_text("cette relecture ne change plus")
