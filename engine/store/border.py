"""Where PostgreSQL ends: connections, domain errors in place of its own, text that it can hold."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from engine.domain.record import Record
from engine.errors import DatabaseUnavailable, EngineError

OLDEST_SERVER = 140000
# NUL, which PostgreSQL refuses, and half characters, which Python makes of file names that are not UTF-8.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class NotRecorded(EngineError):
    """The database refused what a step produced; nothing of it was kept."""

    exit_code = 6
    message_fr = "L'enregistrement a été refusé ({what}). Rien de cette étape n'a été gardé : relancez la commande."


class NotKept(EngineError):
    """No content is kept under that sha256."""

    exit_code = 2
    message_fr = "Aucun fichier n'est conservé sous l'empreinte {sha256}."


def connect(conninfo: str) -> psycopg.Connection[tuple[Any, ...]]:
    """Open a connection in autocommit. Raises `DatabaseUnavailable` when the server is absent, too old or not UTF-8."""
    try:
        connection = psycopg.connect(conninfo, autocommit=True, client_encoding="utf8", connect_timeout=10)
    except psycopg.Error:
        raise DatabaseUnavailable(what=f"connexion impossible à {_where(conninfo)}") from None
    encoding = connection.info.parameter_status("server_encoding")
    if connection.info.server_version < OLDEST_SERVER or encoding != "UTF8":
        connection.close()
        raise DatabaseUnavailable(what=f"{_where(conninfo)} doit être PostgreSQL 14 ou plus récent, en UTF-8")
    prepare(connection)
    return connection


def prepare(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Set what every connection of ours has set."""
    # Compiling a query costs more than running any of ours.
    connection.execute("SET jit = off")


@contextmanager
def border() -> Iterator[None]:
    """Turn database errors into domain errors, without their text: it may quote a row, hence health data."""
    try:
        yield
    except errors.NotNullViolation as error:
        what = "dossier inconnu" if error.diag.column_name == "intake" else _what(error)
        raise NotRecorded(what=what) from None
    except errors.DiskFull:
        raise DatabaseUnavailable(what="le disque du serveur est plein") from None
    except errors.InsufficientPrivilege:
        raise DatabaseUnavailable(what="droits insuffisants sur la base") from None
    except errors.ReadOnlySqlTransaction:
        raise DatabaseUnavailable(what="la base est en lecture seule") from None
    except (psycopg.OperationalError, psycopg.InterfaceError, errors.IdleInTransactionSessionTimeout) as error:
        raise DatabaseUnavailable(what=f"connexion perdue{_code(error)}") from None
    except psycopg.Error as error:
        raise NotRecorded(what=_what(error)) from None


def storable(text: str) -> str:
    """Replace what PostgreSQL cannot hold by U+FFFD, one character for one: offsets stay right."""
    return UNSTORABLE.sub("\ufffd", text)


def as_json(record: Record) -> str:
    """Dump a record as JSON that jsonb accepts."""
    dumped = record.model_dump_json()
    if "\\u0000" not in dumped:
        return dumped
    return json.dumps(_storable(json.loads(dumped)), ensure_ascii=False)


def as_json_array(records: Iterable[Record]) -> str:
    """Dump records as a JSON array that jsonb accepts."""
    return "[" + ",".join(as_json(record) for record in records) + "]"


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_storable(part) for part in value]
    if isinstance(value, dict):
        return {storable(key): _storable(part) for key, part in value.items()}
    return value


def _what(error: psycopg.Error) -> str:
    names = [name for name in (error.diag.table_name, error.diag.constraint_name) if name]
    return "contrainte " + " ".join(names) + _code(error) if names else f"erreur{_code(error)}"


def _code(error: psycopg.Error) -> str:
    return f", code {error.sqlstate}" if error.sqlstate else ""


def _where(conninfo: str) -> str:
    """Return host, port and database of a connection string, never its password."""
    try:
        parts = conninfo_to_dict(conninfo)
    except psycopg.Error:
        return "une adresse mal formée (attendu : postgresql://utilisateur:motdepasse@serveur:5432/base)"
    return f"{parts.get('host', 'localhost')}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"
