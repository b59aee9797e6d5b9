"""Files come in, their reading is followed, the originals are given back."""

import re
import threading
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import psycopg
import pytest
from starlette.testclient import TestClient

from engine.domain.dossier import Dossier
from engine.domain.progress import Progress
from engine.ports import ClinicalReader
from review_ui.progress import reading_of
from tests.acceptance.paper import LETTER, pdf
from tests.desk_samples import Desktop
from tests.hostile_samples import SCRIPT, pages, pdf_of, said
from tests.integration.desk.browsing import person, send, sheet, text_of, upload


def test_each_file_is_kept_or_refused_by_name(desk: Desktop, nurse: TestClient, dossier: Dossier) -> None:
    good, empty = ("lettre.pdf", pdf(LETTER), "application/pdf"), ("vide.pdf", b"", "application/pdf")
    broken = ("cassé.pdf", b"%PDF-1.7 rien", "application/pdf")
    answer = upload(nurse, dossier.id, good, empty, broken)
    assert answer.status_code == 200
    assert [kept["filename"] for kept in answer.json()["accepted"]] == ["lettre.pdf", "cassé.pdf"]
    assert [(r["filename"], "vide" in r["reason_fr"]) for r in answer.json()["refused"]] == [("vide.pdf", True)]
    view = desk.service.intake.view(dossier.id)
    assert [u.filename for u in view.uploads] == ["lettre.pdf", "cassé.pdf"]
    assert view.listed.state == "reading"
    assert [job.dossier for job in desk.service.jobs.active()].count(dossier.id) == 1


def test_files_come_in_without_script(desk: Desktop, nurse: TestClient, dossier: Dossier) -> None:
    answer = upload(nurse, dossier.id, ("a.pdf", pdf(LETTER), "application/pdf"), scripted=False)
    assert answer.headers["location"] == f"/dossiers/{dossier.id}#documents"
    answer = upload(nurse, dossier.id, ("vide.pdf", b"", "application/pdf"), scripted=False)
    assert answer.status_code == 422
    assert "« vide.pdf » n'a pas été pris" in text_of(answer)
    nothing = send(nurse, f"/dossiers/{dossier.id}/fichiers", {})
    assert nothing.status_code == 422
    assert "Choisissez au moins un document" in text_of(nothing)
    assert len(desk.service.intake.view(dossier.id).uploads) == 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\Scans\\irm.pdf", "irm.pdf"), ("a\u200bb.pdf", "ab.pdf")],
)
def test_name_of_a_file_is_its_own(desk: Desktop, nurse: TestClient, dossier: Dossier, sent: str, kept: str) -> None:
    assert upload(nurse, dossier.id, (sent, b"x", "text/plain")).json()["accepted"] == [{"filename": kept}]


def test_nothing_is_kept_for_an_unknown_dossier_or_without_consent(desk: Desktop, nurse: TestClient) -> None:
    assert upload(nurse, "DA-2026-99999", ("a.pdf", b"x", "application/pdf")).status_code == 404
    assert desk.store.uploads("DA-2026-99999") == ()
    made = desk.dossier(person(desk, "intake"))
    nurse.post(f"/dossiers/{made.id}/fiche", data={**sheet(nurse, made.id), "consent_processing": "non"})
    refused = upload(nurse, made.id, ("a.pdf", b"x", "application/pdf")).json()["refused"]
    assert "n'a pas consenti" in refused[0]["reason_fr"]
    assert desk.store.uploads(made.id) == ()


def test_each_file_of_an_archive_that_is_not_read_is_shown_with_its_reason(
    desk: Desktop, nurse: TestClient, dossier: Dossier, clinical_reader: ClinicalReader
) -> None:
    archive = BytesIO()
    with ZipFile(archive, "w") as made:
        made.writestr("lettre.pdf", pdf(LETTER))
        made.writestr("ancien.doc", b"\xd0\xcf\x11\xe0" + bytes(600))
        made.writestr("<b>vide.txt", b"")
    upload(nurse, dossier.id, ("envoi.zip", archive.getvalue(), "application/zip"))
    upload(nurse, dossier.id, ("radio.pdf", pdf_of(pages(said()), SCRIPT), "application/pdf"))
    desk.engine(clinical_reader).process(dossier.id)
    shown = text_of(nurse.get(f"/dossiers/{dossier.id}"))
    assert "« ancien.doc » : Le format Word ancien (DOC) n'est pas pris en charge" in shown
    assert "« <b>vide.txt » : Le fichier est vide" in shown
    assert "contient du code JavaScript. Rien n'en est exécuté ici" in shown


def test_what_is_taken_in_is_said_where_files_are_chosen(nurse: TestClient, dossier: Dossier) -> None:
    page = nurse.get(f"/dossiers/{dossier.id}").text
    assert "HEIC" in page
    accepted = re.search(r'accept="([^"]+)"', page)
    assert accepted
    assert {".pdf", ".heic", ".webp", ".docx", ".txt", ".zip", ".dcm", ".xml"} <= set(accepted[1].split(","))


def test_originals_are_saved_and_never_shown(desk: Desktop, nurse: TestClient, dossier: Dossier) -> None:
    content = b"<script>alert(1)</script>"
    upload(nurse, dossier.id, ('é"\\%0A.html', content, "text/html"))
    kept = desk.service.intake.view(dossier.id).uploads[0]
    answer = nurse.get(f"/dossiers/{dossier.id}/originaux/{kept.sha256}")
    assert answer.content == content
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert "\n" not in answer.headers["content-disposition"]
    assert nurse.get(f"/dossiers/{dossier.id}/originaux/{'0' * 64}").status_code == 404
    other = desk.dossier(person(desk, "intake"))
    assert nurse.get(f"/dossiers/{other.id}/originaux/{kept.sha256}").status_code == 404


def test_stream_tells_each_step_once_and_goes_on_where_it_was_left(
    desk: Desktop, nurse: TestClient, dossier: Dossier
) -> None:
    told = [("read", "page 1"), ("read", "page 2"), ("done", "fini")]
    with psycopg.connect(desk.store.conninfo) as database:
        for step, text in told:
            record = psycopg.types.json.Json({"step": step, "text_fr": text})
            database.execute("INSERT INTO live.progress (dossier_id, record) VALUES (%s, %s)", (dossier.id, record))
    path = f"/dossiers/{dossier.id}/evenements"
    whole = nurse.get(path)
    assert whole.headers["content-type"].startswith("text/event-stream")
    numbers = re.findall(r"^id: (\d+)$", whole.text, re.MULTILINE)
    assert re.findall(r'"text_fr": "([^"]+)"', whole.text) == [text for _, text in told]
    for rest in (
        nurse.get(path, headers={"Last-Event-ID": numbers[0]}),
        nurse.get(f"{path}?last_event_id={numbers[0]}"),
    ):
        assert re.findall(r"^id: (\d+)$", rest.text, re.MULTILINE) == numbers[1:]


def test_stream_of_what_has_ended_ends(desk: Desktop, nurse: TestClient, dossier: Dossier) -> None:
    # The page was drawn while the worker still held the job; the end is before what it follows.
    with psycopg.connect(desk.store.conninfo) as database:
        record = psycopg.types.json.Json({"step": "done", "text_fr": "fini"})
        query = "INSERT INTO live.progress (dossier_id, record) VALUES (%s, %s) RETURNING seq"
        (last,) = database.execute(query, (dossier.id, record)).fetchone() or (0,)
    followed = nurse.get(f"/dossiers/{dossier.id}/evenements?last_event_id={last}")
    assert re.findall(r'"step": "(\w+)"', followed.text) == ["done"]


def test_work_that_told_its_end_is_no_longer_followed(desk: Desktop, dossier: Dossier) -> None:
    stop, seen = threading.Event(), []

    def do(name: str, tell: Callable[[Progress], None]) -> None:
        tell(Progress(step="read", text_fr="page 1"))
        seen.append(reading_of(desk.service, name).active)
        tell(Progress(step="done", text_fr="fini"))
        seen.append(reading_of(desk.service, name).active)
        stop.set()

    desk.service.jobs.ask(dossier.id)
    assert reading_of(desk.service, dossier.id).active
    desk.service.jobs.work(do, stop)
    assert seen == [True, False]
    desk.service.jobs.ask(dossier.id)
    assert reading_of(desk.service, dossier.id).active


def test_reading_is_a_page_of_its_own_and_a_part_for_scripts(nurse: TestClient, dossier: Dossier) -> None:
    path = f"/dossiers/{dossier.id}/lecture"
    assert nurse.get(path).text.startswith("<!doctype html>")
    part = nurse.get(path, headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith("<section")
    assert f'data-events="/dossiers/{dossier.id}/evenements?last_event_id=' in part
