"""The interface's parts in a real browser: accessible in both themes, silent under the policy, and at work."""

import io
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.acceptance.axe import violations
from tests.acceptance.gallery.server import Heard

SIZES = {"desktop": (1280, 800), "tablet": (820, 1180)}


@pytest.mark.parametrize("name", ["parts", "list", "review", "parts?nobody=1"])
def test_nothing_for_axe_to_report(browser: Browser, served: tuple[str, Heard], name: str) -> None:
    with browser.new_context(reduced_motion="reduce") as c:
        opened, complaints = c.new_page(), list[str]()
        opened.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
        for width, height in SIZES.values():
            opened.set_viewport_size({"width": width, "height": height})
            opened.goto(f"{served[0]}/{name}")
            assert violations(opened) == ""
            assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
        opened.emulate_media(color_scheme="dark", reduced_motion="reduce")
        assert violations(opened, of_colour=True) == ""
        assert complaints == []


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
