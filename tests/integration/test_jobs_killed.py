"""Workers and databases are killed in the middle of a dossier: nothing is lost, and nothing is done twice over."""

import os
import shutil
import signal
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from engine.errors import DatabaseUnavailable
from engine.settings import Settings
from engine.store.jobs import Jobs
from engine.store.server import EmbeddedServer
from tests.integration.jobs_samples import ask_rows, begun, done, frozen_in_a_transaction, made, process, wait, working
from tests.integration.jobs_worker import PACE, TABLES, Revival


@pytest.fixture
def jobs(database_url):
    with psycopg.connect(database_url) as database:
        database.execute(TABLES)
    with Jobs(database_url, pace=PACE) as opened:
        yield opened


def test_killed_worker_s_dossier_is_done_once_by_the_survivor(jobs, database_url):
    with process(database_url) as first:
        jobs.ask("lent-60")
        wait(lambda: begun(database_url))
        with process(database_url):
            first.kill()
            first.wait()
            killed = time.monotonic()
            done(jobs)
            assert time.monotonic() - killed < PACE.stalled + 3 * PACE.beat + PACE.poll + 2
    assert begun(database_url) == ["lent-60"] * 2
    assert made(database_url) == ["lent-60"]
    assert [one.progress.step for one in jobs.told("lent-60")] == ["note", "read", "split", "done"]


def test_a_dossier_that_kills_every_worker_is_given_up(jobs, database_url):
    with process(database_url) as first:
        jobs.ask("lent-60")
        wait(lambda: begun(database_url))
        with psycopg.connect(database_url) as database:  # as if it had killed three before
            database.execute("UPDATE queue.procrastinate_jobs SET attempts = 3")
        first.kill()
    with working(database_url):
        wait(lambda: jobs.failures("lent-60"))
    (failure,) = jobs.failures("lent-60")
    assert failure.code == "WorkerLost"
    assert "coupé 4 fois" in failure.message_fr
    assert [job.state for job in jobs.active()] == ["failed"]
    assert made(database_url) == []


def test_a_worker_taken_for_dead_does_not_come_back_to_its_dossier(jobs, database_url):
    with process(database_url) as first:
        jobs.ask("lent-60")
        wait(lambda: begun(database_url))
        frozen_in_a_transaction(first, database_url)
        with process(database_url) as second:
            done(jobs)
            told = jobs.told("lent-60")
            first.send_signal(signal.SIGCONT)
            jobs.ask("vite")
            second.kill()
            done(jobs)  # the first is fit for work again
    assert made(database_url) == ["lent-60", "vite"]
    assert jobs.told("lent-60") == told
    assert ask_rows(database_url, "SELECT DISTINCT worker FROM trial.made WHERE dossier = 'lent-60'") == [(second.pid,)]


def test_stopped_worker_gives_its_dossier_back(jobs, database_url):
    with process(database_url) as first:
        jobs.ask("lent-60")
        wait(lambda: begun(database_url))
        first.terminate()
        assert first.wait(timeout=60) == 0
    (job,) = jobs.active()
    assert (job.dossier, job.state, job.attempts) == ("lent-60", "waiting", 1)
    with working(database_url):
        done(jobs)
    assert (len(begun(database_url)), made(database_url)) == (2, ["lent-60"])


def test_stopped_worker_does_not_wait_for_work_that_says_nothing(jobs, database_url):
    with process(database_url) as first:
        jobs.ask("muet-60")
        wait(lambda: begun(database_url))
        first.send_signal(signal.SIGINT)
        assert first.wait(timeout=PACE.grace + 5) == 3
    assert [job.state for job in jobs.active()] == ["waiting"]
    assert jobs.failures("muet-60") == ()


def test_lost_connections_lose_nothing(jobs, database_url):
    with working(database_url):
        jobs.ask("lent-1.5")
        wait(lambda: begun(database_url))
        ask_rows(
            database_url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        jobs.ask("vite")
        done(jobs)
    assert sorted(set(made(database_url))) == ["lent-1.5", "vite"]
    assert len(made(database_url)) == 2


@pytest.fixture
def embedded():
    """A server of this test's own, to be killed."""
    folder = Path(tempfile.mkdtemp(prefix="avis-test-")) / "postgres"
    with EmbeddedServer(folder, durable=False) as server:
        with psycopg.connect(server.conninfo) as database:
            database.execute(TABLES)
        yield server.conninfo, folder
    shutil.rmtree(folder.parent)


def test_killed_database_is_brought_back_and_the_dossier_done(embedded):
    url, folder = embedded
    with Jobs(url, Revival(str(folder)), PACE) as jobs, process(url, folder=str(folder)) as worker:
        jobs.ask("lent-1")
        jobs.ask("vite")
        wait(lambda: begun(url))
        os.kill(int((folder / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        wait(lambda: not jobs.active(), 40)
        assert made(url) == ["lent-1", "vite"] or made(url) == ["vite", "lent-1"]
        assert sorted(begun(url)) == ["lent-1", "lent-1", "vite"]
        assert worker.poll() is None
        # The web's side, too, has a new connection, and the worker hears its call.
        jobs.ask("vite")
        wait(lambda: len(made(url)) == 3)
        assert jobs.failures("lent-1") == ()


def test_killed_database_is_brought_back_for_who_asks(embedded):
    _, folder = embedded
    with Jobs.open(Settings(data_dir=folder.parent, database_url=None)) as jobs:
        os.kill(int((folder / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        jobs.ask("vite")
        assert [job.dossier for job in jobs.active()] == ["vite"]


def test_closed_queue_does_not_bring_a_server_back(embedded):
    url, _ = embedded
    revived = []
    jobs = Jobs(url, lambda: revived.append(1))
    jobs.close()
    with pytest.raises(DatabaseUnavailable):
        jobs.ask("vite")
    assert revived == []
