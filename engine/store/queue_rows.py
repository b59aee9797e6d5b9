"""What is asked of the queue's tables by any thread of a process: the web's side of it, and a worker's own words."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, LiteralString, TypeVar

import psycopg
from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from engine.domain.progress import Failure, Job, Progress, Told
from engine.domain.record import Record
from engine.errors import DatabaseUnavailable
from engine.store.border import as_json, border, storable

T = TypeVar("T")
R = TypeVar("R", bound=Record)
Connection = psycopg.Connection[tuple[Any, ...]]

QUEUE = "dossiers"
TASK = "process"

# Their logs quote arguments, exceptions and the server's own words; what matters of them comes out as an error.
logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
logging.getLogger("psycopg.pool").setLevel(logging.ERROR)

# Waiting for a later attempt is no being queued: who asks now wants it now, and asks afresh after a failure.
SUPERSEDE = """
DELETE FROM procrastinate_jobs
WHERE lock = %(dossier)s AND (status = 'failed' OR status = 'todo' AND scheduled_at > now())
"""

ACTIVE = """
SELECT
    job.id,
    job.lock AS dossier,
    CASE job.status WHEN 'todo' THEN 'waiting' WHEN 'doing' THEN 'working' ELSE 'failed' END AS state,
    job.attempts + CASE job.status WHEN 'doing' THEN 1 ELSE 0 END AS attempts,
    event.at AS since,
    CASE job.status WHEN 'doing' THEN worker.last_heartbeat END AS worker_seen,
    CASE job.status WHEN 'doing' THEN (
        SELECT max(at) FROM live.progress WHERE dossier_id = job.lock AND at >= event.at) END AS told_at
FROM procrastinate_jobs AS job
LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
CROSS JOIN LATERAL (
    SELECT max(at) AS at FROM procrastinate_events WHERE job_id = job.id AND type <> 'scheduled') AS event
WHERE job.queue_name = %(queue)s AND job.status IN ('todo', 'doing', 'failed')
ORDER BY job.id DESC
"""

TOLD = """
SELECT seq, at, record AS progress FROM live.progress WHERE dossier_id = %(dossier)s AND seq > %(after)s ORDER BY seq
"""

FAILURES = """
SELECT at, code, message_fr FROM public.processing_failure WHERE dossier_id = %(dossier)s ORDER BY seq DESC
"""

FORGET_PROGRESS = "DELETE FROM live.progress WHERE dossier_id = %(dossier)s"

FORGET_FAILED = "DELETE FROM procrastinate_jobs WHERE lock = %(dossier)s AND status = 'failed'"

# A worker that was taken for dead, and whose job another has, must not speak for it.
HELD = """
SELECT FROM procrastinate_jobs
WHERE id = %(job)s AND status = 'doing' AND worker_id IS NOT DISTINCT FROM %(worker)s FOR SHARE
"""

TELL = "INSERT INTO live.progress (dossier_id, record) VALUES (%(dossier)s, %(record)s)"

FAIL = """
INSERT INTO public.processing_failure (dossier_id, code, message_fr) VALUES (%(dossier)s, %(code)s, %(message)s)
"""


@dataclass(frozen=True)
class Held:
    """A job in the hands of a worker."""

    job: int
    worker: int | None
    dossier: str


class NotHeld(Exception):
    """The job is another worker's by now."""


class QueueRows:
    """The queue's rows. Methods may be called from any thread and raise `DatabaseUnavailable`.

    When the server does not answer within a few seconds, `revive` is called once and the same is asked again.
    """

    def __init__(self, conninfo: str, revive: Callable[[], None]) -> None:
        self._revive = revive
        # Never opened: it only puts the library's questions, on connections of the pool below.
        self._app = App(connector=SyncPsycopgConnector())
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            conninfo,
            min_size=1,
            max_size=4,
            kwargs={"autocommit": True, "client_encoding": "utf8", "connect_timeout": 10},
            check=ConnectionPool.check_connection,
            num_workers=1,
            open=True,
        )

    def close(self) -> None:
        """Close the connections. A second call does nothing."""
        self._pool.close()

    def reach(self) -> None:
        """Ask the server for a sign of life."""
        self._do(lambda connection: connection.execute("SELECT 1"))

    def ask(self, dossier: str) -> None:
        """Queue a dossier, once."""

        def ask(connection: Connection) -> None:
            with connection.transaction():
                connection.execute(SUPERSEDE, {"dossier": dossier})
                try:
                    with connection.transaction():
                        self._app.configure_task(
                            TASK, queue=QUEUE, lock=dossier, queueing_lock=dossier, connection=connection
                        ).defer(dossier=dossier)
                except AlreadyEnqueued:
                    pass
                except ConnectorException as error:
                    raise error.__cause__ or error from None

        self._do(ask)

    def active(self) -> tuple[Job, ...]:
        """Return the jobs that wait, run or failed, newest first."""
        return self._read(ACTIVE, Job, queue=QUEUE)

    def told(self, dossier: str, after: int) -> tuple[Told, ...]:
        """Return what was told of the present or last job of a dossier after number `after`, in order."""
        return self._read(TOLD, Told, dossier=dossier, after=after)

    def failures(self, dossier: str) -> tuple[Failure, ...]:
        """Return all failures of a dossier, newest first."""
        return self._read(FAILURES, Failure, dossier=dossier)

    def begin(self, held: Held) -> None:
        """Forget what was told of earlier jobs, and their failed rows in the queue. Raises `NotHeld`."""
        self._as_holder(held, FORGET_PROGRESS, FORGET_FAILED)

    def tell(self, held: Held, progress: Progress) -> None:
        """Keep one step forward. Raises `NotHeld`."""
        self._as_holder(held, TELL, record=as_json(progress))

    def fail(self, held: Held, code: str, message_fr: str) -> None:
        """Record that a dossier is given up, and tell it. Raises `NotHeld`."""
        record = as_json(Progress(step="failed", text_fr=message_fr))
        self._as_holder(held, FAIL, TELL, code=code, message=storable(message_fr), record=record)

    def _as_holder(self, held: Held, *queries: LiteralString, **values: object) -> None:
        def write(connection: Connection) -> None:
            with connection.transaction():
                if connection.execute(HELD, {"job": held.job, "worker": held.worker}).fetchone() is None:
                    raise NotHeld
                for query in queries:
                    connection.execute(query, {"dossier": held.dossier, **values})

        self._do(write)

    def _read(self, query: LiteralString, form: type[R], **values: object) -> tuple[R, ...]:
        def read(connection: Connection) -> tuple[R, ...]:
            rows = connection.cursor(row_factory=dict_row).execute(query, values)
            return tuple(form.model_validate(row) for row in rows)

        return self._do(read)

    def _do(self, what: Callable[[Connection], T]) -> T:
        try:
            return self._once(what, 2.0)
        except DatabaseUnavailable:
            if self._pool.closed:
                raise
        self._revive()
        return self._once(what, 10.0)

    def _once(self, what: Callable[[Connection], T], wait: float) -> T:
        with border(), self._pool.connection(timeout=wait) as connection:
            return what(connection)
