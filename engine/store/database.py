"""One database and the ways to ask it: a pool of connections, named queries, transactions."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeVar

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from engine.domain.record import Record
from engine.errors import DatabaseUnavailable
from engine.settings import Settings
from engine.store.border import border, connect, prepare, storable
from engine.store.migrate import migrate
from engine.store.queries import queries
from engine.store.server import EmbeddedServer

R = TypeVar("R", bound=Record)
Connection = psycopg.Connection[tuple[Any, ...]]

# Its warnings quote the server's own words, and what matters of them comes out as an error.
logging.getLogger("psycopg.pool").setLevel(logging.ERROR)


class Database:
    """A migrated PostgreSQL database, shared by all threads of a process.

    Methods raise `DatabaseUnavailable` when the server does not answer and `NotRecorded` when it refuses a row; neither
    message quotes what was to be written. A connection that was lost is replaced unseen; `wait` is how many seconds a
    caller waits for one.
    """

    def __init__(self, conninfo: str, server: EmbeddedServer | None = None, wait: float = 10.0) -> None:
        self.conninfo = conninfo
        self._server = server
        self._wait = wait
        self._pool: ConnectionPool[Connection] | None = None
        try:
            # Alone and first: its errors say what is wrong with the address.
            with border(), connect(conninfo) as connection:
                migrate(connection)
            self._pool = ConnectionPool(
                conninfo,
                min_size=1,
                max_size=8,
                kwargs={"autocommit": True, "client_encoding": "utf8", "connect_timeout": 10},
                configure=prepare,
                check=ConnectionPool.check_connection,
                num_workers=1,
                open=True,
            )
        except BaseException:
            self.close()
            raise

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the server of `settings.database_url`, else the embedded one in `settings.data_dir`, and migrate it.

        Raises `DatabaseUnavailable`, `MigrationMismatch`.
        """
        if settings.database_url:
            return cls(settings.database_url)
        server = EmbeddedServer(settings.data_dir / "postgres")
        return cls(server.conninfo, server)

    def close(self) -> None:
        """Close the connections; the last process to leave the embedded server stops it."""
        if self._pool is not None:
            self._pool.close()
        if self._server is not None:
            self._server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def revive(self) -> None:
        """Start the embedded server again when it was killed; a server of another's is left to its keeper."""
        if self._server is not None:
            self._server.revive()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Give a connection in autocommit."""
        with border():
            taken = self._take()
            try:
                yield taken
            finally:
                self._pool_or_fail().putconn(taken)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection within a transaction: all of it is kept, or nothing."""
        with self.connection() as connection, connection.transaction():
            yield connection

    def do(self, connection: Connection, query: str, **values: object) -> psycopg.Cursor[dict[str, Any]]:
        """Execute a named query; rows come as mappings. What no text column can hold becomes U+FFFD."""
        held = {name: storable(value) if isinstance(value, str) else value for name, value in values.items()}
        return connection.cursor(row_factory=dict_row).execute(queries()[query], held)

    def one(self, query: str, form: type[R], **values: object) -> R | None:
        """Return the record of the first row of a named query."""
        return next(iter(self.many(query, form, **values)), None)

    def many(self, query: str, form: type[R], **values: object) -> tuple[R, ...]:
        """Return the record of every row of a named query: its column `record`, or else its columns as fields."""
        with self.connection() as connection:
            return tuple(_record(row, form) for row in self.do(connection, query, **values))

    def rows(self, query: str, **values: object) -> list[dict[str, Any]]:
        """Return the rows of a named query as mappings."""
        with self.connection() as connection:
            return self.do(connection, query, **values).fetchall()

    def _take(self) -> Connection:
        try:
            return self._pool_or_fail().getconn(timeout=self._wait / 2)
        except PoolTimeout:
            self.revive()
        try:
            return self._pool_or_fail().getconn(timeout=self._wait)
        except PoolTimeout:
            raise DatabaseUnavailable(what="le serveur ne répond plus") from None

    def _pool_or_fail(self) -> "ConnectionPool[Connection]":
        if self._pool is None or self._pool.closed:
            raise DatabaseUnavailable(what="la base a été fermée")
        return self._pool


def _record(row: dict[str, Any], form: type[R]) -> R:
    return form.model_validate_json(row["record"]) if "record" in row else form.model_validate(row)
