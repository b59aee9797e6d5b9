"""The child process beside the web server: really killed, really started again, never left behind."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from review_ui.supervisor import Supervised

REPOSITORY = Path(__file__).parents[2]
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def wait(until, seconds=60.0):
    end = time.monotonic() + seconds
    while not (found := until()):
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.02)
    return found


def alive(pid):
    with suppress(FileNotFoundError):
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    return False


@pytest.fixture
def said():
    return []


def test_killed_child_is_started_again_after_a_growing_pause(said):
    with Supervised(SLEEP, said.append, pauses=(0.05, 0.4)) as child:
        seen = []
        for _ in range(3):
            pid = wait(lambda: child.pid)
            seen.append((pid, time.monotonic()))
            os.kill(pid, signal.SIGKILL)
            wait(lambda pid=pid: child.pid != pid)
        last = wait(lambda: child.pid)
        again = time.monotonic()
    assert len({pid for pid, _ in seen} | {last}) == 4
    assert again - seen[2][1] >= 0.4
    assert seen[1][1] - seen[0][1] < 0.4
    assert said[0] == "Le traitement des dossiers s'est arrêté (signal 9) ; il repart dans 0 s."
    assert len(said) == 3
    assert not alive(last)


def test_child_that_lived_long_enough_comes_back_at_once(said):
    with Supervised(SLEEP, said.append, pauses=(0.0, 30.0), settled=0.1) as child:
        for _ in range(3):
            pid = wait(lambda: child.pid)
            time.sleep(0.15)
            os.kill(pid, signal.SIGKILL)
            wait(lambda pid=pid: child.pid != pid)
        assert wait(lambda: child.pid)


def test_stopped_while_it_waits_to_start_again(said):
    begun = time.monotonic()
    with Supervised([sys.executable, "-c", "raise SystemExit(5)"], said.append, pauses=(30.0,)):
        wait(lambda: said)
    assert time.monotonic() - begun < 10
    assert said == ["Le traitement des dossiers s'est arrêté (code 5) ; il repart dans 30 s."]


def test_child_that_does_not_end_when_asked_is_killed(said, tmp_path):
    ready = tmp_path / "ready"
    stubborn = f"import signal, time; signal.signal(15, signal.SIG_IGN); open({str(ready)!r}, 'w'); time.sleep(60)"
    with Supervised([sys.executable, "-c", stubborn], said.append, patience=0.3) as child:
        wait(ready.exists)
        pid = child.pid
    assert pid
    assert not alive(pid)
    assert said == []


def test_program_that_is_not_there_is_said(said):
    with Supervised(["/nowhere/avis"], said.append, pauses=(0.02,)):
        wait(lambda: len(said) >= 2)
    assert "n'a pas pu être lancé" in said[0]


KEEPER = """
import sys, time
from review_ui.supervisor import Supervised
child = "import sys; print('up', flush=True); sys.stdin.buffer.read(); print('down', flush=True)"
with Supervised([sys.executable, "-c", child], print) as supervised:
    time.sleep(60)
"""


def test_child_sees_its_keeper_die():
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen([sys.executable, "-c", KEEPER], env=environment, stdout=subprocess.PIPE, text=True) as keeper:
        assert keeper.stdout is not None
        assert keeper.stdout.readline() == "up\n"
        keeper.kill()
        assert keeper.stdout.readline() == "down\n"
