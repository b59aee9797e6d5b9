"""Notes from shift to shift: who sees them, what can be done with them, that none is lost."""

import re

import psycopg
from starlette.testclient import TestClient

from engine.domain.dossier import Dossier
from tests.desk_samples import Desktop
from tests.integration.desk.browsing import person, send, text_of


def note_of(page: str, text: str) -> str:
    item = next(part for part in page.split('<li class="note') if text in part)
    found = re.search(r"/notes/(\d+)", item)
    assert found
    return found[1]


def test_a_note_is_left_pinned_done_and_taken_up_again(nurse: TestClient, dossier: Dossier) -> None:
    path = f"/dossiers/{dossier.id}"
    told = "La fille du patient rappelle jeudi <b>matin</b>."
    assert send(nurse, f"{path}/notes", {"text": told, "turn": "patient"}).status_code == 303
    page = nurse.get(path).text
    assert "jeudi &lt;b&gt;matin" in page
    assert "Au patient" in text_of(nurse.get(path))
    number = note_of(page, "La fille du patient")
    assert send(nurse, f"{path}/notes/{number}", {"act": "pinned"}).status_code == 303
    assert "Épinglée" in text_of(nurse.get("/releve"))
    assert "1 note de relève" in text_of(nurse.get("/dossiers", params={"q": dossier.id}))
    assert send(nurse, f"{path}/notes/{number}", {"act": "done", "back": "releve"}).headers["location"] == "/releve"
    assert "La fille du patient" not in nurse.get("/releve").text
    assert "La fille du patient" in nurse.get("/releve?faites=1").text
    assert "note de relève" not in text_of(nurse.get("/dossiers", params={"q": dossier.id}))
    send(nurse, f"{path}/notes/{number}", {"act": "reopened"})
    assert "La fille du patient" in nurse.get("/releve").text


def test_a_doctor_sees_what_is_meant_for_doctors(
    desk: Desktop, nurse: TestClient, doctor: TestClient, dossier: Dossier
) -> None:
    desk.service.intake.assign(person(desk, "intake"), dossier.id, person(desk, "doctor").id)
    path = f"/dossiers/{dossier.id}"
    for text, more in (
        ("Entre nous", {}),
        ("Pour le médecin", {"for_doctor": "1"}),
        ("Au docteur", {"turn": "doctor"}),
    ):
        send(nurse, f"{path}/notes", {"text": text, **more})
    for page in (doctor.get(path).text, doctor.get("/releve").text):
        assert "Pour le médecin" in page
        assert "Au docteur" in page
        assert "Entre nous" not in page
    hidden = note_of(nurse.get(path).text, "Entre nous")
    assert send(doctor, f"{path}/notes/{hidden}", {"act": "done"}).status_code == 404
    send(doctor, f"{path}/notes", {"text": "Vu, je rappelle le patient"})
    assert "je rappelle le patient" in nurse.get(path).text


def test_what_cannot_be_kept_comes_back(nurse: TestClient, dossier: Dossier) -> None:
    path = f"/dossiers/{dossier.id}/notes"
    assert "Écrivez la note" in text_of(send(nurse, path, {"text": "  "}))
    long = "à" * 501
    answer = send(nurse, path, {"text": long, "turn": "staff"})
    assert answer.status_code == 422
    assert long in answer.text
    assert '<option value="staff" selected' in answer.text
    for number, act in (("999999", "done"), ("x", "done"), ("1", "erased")):
        assert send(nurse, f"{path}/{number}", {"act": act}).status_code in (303, 404)


def test_notes_are_only_added(desk: Desktop, dossier: Dossier) -> None:
    nurse = person(desk, "intake")
    desk.service.handover.write(nurse, dossier.id, "Une note", None, for_doctor=False)
    number = desk.service.handover.notes(nurse, dossier.id)[0].id
    for act in ("done", "reopened", "done"):
        desk.service.handover.mark(nurse, dossier.id, number, act)
    with psycopg.connect(desk.store.conninfo) as connection:
        kept = connection.execute("SELECT act FROM handover_mark WHERE note = %s ORDER BY seq", (number,)).fetchall()
    assert [act for (act,) in kept] == ["done", "reopened", "done"]
    acts = [e.action for e in desk.service.journal.entries(dossier=dossier.id)]
    assert acts[:4] == ["note_marked", "note_marked", "note_marked", "note_written"]
