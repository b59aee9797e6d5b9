"""`avis worker`: it works, says so in French, and ends well however it is asked to."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.store.jobs import Jobs

REPOSITORY = Path(__file__).parents[2]

# The engine takes long to build; here, one that reads no page, behind the verb that ships.
VERB = """
import sys, time
from contextlib import contextmanager
from engine.cli import main
from engine.commands import worker
from engine.domain.progress import Progress

class Quick:
    def process(self, dossier, tell):
        tell(Progress(step="read", text_fr="Lecture"))
        if dossier == "muet":
            time.sleep(60)

    def unfinished(self):
        return ["oublié"]

@contextmanager
def build(settings):
    yield Quick()

worker.build = build
sys.argv = ["avis", "worker", *sys.argv[1:]]
main()
"""


@contextmanager
def verb(url, *options):
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "AVIS_DATABASE_URL": url}
    command = [sys.executable, "-c", VERB, *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def wait(until):
    end = time.monotonic() + 15
    while not (found := until()):
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.05)
    return found


@pytest.mark.parametrize("wanted", [signal.SIGTERM, signal.SIGINT])
def test_works_until_it_is_stopped(database_url, wanted):
    with Jobs(database_url) as jobs, verb(database_url) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Prêt : les dossiers déposés sont traités un à un")
        jobs.ask("dossier-1")
        wait(lambda: [told.progress.step for told in jobs.told("dossier-1")] == ["read", "done"])
        wait(lambda: jobs.told("oublié"))
        wait(lambda: not jobs.active())
        process.send_signal(wanted)
        assert process.wait(10) == 0
        assert process.stderr.read() == "Arrêté. Les dossiers en attente restent dans la file.\n"


def test_ends_in_the_middle_of_a_dossier_that_hears_nothing(database_url):
    with Jobs(database_url) as jobs, verb(database_url) as process:
        jobs.ask("muet")
        wait(lambda: jobs.told("muet"))
        process.terminate()
        assert process.wait(10) == 0
        assert [job.state for job in jobs.active() if job.dossier == "muet"] == ["waiting"]


def test_ends_with_who_started_it(database_url):
    with verb(database_url, "--until-stdin-closes") as process:
        assert process.stdin is not None
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Prêt")
        process.stdin.close()
        assert process.wait(10) == 0


def test_database_that_is_away():
    with verb("postgresql://nobody:secret-7@localhost:1/absente") as process:
        _, complaint = process.communicate(timeout=20)
    assert process.returncode == 6
    assert complaint.startswith("La base de données ne répond pas (connexion impossible à localhost:1/absente)")
    assert "secret-7" not in complaint
