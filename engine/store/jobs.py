"""The background work: dossiers are queued in the database, and workers anywhere take them one at a time."""

import asyncio
import threading
from collections.abc import Callable, Iterable
from typing import Self

from engine.domain.progress import Failure, Job, Told
from engine.settings import Settings
from engine.store.border import border, connect
from engine.store.migrate import migrate
from engine.store.queue_rows import QueueRows
from engine.store.queue_schema import prepare_queue, queue_conninfo
from engine.store.queue_worker import Pace, QueueWorker, Work
from engine.store.server import EmbeddedServer


class Jobs:
    """The queue of dossiers of one database, for all threads of a process.

    `conninfo` is as psycopg takes it; `revive` brings an embedded server back that was killed. Methods raise
    `DatabaseUnavailable`; the first use of a database makes the queue's tables, hence also `MigrationMismatch`.
    """

    def __init__(self, conninfo: str, revive: Callable[[], None] = lambda: None, pace: Pace | None = None) -> None:
        with border(), connect(conninfo) as connection:
            migrate(connection)
            prepare_queue(connection)
        self._pace = pace or Pace()
        self._conninfo = queue_conninfo(conninfo, self._pace.stalled)
        self._rows = QueueRows(self._conninfo, revive)
        self._server: EmbeddedServer | None = None

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the queue of `settings.database_url`, else that of the embedded server in `settings.data_dir`."""
        if settings.database_url:
            return cls(settings.database_url)
        folder = settings.data_dir / "postgres"
        server = EmbeddedServer(folder)
        try:
            # Another lease starts the server again; given back, it leaves the server to the first.
            jobs = cls(server.conninfo, lambda: EmbeddedServer(folder).close())
        except BaseException:
            server.close()
            raise
        jobs._server = server
        return jobs

    def close(self) -> None:
        """Close the connections; the last process to leave the embedded server stops it."""
        self._rows.close()
        if self._server is not None:
            self._server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, dossier: str) -> None:
        """Queue a dossier. One that waits already is not queued twice; one that is worked on is done once more after.

        What is left of an earlier failure is forgotten, and an attempt that would come later comes now.
        """
        self._rows.ask(dossier)

    def retry(self, dossier: str) -> None:
        """Queue a dossier again after a failure, with all its attempts before it."""
        self._rows.ask(dossier)

    def active(self) -> tuple[Job, ...]:
        """Return the jobs that wait, are worked on or failed for good, newest first."""
        return self._rows.active()

    def told(self, dossier: str, after: int = 0) -> tuple[Told, ...]:
        """Return in order what was told of the dossier's present or last job after number `after`.

        The last of a job is of step `done` or `failed`. A new job or attempt forgets what was told before it.
        """
        return self._rows.told(dossier, after)

    def failures(self, dossier: str) -> tuple[Failure, ...]:
        """Return why jobs of the dossier failed for good, newest first; a later job may have succeeded."""
        return self._rows.failures(dossier)

    def work(self, do: Work, stop: threading.Event, unfinished: Callable[[], Iterable[str]] = tuple) -> bool:
        """Be a worker until `stop`, one dossier at a time: `do(dossier, tell)` is called in a thread of its own.

        `do` must be idempotent: after a kill it is called again. An `EngineError` that it raises is recorded as the
        dossier's failure; `DatabaseUnavailable` and what nobody expected are tried again first. When the worker is
        stopped, the next `tell` ends `do`, and the dossier goes back to the queue. `unfinished` gives the dossiers that
        have files and no result yet: those that nobody asked for are asked for here. Returns whether `do` has ended;
        else it is still busy in a daemon thread, and the process should end.
        """
        worker = QueueWorker(self._conninfo, self._rows, self._pace, do, stop, unfinished)
        return asyncio.run(worker.run())
