"""The queue of e-mails that wait for their time: procrastinate calls, and until then a message can be taken back."""

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import suppress

import psycopg
from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.worker import Worker

from engine.store.border import border
from engine.store.database import Connection
from engine.store.queue_handover import apart
from engine.store.queue_schema import queue_conninfo

QUEUE = "courriels"
TASK = "leave"
AGAIN = 60.0  # seconds until what could not be done is tried again

Carry = Callable[[str], float | None]

logger = logging.getLogger(__name__)


class PostQueue:
    """Puts messages into the queue, in the transaction in which they are kept."""

    def __init__(self) -> None:
        # Never opened: it only puts the library's question, on the connection of who asks.
        self._app = App(connector=SyncPsycopgConnector())

    def defer(self, request: str, seconds: float, connection: Connection) -> None:
        """Have a message leave in so many seconds. One that waits already is not queued twice."""
        (path,) = connection.execute("SELECT current_setting('search_path')").fetchone() or ("public",)
        # The library names no schema.
        connection.execute("SELECT set_config('search_path', 'queue', true)")
        try:
            with suppress(AlreadyEnqueued), connection.transaction():
                task = self._app.configure_task(
                    TASK, queue=QUEUE, queueing_lock=request, schedule_in={"seconds": seconds}, connection=connection
                )
                task.defer(request=request)
        except ConnectorException as error:
            with border():
                raise error.__cause__ or error from None
        connection.execute("SELECT set_config('search_path', %s, true)", (path,))


class PostWorker:
    """Carries messages out until `stop`: `carry(request)` returns in how many seconds to try again, or None.

    `carry` must be idempotent: after a kill it is called again.
    """

    def __init__(self, conninfo: str, carry: Carry, stop: threading.Event, poll: float = 5.0) -> None:
        self._conninfo, self._carry = queue_conninfo(conninfo), carry
        self._stop, self._poll = stop, poll

    def work(self) -> None:
        """Work until stopped, in the present thread; an outage of the database is waited for."""
        asyncio.run(self._run())

    async def _run(self) -> None:
        while not self._stop.is_set():
            with suppress(ConnectorException, psycopg.Error):
                await self._shift()
            for _ in range(10):
                if not self._stop.is_set():
                    await asyncio.sleep(0.1)

    async def _shift(self) -> None:
        connector = PsycopgConnector(
            conninfo=self._conninfo,
            min_size=1,
            max_size=3,
            timeout=5.0,
            num_workers=1,
            kwargs={"client_encoding": "utf8", "connect_timeout": 10},
        )
        app = App(connector=connector)
        app.task(name=TASK)(self._leave)
        worker = Worker(
            app,
            queues=[QUEUE],
            install_signal_handlers=False,
            delete_jobs="always",
            fetch_job_polling_interval=self._poll,
        )
        self._app, halting = app, None
        try:
            await connector.open_async()
            halting = asyncio.create_task(self._halt(worker))
            await worker.run()
        finally:
            if halting is not None:
                halting.cancel()
            await connector.close_async()

    async def _halt(self, worker: Worker) -> None:
        while not self._stop.is_set():
            await asyncio.sleep(0.1)
        worker.stop()

    async def _leave(self, request: str) -> None:
        try:
            wait = await apart(lambda: self._carry(request))
        except Exception as error:  # whatever it is, the message must not be forgotten
            logger.warning("a message could not be carried out: %s", type(error).__name__)
            wait = AGAIN
        if wait is not None:
            with suppress(AlreadyEnqueued):
                task = self._app.configure_task(TASK, queue=QUEUE, queueing_lock=request, schedule_in={"seconds": wait})
                await task.defer_async(request=request)
