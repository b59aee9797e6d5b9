"""The questionnaire by link and by telephone: what the patient is asked, what is kept of it, what alarms a human."""

import re
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest
from starlette.testclient import TestClient

from engine import TooManyAttempts
from engine.domain.dossier import Dossier, Patient, Question
from engine.services.patient_answers import LinkClosed
from review_ui.service_log import _shortened
from tests.asked_samples import BORN, address_in, answered, caller, elsewhere, fill, link_of, place_of
from tests.desk_samples import Desktop
from tests.integration.desk.browsing import person, send, text_of
from tests.web_samples import BASE, csrf_of

FEVER, PAINFUL = "de la fièvre", "vous fait-elle mal"


@pytest.fixture(autouse=True)
def time_put_back(desk: Desktop) -> Iterator[None]:
    """Others' sessions must not end because time moved here."""
    now = desk.clock.moment
    yield
    desk.clock.moment = now


@pytest.fixture
def link(desk: Desktop, dossier: Dossier) -> str:
    return link_of(desk, person(desk, "intake"), dossier.id)


def kept(desk: Desktop, dossier: Dossier) -> dict[str, object]:
    return dict(desk.service.intake.view(dossier.id).dossier.questionnaire)


def test_patient_answers_one_question_a_page_reads_again_and_sends(desk: Desktop, nurse: TestClient) -> None:
    dossier = desk.dossier(person(desk, "intake"), questionnaire={})
    page = send(nurse, f"/dossiers/{dossier.id}/questionnaire/lien", {})
    path = address_in(page.text).removeprefix(BASE)
    assert re.fullmatch(r"/q/[\w-]{40,}", path)
    assert path not in nurse.get(f"/dossiers/{dossier.id}/questionnaire").text  # shown once
    browser = caller(desk, path)
    where, seen = "/questionnaire/question/1", []
    while "/question/" in where:
        page = browser.get(where)
        seen.append(text_of(page))
        where = fill(browser, where, reponse="?" if "ostéotomie" in seen[-1] else "non").headers["location"]
    assert len(seen) == 6
    assert "Question 1 sur 6" in seen[0]
    assert where == "/questionnaire/relire"
    last = text_of(browser.get(where))
    assert last.count("Non") == 5
    assert "Je ne sais pas" in last
    assert kept(desk, dossier) == {}  # nothing before it is sent
    assert fill(browser, where, message="Je préfère le matin.").headers["location"] == "/questionnaire/merci"
    assert "bien arrivées" in text_of(browser.get("/questionnaire/merci"))
    assert kept(desk, dossier) == dict.fromkeys(
        ("fever", "surgery_proposed", "prior_knee_surgery", "prosthesis_painful", "major_comorbidity"), False
    )
    (sheet,) = desk.service.asking.state(dossier.id).sheets
    assert (sheet.version, sheet.by, sheet.way, sheet.account) == (1, "patient", "online", None)
    assert sheet.unknown == ("osteotomy_or_uka_proposed",)
    told = text_of(nurse.get(f"/dossiers/{dossier.id}/questionnaire"))
    assert "le patient, par le lien" in told
    assert "Je préfère le matin." in told
    # Who said not to know is not asked again.
    assert desk.service.asking.said_unknown(dossier.id) == {"osteotomy_or_uka_proposed"}
    assert caller(desk, path).get("/questionnaire").status_code == 200
    again = fill(caller(desk, path), "/questionnaire", qui="patient")
    assert again.headers["location"] == "/questionnaire/relire"


def test_doctors_and_teams_questions_are_never_put_to_the_patient(desk: Desktop, dossier: Dossier, link: str) -> None:
    state = desk.service.asking.state(dossier.id)
    assert {q.question.asked_of for q in state.patient} == {"patient"}
    assert {q.question.asked_of for q in state.team} == {"doctor_or_document"}
    shown = text_of(caller(desk, link).get("/questionnaire/relire"))
    assert not [q.question.question_fr for q in state.team if q.question.question_fr in shown]


def test_question_whose_condition_is_false_goes_at_once_and_comes_when_it_is_unknown(desk: Desktop) -> None:
    endo = desk.dossier(
        person(desk, "intake"),
        pathway="endometriose",
        question=Question(type="fertilite", text="Que faire ?"),
        questionnaire={},
    )
    browser = caller(desk, link_of(desk, person(desk, "intake"), endo.id))
    place = place_of(browser, "avec un homme")  # unknown: put
    answered(browser, "projet de grossesse", "non")
    assert "avec un homme" not in text_of(browser.get("/questionnaire/relire"))
    assert browser.get(place).status_code == 303
    answered(browser, "projet de grossesse", "?")
    assert "avec un homme" in text_of(browser.get("/questionnaire/relire"))


def test_answers_are_kept_at_each_step_and_taken_up_again(desk: Desktop, dossier: Dossier, link: str) -> None:
    first = caller(desk, link)
    answered(first, "maladie grave", "oui")
    assert fill(first, "/questionnaire/relire", message="Demain la suite", **{"plus-tard": "1"}).status_code == 303
    assert first.get("/questionnaire/relire").status_code == 403  # this browser forgot
    assert "Ouvrez à nouveau le lien" in text_of(first.get("/questionnaire/relire"))
    second = caller(desk, link)
    page = second.get("/questionnaire/relire")
    assert "Demain la suite" in page.text
    assert re.search(r"maladie grave.*?Oui", text_of(page))
    assert "major_comorbidity" not in kept(desk, dossier)
    assert desk.service.asking.state(dossier.id).waiting == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "jour, le mois et l'année"),
        ({"jour": "31", "mois": "2", "annee": "1958"}, "n'existe pas"),
        ({"jour": "9", "mois": "2", "annee": "58"}, "quatre chiffres"),
        ({"jour": "10", "mois": "2", "annee": "1958"}, "n'est pas celle que nous avons notée"),
    ],
)
def test_wrong_birth_date_is_told_kindly_and_comes_back(
    desk: Desktop, link: str, typed: dict[str, str], told: str
) -> None:
    browser = elsewhere(desk)
    answer = browser.post(link, data={"csrf": csrf_of(browser.get(link).text), **typed})
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert all(f'value="{value}"' in answer.text for value in typed.values())
    assert "PERLEVENT" not in answer.text
    assert browser.get("/questionnaire").status_code == 403


def test_too_many_birth_dates_wait_then_shut_the_link(desk: Desktop, dossier: Dossier, link: str) -> None:
    answers, token = desk.service.answers, link.removeprefix("/q/")
    wrong = date(1970, 1, 1)

    def tried(born: date) -> str:
        try:
            answers.come_in(token, born, "198.51.100.7")
        except Exception as error:
            return type(error).__name__
        return "in"

    assert [tried(wrong) for _ in range(5)] == ["WrongBirthDate"] * 5
    assert tried(dossier.patient.birth_date) == "TriesOver"
    desk.clock.move(minutes=15)
    for _ in range(5):
        assert tried(wrong) == "WrongBirthDate"
        desk.clock.move(minutes=15)
    assert tried(dossier.patient.birth_date) == "TriesOver"
    browser = elsewhere(desk)
    answer = browser.post(link, data={"csrf": csrf_of(browser.get(link).text), **BORN})
    assert answer.status_code == 429
    assert "ce lien est fermé" in text_of(answer)
    # Another link of the same dossier opens, with what was typed.
    caller(desk, link_of(desk, person(desk, "intake"), dossier.id))


def test_link_is_shut_by_staff_by_time_and_by_a_withdrawn_agreement(
    desk: Desktop, nurse: TestClient, dossier: Dossier, link: str
) -> None:
    browser = caller(desk, link)
    assert send(nurse, f"/dossiers/{dossier.id}/questionnaire/lien/fermer", {}).status_code == 303
    assert browser.get("/questionnaire").status_code == 403
    assert browser.get(link).status_code == 404
    assert browser.get("/q/inconnu").status_code == 404
    assert text_of(browser.get(link)) == text_of(browser.get("/q/inconnu"))
    desk.clock.move(minutes=1)
    late = link_of(desk, person(desk, "intake"), dossier.id)
    desk.clock.move(days=13, hours=23)
    assert browser.get(late).status_code == 200
    desk.clock.move(hours=2)
    assert browser.get(late).status_code == 404
    new = link_of(desk, person(desk, "intake"), dossier.id)
    browser = caller(desk, new)
    consents = dossier.consents.model_copy(update={"processing": False})
    desk.service.intake.change(person(desk, "intake"), dossier.model_copy(update={"consents": consents}))
    assert browser.get("/questionnaire").status_code == 403
    assert browser.get(new).status_code == 404


def test_one_address_may_not_try_link_after_link(desk: Desktop) -> None:
    for _ in range(20):
        with pytest.raises(LinkClosed):
            desk.service.answers.knock("essai", "203.0.113.9")
    with pytest.raises(TooManyAttempts):
        desk.service.answers.knock("essai", "203.0.113.9")


def test_address_and_log_say_nothing_of_a_patient(desk: Desktop, dossier: Dossier, link: str) -> None:
    assert _shortened(link) == "/q/…"
    browser = caller(desk, link)
    for question in range(1, 20):
        assert dossier.id not in str(browser.get(f"/questionnaire/question/{question}").headers)


def test_pass_of_another_link_or_a_made_up_one_opens_nothing(desk: Desktop, link: str) -> None:
    given = caller(desk, link).cookies["avis-lien"]
    identifier, until, mark = given.split(".")
    for forged in ("", "x", f"{identifier}.{int(until) + 60}.{mark}", f"autre.{until}.{mark}", given[:-1] + "é"):
        with pytest.raises(LinkClosed):
            desk.service.answers.visit(forged)
    desk.clock.move(hours=3)
    with pytest.raises(LinkClosed):
        desk.service.answers.visit(given)


def letters(desk: Desktop) -> list[str]:
    """The letters that left, each with its subject as a person reads it."""
    outbox = desk.app.state.settings.data_dir / "outbox"
    read = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(outbox.glob("*.eml"))]
    return [f"{m['subject']}\n{m.get_content()}" for m in read]


def test_answer_of_an_emergency_alarms_a_human_before_it_is_sent(
    desk: Desktop, nurse: TestClient, dossier: Dossier, link: str
) -> None:
    """Without any document: nothing is read here, and somebody is told all the same."""
    desk.member("intake", "astreinte", email="astreinte@example.org")
    browser = caller(desk, link)
    answered(browser, FEVER, "oui")
    assert not desk.service.asking.state(dossier.id).alarms
    answered(browser, PAINFUL, "oui")
    told = text_of(browser.get("/questionnaire/relire"))
    assert "Appelez le 15 maintenant" in told
    assert "Notre équipe est prévenue" in told
    (alarm,) = desk.service.asking.state(dossier.id).alarms
    assert "fièvre" in alarm.quote
    assert dossier.id in desk.service.asking.alarmed()
    assert "Appeler le patient maintenant" in text_of(nurse.get(f"/dossiers/{dossier.id}"))
    assert dossier.id in text_of(nurse.get("/dossiers"))
    (letter,) = [m for m in letters(desk) if dossier.id in m and "À lire maintenant" in m]
    assert "fièvre" not in letter
    base = f"/dossiers/{dossier.id}/questionnaire"
    refused = send(nurse, f"{base}/alerte", {"alerte": str(alarm.number), "done": ""})
    assert refused.status_code == 422
    assert "Écrivez ce qui a été fait" in text_of(refused)
    done = {"alerte": str(alarm.number), "done": "Patiente jointe à 14 h, envoyée aux urgences."}
    assert send(nurse, f"{base}/alerte", done).status_code == 303
    assert send(nurse, f"{base}/alerte", done).status_code == 409
    assert dossier.id not in desk.service.asking.alarmed()
    assert "envoyée aux urgences" in text_of(nurse.get(base))
    fill(browser, "/questionnaire/relire")  # sending calls nobody a second time
    assert desk.service.asking.state(dossier.id).alarms == ()
    assert "Appelez le 15 maintenant" in text_of(browser.get("/questionnaire/merci"))


def test_own_words_with_a_sign_of_danger_alarm_a_human(desk: Desktop, dossier: Dossier, link: str) -> None:
    browser = caller(desk, link)
    fill(browser, "/questionnaire/relire", message="Ma cicatrice coule et elle est rouge.", **{"plus-tard": "1"})
    (alarm,) = desk.service.asking.state(dossier.id).alarms
    assert "cicatrice" in alarm.quote


def test_parent_answers_for_a_child(desk: Desktop) -> None:
    child = desk.dossier(
        person(desk, "intake"),
        pathway="scoliose-adolescent",
        patient=Patient(family_name="BRUYANDET", given_name="Clovis", sex="M", birth_date=date(2012, 5, 3)),
        question=Question(type="operer_ou_non", text="Faut-il opérer notre enfant ?"),
        questionnaire={},
    )
    path = link_of(desk, person(desk, "intake"), child.id)
    born = {"jour": "03", "mois": "05", "annee": "2012"}
    browser = elsewhere(desk)
    browser.post(path, data={"csrf": csrf_of(browser.get(path).text), **born})
    assert "Écrivez votre prénom et votre nom" in text_of(fill(browser, "/questionnaire", qui="parent"))
    browser = caller(desk, path, born, "parent", "Anaïs BRUYANDET")
    answered(browser, "corset", "oui")
    fill(browser, "/questionnaire/relire")
    (sheet,) = desk.service.asking.state(child.id).sheets
    assert (sheet.by, sheet.name_fr) == ("parent", "Anaïs BRUYANDET")


def test_nothing_changes_without_a_form_of_the_questionnaire(desk: Desktop, link: str) -> None:
    browser = caller(desk, link)
    for path in ("/questionnaire", "/questionnaire/question/1", "/questionnaire/relire", "/questionnaire/accords"):
        assert browser.post(path, data={"reponse": "oui"}).status_code == 403
        assert browser.post(path, data={"csrf": "x"}, headers={"origin": "https://ailleurs.fr"}).status_code == 403
        assert elsewhere(desk).post(path, data={"csrf": "x"}).status_code == 403
