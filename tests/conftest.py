"""What tests share: the clinical tables, pathways and reader that ship, and real PostgreSQL, cloned for each test."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.pathways import known, load, load_vocabulary
from engine.store.postgres import Store
from engine.store.server import EmbeddedServer

settings.register_profile("same", derandomize=True, database=None)
settings.register_profile("explore", database=None)
settings.load_profile("same")  # the same cases on every machine; `--hypothesis-profile=explore` draws new ones

NewDatabase = Callable[[], AbstractContextManager[str]]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name long bytes after their argument: an archive holds the time at which it was made, and two processes that
    collect the same tests must name them alike."""
    return argname if isinstance(val, bytes) and len(val) > 40 else None


@pytest.fixture(scope="session")
def clinical_reader() -> EdsNlpReader:
    """The reader that ships; it takes a few seconds to build, once a session."""
    return EdsNlpReader()


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
    """How to reach a server where databases may be made: AVIS_TEST_DATABASE_URL, or an embedded one for the session."""
    if given := os.environ.get("AVIS_TEST_DATABASE_URL"):
        yield given
        return
    # Not pytest's own folder: when a second session starts, pytest shuts it to the server's system user.
    folder = Path(tempfile.mkdtemp(prefix="avis-test-"))
    with EmbeddedServer(folder / "postgres", durable=False) as server:
        yield server.conninfo
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def database_template(database_server: str) -> Iterator[str]:
    name = f"avis_template_{os.getpid()}"
    with _database(database_server, name, "template0") as url:
        Store(url).close()
        yield name


@pytest.fixture
def empty_database_url(database_server: str) -> Iterator[str]:
    """Return the address of a database that nobody has migrated."""
    with _database(database_server, f"avis_empty_{os.getpid()}_{next(_numbers)}", "template0") as url:
        yield url


@pytest.fixture(scope="session")
def new_database(database_server: str, database_template: str) -> NewDatabase:
    """For tables of cases that share a database: `with new_database() as url`."""
    return lambda: _database(database_server, f"avis_test_{os.getpid()}_{next(_numbers)}", database_template)


@pytest.fixture
def database_url(new_database: NewDatabase) -> Iterator[str]:
    """Return the address of a migrated, empty database that this test has for itself."""
    with new_database() as url:
        yield url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store(database_url) as opened:
        yield opened


_numbers = count(1)


@contextmanager
def _database(server: str, name: str, template: str) -> Iterator[str]:
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
        try:
            yield make_conninfo(server, dbname=name)
        finally:
            admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
