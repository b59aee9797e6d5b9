"""A running service for the tests of the review in the browser, with a dossier that is read once a run."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from psycopg.conninfo import make_conninfo

from engine.domain.account import Account
from tests import databases
from tests.acceptance import chromium
from tests.acceptance.review.samples import DOSSIER, Served, serving, signed_in, watched
from tests.once import RUN_FOLDER, once
from tests.review_samples import clinic, take_in

# Patience for a machine that does other things meanwhile, in ms.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="package")
def served(database_server: str, database_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    shared, own = RUN_FOLDER / "clinic", tmp_path_factory.mktemp("clinic") / "data"

    def make() -> str:
        name = databases.shared(database_server, "clinic", database_template)
        with clinic(make_conninfo(database_server, dbname=name), shared) as opened:
            take_in(opened)
        return name

    with databases.copied(database_server, once("clinic", make), "clinic") as url:
        shutil.copytree(shared, own)
        with clinic(url, own) as opened, serving(opened) as address:
            yield Served(opened, address)


@pytest.fixture(scope="module")  # one Playwright at a time: a file of another folder may come next
def browser() -> Iterator[Browser]:
    with chromium.opened() as browser:
        yield browser


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
