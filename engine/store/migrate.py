"""Brings a database to the form that this program knows: numbered SQL files, each applied once."""

import hashlib
import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import psycopg

from engine.errors import DatabaseUnavailable, MigrationMismatch

EXTENSIONS = {"vector": ((0, 7), "paquet postgresql-NN-pgvector, NN étant la version du serveur")}
"""What the schema needs of the server: the first version that has it, and how it is installed."""
# Any fixed number: whoever migrates this database takes this lock first.
LOCK = 2_860_271_447_013

MIGRATION_TABLE = """
CREATE TABLE IF NOT EXISTS schema_migration (
    name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
"""


def migrate(connection: psycopg.Connection[tuple[Any, ...]], folder: Traversable | None = None) -> tuple[str, ...]:
    """Apply what is missing of the `.sql` files of `folder`, in the order of their names, and return their names.

    Each goes in a transaction of its own, under a lock: of two processes, one waits and finds the work done. Raises
    `MigrationMismatch` when an applied file has changed or is unknown here, `DatabaseUnavailable` when an extension is
    not installed on the server. Expects a connection in autocommit.
    """
    migrations = _read(folder or files("engine.store").joinpath("migrations"))
    pending = _pending(connection, migrations)
    if not pending:
        return ()
    _check_extensions(connection)
    done = []
    for name in pending:
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            connection.execute(MIGRATION_TABLE)
            if name not in _pending(connection, migrations):
                continue
            text = migrations[name]
            connection.execute(text.encode())
            connection.execute("INSERT INTO schema_migration (name, sha256) VALUES (%s, %s)", (name, _sha256(text)))
            done.append(name)
    return tuple(done)


def shipped() -> dict[str, str]:
    """Return the migrations of this program: name to sha256 (hex)."""
    return {name: _sha256(text) for name, text in _read(files("engine.store").joinpath("migrations")).items()}


def applied(connection: psycopg.Connection[tuple[Any, ...]]) -> dict[str, str]:
    """Return the migrations that this database has seen: name to sha256 (hex); none where nobody has migrated it."""
    known = connection.execute("SELECT to_regclass('public.schema_migration') IS NOT NULL").fetchone()
    if not known or not known[0]:
        return {}
    return dict(connection.execute("SELECT name, sha256 FROM public.schema_migration ORDER BY name").fetchall())


def _read(folder: Traversable) -> dict[str, str]:
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".sql")), key=lambda entry: entry.name)
    return {entry.name: entry.read_text(encoding="utf-8") for entry in found}


def _pending(connection: psycopg.Connection[tuple[Any, ...]], migrations: dict[str, str]) -> list[str]:
    known = connection.execute("SELECT to_regclass('schema_migration') IS NOT NULL").fetchone()
    if not known or not known[0]:
        return list(migrations)
    rows = connection.execute("SELECT name, sha256 FROM schema_migration ORDER BY name").fetchall()
    for name, sha256 in rows:
        if name not in migrations or _sha256(migrations[name]) != sha256:
            raise MigrationMismatch(name=name)
    applied = {name for name, _ in rows}
    return [name for name in migrations if name not in applied]


def _check_extensions(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    rows = connection.execute(
        "SELECT name, coalesce(installed_version, default_version) FROM pg_available_extensions"
    ).fetchall()
    available: dict[str, str] = dict(rows)
    for name, (needed, how) in EXTENSIONS.items():
        if name not in available:
            raise DatabaseUnavailable(what=f"l'extension {name} manque au serveur ; installez-la : {how}")
        if tuple(int(part) for part in re.findall(r"\d+", available[name])[:2]) < needed:
            wanted = ".".join(map(str, needed))
            raise DatabaseUnavailable(
                what=f"l'extension {name} du serveur est trop ancienne ({available[name]}, il faut {wanted} au moins) "
                f": installez-en une plus récente ({how}), puis, si elle était déjà en place, lancez sur la base "
                f"« ALTER EXTENSION {name} UPDATE »"
            )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
