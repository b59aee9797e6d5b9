"""One running service for all tests of the review in the browser: reading the dossier takes half a minute."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from engine.domain.account import Account
from tests.acceptance.review.samples import ARGUMENTS, DOSSIER, Served, serving, signed_in, watched
from tests.review_samples import clinic, take_in

# Patience for a machine that does other things meanwhile, in ms.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="package")
def served(new_database: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with new_database() as url, clinic(url, tmp_path_factory.mktemp("house")) as opened:
        take_in(opened)
        with serving(opened) as address:
            yield Served(opened, address)


@pytest.fixture(scope="module")  # one Playwright at a time: a file of another folder may come next
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def doctor(served: Served) -> Account:
    """A doctor to whom the dossier was given, and who has not begun."""
    found = served.clinic.doctor()
    served.clinic.assign(DOSSIER, found)
    return found


@pytest.fixture
def page(served: Served, browser: Browser, doctor: Account) -> Iterator[Page]:
    with signed_in(served, browser, doctor) as context, watched(context) as opened:
        yield opened
