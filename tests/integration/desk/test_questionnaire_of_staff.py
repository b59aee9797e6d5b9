"""The questionnaire as staff work with it: the telephone script, papers, and two answers that differ."""

import re
from datetime import date

import pytest
from starlette.testclient import TestClient

from engine.domain.dossier import Dossier, Patient, Question
from engine.services.changing import IntakeChanged
from tests.asked_samples import answered, caller, elsewhere, fill, link_of
from tests.desk_samples import Desktop
from tests.integration.desk.browsing import person, send, text_of


@pytest.fixture
def link(desk: Desktop, dossier: Dossier) -> str:
    return link_of(desk, person(desk, "intake"), dossier.id)


def kept(desk: Desktop, dossier: Dossier) -> dict[str, object]:
    return dict(desk.service.intake.view(dossier.id).dossier.questionnaire)


def test_what_staff_noted_meanwhile_is_not_overwritten(
    desk: Desktop, nurse: TestClient, dossier: Dossier, link: str
) -> None:
    browser = caller(desk, link)
    answered(browser, "maladie grave", "oui")
    staff = person(desk, "intake")
    now = desk.service.intake.view(dossier.id).dossier
    said = {**now.questionnaire, "major_comorbidity": False}
    desk.service.intake.change(staff, now.model_copy(update={"questionnaire": said}))
    fill(browser, "/questionnaire/relire")
    assert kept(desk, dossier)["major_comorbidity"] is False
    base = f"/dossiers/{dossier.id}/questionnaire"
    assert "Deux réponses différentes" in text_of(nurse.get(base))
    choice = {"variable": "major_comorbidity", "garder": "recu"}
    assert send(nurse, f"{base}/desaccord", choice).status_code == 303
    assert kept(desk, dossier)["major_comorbidity"] is True
    assert not desk.service.asking.state(dossier.id).disputes
    assert send(nurse, f"{base}/desaccord", choice).status_code == 409
    ways = [sheet.way for sheet in desk.service.asking.state(dossier.id).sheets]
    assert ways == ["sheet", "sheet", "online", "settled"]


def test_patient_who_answers_while_staff_type_the_sheet_is_not_overwritten(
    desk: Desktop, dossier: Dossier, link: str
) -> None:
    staff, seen = person(desk, "intake"), desk.service.intake.view(dossier.id).dossier
    browser = caller(desk, link)
    answered(browser, "maladie grave", "oui")
    fill(browser, "/questionnaire/relire")
    with pytest.raises(IntakeChanged):
        desk.service.intake.change(staff, seen, seen=seen)
    assert kept(desk, dossier)["major_comorbidity"] is True


def test_staff_take_over_what_the_patient_could_not_send(
    desk: Desktop, nurse: TestClient, dossier: Dossier, link: str
) -> None:
    browser = caller(desk, link, who="helper", name="Odile PERLEVENT")
    answered(browser, "maladie grave", "oui")
    base = f"/dossiers/{dossier.id}/questionnaire"
    assert "Écrit par le lien, pas encore envoyé" in text_of(nurse.get(base))
    assert send(nurse, f"{base}/reprendre", {}).status_code == 303
    assert kept(desk, dossier)["major_comorbidity"] is True
    sheet = desk.service.asking.state(dossier.id).sheets[-1]
    assert (sheet.by, sheet.name_fr, sheet.way) == ("helper", "Odile PERLEVENT", "online")
    assert sheet.account == person(desk, "intake").id
    assert desk.service.asking.state(dossier.id).waiting == 0


def test_nurse_on_the_telephone(desk: Desktop, nurse: TestClient, dossier: Dossier) -> None:
    base = f"/dossiers/{dossier.id}/questionnaire"
    page = nurse.get(f"{base}/telephone")
    told = text_of(page)
    assert "Bonjour, je suis Maëlle VERDURAND" in told
    assert "9 février 1958" in told.replace("\xa0", " ")
    # The pathway's order, and what is known apart: nobody is asked again without end.
    places = [
        told.index(part) for part in ("redresser la jambe", "Le ménisque, cela compte", "Déjà répondu", "mesurée")
    ]
    assert places == sorted(places)
    assert "J'ai 3 questions" in told.replace("\xa0", " ")
    data = {"seen": "1", "q_prior_knee_surgery": "oui", "q_osteotomy_or_uka_proposed": "?", "qui": "helper", "nom": ""}
    answer = send(nurse, f"{base}/telephone", data)
    assert answer.status_code == 422
    assert "Notez le nom" in text_of(answer)
    assert re.search(r'name="q_prior_knee_surgery" value="oui" checked', answer.text)
    answer = send(nurse, f"{base}/telephone", {**data, "nom": "Odile PERLEVENT", "note": "Elle entend mal."})
    assert answer.status_code == 303
    sheet = desk.service.asking.state(dossier.id).sheets[-1]
    assert (sheet.version, sheet.by, sheet.name_fr, sheet.way) == (2, "helper", "Odile PERLEVENT", "phone")
    assert sheet.said == {"prior_knee_surgery": True}
    assert sheet.unknown == ("osteotomy_or_uka_proposed",)
    assert "Odile PERLEVENT (un proche qui aide le patient), au téléphone, noté par Maëlle VERDURAND" in text_of(
        nurse.get(base)
    )
    late = send(nurse, f"{base}/telephone", {**data, "nom": "Odile PERLEVENT", "q_fever": "oui"})
    assert late.status_code == 409
    assert "Rien n'a été écrasé" in text_of(late)
    assert 'value="Odile PERLEVENT"' in late.text
    assert kept(desk, dossier)["fever"] is False


def test_telephone_form_puts_a_question_as_soon_as_it_arises(desk: Desktop, nurse: TestClient) -> None:
    endo = desk.dossier(
        person(desk, "intake"),
        pathway="endometriose",
        question=Question(type="fertilite", text="Que faire ?"),
        questionnaire={"fertility_wish": False},
    )
    path = f"/dossiers/{endo.id}/questionnaire/telephone"
    assert "avec un homme" not in text_of(nurse.get(path))
    page = send(nurse, path, {"seen": "1", "maj": "1", "q_fertility_wish": "oui", "note": "À rappeler"})
    assert "avec un homme" in text_of(page)
    assert "À rappeler" in page.text
    assert kept(desk, endo) == {"fertility_wish": False}


def test_team_notes_what_a_document_says(desk: Desktop, nurse: TestClient, dossier: Dossier) -> None:
    path = f"/dossiers/{dossier.id}/questionnaire/equipe"
    assert "De la fièvre" not in text_of(nurse.get(path))
    answer = send(nurse, path, {"seen": "1", "q_kl": "4", "q_imc": "200", "qui": "staff"})
    assert answer.status_code == 422
    assert "entre 14 et 60" in text_of(answer)
    answer = send(nurse, path, {"seen": "1", "q_kl": "4", "q_imc": "27,5", "qui": "staff"})
    assert answer.status_code == 303, text_of(answer)
    assert kept(desk, dossier)["kl"] == 4
    assert desk.service.asking.state(dossier.id).told["imc"].way == "document"


def test_joined_dossiers_keep_who_answered_and_lose_the_others_link(desk: Desktop) -> None:
    nurse = person(desk, "intake")
    given = {"family_name": "JUMELLE-LIEN", "given_name": "Éloïse", "sex": "F", "birth_date": date(1970, 3, 4)}
    one = desk.dossier(nurse, patient=Patient.model_validate(given), questionnaire={"fever": False})
    other = desk.dossier(nurse, patient=Patient.model_validate(given), questionnaire={"major_comorbidity": True})
    link = link_of(desk, nurse, other.id)
    desk.service.merging.merge(nurse, one.id, other.id, {})
    assert kept(desk, one) == {"fever": False, "major_comorbidity": True}
    assert desk.service.asking.state(one.id).told["major_comorbidity"].version == 2
    assert elsewhere(desk).get(link).status_code == 404
