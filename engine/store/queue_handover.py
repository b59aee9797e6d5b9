"""How a job changes hands: its end is recorded whatever happens, and that of a dead worker goes to a live one."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any, TypeVar

import psycopg
from procrastinate import PsycopgConnector
from procrastinate import jobs as library
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.manager import JobManager

from engine.errors import EngineError
from engine.store.queue_rows import QUEUE, Held, QueueRows

T = TypeVar("T")

logger = logging.getLogger(__name__)

ATTEMPTS = 4
# Any fixed number: whoever ends a job, or takes one from a dead worker, takes this lock first.
HANDOVER = 2_860_271_447_014
LOST = "WorkerLost"
LOST_FR = (
    "Le traitement a été coupé {attempts} fois sans pouvoir finir (machine arrêtée ou mémoire insuffisante). Les "
    "documents reçus sont conservés ; relancez le traitement, et prévenez l'équipe technique s'il est coupé encore."
)


class Handover(JobManager):
    """The library's, whose word about the end of a job arrives whatever happens, and from its holder only."""

    def __init__(self, connector: PsycopgConnector, rows: QueueRows, stop: threading.Event) -> None:
        super().__init__(connector)
        self._opened = connector
        self._rows = rows
        self._stop = stop

    async def finish_job(self, job: library.Job, status: library.Status, delete_job: bool) -> None:
        """Record that a job has ended, if it is still its worker's."""
        await self._hand_in(job, partial(super().finish_job, job, status, delete_job))

    async def retry_job(self, job: library.Job, *args: Any, **kwargs: Any) -> None:
        """Queue a job again, if it is still its worker's."""
        await self._hand_in(job, partial(self._retry, job, *args, **kwargs))

    async def take_over(self, stalled: float) -> None:
        """Queue the jobs of dead workers again; one that killed each of its workers is given up."""
        async with self._alone():
            for job in await self.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=stalled):
                attempts = job.attempts + 1
                if attempts < ATTEMPTS:
                    await self._retry(job)
                    continue
                held = Held(job.id or 0, job.worker_id, str(job.lock))
                await apart(partial(self._rows.fail, held, LOST, LOST_FR.format(attempts=attempts)))
                await super().finish_job(job, library.Status.FAILED, False)

    async def _retry(self, job: library.Job, *args: Any, **kwargs: Any) -> None:
        try:
            await super().retry_job(job, *args, **kwargs)
        except UniqueViolation:
            # The dossier was asked for again meanwhile: the job that waits does all that this one would.
            await super().finish_job(job, library.Status.SUCCEEDED, True)

    async def _hand_in(self, job: library.Job, write: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                async with self._alone():
                    for found in await self.list_jobs_async(id=job.id):
                        if found.status == library.Status.DOING.value and found.worker_id == job.worker_id:
                            await write()
                return
            except (ConnectorException, psycopg.Error):
                # Without this the job would stay with a worker that lives and does not work on it.
                if self._stop.is_set():
                    raise
                await reach(self._rows)

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        async with self._opened.pool.connection() as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock(%s)", (HANDOVER,))
            yield


async def reach(rows: QueueRows) -> bool:
    """Say whether the database answers, having brought it back if that can be done."""
    try:
        await apart(rows.reach)
    except (EngineError, OSError) as error:
        logger.warning("the database is away: %s", error)
        await asyncio.sleep(0.5)
        return False
    return True


async def apart(call: Callable[[], T]) -> T:
    """Await `call` in a thread of its own, which keeps neither the loop nor the process from ending."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(give: Callable[[Any], None], value: object) -> None:
        with suppress(RuntimeError):  # nobody waits any more, and the loop is closed
            loop.call_soon_threadsafe(lambda: None if future.done() else give(value))

    def run() -> None:
        try:
            value = call()
        except Exception as error:
            settle(future.set_exception, error)
        else:
            settle(future.set_result, value)

    threading.Thread(target=run, name="avis-work", daemon=True).start()
    return await future
