"""Reminders go to the patients who are silent, once, by what way there is."""

import re
from pathlib import Path

from starlette.testclient import TestClient

from engine.domain.dossier import Dossier
from engine.services.departures import Departures
from tests.desk_samples import Desktop
from tests.integration.desk.asking import CONTACT, ask, last, leave, letters_in
from tests.integration.desk.browsing import person, send, text_of
from tests.web_samples import found


def test_reminders_go_to_those_who_are_silent_and_once(
    desk: Desktop, nurse: TestClient, asked: Dossier, departures: Departures, tmp_path: Path
) -> None:
    ask(nurse, asked)
    leave(desk, departures, asked)
    assert asked.id not in nurse.get("/relances").text
    page = nurse.get("/relances", params={"jours": "0"})
    assert f'value="{asked.id}"' in page.text
    none = send(nurse, "/relances/apercu", {"jours": "0"})
    assert "Cochez au moins un dossier" in text_of(none)
    preview = send(nurse, "/relances/apercu", {"jours": "0", "dossier": asked.id})
    assert "Nous vous avons écrit le" in text_of(preview)
    given = {"batch": found(r'name="batch" value="([^"]+)"', preview.text), "dossier": asked.id}
    other = {**given, "batch": "un-autre-lot"}
    for lot in (given, given, other):
        assert send(nurse, "/relances", lot).status_code == 303
    lines = desk.service.requests.lines(asked.id)
    assert [line.request.reminder for line in lines] == [True, False]
    told = text_of(nurse.get(f"/relances/{given['batch']}"))
    assert "PERLEVENT" in told
    assert send(nurse, f"/relances/{given['batch']}/reprise", {}).status_code == 303
    assert desk.service.requests.lines(asked.id)[0].state == "withdrawn"
    leave(desk, departures, asked)
    assert len(list(letters_in(tmp_path))) == 1


def test_reminders_by_letter_are_one_file_to_print(
    desk: Desktop, nurse: TestClient, asked: Dossier, departures: Departures
) -> None:
    send(nurse, f"/dossiers/{asked.id}/demandes/coordonnees", {**CONTACT, "email": ""})
    ask(nurse, asked, "courrier")
    first = last(desk, asked)
    send(nurse, f"/dossiers/{asked.id}/demandes/{first.id}/postee", {})
    batch = f"lot-{asked.id}"
    sent = desk.service.reminders.send(person(desk, "intake"), [asked.id], batch)
    assert [(m.form, m.reminder) for m in sent] == [("letter", True)]
    printed = nurse.get(f"/relances/{batch}.pdf")
    assert printed.content.startswith(b"%PDF")
    assert asked.id in text_of(nurse.get("/relances"))
    assert send(nurse, f"/relances/{batch}/postees", {}).status_code == 303
    assert [line.state for line in desk.service.reminders.batch(batch)] == ["left"]
    assert re.search("Aucun courrier", nurse.get("/relances/un-lot-inconnu.pdf").text)


def test_a_silent_patient_without_address_is_named_and_not_written_to(
    desk: Desktop, nurse: TestClient, asked: Dossier
) -> None:
    ask(nurse, asked, "courrier")
    send(nurse, f"/dossiers/{asked.id}/demandes/{last(desk, asked).id}/postee", {})
    send(nurse, f"/dossiers/{asked.id}/demandes/coordonnees", {"email": "", "phone": "", "address": ""})
    page = nurse.get("/relances", params={"jours": "0"}).text
    assert f'value="{asked.id}"' not in page
    assert "Pas d&#39;adresse" in page or "Pas d'adresse" in page
    (reminder,) = desk.service.reminders.prepared([asked.id])
    assert reminder.prepared is None
    assert reminder.why_fr is not None
    assert "téléphonez" in reminder.why_fr
