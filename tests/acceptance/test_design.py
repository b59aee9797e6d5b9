"""The interface's parts in a real browser: accessible in both themes, silent under the policy, and at work."""

import io
import re
from collections.abc import Iterator
from itertools import product
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from tests.acceptance.gallery_server import Heard, gallery

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
SIZES = {"desktop": (1280, 800), "tablet": (820, 1180)}


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, Heard]]:
    with gallery() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 800}, locale="fr-FR")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that may not complain: no error in its console, which is where a broken policy shows."""
    made, complaints = context.new_page(), list[str]()
    made.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    made.on("pageerror", lambda error: complaints.append(str(error)))
    yield made
    # A refused save is an answer that the browser notes by itself, and htmx after it; a cut line is one too.
    expected = re.compile(r"status of (401|409|422|503) |ERR_INCOMPLETE_CHUNKED|Response Status Error Code (401|422)")
    assert [c for c in complaints if not expected.search(c)] == []


def said(page: Page) -> str:
    return page.locator("#say").inner_text()


@pytest.mark.parametrize(
    ("name", "scheme", "size"),
    [*product(("parts", "list", "review"), ("light", "dark"), SIZES), ("parts?nobody=1", "light", "desktop")],
)
def test_nothing_for_axe_to_report(
    browser: Browser, served: tuple[str, Heard], name: str, scheme: str, size: str
) -> None:
    width, height = SIZES[size]
    with browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    ) as c:
        opened, complaints = c.new_page(), list[str]()
        opened.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
        opened.goto(f"{served[0]}/{name}")
        found = Axe().run(
            opened, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        assert found.violations_count == 0, found.generate_report()
        assert complaints == []
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_page_reflows_at_a_zoom_of_four_hundred_percent(page: Page, served: tuple[str, Heard]) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    for name in ("parts", "list", "review"):
        page.goto(f"{served[0]}/{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_targets_are_large_enough(page: Page, served: tuple[str, Heard]) -> None:
    page.goto(f"{served[0]}/review")
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, summary, .cite, input:not([type=hidden]), nav a')]
        .filter((e) => e.checkVisibility()).map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
        .filter(([, r]) => r.width < 24 || r.height < 24)
        .map(([text, r]) => `${text} ${r.width}×${r.height}`)"""
    )
    assert [each for each in small if not each.startswith(" 20×20")] == []  # radio buttons: their labels are the target


def black_block(page: Page) -> tuple[int, int, int, int]:
    """Where the black block of the page image stands on the screen, in px."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("L").point(lambda v: 255 if v < 12 else 0)
    port = page.locator(".page-image-port").bounding_box()
    assert port
    left, top = int(port["x"]), int(port["y"])
    found = shot.crop((left, top, int(left + port["width"]), int(top + port["height"]))).getbbox()
    assert found, "the block is not on the screen"
    return found[0] + left, found[1] + top, found[2] + left, found[3] + top


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_box_stays_on_its_passage(page: Page, served: tuple[str, Heard], scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{served[0]}/review")
    page.locator(".page-image-port").focus()
    widths = []
    for key in ("0", "+", "+", "0", "-"):
        page.keyboard.press(key)
        box = page.locator("[data-box].page-image-box").bounding_box()
        assert box
        drawn = (box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])
        # The frame lies on the edge and outside; black stays black under the mark.
        assert drawn == pytest.approx(black_block(page), abs=2)
        widths.append(box["width"])
    assert widths[0] == widths[3]
    assert [w / widths[0] for w in widths] == pytest.approx([1, 1.25, 1.5625, 1, 0.8], rel=0.01)


def test_first_passage_is_in_view_and_the_page_pans_by_keys(page: Page, served: tuple[str, Heard]) -> None:
    page.goto(f"{served[0]}/review")
    port = page.locator(".page-image-port")
    assert port.evaluate("p => p.scrollTop") > 0, "a passage in the lower half is brought into view"
    port.focus()
    before = port.evaluate("p => p.scrollTop")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("b => document.querySelector('.page-image-port').scrollTop > b", arg=before)
    page.keyboard.press("+")
    expect(page.locator(".page-image-zoom")).to_have_text("125\u00a0%")
    page.get_by_role("button", name="Ajuster à la largeur").press("Enter")
    expect(page.locator(".page-image-zoom")).to_have_text("100\u00a0%")


def test_citation_shows_its_passage_and_leaves_the_focus(page: Page, served: tuple[str, Heard]) -> None:
    page.goto(f"{served[0]}/review")
    cite = page.locator("a.cite[data-show-page]").first
    cite.focus()
    page.keyboard.press("Enter")
    expect(cite).to_be_focused()
    expect(cite).to_have_attribute("aria-current", "true")
    expect(page.locator("#viewer img")).to_have_attribute("src", "/image.png?2")
    expect(page.locator("[data-box].page-image-box")).to_have_count(2)
    expect(page.locator(".page-image-legend")).to_have_text("Infertilité primaire de 28 mois")
    expect(page.locator("#say")).to_have_text("Page 2 de 01-dossier-scanne.pdf, passage surligné")
    page.get_by_role("button", name="Passage suivant").click()
    assert page.url.endswith("/review")


def test_citation_is_a_link_and_the_form_a_form_without_script(browser: Browser, served: tuple[str, Heard]) -> None:
    url, heard = served
    with browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{url}/review")
        expect(page.locator("#viewer img")).to_be_visible()
        page.locator("a.cite[data-show-page]").first.click()
        assert page.url.endswith("/page/2")
        page.goto(f"{url}/parts")
        expect(page.get_by_role("button", name="Copier la demande")).to_be_hidden()
        page.locator("#files").set_input_files(
            [{"name": "sans-script.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}]
        )
        page.get_by_role("button", name="Envoyer les documents").click()
        assert heard.uploads[-1] == "sans-script.pdf"


def test_statements_are_reached_and_pressed_by_keys(page: Page, served: tuple[str, Heard]) -> None:
    page.goto(f"{served[0]}/review")
    page.evaluate(
        "document.addEventListener('click', (e) => (window.pressed = e.target.closest('button')?.textContent))"
    )
    page.keyboard.press("j")
    expect(page.locator("#statement-S1")).to_be_focused()
    page.keyboard.press("g")
    assert page.evaluate("window.pressed") == "Garder"
    page.keyboard.press("j")
    expect(page.locator("#statement-S2")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#statement-S1")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Raccourcis clavier")).to_be_visible()
    page.get_by_label("Raccourcis d'une seule touche").uncheck()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("j")
    expect(page.locator("#statement-S1")).not_to_be_focused()


def test_keys_do_nothing_while_one_types(page: Page, served: tuple[str, Heard]) -> None:
    page.goto(f"{served[0]}/parts")
    field = page.get_by_label("Prénom")
    field.fill("")
    field.press_sequentially("j?k")
    expect(field).to_have_value("j?k")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_request_is_copied(context: BrowserContext, page: Page, served: tuple[str, Heard]) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served[0])
    page.goto(f"{served[0]}/parts")
    page.get_by_role("button", name="Copier la demande").click()
    expect(page.locator("#say")).to_have_text("Copié dans le presse-papiers")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Madame,\n\nPour rendre l'avis, il nous manque l'IRM pelvienne")


def test_chosen_theme_wins_over_the_system_and_lasts(page: Page, served: tuple[str, Heard]) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{served[0]}/parts")
    colour = "getComputedStyle(document.body.parentElement).backgroundColor"
    light = page.evaluate(colour)
    page.locator("details.menu > summary").press("Enter")
    page.get_by_role("button", name="Sombre").click()
    dark = page.evaluate(colour)
    assert dark != light
    page.reload()
    assert page.evaluate(colour) == dark
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Auto").click()
    assert page.evaluate(colour) == light


def test_dialog_opens_holds_the_focus_and_gives_it_back(page: Page, served: tuple[str, Heard]) -> None:
    page.goto(f"{served[0]}/parts")
    opener = page.get_by_role("button", name="Ouvrir le dialogue")
    opener.press("Enter")
    dialog = page.get_by_role("dialog", name="Attribuer le dossier")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_text_saves_itself_and_a_second_tab_is_told(
    context: BrowserContext, page: Page, served: tuple[str, Heard]
) -> None:
    url, heard = served
    heard.version, heard.text = 1, ""
    page.goto(f"{url}/parts")
    other = context.new_page()
    other.goto(f"{url}/parts")
    form, mine = page.locator("form[data-autosave]"), page.get_by_label("Diagnostic retenu")
    mine.fill("Endométriome gauche")
    expect(form.locator("[data-save-state]")).to_have_text("Non enregistré")
    expect(form.locator("[data-save-state]")).to_have_text(re.compile("Enregistré à \\d+\u00a0h\u00a0\\d\\d"))
    assert (heard.version, heard.text) == (2, "Endométriome gauche")
    assert heard.tokens[-1] == "jeton-de-page"
    mine.press_sequentially(" de 42 mm", delay=30)
    expect(page.locator("[data-version]")).to_have_attribute("data-version", "3")
    assert heard.text == "Endométriome gauche de 42 mm"

    theirs = other.get_by_label("Diagnostic retenu")
    theirs.fill("Kyste fonctionnel")
    panel = other.locator("form [data-conflict] .conflict")
    expect(panel).to_contain_text("Modifié dans un autre onglet")
    expect(panel).to_contain_text("Endométriome gauche de 42 mm")
    expect(theirs).to_have_value("Kyste fonctionnel")
    asked = len(heard.tokens)
    theirs.press_sequentially(" gauche")
    other.wait_for_timeout(1200)
    assert heard.text == "Endométriome gauche de 42 mm", "nothing is overwritten until one decides"
    assert len(heard.tokens) == asked, "nor asked again"
    panel.get_by_role("button", name="Garder mon texte").click()
    expect(other.locator("form[data-autosave] [data-save-state]")).to_have_text(re.compile("Enregistré à"))
    assert (heard.version, heard.text) == (4, "Kyste fonctionnel gauche")


def test_two_forms_never_race_with_one_version(page: Page, served: tuple[str, Heard]) -> None:
    url, heard = served
    heard.version = 1
    page.goto(f"{url}/parts")
    page.evaluate(
        """() => { const one = document.querySelector('form[data-autosave]'), two = one.cloneNode(true);
        one.after(two); htmx.process(two); two.querySelector('textarea').value = 'deux'; }"""
    )
    page.evaluate(
        "document.querySelectorAll('form[data-autosave] textarea')"
        ".forEach((field) => field.dispatchEvent(new InputEvent('input', {bubbles: true})))"
    )
    expect(page.locator("[data-version]")).to_have_attribute("data-version", "3")
    expect(page.locator("form .conflict")).to_have_count(0)
    assert heard.version == 3


def test_an_ended_session_costs_no_word(context: BrowserContext, page: Page, served: tuple[str, Heard]) -> None:
    url, heard = served
    heard.version, heard.text, heard.logged_in = 1, "", False
    page.goto(f"{url}/parts")
    page.get_by_label("Diagnostic retenu").press_sequentially("Gonarthrose")
    expect(page.locator("#session-ended")).to_contain_text("Votre session est terminée.")
    expect(page.locator("form[data-autosave] [data-save-state]")).to_contain_text("Non enregistré")
    heard.logged_in, heard.token = True, "jeton-neuf"
    try:
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(page.locator("form[data-autosave] [data-save-state]")).to_have_text(re.compile("Enregistré à"))
    finally:
        heard.token = "jeton-de-page"
    expect(page.locator("#session-ended")).to_have_count(0)
    assert (heard.text, heard.tokens[-1]) == ("Gonarthrose", "jeton-neuf")


def test_a_refused_text_says_why_and_is_not_sent_again(page: Page, served: tuple[str, Heard]) -> None:
    url, heard = served
    heard.version = 1
    page.goto(f"{url}/parts")
    page.get_by_label("Diagnostic retenu").fill("long " * 60)
    state = page.locator("form[data-autosave] [data-save-state]")
    expect(state).to_have_text("Non enregistré : le texte dépasse 200 signes.")
    page.get_by_label("Diagnostic retenu").fill("court")
    expect(state).to_have_text(re.compile("Enregistré à"))


def test_leaving_with_unsaved_text_asks_first(page: Page, served: tuple[str, Heard]) -> None:
    page.goto(f"{served[0]}/parts")
    page.route("**/save", Route.abort)
    page.get_by_label("Diagnostic retenu").press_sequentially("à garder")
    asked = list[str]()
    page.on("dialog", lambda d: (asked.append(d.type), d.accept()))  # type: ignore[func-returns-value]
    page.goto(f"{served[0]}/list")
    assert asked == ["beforeunload"]


def test_files_go_one_by_one_and_the_refused_one_says_why(page: Page, served: tuple[str, Heard]) -> None:
    url, heard = served
    page.goto(f"{url}/parts")
    heard.uploads.clear()
    given = [("irm.pdf", 4000), ("secret.pdf", 10), ("énorme.pdf", 6_000_000)]
    page.locator("#files").set_input_files(
        [{"name": name, "mimeType": "application/pdf", "buffer": b"x" * size} for name, size in given]
    )
    rows = page.locator("[data-upload-list] > li")
    expect(rows.nth(0)).to_contain_text("irm.pdf (4\u00a0ko)")
    expect(rows.nth(0)).to_contain_text("reçu")
    expect(rows.nth(0)).to_contain_text("3 pages")
    expect(rows.nth(1)).to_contain_text("Ce PDF est protégé par un mot de passe.")
    expect(rows.nth(2)).to_contain_text("dépasse la taille permise (5\u00a0Mo)")
    expect(page.locator("#say")).to_have_text("1 fichier reçu, 2 refusés.")
    assert heard.uploads == ["irm.pdf", "secret.pdf"]
    assert heard.tokens[-1] == "jeton-de-page"


def test_files_can_be_dropped(page: Page, served: tuple[str, Heard]) -> None:
    url, heard = served
    page.goto(f"{url}/parts")
    heard.uploads.clear()
    carried = page.evaluate_handle(
        "() => { const t = new DataTransfer(); t.items.add(new File(['x'], 'a.pdf'));"
        " t.items.add(new File(['x'], 'b.pdf')); return t; }"
    )
    page.dispatch_event(".drop", "dragenter", {"dataTransfer": carried})
    expect(page.locator(".drop")).to_have_class(re.compile("over"))
    page.dispatch_event(".drop", "drop", {"dataTransfer": carried})
    expect(page.locator("[data-upload-list] > li[data-state=done]")).to_have_count(2)
    assert heard.uploads == ["a.pdf", "b.pdf"]


def test_progress_is_followed_over_a_broken_line(page: Page, served: tuple[str, Heard]) -> None:
    url, heard = served
    heard.streams.clear()
    page.goto(f"{url}/parts?events=/events")
    followed = page.locator("[data-events]")
    expect(followed.locator("[data-events-status]")).to_have_text("La lecture est terminée : 21 faits relevés.")
    expect(followed.locator("li[data-state=done]")).to_have_count(5)
    assert heard.streams == ["0", "1", "1"], "each stream goes on after the event that was heard last"
