"""What tests share: the clinical tables, pathways and reader that ship, and real PostgreSQL, cloned for each test."""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack

import pytest
from hypothesis import settings
from psycopg.conninfo import make_conninfo

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.fact import ReadText
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.pathways import known, load, load_vocabulary
from engine.store.postgres import Store
from tests import databases
from tests.once import OWNER, forget, once
from tests.quiet import Quiet

settings.register_profile("same", derandomize=True, database=None)
settings.register_profile("explore", database=None)
settings.load_profile("same")  # the same cases on every machine; `--hypothesis-profile=explore` draws new ones


class RememberingReader(EdsNlpReader):
    """The reader that ships; the same texts are drafted from again and again, and it reads each once."""

    def __init__(self) -> None:
        self._known: dict[str, ReadText] = {}

    def read(self, text: str) -> ReadText:
        if text not in self._known:
            self._known[text] = super().read(text)
        return self._known[text]


QUIET = pytest.StashKey[Quiet]()
NewDatabase = Callable[[], AbstractContextManager[str]]


def pytest_configure(config: pytest.Config) -> None:
    """Start the server of several workers before they are started, and stop it after them."""
    config.stash[QUIET] = Quiet()
    config.add_cleanup(forget)
    config.add_cleanup(config.stash[QUIET].close)
    if config.getoption("numprocesses", None) and OWNER:
        stack = ExitStack()
        os.environ[databases.GIVEN] = stack.enter_context(databases.server())
        config.add_cleanup(stack.close)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Rest while a test of another worker has the machine for itself."""
    with item.config.stash[QUIET].shared():
        return (yield)


@pytest.fixture(scope="session")
def quiet(pytestconfig: pytest.Config) -> Quiet:
    """For a test that measures time: `with quiet.alone()`."""
    return pytestconfig.stash[QUIET]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name long bytes after their argument: an archive holds the time at which it was made, and two processes that
    collect the same tests must name them alike."""
    return argname if isinstance(val, bytes) and len(val) > 40 else None


@pytest.fixture(scope="session")
def clinical_reader() -> EdsNlpReader:
    """The reader that ships; it takes a few seconds to build, once a session."""
    return RememberingReader()


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The clinical tables that ship."""
    return load_vocabulary()


@pytest.fixture(scope="session")
def pathways() -> dict[str, Pathway]:
    """The pathways that ship, by id."""
    return {name: load(name) for name in known()}


@pytest.fixture(scope="session")
def database_server() -> Iterator[str]:
    """How to reach a server where databases may be made, one for all workers."""
    if not OWNER:
        yield os.environ[databases.GIVEN]
        return
    with databases.server() as conninfo:
        yield conninfo


@pytest.fixture(scope="session")
def database_template(database_server: str) -> str:
    """The name of a database that was migrated."""

    def make() -> str:
        name = databases.shared(database_server, "template")
        Store(make_conninfo(database_server, dbname=name)).close()
        return name

    return once("template", make)


@pytest.fixture
def empty_database_url(database_server: str) -> Iterator[str]:
    """Return the address of a database that nobody has migrated."""
    with databases.copied(database_server, "template0", "empty") as url:
        yield url


@pytest.fixture(scope="session")
def new_database(database_server: str, database_template: str) -> NewDatabase:
    """For tables of cases that share a database: `with new_database() as url`."""
    return lambda: databases.copied(database_server, database_template)


@pytest.fixture
def database_url(new_database: NewDatabase) -> Iterator[str]:
    """Return the address of a migrated, empty database that this test has for itself."""
    with new_database() as url:
        yield url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store(database_url) as opened:
        yield opened
