"""The service that ships, with a demo dossier read by its own worker, and a Chromium that may not complain."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from playwright.sync_api import Browser
from psycopg.conninfo import make_conninfo

from tests import databases
from tests.acceptance.chromium import opened
from tests.acceptance.service.house import CASE, DEMO, Home, Running, furnish, serving
from tests.acceptance.service.journey import REFUSED, Journey
from tests.acceptance.service.watched import Watched
from tests.once import RUN_FOLDER, once

NewHome = Callable[[], AbstractContextManager[Home]]


@pytest.fixture(scope="session")
def demo_home(database_server: str, database_template: str) -> Home:
    """A house in which the demo dossier was read, once a run; nobody has come in yet."""
    folder = RUN_FOLDER / "demo"

    def make() -> str:
        url = make_conninfo(database_server, dbname=databases.shared(database_server, "demo", database_template))
        home = Home(url, folder / "data")
        home.folder.mkdir(parents=True)
        furnish(home, CASE)
        with serving(home, folder / "log") as running:
            running.read(DEMO)
        return url

    return Home(once("demo", make), folder / "data")


@pytest.fixture(scope="session")
def new_home(demo_home: Home, database_server: str, tmp_path_factory: pytest.TempPathFactory) -> NewHome:
    """Another house like it: `with new_home() as home`."""

    @contextmanager
    def make() -> Iterator[Home]:
        with databases.copied(database_server, demo_home.database, "house") as url:
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
    with opened() as browser:
        yield browser


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    listening = Watched()
    yield listening
    # The browser itself notes the one refusal of this story, a wrong password before the signature.
    assert listening.complaints == [REFUSED]


@pytest.fixture(scope="module")
def journey(service: Running, browser: Browser, watched: Watched, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    return Journey(service, browser, watched, tmp_path_factory.mktemp("journey"))
