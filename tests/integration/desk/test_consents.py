"""Who speaks for a patient and what was agreed to: kept with date, form, manner and giver, and followed at once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from engine.domain.consent import ABOUT, FORM
from engine.domain.dossier import Dossier, Patient, Question
from tests.asked_samples import caller, fill, link_of
from tests.desk_samples import Desktop
from tests.integration.desk.browsing import person, send, sheet, text_of
from tests.web_samples import csrf_of

YES = {"accord": "research", "reponse": "oui", "maniere": "phone", "le": "2026-06-03", "version": "2026-11"}
PARENTS = {
    "parole": "parents",
    "nom_1": "Anaïs BRUYANDET",
    "lien_1": "mère",
    "nom_2": "Rémi BRUYANDET",
    "lien_2": "père",
}


@pytest.fixture(autouse=True)
def time_put_back(desk: Desktop) -> Iterator[None]:
    now = desk.clock.moment
    yield
    desk.clock.moment = now


@pytest.fixture
def child(desk: Desktop) -> Dossier:
    return desk.dossier(
        person(desk, "intake"),
        pathway="scoliose-adolescent",
        patient=Patient(family_name="BRUYANDET", given_name="Clovis", sex="M", birth_date=date(2008, 7, 2)),
        question=Question(type="operer_ou_non", text="Faut-il opérer notre enfant ?"),
        questionnaire={},
    )


def test_agreement_keeps_its_day_form_manner_and_giver(desk: Desktop, nurse: TestClient, dossier: Dossier) -> None:
    base = f"/dossiers/{dossier.id}"
    assert send(nurse, f"{base}/accords", YES).status_code == 303
    state = desk.service.consents.state(dossier.id)
    assert state.holds.research is True
    (said,) = [one for one in state.of("research") if one.giver]
    assert (said.given, said.giver, said.manner, said.form, said.on) == (
        *(True, "patient", "phone", "2026-11"),
        date(2026, 6, 3),
    )
    assert said.by == person(desk, "intake").id
    send(nurse, f"{base}/accords", {**YES, "reponse": "non", "maniere": "written", "precision": "Courrier reçu."})
    state = desk.service.consents.state(dossier.id)
    assert state.holds.research is False
    assert [one.given for one in state.of("research")] == [False, True, False]  # the sheet's, then the two
    told = text_of(nurse.get(f"{base}/accords")).replace("\xa0", " ")
    assert "Oui, le patient, oralement, au téléphone, le 3 juin 2026, formulaire 2026-11" in told
    assert "Courrier reçu." in told
    assert "manière non notée" in told


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("accord", "", "Choisissez l'accord"),
        ("reponse", "", "oui ou non"),
        ("maniere", "pigeon", "comment la réponse a été donnée"),
        ("le", "", "Notez le jour"),
        ("le", "2026-07-01", "dans le futur"),
    ],
)
def test_what_is_wrong_with_an_agreement_is_told_and_comes_back(
    desk: Desktop, nurse: TestClient, dossier: Dossier, field: str, typed: str, told: str
) -> None:
    answer = send(nurse, f"/dossiers/{dossier.id}/accords", {**YES, "precision": "Au calme", field: typed})
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert 'value="Au calme"' in answer.text
    assert desk.service.intake.view(dossier.id).dossier.consents == dossier.consents


def test_sheet_notes_a_changed_consent_without_inventing_how(
    desk: Desktop, nurse: TestClient, dossier: Dossier
) -> None:
    path = f"/dossiers/{dossier.id}/fiche"
    assert send(nurse, path, {**sheet(nurse, dossier.id), "consent_research": "oui"}).status_code == 303
    last = desk.service.consents.state(dossier.id).said[-1]
    assert (last.about, last.given, last.giver, last.manner, last.form, last.on) == ("research", True, *[None] * 4)


def test_dossier_from_before_has_no_dates_and_loads(desk: Desktop, nurse: TestClient, dossier: Dossier) -> None:
    """As a case folder brings it: booleans alone."""
    desk.store.save_dossier(dossier.model_copy(update={"id": "ancien-1"}))
    state = desk.service.consents.state("ancien-1")
    assert (state.said, state.voices, state.lacking_fr) == ((), None, ())
    assert state.holds == dossier.consents
    assert text_of(nurse.get("/dossiers/ancien-1/accords")).count("date non notée") == len(ABOUT)
    assert "Fiche d'accueil, date non notée" in text_of(nurse.get("/dossiers/ancien-1/questionnaire"))


def test_both_parents_are_noted_apart_and_care_is_never_blocked(
    desk: Desktop, nurse: TestClient, child: Dossier
) -> None:
    base = f"/dossiers/{child.id}"
    assert "Patient mineur (17 ans) : notez qui a l'autorité parentale" in text_of(nurse.get(base)).replace("\xa0", " ")
    alone = send(nurse, f"{base}/parole", {"parole": "self"})
    assert alone.status_code == 422
    assert send(nurse, f"{base}/parole", PARENTS).status_code == 303
    told = text_of(nurse.get(base))
    assert "Traitement du dossier (soins) : l'accord de Anaïs BRUYANDET et de Rémi BRUYANDET n'est pas noté" in told
    assert "Donnée par" in text_of(nurse.get(f"{base}/accords"))
    for about in ABOUT:
        assert send(nurse, f"{base}/accords", {**YES, "accord": about, "de": "parent_1"}).status_code == 303
    holds = desk.service.consents.state(child.id).holds
    assert (holds.processing, holds.ai_assistance, holds.research) == (True, True, False)  # research asks for both
    lacking = desk.service.consents.state(child.id).lacking_fr
    assert all("Rémi BRUYANDET" in one and "Anaïs" not in one for one in lacking[:4])
    send(nurse, f"{base}/accords", {**YES, "accord": "research", "de": "parent_2"})
    assert desk.service.consents.state(child.id).holds.research is True
    send(nurse, f"{base}/accords", {**YES, "accord": "ai_assistance", "de": "parent_2", "reponse": "non"})
    assert desk.service.consents.state(child.id).holds.ai_assistance is False
    assert send(nurse, f"{base}/accords", {**YES, "de": "patient"}).status_code == 422


def test_one_parent_may_decide_alone_with_the_reason(desk: Desktop, nurse: TestClient, child: Dossier) -> None:
    base = f"/dossiers/{child.id}"
    both = send(nurse, f"{base}/parole", {**PARENTS, "seul": "Père décédé."})
    assert both.status_code == 422
    assert "Deux parents sont notés" in text_of(both)
    one = {"parole": "parents", "nom_1": "Anaïs BRUYANDET", "lien_1": "mère", "seul": "Père décédé."}
    assert send(nurse, f"{base}/parole", one).status_code == 303
    assert desk.service.consents.state(child.id).givers == ("parent_1",)


def test_child_who_comes_of_age_is_told_and_gives_own_agreements(
    desk: Desktop, nurse: TestClient, child: Dossier
) -> None:
    send(nurse, f"/dossiers/{child.id}/parole", PARENTS)
    assert "Le patient aura 18 ans le 02/07/2026" in " ".join(desk.service.consents.state(child.id).lacking_fr)
    desk.clock.moment = datetime(2026, 7, 2, 12, tzinfo=UTC)
    state = desk.service.consents.state(child.id)
    assert state.givers == ("patient",)
    (told,) = state.lacking_fr
    assert "Le patient a eu 18 ans le 02/07/2026" in told
    doctor_and_all = {"about": "processing", "giver": "patient", "manner": "phone", "on": date(2026, 7, 2)}
    desk.service.consents.say(person(desk, "intake"), child.id, **doctor_and_all, form=FORM.version, given=True)
    assert desk.service.consents.state(child.id).lacking_fr == ()


def test_patient_changes_own_agreements_by_link(desk: Desktop, dossier: Dossier) -> None:
    browser = caller(desk, link_of(desk, person(desk, "intake"), dossier.id))
    page = text_of(browser.get("/questionnaire/accords"))
    assert "Vous recevez quand même votre avis" in page
    assert fill(browser, "/questionnaire/accords").status_code == 422
    answer = fill(browser, "/questionnaire/accords", ai_assistance="non", research="oui")
    assert answer.headers["location"] == "/questionnaire/relire"
    state = desk.service.consents.state(dossier.id)
    assert (state.holds.ai_assistance, state.holds.research, state.holds.processing) == (False, True, True)
    said = state.of("research")[0]
    assert (said.manner, said.form, said.giver, said.by) == ("online", FORM.version, "patient", None)
    # Who takes the whole back is out, and the link is shut.
    assert fill(browser, "/questionnaire/accords", processing="non").headers["location"] == "/questionnaire/a-bientot"
    assert browser.get("/questionnaire").status_code == 403
    assert desk.service.asking.said_unknown(dossier.id) == frozenset()
    assert not desk.service.consents.state(dossier.id).holds.processing


def test_who_helps_answers_and_agrees_to_nothing(desk: Desktop, dossier: Dossier) -> None:
    browser = caller(desk, link_of(desk, person(desk, "intake"), dossier.id), who="helper", name="Odile PERLEVENT")
    assert "mes accords" not in text_of(browser.get("/questionnaire/relire"))
    assert browser.get("/questionnaire/accords").headers["location"] == "/questionnaire/relire"
    fill(browser, "/questionnaire/relire")
    token = browser.get("/questionnaire/relire").text
    assert "accords" not in token
    before = desk.service.consents.state(dossier.id).said
    browser.post("/questionnaire/accords", data={"csrf": csrf_of(token), "research": "oui"})
    assert desk.service.consents.state(dossier.id).said == before


def test_nothing_is_read_after_processing_was_taken_back(desk: Desktop, nurse: TestClient, dossier: Dossier) -> None:
    answer = send(nurse, f"/dossiers/{dossier.id}/accords", {**YES, "accord": "processing", "reponse": "non"})
    assert answer.status_code == 303
    assert "Consentement retiré" in text_of(nurse.get(f"/dossiers/{dossier.id}"))
    refused = send(nurse, f"/dossiers/{dossier.id}/questionnaire/lien", {})
    assert refused.status_code == 422
    # What waited already is left as it is by the worker that takes it.
    desk.store.keep_upload(dossier.id, "lettre.pdf", "application/pdf", b"%PDF-1.7 fictif")
    desk.engine(cast("Any", None)).process(dossier.id)
    assert desk.store.runs(dossier.id) == ()
    assert desk.service.intake.line(dossier.id).state != "failed"
    # It waits for no machine, and no page says that it is being read.
    for path in (f"/dossiers/{dossier.id}", f"/dossiers/{dossier.id}/completude", "/dossiers?q=" + dossier.id):
        told = text_of(nurse.get(path))
        assert "Accord retiré" in told
        assert "Lecture en cours" not in told
        assert "En attente de lecture" not in told
