"""A dossier that was read: documents, pages, pieces, doctor, red flags; nothing unsigned leaves."""

import html
import re

import psycopg
import pytest
from starlette.testclient import TestClient

from engine.domain.dossier import Dossier, Question
from engine.ports import ClinicalReader
from tests.acceptance.paper import LETTER, pdf
from tests.desk_samples import Desktop
from tests.integration.desk.asking import editor
from tests.integration.desk.browsing import is_listed, person, send, text_of, upload


def test_home_shows_documents_facts_and_refused_files(desk: Desktop, nurse: TestClient, read: Dossier) -> None:
    page = text_of(nurse.get(f"/dossiers/{read.id}"))
    for told in ("Courrier", "Imagerie", "28 avril 2026", "ne ressemble pas à un document médical", "Voir le relevé"):
        assert told in page
    desk.service.jobs.retry(read.id)
    assert "En attente de lecture" in text_of(nurse.get(f"/dossiers/{read.id}"))


def test_page_shows_its_image_text_and_the_passage_of_a_fact(desk: Desktop, nurse: TestClient, read: Dossier) -> None:
    view = desk.service.intake.view(read.id)
    fact = next(f for f in view.facts if f.role == "clinical")
    document = view.document(fact.source.document)
    assert document is not None
    answer = nurse.get(f"/dossiers/{read.id}/pages/{document.upload}/{fact.source.page}?fait={fact.id}")
    assert answer.status_code == 200
    marked = re.search(r"<mark>(.*?)</mark>", answer.text, re.DOTALL)
    assert marked is not None
    assert html.unescape(marked[1]) == fact.source.quote
    boxes = re.search(r"boxes='(\[\[.*?\]\])'", answer.text)
    assert boxes is not None
    image = re.search(r'<img src="([^"]+)"', answer.text)
    assert image is not None
    shown = nurse.get(html.unescape(image[1]))
    assert shown.content.startswith(b"\xff\xd8\xff")
    assert shown.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("passage", ["0-5", "5-0", "0-999999", "a-b", "-1-2", "٣-٤"])
def test_passage_of_a_page_may_be_anything(desk: Desktop, nurse: TestClient, read: Dossier, passage: str) -> None:
    upload_ = desk.service.intake.view(read.id).documents[0].upload
    answer = nurse.get(f"/dossiers/{read.id}/pages/{upload_}/1?passage={passage}")
    assert answer.status_code == 200
    assert ("<mark>" in answer.text) == (passage == "0-5")
    assert nurse.get(f"/dossiers/{read.id}/pages/{upload_}/9").status_code == 404
    assert nurse.get(f"/dossiers/{read.id}/pages/{'0' * 64}/1.jpg").status_code == 404


def test_status_of_a_piece_is_set_with_a_reason_and_taken_back(
    desk: Desktop, nurse: TestClient, read: Dossier, clinical_reader: ClinicalReader
) -> None:
    path, name = f"/dossiers/{read.id}/completude", "rx_genou_images"
    before = text_of(nurse.get(path))
    assert "Envoyez les images des radios" in before
    assert send(nurse, path, {"requirement": name, "status": "met", "reason": ""}).status_code == 422
    assert send(nurse, path, {"requirement": name, "status": "peut-être", "reason": "vu"}).status_code == 422
    kept = send(nurse, path, {"requirement": name, "status": "met", "reason": "CD reçu par la poste le 2 juin."})
    assert kept.headers["location"] == f"{path}#piece-{name}"
    desk.engine(clinical_reader).process(read.id)
    after = text_of(nurse.get(path))
    assert "CD reçu par la poste le 2 juin." in after
    assert "Maëlle VERDURAND" in after
    assert "Envoyez les images des radios" not in after
    send(nurse, path, {"requirement": name, "status": "retirer"})
    desk.engine(clinical_reader).process(read.id)
    assert "Envoyez les images des radios" in text_of(nurse.get(path))


def test_one_message_asks_for_everything_once(desk: Desktop, nurse: TestClient, read: Dossier) -> None:
    message = html.unescape(editor(nurse, read, "courrier")["text"])
    sentences = [line.partition(". ")[2] for line in message.splitlines() if line[:1].isdigit()]
    assert len(sentences) == len(set(sentences)) > 2
    assert message.startswith("Bonjour Madame PERLEVENT,")
    view = desk.service.intake.view(read.id)
    assert view.completeness is not None
    for item in view.completeness.items:
        if item.status == "missing":
            assert view.pathway.requirement(item.requirement).ask_patient_fr in message.replace("\u00a0", " ")
    assert "rthrose" not in message
    assert "à chercher par l'équipe" not in message


def test_dossier_is_given_to_a_doctor_of_the_list(
    desk: Desktop, nurse: TestClient, doctor: TestClient, read: Dossier
) -> None:
    path = f"/dossiers/{read.id}/attribution"
    assert send(nurse, path, {"doctor": person(desk, "intake").id}).status_code == 422
    assert send(nurse, path, {"doctor": ""}).status_code == 422
    assert doctor.get(f"/dossiers/{read.id}").status_code == 404
    assert send(nurse, path, {"doctor": person(desk, "doctor").id}).status_code == 303
    desk.service.experts.confirm(person(desk, "doctor"), read.id)
    assert "PERLEVENT" in text_of(doctor.get(f"/dossiers/{read.id}"))
    assert is_listed(read, doctor)
    home = text_of(doctor.get(f"/dossiers/{read.id}"))
    assert "Prothèse totale du genou droit." not in home, "before the own read"
    assert "Montré après votre propre lecture" in home
    assert send(nurse, path, {"doctor": ""}).status_code == 303
    assert doctor.get(f"/dossiers/{read.id}").status_code == 404


def test_only_a_doctor_clears_a_red_flag_and_says_how(
    desk: Desktop, nurse: TestClient, doctor: TestClient, clinical_reader: ClinicalReader
) -> None:
    asked = Question(type="ptg_douloureuse", text="Ma prothèse me fait mal.")
    given = {"prosthesis_painful": True, "fever": True}
    made = desk.dossier(person(desk, "intake"), question=asked, questionnaire=given)
    upload(nurse, made.id, ("lettre.pdf", pdf(LETTER), "application/pdf"))
    desk.engine(clinical_reader).process(made.id)
    home = text_of(nurse.get(f"/dossiers/{made.id}"))
    assert "Parcours arrêté" in home
    assert "appeler le 15" in home
    flag = desk.service.intake.view(made.id).standing_flags[0]
    cleared = {"flag": flag.id, "quote": flag.quote, "done": "Patiente jointe à 14 h, vue aux urgences."}
    assert send(nurse, f"/dossiers/{made.id}/alertes", cleared).status_code == 403
    desk.service.intake.assign(person(desk, "intake"), made.id, person(desk, "doctor").id)
    desk.service.experts.confirm(person(desk, "doctor"), made.id)
    path = f"/dossiers/{made.id}/alertes"
    empty = send(doctor, path, {**cleared, "done": ""})
    assert empty.status_code == 422
    assert "Décrivez ce qui a été fait" in text_of(empty)
    assert send(doctor, path, cleared).status_code == 303
    assert desk.service.intake.view(made.id).standing_flags == ()
    assert "vue aux urgences" in text_of(nurse.get(f"/dossiers/{made.id}"))
    again = send(doctor, path, cleared)
    assert again.status_code == 303
    assert "déjà levée" in text_of(doctor.get(f"/dossiers/{made.id}"))


def test_failure_is_told_with_a_way_to_go_on(desk: Desktop, nurse: TestClient, dossier: Dossier) -> None:
    upload(nurse, dossier.id, ("lettre.pdf", pdf(LETTER), "application/pdf"))
    with psycopg.connect(desk.store.conninfo) as database:
        values = (dossier.id, "Le modèle de langue ne peut pas être chargé.")
        database.execute(
            "INSERT INTO processing_failure (dossier_id, code, message_fr) VALUES (%s, 'ModelUnavailable', %s)", values
        )
    home = nurse.get(f"/dossiers/{dossier.id}")
    assert "Le modèle de langue ne peut pas être chargé." in text_of(home)
    assert "Relancer" in text_of(home)
    assert send(nurse, f"/dossiers/{dossier.id}/relancer", {}).status_code == 303
    assert dossier.id in [job.dossier for job in desk.service.jobs.active() if job.state == "waiting"]


def test_nothing_unsigned_leaves(nurse: TestClient, read: Dossier) -> None:
    answers = [
        nurse.get(f"/dossiers/{read.id}/avis/1.pdf"),
        send(nurse, f"/dossiers/{read.id}/avis/1/remise", {"recipient": "patient"}),
    ]
    for answer in answers:
        assert answer.status_code == 409
        assert "n'est pas signé" in text_of(answer)
        assert answer.headers["content-type"].startswith("text/html")


def test_no_page_of_intake_shows_the_draft(desk: Desktop, nurse: TestClient, read: Dossier) -> None:
    draft = desk.store.draft(read.id)
    statements = [s.text for s in getattr(draft, "statements", ())]
    assert statements
    upload_ = desk.service.intake.view(read.id).documents[0].upload
    paths = ("", "/completude", "/fiche", "/lecture", f"/pages/{upload_}/1")
    shown = " ".join(text_of(nurse.get(f"/dossiers/{read.id}{path}")) for path in paths)
    assert [s for s in statements if s in shown] == []
    assert nurse.get(f"/dossiers/{read.id}/relecture").status_code == 403
