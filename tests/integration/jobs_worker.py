"""A worker whose work is as small as can be: it writes when it begins and what it has made. Run by test_jobs.py."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from engine.domain.progress import Progress
from engine.errors import DatabaseUnavailable, UnusableAnswer
from engine.store.jobs import Jobs
from engine.store.queue_worker import Pace
from engine.store.server import EmbeddedServer

# Short, so that tests are; `stalled` is some beats long, for a busy machine.
PACE = Pace(beat=0.3, stalled=2.5, poll=0.2, sweep=0.4, grace=0.6, waits=(0.1, 0.2, 0.3))
SECRET = "Kyste de l'ovaire de Mme Fictive"
TABLES = """
CREATE SCHEMA trial;
CREATE TABLE trial.begun (id serial, dossier text, worker int, at timestamptz DEFAULT clock_timestamp());
CREATE TABLE trial.made (dossier text, worker int, begun int, at timestamptz DEFAULT clock_timestamp());
"""


def trial(url: str) -> Callable[[str, Callable[[Progress], None]], None]:
    """What the name of the dossier asks for, as `NAME-SECONDS`: the seconds count for the first attempt only."""

    def do(dossier: str, tell: Callable[[Progress], None]) -> None:
        kind, _, seconds = dossier.partition("-")
        try:
            with psycopg.connect(url, autocommit=True, connect_timeout=5) as database:
                me = database.execute(
                    "INSERT INTO trial.begun (dossier, worker) VALUES (%s, %s) RETURNING id", (dossier, os.getpid())
                ).fetchone()
                before = database.execute(
                    "SELECT count(*) FROM trial.begun WHERE dossier = %s AND id < %s", (dossier, me and me[0])
                ).fetchone()
                first = before == (0,)
                work(kind, first, float(seconds or 0) if first else 0.0, tell)
                # Idempotent, as the pipeline is: what is there already is not made again.
                database.execute(
                    "INSERT INTO trial.made (dossier, worker, begun) SELECT %s, %s, %s",
                    (dossier, os.getpid(), me and me[0]),
                )
        except psycopg.OperationalError:
            raise DatabaseUnavailable(what="connexion perdue") from None

    return do


def work(kind: str, first: bool, seconds: float, tell: Callable[[Progress], None]) -> None:
    until = time.monotonic() + seconds
    if kind == "muet":
        time.sleep(seconds)
        return
    tell(Progress(step="read", text_fr="Lecture", page=1, pages=2))
    while time.monotonic() < until:
        time.sleep(0.05)
        tell(Progress(step="read", text_fr="Lecture", page=2, pages=2))
    if kind == "refus":
        raise UnusableAnswer(what="essai")
    if kind == "panne" or (kind == "hoquet" and first):
        raise ValueError(SECRET)
    tell(Progress(step="split", text_fr="Découpage"))


def main() -> None:
    given = json.loads(sys.argv[1])
    stop = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: stop.set())
    revive: Callable[[], None] = Revival(given["folder"]) if "folder" in given else (lambda: None)
    with Jobs(given["url"], revive, PACE) as jobs:
        print("ready", flush=True)
        ended = jobs.work(trial(given["url"]), stop)
    if not ended:
        os._exit(3)


class Revival:
    """Another lease starts the server again."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def __call__(self) -> None:
        EmbeddedServer(self._folder, durable=False).close()


if __name__ == "__main__":
    main()
