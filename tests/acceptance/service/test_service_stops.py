"""Ends of the service, asked for or not: nothing is lost, nobody is left behind, and what is said is French."""

import signal
import socket
import time
from pathlib import Path

from tests.acceptance.service.conftest import NewHome
from tests.acceptance.service.house import CASE, DEMO, Running, alive, csrf_in, serving, wait

PHOTO = "ordonnance-recue-apres.pdf"


def test_a_reading_that_is_cut_short_goes_on_after_the_next_start(new_home: NewHome, tmp_path: Path) -> None:
    with new_home() as home:
        with serving(home, tmp_path / "first") as first:
            first.ready()
            _send_a_photo(first)
            wait(
                lambda: home.rows("SELECT 1 FROM live.progress WHERE record->>'text_fr' LIKE %s", f"%{PHOTO}%"),
                "unread",
            )
            assert first.state(DEMO) == "reading"
            worker = first.worker()
            assert first.stop() == 0
            assert not alive(worker)
            assert first.said().endswith("Service arrêté.\n")
        assert home.rows("SELECT state FROM live.dossier_now WHERE id = %s", DEMO) == [("reading",)], (
            "it is done already"
        )
        with serving(home, tmp_path / "second") as second:
            second.read(DEMO)
            assert second.state(DEMO) == "to_assign"
        latest = home.rows("SELECT step FROM run GROUP BY step ORDER BY max(seq)")
        assert [step for (step,) in latest] == ["read", "split", "extract", "assess", "draft", "compare"]
        pages = home.rows(
            "SELECT count(*) FROM page GROUP BY run_id, upload, number HAVING count(*) > 1 UNION ALL "
            "SELECT count(*) FROM page WHERE filename = %s",
            PHOTO,
        )
        assert pages == [(1,)]
        assert home.run("audit", "verify").returncode == 0


def test_a_killed_web_server_takes_its_worker_with_it(new_home: NewHome, tmp_path: Path) -> None:
    with new_home() as home, serving(home, tmp_path / "log") as running:
        worker = running.worker()
        running.process.send_signal(signal.SIGKILL)
        running.process.wait()
        wait(lambda: not alive(worker), "the worker outlives the web server", 20)
        with serving(home, tmp_path / "again", "--no-worker") as again, again.enter("accueil") as intake:
            assert DEMO in intake.get("/dossiers").text


def test_a_taken_port_is_said_in_french(new_home: NewHome) -> None:
    with new_home() as home, socket.create_server(("127.0.0.1", 0)) as taken:
        started = time.monotonic()
        ended = home.run("serve", "--port", str(taken.getsockname()[1]))
    assert ended.returncode == 7
    assert "ce port est déjà pris" in ended.stderr
    assert ended.stdout == ""
    assert time.monotonic() - started < 20


def test_ctrl_c_ends_it_although_a_page_listens(new_home: NewHome, tmp_path: Path) -> None:
    """A browser that follows a reading holds its connection open."""
    with new_home() as home, serving(home, tmp_path / "log") as running, running.enter("accueil") as intake:
        with intake.stream("GET", f"/dossiers/{DEMO}/evenements?last_event_id=999999") as stream:
            assert next(stream.iter_text()).startswith("retry:")
            running.process.send_signal(signal.SIGINT)
            assert running.process.wait(30) == 0
        assert running.said().endswith("Service arrêté.\n")


def _send_a_photo(running: Running) -> None:
    """A page that takes seconds to read."""
    photo = (CASE / "documents" / "05-ordonnance-photo.pdf").read_bytes() + b"\n% again\n"
    with running.enter("accueil") as intake:
        csrf = csrf_in(intake.get(f"/dossiers/{DEMO}").text)
        files = {"files": (PHOTO, photo, "application/pdf")}
        answer = intake.post(f"/dossiers/{DEMO}/fichiers", data={"csrf": csrf}, files=files)
        assert answer.status_code == 303, answer.text
