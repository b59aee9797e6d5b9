"""Brings the tables of procrastinate, in the schema `queue`, to the form that the installed version expects."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
from procrastinate.schema import SchemaManager
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from engine.errors import MigrationMismatch
from engine.store.migrate import LOCK

LIBRARY = "procrastinate"


def queue_conninfo(conninfo: str, idle: float = 14.0) -> str:
    """Return how to connect so that the library, which names no schema, finds its tables in `queue`.

    The server ends a transaction in which nothing was asked for `idle` seconds: a process that froze in the midst of
    one would keep its locks, and every other worker would wait for it.
    """
    given = conninfo_to_dict(conninfo).get("options") or ""
    ours = f"-c search_path=queue -c jit=off -c idle_in_transaction_session_timeout={round(idle * 1000)}"
    return make_conninfo(conninfo, options=f"{given} {ours}".strip())


def prepare_queue(connection: psycopg.Connection[tuple[Any, ...]], scripts: Path | None = None) -> tuple[str, ...]:
    """Apply what is missing of the library's own SQL and return the names of its scripts that came into force.

    A new database gets the library's whole schema at once, an older one the migration `scripts` that it lacks, in
    order. Raises `MigrationMismatch` when the database is ahead of the library. Expects a migrated database and a
    connection in autocommit.
    """
    folder = scripts or Path(SchemaManager.get_migrations_path())
    names = sorted(path.name for path in folder.glob("*.sql"))
    if not _pending(connection, names):
        return ()
    done: list[str] = []
    while True:
        # A transaction for each: a value that a script adds to an enumeration is of use once committed.
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            pending = _pending(connection, names)
            if not pending:
                return tuple(done)
            new = pending == names
            sql = SchemaManager.get_schema() if new else (folder / pending[0]).read_text(encoding="utf-8")
            brought = pending if new else pending[:1]
            connection.execute("SET LOCAL search_path = queue")
            connection.execute(sql.encode())
            for name in brought:
                connection.execute(
                    "INSERT INTO live.queue_script (name, library) VALUES (%s, %s)", (name, version(LIBRARY))
                )
            done += brought


def _pending(connection: psycopg.Connection[tuple[Any, ...]], names: list[str]) -> list[str]:
    applied = {name for (name,) in connection.execute("SELECT name FROM live.queue_script").fetchall()}
    if ahead := applied.difference(names):
        raise MigrationMismatch(name=f"{LIBRARY} {min(ahead)}")
    return [name for name in names if name not in applied]
