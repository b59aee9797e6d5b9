"""Real PostgreSQL for the tests: one server for all workers of a run, and databases that are copied from a template."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from engine.store.server import EmbeddedServer
from tests.once import RUN_FOLDER

GIVEN = "AVIS_TEST_DATABASE_URL"
RUN = RUN_FOLDER.name.rpartition("-")[2]
CONNECTIONS = 300
MEMORY = 6 << 30
"""Free bytes from which databases may lie in memory: a whole run takes a gigabyte or two."""
KEEPING = "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgname = 'keeps_now'"
COLUMNS = "SELECT attname FROM pg_attribute WHERE attrelid = 'dossier_state'::regclass AND attnum > 0 ORDER BY attnum"
_numbers = count(1)


@contextmanager
def server() -> Iterator[str]:
    """How to reach a server where databases may be made: the one that is given, or an embedded one meanwhile."""
    if given := os.environ.get(GIVEN):
        try:
            yield given
        finally:
            _drop_shared(given)
        return
    # Not pytest's own folder: when a second session starts, pytest shuts it to the server's system user.
    folder = Path(tempfile.mkdtemp(prefix="avis-test-", dir=_fast()))
    with EmbeddedServer(folder / "postgres", durable=False) as small, psycopg.connect(small.conninfo) as admin:
        admin.autocommit = True
        admin.execute(SQL("ALTER SYSTEM SET max_connections = {}").format(CONNECTIONS))
    with EmbeddedServer(folder / "postgres", durable=False) as running:
        yield running.conninfo
    shutil.rmtree(folder)


def _fast() -> Path | None:
    """Memory, where there is plenty of it: there the hundreds of files of a new database take a quarter of the time."""
    memory = Path("/dev/shm")  # noqa: S108 - the server makes a folder of its own in it
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > MEMORY
    return memory if roomy else None


def shared(server: str, what: str, template: str = "template0") -> str:
    """Make a database that the workers of this run share; returns its name. It goes with the run."""
    name = f"avis_{what}_{RUN}"
    _create(server, name, template)
    return name


@contextmanager
def copied(server: str, template: str, what: str = "test") -> Iterator[str]:
    """A database of one's own with what stands in the template, to which nobody may be connected."""
    name = f"avis_{what}_{os.getpid()}_{next(_numbers)}"
    _create(server, name, template)
    try:
        yield make_conninfo(server, dbname=name)
    finally:
        _drop(server, name)


@contextmanager
def many(connection: "psycopg.Connection[tuple[Any, ...]]") -> Iterator[None]:
    """For new dossiers by the thousand: what triggers do after each row is done at the end, for all of them at once."""
    tables = [Identifier(name) for (name,) in connection.execute(KEEPING)]
    for table in tables:
        connection.execute(SQL("ALTER TABLE {} DISABLE TRIGGER keeps_now").format(table))
    yield
    for table in tables:
        connection.execute(SQL("ALTER TABLE {} ENABLE TRIGGER keeps_now").format(table))
    columns = SQL(", ").join([Identifier(name) for (name,) in connection.execute(COLUMNS)])
    new = SQL("INSERT INTO live.dossier_now ({0}) SELECT {0} FROM dossier_state WHERE id NOT IN {1}")
    connection.execute(new.format(columns, SQL("(SELECT id FROM live.dossier_now)")))


def _create(server: str, name: str, template: str) -> None:
    # Copying its files takes half the work of copying them through the log.
    create = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(Identifier(name), Identifier(template))
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(create)


def _drop(server: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _drop_shared(server: str) -> None:
    with psycopg.connect(server, autocommit=True) as admin:
        found = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"avis_%_{RUN}"]).fetchall()
    for (name,) in found:
        _drop(server, name)
