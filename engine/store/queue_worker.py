"""A worker of the queue: procrastinate fetches, a thread works, and neither a kill nor an outage loses a job."""

import asyncio
import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate import jobs as library
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker

from engine.domain.progress import Progress
from engine.errors import DatabaseUnavailable, EngineError
from engine.store.queue_handover import ATTEMPTS, Handover, apart, reach
from engine.store.queue_rows import QUEUE, TASK, Held, NotHeld, QueueRows

Work = Callable[[str, Callable[[Progress], None]], None]

logger = logging.getLogger(__name__)

UNEXPECTED_FR = (
    "Erreur interne ({where}). Les documents reçus sont conservés ; relancez le traitement, et signalez ce message à "
    "l'équipe technique s'il revient."
)


@dataclass(frozen=True)
class Pace:
    """How often a worker does what, in seconds.

    A worker gives a sign of life each `beat`; one that gave none for `stalled` is dead, and its job another's. `poll`
    is how often the queue is looked at without being called, `sweep` how often forgotten dossiers are. `grace` is what
    a dossier has to stop in when the worker is stopped. `waits` come before the second attempt, the third and so on.
    """

    beat: float = 4.0
    stalled: float = 14.0
    poll: float = 2.0
    sweep: float = 30.0
    grace: float = 5.0
    waits: tuple[float, ...] = (10.0, 60.0, 300.0)


class _Again(Exception):
    """The job is to be done again after `wait` seconds."""

    def __init__(self, wait: float) -> None:
        self.wait = wait


class _GivenUp(Exception):
    """The job failed for good; why is recorded."""


class _AsSaid(BaseRetryStrategy):
    def get_retry_decision(self, *, exception: BaseException, job: library.Job) -> RetryDecision | None:
        if not isinstance(exception, _Again):
            return None
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=exception.wait))


class QueueWorker:
    """Works on one dossier at a time until `stop`; the parts come from `Jobs.work`."""

    def __init__(
        self,
        conninfo: str,
        rows: QueueRows,
        pace: Pace,
        do: Work,
        stop: threading.Event,
        unfinished: Callable[[], Iterable[str]],
    ) -> None:
        self._conninfo, self._rows, self._pace = conninfo, rows, pace
        self._do, self._stop, self._unfinished = do, stop, unfinished
        self._asked: set[str] = set()
        self._at_work = threading.Event()
        self._halt: Callable[[], None] = lambda: None

    async def run(self) -> bool:
        """Work until stopped; return whether the last dossier's thread has ended too."""
        asyncio.get_running_loop().set_exception_handler(_log_quietly)
        while not self._stop.is_set():
            # The library's own start waits long and says little when the server is away.
            if await reach(self._rows):
                with suppress(ConnectorException, psycopg.Error):
                    await self._shift()
            await self._pause(0.2)
        return not self._at_work.is_set()

    async def _shift(self) -> None:
        """Be one worker of the library's, until stopped or until the connection is lost."""
        connector = PsycopgConnector(
            conninfo=self._conninfo,
            min_size=1,
            max_size=4,
            timeout=5.0,
            num_workers=1,
            kwargs={"client_encoding": "utf8", "connect_timeout": 10},
        )
        app = App(connector=connector)
        app.job_manager = manager = Handover(connector, self._rows, self._stop)
        app.task(name=TASK, pass_context=True, retry=_AsSaid())(self._process)
        worker = Worker(
            app,
            queues=[QUEUE],
            install_signal_handlers=False,
            delete_jobs="successful",
            fetch_job_polling_interval=self._pace.poll,
            update_heartbeat_interval=self._pace.beat,
            stalled_worker_timeout=self._pace.stalled,
        )
        self._halt = worker.stop
        beside: list[asyncio.Task[None]] = []
        try:
            await connector.open_async()
            beside += [asyncio.create_task(self._watch(worker, manager)), asyncio.create_task(self._sweep())]
            await worker.run()
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await connector.close_async()

    async def _watch(self, worker: Worker, manager: Handover) -> None:
        """Give signs of life, take over from the dead, and stop the worker when asked or after an outage."""
        while not self._stop.is_set():
            try:
                if worker.worker_id is not None:
                    # The library's own heartbeat ends unseen with a lost connection, and this worker would pass for
                    # dead while it works.
                    await manager.update_heartbeat(worker.worker_id)
                await manager.take_over(self._pace.stalled)
            except (ConnectorException, psycopg.Error, DatabaseUnavailable, NotHeld):
                await reach(self._rows)
                # It finishes its dossier first; the next shift hears again when a job comes in.
                worker.stop()
            await self._pause(self._pace.beat)
        worker.stop()

    async def _sweep(self) -> None:
        """Ask for dossiers that have files but neither a job nor a failure: a crash came between the two."""
        while not self._stop.is_set():
            try:
                await apart(self._ask_again)
            except Exception as error:
                logger.warning("sweep: %s", _place(error))
            await self._pause(self._pace.sweep)

    def _ask_again(self) -> None:
        # Before and after: a dossier that was just asked for, or has just been finished, is not to be done twice.
        busy = {job.dossier for job in self._rows.active()}
        left = set(self._unfinished())
        busy |= {job.dossier for job in self._rows.active()}
        # Once only for as long as it stays unfinished, should its work end well and yet leave it so.
        self._asked &= left
        for dossier in sorted(left - busy - self._asked):
            self._rows.ask(dossier)
            self._asked.add(dossier)

    async def _process(self, context: JobContext, dossier: str) -> None:
        attempt = asyncio.ensure_future(apart(partial(self._attempt, context.job, dossier)))
        late: float | None = None
        while not attempt.done():
            await asyncio.wait({attempt}, timeout=0.1)
            if self._stop.is_set():
                late = late or time.monotonic() + self._pace.grace
                if time.monotonic() > late:
                    self._halt()
                    attempt.cancel()
                    raise _Again(0)
        if self._stop.is_set():
            self._halt()  # before the library looks for its next job: it would take this one again
        ended = attempt.result()
        if ended is not None:
            raise ended

    def _attempt(self, job: library.Job, dossier: str) -> _Again | _GivenUp | None:
        """Work on a dossier in the present thread and say how it ended."""
        held = Held(job.id or 0, job.worker_id, dossier)
        begun = job.attempts + 1
        self._at_work.set()
        try:
            self._work(held, begun)
        except (NotHeld, _CutOff):
            return _Again(0)
        except DatabaseUnavailable as error:
            return self._failed(held, begun, error, str(error), lasting=False)
        except EngineError as error:
            return self._failed(held, begun, error, str(error), lasting=True)
        except BaseException as error:  # whatever it is, it must not end the worker
            message = UNEXPECTED_FR.format(where=_place(error))
            return self._failed(held, begun, error, message, lasting=False)
        finally:
            self._at_work.clear()
        return None

    def _work(self, held: Held, begun: int) -> None:
        last: Progress | None = None

        def tell(progress: Progress) -> None:
            nonlocal last
            if self._stop.is_set():
                raise _CutOff
            self._rows.tell(held, progress)
            last = progress

        if self._stop.is_set():
            raise _CutOff
        self._rows.begin(held)
        if begun > 1:
            tell(Progress(step="note", text_fr=f"Reprise du traitement (essai {begun})."))
        self._do(held.dossier, tell)
        if last is None or last.step != "done":
            self._rows.tell(held, Progress(step="done", text_fr="Traitement terminé."))

    def _failed(self, held: Held, begun: int, error: BaseException, message: str, lasting: bool) -> _Again | _GivenUp:
        logger.warning("attempt %d failed: %s", begun, _place(error))
        wait = self._pace.waits[min(begun, len(self._pace.waits)) - 1]
        try:
            if lasting or begun >= ATTEMPTS:
                self._rows.fail(held, type(error).__name__, message)
                return _GivenUp()
            again = f"Interruption passagère ; nouvel essai dans {wait:.0f} s."
            self._rows.tell(held, Progress(step="note", text_fr=again))
        except (EngineError, NotHeld):
            pass  # what cannot be recorded now is not given up
        return _Again(wait)

    async def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._stop.is_set() and (left := until - time.monotonic()) > 0:
            await asyncio.sleep(min(left, 0.1))


class _CutOff(BaseException):
    """The worker stops: whatever the engine was doing, it ends at its next word."""


def _place(error: BaseException) -> str:
    """Where it happened and no more: the message of an unknown error may hold health data."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(frame.filename).name}:{frame.lineno}"


def _log_quietly(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    logger.warning("%s: %s", context.get("message"), type(error).__name__ if error else "")
