"""Work in the background as intake sees it: how long it takes, what is stuck or failed, how it is asked for again."""

import asyncio
import logging
import re
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

from engine.domain.dossier import Dossier
from engine.domain.progress import Progress, Told
from engine.store.desk import Desk
from review_ui.progress import steps_of
from tests.builders import a_read_page, a_run
from tests.desk_samples import NOON, Desktop
from tests.integration.desk.browsing import person, text_of
from tests.web_samples import BASE, csrf_of

STUCK = "/dossiers/a-relancer"


def press(browser: TestClient, path: str, **data: str) -> Any:
    return browser.post(path, data={"csrf": csrf_of(browser.get(STUCK).text), **data})


def row(browser: TestClient, dossier: str) -> str:
    """What the list says of a dossier; nothing where it is not in it."""
    rows = re.findall(r"<tr>(.*?)</tr>", browser.get(STUCK).text, re.DOTALL)
    return next((re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", each)) for each in rows if dossier in each), "")


def fail(desk: Desktop, dossier: str) -> None:
    with psycopg.connect(desk.store.conninfo) as database:
        database.execute(
            "INSERT INTO processing_failure (dossier_id, code, message_fr) VALUES (%s, 'Panne', 'Disque plein.')",
            (dossier,),
        )


def age(desk: Desktop, dossier: str, minutes: float) -> None:
    """Let what happened to a dossier's job have happened so long ago, by the clock of the service."""
    at = desk.clock.now() - timedelta(minutes=minutes)
    with psycopg.connect(desk.store.conninfo, options="-c search_path=queue,public") as database:
        found = database.execute("SELECT schemaname FROM pg_tables WHERE tablename = 'procrastinate_events'").fetchone()
        assert found is not None
        database.execute(
            f"UPDATE {found[0]}.procrastinate_events SET at = %s WHERE job_id IN ("  # noqa: S608
            f"SELECT id FROM {found[0]}.procrastinate_jobs WHERE lock = %s)",
            (at, dossier),
        )


def test_a_failure_is_listed_with_its_reason_until_it_is_asked_for_again(
    desk: Desktop, nurse: TestClient, dossier: Dossier
) -> None:
    desk.store.keep_upload(dossier.id, "a.pdf", "application/pdf", b"%PDF-1.7 rien")
    assert row(nurse, dossier.id) == ""
    fail(desk, dossier.id)
    assert "Lecture échouée" in row(nurse, dossier.id)
    assert "Disque plein." in row(nurse, dossier.id)
    assert "Lectures à relancer" in text_of(nurse.get("/dossiers"))
    assert press(nurse, f"/dossiers/{dossier.id}/relancer").status_code == 303
    assert row(nurse, dossier.id) == ""


def test_a_job_that_nobody_takes_is_listed_and_told_on_its_dossier(
    desk: Desktop, nurse: TestClient, dossier: Dossier
) -> None:
    desk.service.intake.receive(person(desk, "intake"), dossier.id, "a.pdf", "application/pdf", b"%PDF-1.7 rien")
    age(desk, dossier.id, 5)
    assert row(nurse, dossier.id) == ""
    age(desk, dossier.id, 30)
    assert "Personne ne lit" in row(nurse, dossier.id)
    assert "Prévenez l'administration du service" in text_of(nurse.get(f"/dossiers/{dossier.id}"))


def test_pages_beside_a_number_that_is_missing_lead_to_each_other(
    desk: Desktop, nurse: TestClient, dossier: Dossier
) -> None:
    upload = desk.store.keep_upload(dossier.id, "a.zip", "application/zip", b"PK trois fichiers")
    pages = [a_read_page(upload=upload.sha256, filename="a.zip", number=number) for number in (1, 3)]
    desk.store.save_read(a_run("read", 703, dossier.id), pages)
    there = f"/dossiers/{dossier.id}/pages/{upload.sha256}"
    first, last = (nurse.get(f"{there}/{number}").text for number in (1, 3))
    assert f'href="{there}/3"' in first
    assert f'href="{there}/1"' in last
    assert "page 3 sur 3" in last
    paper = desk.service.papers.paper(dossier.id, upload.sha256, 1)
    assert paper is not None
    assert [leaf.head.number for leaf in paper.leaves] == [1, 3]


def test_pages_on_which_reading_failed_are_read_again(desk: Desktop, nurse: TestClient, dossier: Dossier) -> None:
    upload = desk.store.keep_upload(dossier.id, "a.pdf", "application/pdf", b"%PDF-1.7 deux pages")
    given = {"upload": upload.sha256, "filename": "a.pdf"}
    pages = [a_read_page(**given), a_read_page("", number=2, origin="failed", quality=0.0, **given)]
    desk.store.save_read(a_run("read", 701, dossier.id), pages)
    assert "Pages à relire" in row(nurse, dossier.id)
    home = text_of(nurse.get(f"/dossiers/{dossier.id}"))
    assert "Lecture échouée sur 1 page" in home
    assert "a.pdf, page 2" in home
    assert "Lecture échouée" in text_of(nurse.get(f"/dossiers/{dossier.id}/pages/{upload.sha256}/2"))
    assert press(nurse, f"/dossiers/{dossier.id}/relire", broken="1").status_code == 303
    assert desk.service.papers.paper(dossier.id, upload.sha256, 2) is not None
    (wish,) = Desk(desk.store).notes(dossier.id).asked
    assert (wish.upload, wish.page) == (upload.sha256, 2)
    desk.store.save_read(a_run("read", 702, dossier.id), [pages[0], a_read_page("Lue.", number=2, **given)])
    assert row(nurse, dossier.id) == ""


def test_what_is_stuck_is_not_for_doctors(doctor: TestClient) -> None:
    assert doctor.get(STUCK).status_code == 403
    assert "Lectures à relancer" not in text_of(doctor.get("/dossiers"))


def test_how_long_it_takes_is_told_where_it_is_known(desk: Desktop, nurse: TestClient, dossier: Dossier) -> None:
    desk.service.intake.receive(person(desk, "intake"), dossier.id, "a.pdf", "application/pdf", b"%PDF-1.7 rien")
    home = f"/dossiers/{dossier.id}"
    assert "Encore" not in text_of(nurse.get(home))

    def tell(seconds: str) -> None:
        record = f'{{"step": "read", "text_fr": "page 1", "seconds_left": {seconds}}}'
        with psycopg.connect(desk.store.conninfo) as database:
            database.execute("INSERT INTO live.progress (dossier_id, record) VALUES (%s, %s)", (dossier.id, record))

    tell("null")
    assert "Encore" not in text_of(nurse.get(home))
    tell("130")
    assert "Encore environ 2 min" in text_of(nurse.get(home))
    tell("3")
    assert "Encore moins d'une minute" in text_of(nurse.get(f"{home}/lecture"))


def told(*steps: str) -> list[Told]:
    return [
        Told(seq=number, at=NOON, progress=Progress.model_validate({"step": step, "text_fr": f"{step} {number}"}))
        for number, step in enumerate(steps, start=1)
    ]


@pytest.mark.parametrize(
    ("steps", "states"),
    [
        ((), "todo todo todo todo todo todo"),
        (("read",), "doing todo todo todo todo todo"),
        (("read", "split", "note"), "done doing todo todo todo todo"),
        # Another attempt begins before anybody has looked: what was done is to be done again.
        (("read", "split", "extract", "read"), "doing todo todo todo todo todo"),
    ],
)
def test_steps_are_as_they_were_told_last(steps: tuple[str, ...], states: str) -> None:
    shown = steps_of(told(*steps))
    assert [step["state"] for step in shown] == states.split()
    assert all("detail" not in step for step in shown if step["state"] == "todo")


def test_no_document_yet_says_so_or_that_reading_is_under_way(
    desk: Desktop, nurse: TestClient, dossier: Dossier
) -> None:
    home = f"/dossiers/{dossier.id}"
    assert "Aucun document pour l'instant" in text_of(nurse.get(home))
    desk.service.intake.receive(person(desk, "intake"), dossier.id, "a.pdf", "application/pdf", b"%PDF-1.7 rien")
    assert "Aucun document pour l'instant" not in text_of(nurse.get(home))
    assert "les documents apparaîtront ici" in text_of(nurse.get(home))
    part = nurse.get(f"{home}/lecture", headers={"HX-Request": "true"}).text
    assert re.search(r'<div id="sans-document" hx-swap-oob="true"><p[^>]*>La lecture est en cours', part)


def test_who_goes_away_while_sending_is_no_error(
    desk: Desktop, nurse: TestClient, dossier: Dossier, caplog: pytest.LogCaptureFixture
) -> None:
    csrf = csrf_of(nurse.get("/dossiers").text)
    cookie = "; ".join(f"{c.name}={c.value}" for c in nurse.cookies.jar)
    headers = {
        "host": BASE.removeprefix("http://"),
        "cookie": cookie,
        "x-csrf-token": csrf,
        "content-type": "multipart/form-data; boundary=x",
        "content-length": "100000",
    }
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": f"/dossiers/{dossier.id}/fichiers",
        "raw_path": b"",
        "query_string": b"",
        "state": {},
        "headers": [(n.encode(), v.encode()) for n, v in headers.items()],
        "client": None,
        "server": None,
    }
    begun = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF'
    sent: list[Any] = [{"type": "http.request", "body": begun, "more_body": True}]
    answered: list[Any] = []

    async def receive() -> Any:
        return sent.pop(0) if sent else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        answered.append(message)

    with caplog.at_level(logging.INFO):
        asyncio.run(desk.app(scope, receive, send))
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert answered == []
    assert desk.store.uploads(dossier.id) == ()
