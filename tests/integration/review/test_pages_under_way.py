"""The review under way: two tabs, the conclusion, a draft that changes, what is left to be done."""

import pytest
from starlette.testclient import TestClient

from tests.builders import a_completeness, a_draft, a_red_flag, a_refusal, a_run, a_statement, an_item
from tests.integration.review.samples import HTMX, REASON, Room, blocks_led_to, chosen, part
from tests.review_samples import DRAFT, FACTS, Clinic, lay_out, process, redraft

# Two tabs


def test_the_second_tab_sees_both_texts_and_overwrites_nothing(room: Room) -> None:
    room.read()
    version = room.version
    room.decide("S1", verdict="edited", text="Du premier onglet.", done="1")
    panel = room.decide("S1", headers=HTMX, version=str(version), verdict="edited", text="Du second.")
    assert panel.status_code == 409
    assert "Du premier onglet." in panel.text
    assert f'data-keep-mine="{room.version}"' in panel.text
    whole = room.decide("S1", version=str(version), verdict="edited", text="Du second.", done="1")
    assert whole.status_code == 409
    assert "Du premier onglet." in whole.text
    assert "Du second." in whole.text
    decision = room.clinic.service.review.review(room.doctor, room.dossier).decision("S1")
    assert decision is not None
    assert decision.text == "Du premier onglet."


def test_the_second_tab_keeps_its_conclusion_and_its_labels(room: Room) -> None:
    room.read()
    version = str(room.version)
    room.post(f"{room.base}/conclusion", diagnosis="Du premier", option="amp", patient_fr="Bonjour.")
    panel = room.post(f"{room.base}/conclusion", headers=HTMX, version=version, diagnosis="Du second")
    assert panel.status_code == 409
    for told in ("Diagnostic : Du premier", "Option retenue : AMP", "Synthèse pour le patient : Bonjour."):
        assert told in panel.text
    whole = room.post(f"{room.base}/conclusion", version=version, diagnosis="Du second")
    assert whole.status_code == 409
    assert "Du second" in part(whole.text, "conclusion")
    labels = room.post(f"{room.base}/accord", version=version, diagnosis="P")
    assert labels.status_code == 409
    assert 'value="P" checked' in part(labels.text, "accord")


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "²"])
def test_a_version_that_is_none_is_a_conflict(room: Room, version: str) -> None:
    room.read()
    assert room.decide("S1", version=version, verdict="kept").status_code == 409


# Conclusion and agreement


def test_the_conclusion_saves_itself(room: Room) -> None:
    room.read()
    given = {
        "diagnosis": "Endométriome",
        "option": "hors-referentiel",
        "discouraged": "kystectomie",
        "certainty": "faible",
    }
    answer = room.post(f"{room.base}/conclusion", headers=HTMX, **given)
    assert (answer.status_code, answer.headers["x-version"]) == (200, str(room.version))
    kept = room.clinic.service.review.review(room.doctor, room.dossier).conclusion
    assert (kept.diagnosis, kept.option, kept.outside, kept.discouraged) == (
        "Endométriome",
        None,
        True,
        ("kystectomie",),
    )
    assert sorted(chosen(part(room.page(), "conclusion"))) == ["certainty", "diagnosis", "discouraged", "option"]
    refused = room.post(f"{room.base}/conclusion", headers=HTMX, patient_fr="x" * 4001)
    assert (refused.status_code, refused.text) == (422, "Le texte dépasse 4 000 caractères : raccourcissez-le.")


def test_the_machines_comparison_shows_with_the_last_label(room: Room) -> None:
    room.read()
    given = {"diagnosis": "C", "treatment": "X", "exams": "N"}
    answer = room.post(f"{room.base}/accord", headers=HTMX, **given)
    assert REASON not in answer.text
    answer = room.post(f"{room.base}/accord", headers=HTMX, **given, severity="2", equipoise="1")
    assert REASON in answer.text
    assert "Discordant" in answer.text
    assert REASON in room.page()
    bad = room.post(f"{room.base}/accord", headers=HTMX, diagnosis="Z")
    assert (bad.status_code, bad.headers["content-type"]) == (422, "text/plain; charset=utf-8")


# The draft as a whole


def test_leaving_the_draft_unused_is_one_click_and_back(room: Room) -> None:
    room.read()
    room.decide("S1", verdict="kept")
    assert "Ne pas utiliser ce pré-avis" in room.page()
    assert room.post(f"{room.base}/inutilise", unused="1").status_code == 303
    page = room.page()
    assert "enonce-S1" not in page
    assert "Reprendre le pré-avis" in page
    room.post(f"{room.base}/inutilise", unused="0")
    assert "1\u00a0énoncé sur 3 tranché" in room.page()


def test_a_newer_draft_is_announced_and_taken_on_demand(room: Room) -> None:
    room.read()
    room.decide("S1", verdict="kept")
    redraft(room.clinic, a_draft(statements=(DRAFT.statements[0], a_statement("S2", text="Du nouveau."))), room.dossier)
    page = room.page()
    assert "Reprendre avec le pré-avis actuel" in page
    assert "Du nouveau." not in page
    assert room.post(f"{room.base}/reprendre").status_code == 303
    page = room.page()
    assert "Du nouveau." in page
    assert page.count("statement-kept") == 1


def test_statements_that_were_set_aside_are_shown_with_their_reason(room: Room) -> None:
    room.read()
    page = room.page()
    assert "Énoncés écartés par la vérification" in page
    assert DRAFT.set_aside[0].why_fr in page


def test_without_a_draft_the_reason_is_said_and_the_doctor_writes(house: Clinic, browser: TestClient) -> None:
    dossier = f"D-{next(house.numbers)}"
    room = Room(house, dossier, lay_out(house, dossier, a_refusal()), browser)
    reason = a_refusal().reason_fr
    assert reason in room.page()
    room.read()
    page = room.page()
    assert reason in page
    assert "Ne pas utiliser ce pré-avis" not in page
    assert room.post(f"{room.base}/enonces", section="avis", text="Mon avis.").status_code == 303
    assert "Mon avis." in room.page()


def test_pieces_and_flags_are_told_with_who_decided(room: Room) -> None:
    store, flag = room.clinic.store, a_red_flag()
    store.save_extract(a_run("extract", 2, dossier=room.dossier), FACTS, (), [flag])
    lacking = an_item(status="missing", documents=(), reason_fr="Aucune IRM reçue.")
    store.save_assess(a_run("assess", 2, dossier=room.dossier), a_completeness(lacking, provisional=True))
    redraft(room.clinic, a_refusal(code="red_flag", reason_fr="Signal d'alerte."), room.dossier)
    page = room.page()
    for told in ("Avis provisoire", "Aucune IRM reçue.", flag.label_fr, flag.quote, "1 drapeau rouge"):
        assert told in page or told.replace(" ", "\u00a0", 1) in page, told
    room.clinic.service.intake.clear(room.doctor, room.dossier, flag.id, flag.quote, "Patiente vue aux urgences.")
    redraft(room.clinic, DRAFT, room.dossier, 3)
    page = room.page()
    assert "Patiente vue aux urgences." in page
    assert room.doctor.name in page


# What is left to be done


def test_every_check_leads_to_a_place_in_the_page(room: Room) -> None:
    assert blocks_led_to(room) == {"lecture"}
    room.read()
    assert {"enonce-S1", "conclusion-option", "conclusion-patient", "ajouter", "accord-exams"} <= blocks_led_to(room)
    redraft(room.clinic, a_draft(statements=()), room.dossier)
    assert "nouveau" in blocks_led_to(room)
    room.clinic.store.keep_upload(room.dossier, "autre.pdf", "application/pdf", b"%PDF-1.7 autre")
    assert "nouveau" in blocks_led_to(room)
    process(room.clinic, room.dossier, 3)


def test_a_complete_review_leads_to_the_signature(room: Room) -> None:
    room.complete()
    page = room.page()
    assert "Prêt à signer" in page
    assert f'href="/dossiers/{room.dossier}/signature"' in page
    assert blocks_led_to(room) == set()
