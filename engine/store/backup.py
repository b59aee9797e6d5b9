"""The database as one stream: dumped from one instant while the service runs, put back whole or not at all."""

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from shutil import copyfileobj
from threading import Thread
from typing import IO, Any, cast

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier, Literal

from engine.domain.record import Record
from engine.errors import DatabaseUnavailable, EngineError
from engine.settings import Settings
from engine.store.border import border, connect
from engine.store.migrate import LOCK, applied
from engine.store.server import EmbeddedServer, programs

# Who is connected and how far a run has come: nobody needs either back.
EPHEMERAL = ("live.session", "live.progress")
BLOCK = 1 << 20  # bytes
GOING = 1.0  # seconds that the server may take to forget a connection that was closed
# What pg_restore writes for the newest servers and older ones do not know.
UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"
DENIED = re.compile(r"permission denied for (?:table|schema|sequence|function) [\w.]+")

TABLES = """
SELECT n.nspname || '.' || c.relname
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1
"""
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
AND coalesce(backend_type, 'client backend') = 'client backend'
"""


class DumpFailed(EngineError):
    """A program of PostgreSQL gave up; its own words may quote a row and are not repeated."""

    exit_code = 6
    message_fr = (
        "La sauvegarde de la base s'est arrêtée ({what}). Aucun fichier n'a été écrit ; vérifiez la place sur le "
        "disque et les droits sur la base, puis relancez."
    )


class RestoreFailed(EngineError):
    """The database refused what the backup holds; nothing of it was kept."""

    exit_code = 6
    message_fr = "La restauration a échoué ({what}). La base est restée telle qu'elle était : rien n'a été modifié."


class ServiceRunning(EngineError):
    """Somebody else is connected to the database."""

    exit_code = 6
    message_fr = (
        "{count} autre(s) connexion(s) à cette base : arrêtez le service (avis serve, avis worker) avant de restaurer, "
        "par exemple « systemctl stop 'double-avis-*' », puis relancez la commande."
    )


class Census(Record):
    """What the database holds: its server's version (as 180006), migrations (name to sha256), rows of each table."""

    server: int
    migrations: dict[str, str]
    rows: dict[str, int]


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """Give the address of the database; the embedded one is started. Raises `DatabaseUnavailable`."""
    if settings.database_url:
        yield settings.database_url
        return
    with EmbeddedServer(settings.data_dir / "postgres") as server:
        yield server.conninfo


def census(conninfo: str) -> Census:
    """Count what is there now. Raises `DatabaseUnavailable`."""
    with border(), connect(conninfo) as connection:
        return _census(connection)


def refuse_company(conninfo: str) -> None:
    """Raise `ServiceRunning` when another client is connected to this database."""
    with border(), connect(conninfo) as connection:
        _refuse_company(connection)


def dump(conninfo: str, to: IO[bytes]) -> Census:
    """Write the database to `to` in pg_dump's custom form, as it is at one instant, and return what that instant holds.

    Others read and write meanwhile. Raises `DatabaseUnavailable`, `DumpFailed`.
    """
    with border(), connect(conninfo) as connection:
        newest = _newest_server()
        if connection.info.server_version // 10000 > newest:
            raise DatabaseUnavailable(
                what=f"le serveur est PostgreSQL {connection.info.server_version // 10000} et les programmes de "
                f"sauvegarde livrés s'arrêtent à {newest} ; mettez double-avis à jour"
            )
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = str(_one(connection, "SELECT pg_export_snapshot()"))
        found = _census(connection)
        command = ["pg_dump", "--format=custom", "--compress=gzip:1", "--no-owner", "--no-privileges", "--no-comments"]
        command += [f"--snapshot={snapshot}", *(f"--exclude-table-data={table}" for table in EPHEMERAL)]
        with (
            tempfile.TemporaryFile() as errors,
            _program(command, conninfo, stdout=subprocess.PIPE, stderr=errors) as run,
        ):
            copyfileobj(cast("IO[bytes]", run.stdout), to, BLOCK)
            if code := run.wait():
                raise DumpFailed(what=_denied(errors) or f"pg_dump, code {code}")
    return found


def restore(conninfo: str, source: IO[bytes], expected: Census) -> None:
    """Put a dump in the place of all that the database holds, in one transaction that ends only if counts are right.

    Raises `DatabaseUnavailable`, `ServiceRunning`, `RestoreFailed`; the database is then as it was.
    """
    with border(), connect(conninfo) as connection:
        version = connection.info.server_version
        if version // 10000 < expected.server // 10000:
            raise RestoreFailed(
                what=f"la sauvegarde vient de PostgreSQL {expected.server // 10000}, ce serveur est en version "
                f"{version // 10000} : utilisez un serveur au moins aussi récent"
            )
        _refuse_company(connection)
        proof = _proof(expected).as_bytes(connection)
    psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=sqlstate", "-v", "SHOW_CONTEXT=never"]
    with (
        tempfile.TemporaryFile() as errors,
        _program(psql, conninfo, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors) as run,
    ):
        script = cast("IO[bytes]", run.stdin)
        # Only the COMMIT at the very end makes it so: a stream that breaks off leaves the transaction to be undone.
        with suppress(BrokenPipeError):
            script.write(b"BEGIN;\nSET LOCAL client_min_messages = error;\n")
            script.write(b"SELECT pg_advisory_xact_lock(%d);\n" % LOCK + _clear())
            _as_script(source, script)
            script.write(proof + b"\nCOMMIT;\n")
        with suppress(BrokenPipeError):
            script.close()
        if run.wait():
            raise RestoreFailed(what=_sqlstate(errors))


def _clear() -> bytes:
    return files("engine.store").joinpath("clear.sql").read_bytes()


def _as_script(source: IO[bytes], script: IO[bytes]) -> None:
    """Turn the dump into SQL on the way to `script`."""
    command = ["pg_restore", "--file=-", "--no-owner", "--no-privileges", "--no-comments", "--exit-on-error"]
    with _program(command, None, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        problems: list[Exception] = []
        feeder = Thread(target=_feed, args=(source, run.stdin, problems), daemon=True)
        feeder.start()
        try:
            written = cast("IO[bytes]", run.stdout)
            script.write(written.read(BLOCK).replace(UNKNOWN_BEFORE_17, b"", 1))
            copyfileobj(written, script, BLOCK)
        except BrokenPipeError:
            run.kill()
            raise
        finally:
            run.wait()
            feeder.join()
        for problem in problems:
            raise problem
        if run.returncode:
            raise RestoreFailed(what=f"pg_restore, code {run.returncode}")


def _feed(source: IO[bytes], target: IO[bytes], problems: list[Exception]) -> None:
    try:
        with suppress(BrokenPipeError), target:
            copyfileobj(source, target, BLOCK)
    except Exception as error:  # raised again by the thread that waits
        problems.append(error)


def _census(connection: psycopg.Connection[tuple[Any, ...]]) -> Census:
    tables = [name for (name,) in connection.execute(TABLES).fetchall() if name not in EPHEMERAL]
    count = SQL("SELECT count(*) FROM {}")
    rows = {name: int(_one(connection, count.format(Identifier(*name.split("."))))) for name in tables}
    return Census(server=connection.info.server_version, migrations=applied(connection), rows=rows)


def _refuse_company(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    deadline = time.monotonic() + GOING
    while count := int(_one(connection, OTHERS)):
        if time.monotonic() > deadline:
            raise ServiceRunning(count=count)
        time.sleep(0.05)


def _proof(expected: Census) -> Any:
    """A statement that fails unless the database holds just as many rows as the backup says."""
    each = SQL("IF (SELECT count(*) FROM {}) <> {} THEN RAISE 'rows' USING ERRCODE = 'AV001'; END IF;")
    checks = [each.format(Identifier(*name.split(".")), Literal(rows)) for name, rows in expected.rows.items()]
    return SQL("DO $$ BEGIN {} END $$;").format(SQL(" ").join(checks))


def _one(connection: psycopg.Connection[tuple[Any, ...]], query: Any) -> Any:
    found = connection.execute(query).fetchone()
    return found[0] if found else 0


def _program(command: list[str], conninfo: str | None, **pipes: Any) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "LC_ALL": "C"}
    arguments = [str(programs() / command[0]), *command[1:]]
    if conninfo is not None:
        # The password goes through the environment: every user of the machine can read a command line.
        parts = conninfo_to_dict(conninfo)
        if password := parts.pop("password", None):
            environment["PGPASSWORD"] = str(password)
        arguments += ["--no-password", "--dbname", make_conninfo("", **parts)]
    return subprocess.Popen(arguments, env=environment, **pipes)


def _newest_server() -> int:
    header = (Path(programs()).parent / "include" / "pg_config.h").read_text()
    found = re.search(r'#define PG_MAJORVERSION "(\d+)"', header)
    return int(found[1]) if found else 0


def _denied(errors: IO[bytes]) -> str | None:
    errors.seek(0)
    found = DENIED.search(errors.read().decode(errors="replace"))
    return f"droits insuffisants : {found[0].split()[-1]}" if found else None


def _sqlstate(errors: IO[bytes]) -> str:
    errors.seek(0)
    found = re.search(r"(?:ERROR|FATAL):\s+([0-9A-Z]{5})", errors.read().decode(errors="replace"))
    if found is None:
        return "connexion perdue ou archive illisible"
    if found[1] == "AV001":
        return "le nombre de lignes restaurées n'est pas celui du manifeste"
    return f"erreur {found[1]} de PostgreSQL"
