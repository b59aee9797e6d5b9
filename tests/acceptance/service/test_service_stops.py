"""Ends of the service, asked for or not: nothing is lost, nobody is left behind, and what is said is French."""

import signal
import socket
import time
from pathlib import Path

import pytest

from tests.acceptance.service.conftest import NewHome
from tests.acceptance.service.house import CASE, DEMO, Home, alive, furnish, serving, wait
from tests.conftest import NewDatabase


def test_a_reading_that_is_cut_short_goes_on_after_the_next_start(new_database: NewDatabase, tmp_path: Path) -> None:
    with new_database() as url:
        home = Home(url, tmp_path / "data")
        home.folder.mkdir()
        furnish(home, _shortened(tmp_path))
        with serving(home, tmp_path / "first") as first:
            wait(lambda: _told(home, "read"), "the reading does not begin")
            assert first.state(DEMO) == "reading"
            worker = first.worker()
            assert first.stop() == 0
            assert not alive(worker)
            assert first.said().endswith("Service arrêté.\n")
        assert home.rows("SELECT state FROM live.dossier_now") == [("reading",)]
        with serving(home, tmp_path / "second") as second:
            second.read(DEMO)
            assert second.state(DEMO) == "incomplete"
        runs = home.rows("SELECT step, count(*) FROM run GROUP BY step")
        assert {step for step, _ in runs} == {"read", "split", "extract", "assess", "draft", "compare"}
        assert home.rows("SELECT count(*) FROM upload") == [(2,)]
        pages = home.rows("SELECT count(*), count(DISTINCT (upload, number)) FROM page")
        assert pages[0][0] == pages[0][1] > 0, "a page is kept twice"
        assert home.run("audit", "verify").returncode == 0


def test_a_killed_web_server_takes_its_worker_with_it(new_home: NewHome, tmp_path: Path) -> None:
    with new_home() as home, serving(home, tmp_path / "log") as running:
        worker = running.worker()
        running.process.send_signal(signal.SIGKILL)
        running.process.wait()
        wait(lambda: not alive(worker), "the worker outlives the web server", 20)
        with serving(home, tmp_path / "again") as again, again.enter("accueil") as intake:
            assert DEMO in intake.get("/dossiers").text


def test_a_taken_port_is_said_in_french(demo_home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        started = time.monotonic()
        ended = demo_home.run("serve", "--port", str(taken.getsockname()[1]))
    assert ended.returncode == 7
    assert "ce port est déjà pris" in ended.stderr
    assert ended.stdout == ""
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("wanted", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_well_with_a_page_that_listens(new_home: NewHome, tmp_path: Path, wanted: signal.Signals) -> None:
    """A browser that follows a reading holds its connection open."""
    with new_home() as home, serving(home, tmp_path / "log") as running, running.enter("accueil") as intake:
        running.ready()
        with intake.stream("GET", f"/dossiers/{DEMO}/evenements?last_event_id=999999") as stream:
            assert next(stream.iter_text()).startswith("retry:")
            running.process.send_signal(wanted)
            assert running.process.wait(30) == 0
        assert running.said().endswith("Service arrêté.\n")


def _told(home: Home, step: str) -> bool:
    return bool(home.rows("SELECT 1 FROM live.progress WHERE record->>'step' = %s", step))


def _shortened(folder: Path) -> Path:
    """The demo with one letter and one photo: what it takes to be cut in the middle."""
    case = folder / DEMO
    (case / "documents").mkdir(parents=True)
    (case / "intake.yaml").write_bytes((CASE / "intake.yaml").read_bytes())
    for name in ("01-consultation-orthopedie.pdf", "05-ordonnance-photo.pdf"):
        (case / "documents" / name).write_bytes((CASE / "documents" / name).read_bytes())
    return case
