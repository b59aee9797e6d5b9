"""The intake form: taken as typed, or given back with what is wrong beside the field."""

import html
import re
from datetime import date

import pytest
from starlette.testclient import TestClient

from engine.domain.dossier import Consents, Dossier, Patient, Question, TreatingDoctor
from tests.desk_samples import Desktop
from tests.integration.desk.browsing import FORM, person, send, sheet, text_of


def test_new_dossier_is_kept_as_typed(desk: Desktop, nurse: TestClient) -> None:
    answer = send(nurse, "/dossiers/nouveau", FORM)
    assert answer.status_code == 303, text_of(answer)
    number = answer.headers["location"].rsplit("/", 1)[1]
    kept = desk.service.intake.view(number).dossier
    assert kept.questionnaire == {"surgery_proposed": True, "fever": False, "imc": 27.5, "kl": 3}
    assert kept.patient == Patient(family_name="PERLEVENT", given_name="Sidonie", sex="F", birth_date=date(1958, 2, 9))
    assert kept.consents == Consents(
        processing=True, ai_assistance=True, share_with_treating_doctor=False, research=False
    )
    assert (kept.first_opinion.by, kept.first_opinion.on) == ("Dr Gontran ESPALIER", date(2026, 5, 12))
    assert kept.treating_doctor == TreatingDoctor(name="Dr Aubin LARGILLE", informed=True)
    page = text_of(nurse.get(answer.headers["location"]))
    assert "Dossier créé" in page
    assert "PERLEVENT Sidonie" in page


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("family_name", "", "Indiquez le nom"),
        ("given_name", "", "Indiquez le prénom"),
        ("family_name", "X" * 101, "100 au plus"),
        ("sex", "", "Indiquez le sexe"),
        ("birth_date", "", "Indiquez la date de naissance"),
        ("birth_date", "2026-06-31", "n'existe pas"),
        ("birth_date", "2030-01-01", "dans le futur"),
        ("birth_date", "1901-01-01", "année de naissance"),
        ("received_on", "2026-06-05", "dans le futur"),
        ("received_on", "", "jour de réception"),
        ("pathway", "", "Choisissez la pathologie"),
        ("pathway", "lune", "Choisissez la pathologie"),
        ("question_type", "", "la plus proche"),
        ("question_type", "chimio_adjuvante", "la plus proche"),
        ("question_text", "", "avec les mots du patient"),
        ("q_fever", "peut-être", "oui ou non"),
        ("q_imc", "beaucoup", "Écrivez un nombre"),
        ("q_imc", "inf", "Écrivez un nombre"),
        ("q_imc", "140", "entre 14 et 60"),
        ("q_kl", "2,5", "nombre entier"),
        ("first_given", "", "premier avis a été donné"),
        ("first_given", "non", "répondez « oui »"),
        ("first_on", "12/13/2026", "n'existe pas"),
        ("treating_informed", "", "est au courant"),
        ("consent_processing", "", "Traitement du dossier"),
        ("consent_processing", "non", "rien n'a été gardé"),
        ("consent_ai_assistance", "", "intelligence"),
        ("consent_share_with_treating_doctor", "", "Envoi"),
        ("consent_research", "", "Recherche"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_nothing_is_lost(
    desk: Desktop, nurse: TestClient, field: str, typed: str, told: str
) -> None:
    before = desk.service.intake.matching()
    answer = send(nurse, "/dossiers/nouveau", {**FORM, field: typed})
    assert answer.status_code == 422
    error = re.search(rf'id="f-{field}-error">.*?</p>', answer.text, re.DOTALL)
    assert error is not None, text_of(answer)
    assert told in html.unescape(error[0])
    assert f'href="#f-{field}"' in answer.text
    assert 'value="Dr Aubin LARGILLE"' in answer.text
    assert desk.service.intake.matching() == before


def test_french_dates_are_taken_where_a_browser_has_no_calendar(desk: Desktop, nurse: TestClient) -> None:
    answer = send(nurse, "/dossiers/nouveau", {**FORM, "birth_date": "9/2/1958"})
    number = answer.headers["location"].rsplit("/", 1)[1]
    assert desk.service.intake.view(number).dossier.patient.birth_date == date(1958, 2, 9)


def test_other_pathway_brings_its_own_questions_and_keeps_what_was_typed(nurse: TestClient) -> None:
    answer = send(nurse, "/dossiers/nouveau", {**FORM, "pathway": "endometriose", "champs": "1"})
    assert answer.status_code == 200
    page = text_of(answer)
    assert "Avez-vous un projet de grossesse" in page
    assert "Votre prothèse de hanche ou de genou" not in page
    assert 'value="PERLEVENT"' in answer.text
    assert re.search(r'name="q_surgery_proposed" value="oui" checked', answer.text), "asked by both pathways"


def test_every_question_of_every_pathway_can_be_answered(desk: Desktop, nurse: TestClient) -> None:
    for pathway in desk.service.intake.pathways():
        answers = {}
        for asked in desk.service.intake.questions(pathway):
            value = {"yes_no": "oui", "number": str(asked.high or 1), "text": "x"}.get(asked.kind) or asked.options[-1]
            answers[f"q_{asked.id}"] = value.replace(".0", "")
        given = {k: v for k, v in FORM.items() if not k.startswith("q_")}
        kind = pathway.patient_questions[-1].id
        answer = send(nurse, "/dossiers/nouveau", {**given, "pathway": pathway.id, "question_type": kind, **answers})
        assert answer.status_code == 303, text_of(answer)
        number = answer.headers["location"].rsplit("/", 1)[1]
        assert len(desk.service.intake.view(number).dossier.questionnaire) == len(pathway.variables)


def test_sheet_sent_back_untouched_changes_nothing(desk: Desktop, nurse: TestClient, dossier: Dossier) -> None:
    answer = nurse.post(f"/dossiers/{dossier.id}/fiche", data=sheet(nurse, dossier.id))
    assert answer.status_code == 303, text_of(answer)
    assert desk.service.intake.view(dossier.id).dossier == dossier


def test_sheet_changes_what_was_typed(desk: Desktop, nurse: TestClient, dossier: Dossier) -> None:
    typed = {**sheet(nurse, dossier.id), "given_name": "Sidonie Anne", "q_fever": "", "consent_processing": "non"}
    assert nurse.post(f"/dossiers/{dossier.id}/fiche", data=typed).status_code == 303
    kept = desk.service.intake.view(dossier.id).dossier
    assert kept.patient.given_name == "Sidonie Anne"
    assert "fever" not in kept.questionnaire
    assert "Consentement retiré" in text_of(nurse.get(f"/dossiers/{dossier.id}"))


def test_answers_that_the_form_does_not_know_stay(desk: Desktop, nurse: TestClient) -> None:
    given = {"localisation": "sigmoide", "surgery_done": True, "autrefois": 3}
    kind = Question(type="chimio_adjuvante", text="Combien de temps ?")
    made = desk.dossier(person(desk, "intake"), pathway="cancer-colon-rectum", question=kind, questionnaire=given)
    answer = nurse.post(f"/dossiers/{made.id}/fiche", data=sheet(nurse, made.id))
    assert answer.status_code == 303, text_of(answer)
    assert desk.service.intake.view(made.id).dossier.questionnaire == given


def test_second_tab_does_not_overwrite_in_silence(desk: Desktop, nurse: TestClient, dossier: Dossier) -> None:
    mine = sheet(nurse, dossier.id)
    nurse.post(f"/dossiers/{dossier.id}/fiche", data={**mine, "given_name": "Autre"})
    answer = nurse.post(f"/dossiers/{dossier.id}/fiche", data={**mine, "family_name": "MIENNE"})
    assert answer.status_code == 409
    assert "modifiée entre-temps" in text_of(answer)
    assert 'value="MIENNE"' in answer.text
    assert desk.service.intake.view(dossier.id).dossier.patient.family_name == "PERLEVENT"
    seen = re.search(r'name="seen" value="(\w+)"', answer.text)
    assert seen is not None
    again = nurse.post(f"/dossiers/{dossier.id}/fiche", data={**mine, "family_name": "MIENNE", "seen": seen[1]})
    assert again.status_code == 303
    assert desk.service.intake.view(dossier.id).dossier.patient.family_name == "MIENNE"
