"""`avis serve`: the web server and its worker start, live and end together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from review_ui.command import listen

REPOSITORY = Path(__file__).parents[2]

# The real server and supervisor around an application of three pages and a worker that writes its number.
SERVICE = """
import asyncio, sys
from contextlib import nullcontext
from engine.cli import main
from review_ui import command
from types import ModuleType

async def page(scope, receive, send):
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": f"lifespan.startup.{'failed' if broken else 'complete'}"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    if scope["path"] == "/erreur":
        raise ValueError("Kyste de Mme Fictive")
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"bonjour", "more_body": scope["path"] == "/flux"})
    if scope["path"] == "/flux":
        await asyncio.sleep(60)

app = ModuleType("review_ui.app")
app.create_app = lambda service, settings: page
command.build_service = nullcontext
sys.modules["review_ui.app"] = app
command.WORKER = [sys.executable, "-c", "import os, sys; print(os.getpid(), flush=True); sys.stdin.buffer.read()"]
command.PATIENCE = 1
broken = sys.argv[1] == "broken"
sys.argv = ["avis", "serve", *sys.argv[2:]]
main()
"""


@contextmanager
def service(*options, state="sound"):
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", SERVICE, state, *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process, beginning):
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(beginning):
            return line
    raise AssertionError(f"nothing said begins with {beginning!r}")


def address(process):
    return said(process, "Service ouvert").split()[3]


def get(url):
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - http, of this machine
        return answer.read()


def alive(pid):
    with suppress(FileNotFoundError):
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    return False


def gone(pid):
    end = time.monotonic() + 10
    while alive(pid):
        assert time.monotonic() < end, "the worker lives on"
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("wanted", [signal.SIGTERM, signal.SIGINT])
def test_serves_with_a_worker_and_ends_with_it(wanted):
    with service("--port", "0") as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        url = address(process)
        assert get(url) == b"bonjour"
        assert alive(worker)
        with urllib.request.urlopen(f"{url}/flux", timeout=60) as stream:  # noqa: S310 - an open stream of events
            assert stream.read(7) == b"bonjour"
            process.send_signal(wanted)
            assert process.wait(15) == 0
        assert gone(worker)
        assert process.stderr is not None
        assert process.stderr.read().endswith("Service arrêté.\n")


def test_killed_worker_is_started_again_and_ends_with_a_killed_server():
    with service("--port", "0") as process:
        assert process.stdout is not None
        first = int(process.stdout.readline())
        url = address(process)
        os.kill(first, signal.SIGKILL)
        assert "signal 9" in said(process, "Le traitement des dossiers s'est arrêté")
        second = int(process.stdout.readline())
        assert second != first
        assert get(url) == b"bonjour"
        process.kill()
        assert gone(second)


def test_without_worker():
    with service("--port", "0", "--no-worker") as process:
        said(process, "Aucun dossier n'est traité ici")
        assert get(address(process)) == b"bonjour"
        process.terminate()
        out, _ = process.communicate(timeout=60)
    assert out == ""


def test_log_quotes_neither_searches_nor_errors():
    with service("--port", "0", "--no-worker") as process:
        url = address(process)
        get(f"{url}/dossiers?nom=Fictive")
        with pytest.raises(urllib.error.HTTPError):
            get(f"{url}/erreur?nom=Fictive")
        process.terminate()
        _, log = process.communicate(timeout=60)
    assert '"GET /dossiers HTTP/1.1" 200' in log
    assert "Erreur interne (ValueError, <string>:" in log
    assert "Fictive" not in log


def test_short_answers_leave_at_once():
    """Else the end of an answer waits 40 ms for the browser to confirm its beginning."""
    with (
        listen("127.0.0.1", 0) as opened,
        socket.create_connection(opened.getsockname()),
        opened.accept()[0] as taken,
    ):
        assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_port_that_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with service("--port", str(port)) as process:
            out, complaint = process.communicate(timeout=20)
    assert process.returncode == 7
    assert complaint == (
        f"Le service ne peut pas s'ouvrir sur 127.0.0.1, port {port} : ce port est déjà pris. Choisissez-en un autre "
        "avec --port, ou arrêtez le programme qui l'occupe.\n"
    )
    assert out == ""


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--port", "70000"), "un port est un nombre de 0 à 65535."),
        (("--host", "192.0.2.1"), "cette adresse n'est pas celle de cette machine. Corrigez --host."),
    ],
)
def test_address_that_cannot_be(options, says):
    with service(*options) as process:
        _, complaint = process.communicate(timeout=20)
    assert process.returncode == 7
    assert complaint.endswith(f"{says}\n")


def test_application_that_cannot_start():
    with service("--port", "0", "--no-worker", state="broken") as process:
        _, complaint = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "Le service n'a pas pu démarrer." in complaint
    assert "Service ouvert" not in complaint
