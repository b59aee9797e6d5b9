"""The gallery served over HTTP, and a Chromium that may not complain."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.acceptance.chromium import opened
from tests.acceptance.gallery.server import Heard, gallery


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, Heard]]:
    with gallery() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened() as browser:
        yield browser


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
