"""Workers for the tests of the queue, in a thread or a process, and what they left behind."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from engine.errors import DatabaseUnavailable
from engine.store.jobs import Jobs
from tests.integration.jobs_worker import PACE, trial

HOLDING = """
SELECT FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'
"""
REPOSITORY = Path(__file__).parents[2]


@contextmanager
def working(url, do=None, **over):
    """A worker in a thread of this process."""
    stop = threading.Event()
    with Jobs(url, pace=PACE) as jobs, ThreadPoolExecutor(1) as pool:
        ended = pool.submit(jobs.work, do or trial(url), stop, **over)
        try:
            yield ended
        finally:
            stop.set()
            ended.result(timeout=20)


@contextmanager
def process(url, **given):
    """A worker in a process of its own."""
    command = [sys.executable, str(REPOSITORY / "tests/integration/jobs_worker.py"), json.dumps({"url": url, **given})]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "HOME": ""}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True) as worker:
        try:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n", worker.stderr and worker.stderr.read()
            yield worker
        finally:
            if worker.poll() is None:
                worker.send_signal(signal.SIGCONT)
                worker.kill()
            worker.communicate()


def ask_rows(url, query):
    with psycopg.connect(url, connect_timeout=5) as database:
        return database.execute(query).fetchall()


def begun(url):
    return [dossier for (dossier,) in ask_rows(url, "SELECT dossier FROM trial.begun ORDER BY id")]


def made(url):
    return [dossier for (dossier,) in ask_rows(url, "SELECT dossier FROM trial.made ORDER BY at")]


def wait(until, seconds=60.0):
    end = time.monotonic() + seconds
    while True:
        with suppress(psycopg.OperationalError, DatabaseUnavailable):
            if found := until():
                return found
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.03)


def frozen_in_a_transaction(worker, url):
    """Stop a worker that holds a lock of the queue: what the machine's pause would do to it at the worst moment."""

    def caught():
        worker.send_signal(signal.SIGSTOP)
        if ask_rows(url, HOLDING):
            time.sleep(0.1)  # a commit may be on its way
            if ask_rows(url, HOLDING):
                return True
        worker.send_signal(signal.SIGCONT)
        return False

    wait(caught)


def done(jobs):
    return wait(lambda: not jobs.active())
