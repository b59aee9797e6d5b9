"""What intake sees of the pieces that lack, in a browser: which ones a count means, and which the message holds."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.acceptance.service.house import DEMO, Running

SECTIONS = 8


@pytest.fixture(scope="module")
def intake(service: Running, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=service.url, locale="fr-FR", viewport={"width": 1280, "height": 900})
    with service.enter("accueil") as client:
        context.add_cookies([{"name": "avis", "value": client.cookies["avis"], "url": service.url}])
    yield context.new_page()
    context.close()


def test_the_home_names_the_pieces_that_its_line_counts(intake: Page) -> None:
    intake.goto(f"/dossiers/{DEMO}")
    box = intake.locator("section[aria-labelledby=pieces]")
    needed = box.locator(".lacking").filter(has_text="Nécessaires, à obtenir")
    told = re.search(r"(\d+) pièces? nécessaires? à obtenir", intake.locator(".turn-now").inner_text())
    # A dossier that a doctor has says whom it waits for instead: then the heading's own count is all there is.
    counted = told[1] if told else needed.locator(".count").inner_text() if needed.count() else "0"
    expect(needed.get_by_role("listitem")).to_have_count(int(counted))
    piece = box.locator(".lacking li").filter(has_text="message au patient").first.get_by_role("link")
    name = piece.inner_text()
    piece.click()
    expect(intake.locator(".piece:target")).to_contain_text(name)
    expect(intake.locator(".piece:target")).to_contain_text("message au patient")
    expect(intake.locator("#message")).to_be_visible()  # what it will say, without a click


def test_no_section_of_the_menu_is_cut_on_a_tablet(intake: Page) -> None:
    intake.goto("/dossiers")
    menu = intake.get_by_role("navigation", name="Rubriques")
    expect(menu.get_by_role("link")).to_have_count(SECTIONS)
    for width in (820, 800, 799):
        intake.set_viewport_size({"width": width, "height": 1180})
        assert menu.evaluate("e => e.scrollWidth <= e.clientWidth"), width
