"""The whole path with the network cut, from a cold start, and under a watch that no attempt to leave goes past."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import Avis, Ended
from tests.acceptance.paper import LETTER, REPORT, dossier_folder, pdf, scan

# An address set apart for documentation (RFC 5737): nobody has it.
NOWHERE = "198.51.100.7"
CALL = f"""
import socket
try:
    socket.create_connection(({NOWHERE!r}, 443), timeout=5).close()
except OSError as error:
    print(error)
"""
CALL_HOME = """
import socket
with socket.create_server(("127.0.0.1", 0)) as server:
    socket.create_connection(server.getsockname(), timeout=5).close()
print("reached")
"""
# A new namespace has its loopback down, and not every machine has `ip` to raise it.
ONLY_LOOPBACK = """
import fcntl, os, socket, struct, sys
with socket.socket() as any_socket:
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 0x49))
os.execvp(sys.argv[1], sys.argv[1:])
"""
# Seen by Python whoever asks: every connection and every name looked up. Forbidden and written down.
WATCH = """
import os, sys

def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        if not isinstance(arguments[1], tuple):
            return  # a unix socket does not leave the machine
        where = str(arguments[1][0])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        where = str(arguments[0])
    else:
        return
    if where in ("", "None", "localhost", "::1") or where.startswith("127."):
        return
    with open(os.environ["AVIS_TEST_ATTEMPTS"], "a") as attempts:
        print(event, where, file=attempts)
    raise PermissionError("no network: " + where)

sys.addaudithook(watch)
"""


@dataclass(frozen=True)
class Cut:
    """A way to run a program without a network: what starts it, its environment, how a call out fails."""

    name: str
    failure: str
    before: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)

    def python(self, code: str) -> str:
        done = subprocess.run(
            [*self.before, sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, **self.environment},
        )
        return done.stdout.strip()


def namespace() -> Cut | None:
    """A network namespace with loopback and nothing else, or None where the machine forbids one."""
    # Not --map-root-user: the program would take itself for root and hand its database to a user that is not there.
    enter = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--net", "--map-current-user", "--keep-caps")
    cut = Cut("namespace", "Network is unreachable", (*enter, sys.executable, "-c", ONLY_LOOPBACK))
    try:
        cut.python("")
    except (OSError, subprocess.SubprocessError):
        return None
    return cut


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The id of each test says how the network was cut."""
    if "cut" in metafunc.fixturenames:
        cut = namespace() or Cut("audit-hook", f"no network: {NOWHERE}")
        metafunc.parametrize("cut", [cut], ids=[cut.name], indirect=True, scope="module")


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which every Python process watches itself."""
    folder = tmp_path_factory.mktemp("watch")
    (folder / "sitecustomize.py").write_text(WATCH)
    return {"PYTHONPATH": str(folder), "AVIS_TEST_ATTEMPTS": str(folder / "attempts.txt")}


@pytest.fixture(scope="module")
def cut(request: pytest.FixtureRequest, watched: dict[str, str]) -> Cut:
    chosen: Cut = request.param
    return chosen if chosen.name == "namespace" else Cut(chosen.name, chosen.failure, (), watched)


@pytest.fixture(scope="module")
def cold(
    bare: Avis, cut: Cut, watched: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Ended, dict[str, Any]]:
    """A first run on a machine that has never run anything: no database yet, a scan among the documents."""
    place = tmp_path_factory.mktemp("cold")
    files = {"01-lettre.png": scan(LETTER), "02-radio.pdf": pdf(REPORT)}
    folder = dossier_folder(place / "dossier", files)
    Path(watched["AVIS_TEST_ATTEMPTS"]).unlink(missing_ok=True)
    # Not pytest's own folder, which it may shut to the system user that serves the database of root.
    data = Path(tempfile.mkdtemp(prefix="avis-cold-"))
    try:
        avis = bare.with_settings(**watched, AVIS_DATA_DIR=str(data))
        ended = avis.from_cold("run", folder, "--json", place / "r.json", before=cut.before)
    finally:
        shutil.rmtree(data)
    assert ended.code == 0, ended.said
    return ended, json.loads((place / "r.json").read_text(encoding="utf-8"))


def test_a_call_out_fails_where_the_path_is_tried(cut: Cut) -> None:
    """Otherwise the next tests would prove nothing."""
    assert cut.failure in cut.python(CALL)
    assert cut.python(CALL_HOME) == "reached"


def test_the_whole_path_passes_with_the_network_cut(cut: Cut, cold: tuple[Ended, dict[str, Any]]) -> None:
    _, result = cold
    kinds = {d["file"]: d["kind"] for d in result["documents"]}
    assert kinds == {"01-lettre.png": "courrier", "02-radio.pdf": "compte_rendu_imagerie"}
    assert set(kinds) == {fact["file"] for fact in result["facts"]}
    assert result["draft"]["position"]["option"] == "ptg"
    assert result["draft"]["statements"]
    assert result["convergence"]["T"] == "C"
    assert set(result["seconds"]) == {"read", "split", "extract", "assess", "draft", "compare"}


def test_the_watch_sees_an_attempt(watched: dict[str, str], tmp_path: Path) -> None:
    """Otherwise the next test would prove nothing."""
    attempts = tmp_path / "attempts.txt"
    hook = Cut("audit-hook", "", (), {**watched, "AVIS_TEST_ATTEMPTS": str(attempts)})
    assert f"no network: {NOWHERE}" in hook.python(CALL)
    assert hook.python(CALL_HOME) == "reached"
    with pytest.raises(subprocess.CalledProcessError):
        hook.python("import urllib.request; urllib.request.urlopen('http://nulle-part.invalid')")
    told = attempts.read_text()
    assert NOWHERE in told
    assert "nulle-part.invalid" in told
    assert "127.0.0.1" not in told


def test_nothing_even_tries_to_connect(cold: tuple[Ended, dict[str, Any]], watched: dict[str, str]) -> None:
    ended, _ = cold
    assert ended.code == 0
    assert not Path(watched["AVIS_TEST_ATTEMPTS"]).exists()
