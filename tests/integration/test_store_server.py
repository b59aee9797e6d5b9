"""The embedded server: shared, stopped by the last, whole again after a kill, on any path, with no network."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from engine.errors import DatabaseUnavailable
from engine.settings import Settings
from engine.store import server as server_module
from engine.store.postgres import Store
from engine.store.processes import server_processes
from engine.store.server import EmbeddedServer
from tests.builders import a_dossier

ROOT = os.geteuid() == 0
REPOSITORY = Path(__file__).parents[2]

CLIENT = """
import sys
from pathlib import Path
from engine.settings import Settings
from engine.store.postgres import Store
from tests.builders import a_dossier

with Store.open(Settings(data_dir=Path(sys.argv[1]), database_url=None)) as store:
    store.save_dossier(a_dossier(sys.argv[2]))
    print("saved", flush=True)
    sys.stdin.read(1)
"""


def client(data: Path, dossier: str, *before: str, **over) -> "subprocess.Popen[str]":
    # No home and none of the variables of a session: what a service or a container gives.
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "HOME": ""}
    command = [*before, sys.executable, "-c", CLIENT, str(data), dossier]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True, **over)


def end(process: "subprocess.Popen[str]") -> None:
    out, err = process.communicate("x", timeout=60)
    assert (process.returncode, out, err) == (0, "saved\n", "")


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def running(data: Path) -> list[int]:
    return server_processes(data / "postgres")


@pytest.fixture(scope="module")
def data():
    """A folder whose path has a space, accents, quotes and more characters than a socket's path may have."""
    folder = Path(tempfile.mkdtemp(prefix="avis-test-"))
    data = folder / 'Dossiers médicaux "d\'été" $HOME' / ("très-long-" * 9)
    # The first start of this folder is a race.
    both = [client(data, name) for name in ("un", "deux")]
    for process in both:
        end(process)
    yield data
    shutil.rmtree(folder)


def test_two_processes_make_the_folder_at_once(data):
    assert running(data) == []
    with Store.open(Settings(data_dir=data, database_url=None)) as store:
        assert {found.id for found in store.stages()} >= {"un", "deux"}


def test_last_to_leave_stops_the_server_and_data_stay(data):
    first = Store.open(Settings(data_dir=data, database_url=None))
    second = Store.open(Settings(data_dir=data, database_url=None))
    other = client(data, "reste")
    assert said(other) == "saved\n"
    first.close()
    first.close()
    assert second.dossier("reste") == a_dossier("reste")
    second.close()
    assert running(data) != []
    other.communicate("x", timeout=60)
    assert running(data) == []
    with Store.open(Settings(data_dir=data, database_url=None)) as again:
        assert again.dossier("reste") == a_dossier("reste")


def test_a_killed_process_keeps_no_lease(data):
    killed = client(data, "avant")
    assert said(killed) == "saved\n"
    killed.kill()
    killed.communicate()
    assert running(data) != []
    with Store.open(Settings(data_dir=data, database_url=None)) as store:
        assert store.dossier("avant") == a_dossier("avant")
    assert running(data) == []


def test_a_killed_server_comes_back_with_what_was_saved(data):
    store = Store.open(Settings(data_dir=data, database_url=None))
    store.save_dossier(a_dossier("garde-1"))
    os.kill(int((data / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while running(data) and time.monotonic() < deadline:  # the server's children notice within moments
        time.sleep(0.01)
    assert store.dossier("garde-1") == a_dossier("garde-1")  # the store itself starts it again
    with Store.open(Settings(data_dir=data, database_url=None)) as again:
        assert again.dossier("garde-1") == a_dossier("garde-1")
        assert store.dossier("garde-1") == a_dossier("garde-1")
        store.close()
    assert running(data) == []


def test_pid_file_that_now_names_another_program(data):
    """A container that restarts gives old numbers to new programs."""
    pid_file = data / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{data / 'postgres'}\n0\n5432\n/nowhere\n\n0 0\nready\n")
    if ROOT:
        owner = pwd.getpwnam(server_module.SYSTEM_USER)
        os.chown(pid_file, owner.pw_uid, owner.pw_gid)
    with Store.open(Settings(data_dir=data, database_url=None)) as store:
        assert store.dossier("un") == a_dossier("un")


def test_data_are_closed_to_other_users(data):
    with EmbeddedServer(data / "postgres") as server:
        socket = Path(server.conninfo.split("host=")[1].split()[0])
        assert socket.stat().st_mode & 0o077 == 0
        assert (data / "postgres").stat().st_mode & 0o077 == 0


def test_server_log_holds_no_health_data(data):
    with Store.open(Settings(data_dir=data, database_url=None)) as store:
        store.save_dossier(a_dossier("journal"))
        with pytest.raises(Exception, match=r"refus|erreur"), store.transaction() as connection:
            connection.execute("INSERT INTO dossier (id, pathway, record) VALUES ('x', 'Océane Fictive', '{}')")
    log = (data / "postgres" / "server.log").read_text(encoding="utf-8")
    assert "null value in column" in log
    assert "Fictive" not in log


def works(*command: str, **over) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False, cwd="/", **over).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(not works("unshare", "-n", "true"), reason="needs the right to make a network namespace")
def test_no_network(data):
    end(client(data, "sans-reseau", "unshare", "-n"))
    with Store.open(Settings(data_dir=data, database_url=None)) as store:
        assert store.dossier("sans-reseau") is not None


@pytest.mark.skipif(not ROOT, reason="the other tests run as an ordinary user already")
def test_ordinary_user():
    probe = [sys.executable, "-c", "import sys; sys.path.append(sys.argv[1]); import engine.store.postgres"]
    if not works(*probe, str(REPOSITORY), user="nobody"):
        pytest.skip("an ordinary user cannot run this Python or read this checkout")
    folder = Path(tempfile.mkdtemp(prefix="avis-test-"))
    try:
        os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
        end(client(folder, "un", user="nobody", group="nogroup", extra_groups=[]))
        assert (folder / "postgres").stat().st_uid == pwd.getpwnam("nobody").pw_uid
        assert running(folder) == []
    finally:
        shutil.rmtree(folder)


def test_folder_that_cannot_be(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnavailable, match="ce n'est pas un dossier"):
        Store.open(Settings(data_dir=tmp_path / "file", database_url=None))


def test_database_of_another_version(tmp_path):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("13\n")
    with pytest.raises(DatabaseUnavailable, match="vient de PostgreSQL 13"):
        Store.open(Settings(data_dir=tmp_path, database_url=None))


def test_given_server_is_used(database_url, tmp_path):
    with Store.open(Settings(data_dir=tmp_path / "unused", database_url=database_url)) as store:
        store.save_dossier(a_dossier())
        assert store.dossier("dossier-1") == a_dossier()
    assert not (tmp_path / "unused").exists()
