"""The service that ships, with a demo dossier read by its own worker, and a Chromium that may not complain."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier

from tests.acceptance.service.house import CASE, DEMO, Home, Running, furnish, serving
from tests.acceptance.service.journey import REFUSED, Journey
from tests.acceptance.service.watched import Watched
from tests.conftest import NewDatabase

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
NewHome = Callable[[], AbstractContextManager[Home]]
_numbers = count(1)


@pytest.fixture(scope="session")
def demo_home(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A house in which the demo dossier was read, once a session; nobody has come in yet."""
    folder = tmp_path_factory.mktemp("demo")
    with new_database() as url:
        home = Home(url, folder / "data")
        home.folder.mkdir()
        furnish(home, CASE)
        with serving(home, folder / "log") as running:
            running.read(DEMO)
        yield home


@pytest.fixture(scope="session")
def new_home(demo_home: Home, database_server: str, tmp_path_factory: pytest.TempPathFactory) -> NewHome:
    """Another house like it: `with new_home() as home`."""

    @contextmanager
    def make() -> Iterator[Home]:
        with _copied(database_server, demo_home.database_url) as url:
            yield demo_home.moved(url, tmp_path_factory.mktemp("house") / "data")

    return make


@pytest.fixture(scope="module")
def service(new_home: NewHome) -> Iterator[Running]:
    """`avis serve` for the tests of a module, with its worker."""
    with new_home() as home, serving(home, home.folder.parent / "log") as running:
        running.ready()
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield opened
        opened.close()


@contextmanager
def _copied(server: str, source: str) -> Iterator[str]:
    """A database with the rows of another, to which nobody is connected."""
    template, name = str(conninfo_to_dict(source)["dbname"]), f"avis_house_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
        try:
            yield make_conninfo(server, dbname=name)
        finally:
            admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    listening = Watched()
    yield listening
    # The browser itself notes the one refusal of this story, a wrong password before the signature.
    assert listening.complaints == [REFUSED]


@pytest.fixture(scope="module")
def journey(service: Running, browser: Browser, watched: Watched, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    return Journey(service, browser, watched, tmp_path_factory.mktemp("journey"))
