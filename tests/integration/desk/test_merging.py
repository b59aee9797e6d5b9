"""Two dossiers of one patient become one, and that can be taken back until something was signed."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from engine.domain.dossier import Consents, Dossier, Patient, Question
from engine.services.merging import CannotMerge, MergedAway
from tests.builders import a_read_page, a_run
from tests.desk_samples import Desktop
from tests.integration.desk.browsing import is_listed, person, send, text_of
from tests.integration.desk_samples import SIGNED_PDF, a_correction, a_signed

NUMBERS = iter(range(1000, 2000))


def twins(desk: Desktop, **over: object) -> tuple[Dossier, Dossier]:
    """Two dossiers of a patient whom no other test has, the second typed a little otherwise."""
    nurse, number = person(desk, "intake"), next(NUMBERS)
    given = {"family_name": f"JUMELLE-{number}", "given_name": "Éloïse", "sex": "F", "birth_date": date(1970, 3, 4)}
    one = desk.dossier(nurse, patient=Patient.model_validate(given), received_on=date(2026, 6, 2))
    again = {**given, "family_name": f"Jumelle {number}", "given_name": "Eloise"}
    other = desk.dossier(
        nurse,
        **{
            "patient": Patient.model_validate(again),
            "received_on": date(2026, 5, 30),
            "question": Question(type="operer_ou_non", text="Et sans opération ?"),
            "questionnaire": {"surgery_proposed": True, "prosthesis_painful": True, "fever": False, "imc": 31},
            "consents": Consents(processing=True, ai_assistance=True, share_with_treating_doctor=False, research=False),
            **over,
        },
    )
    return one, other


DIFFERING = {"patient", "question", "consents.share_with_treating_doctor", "questionnaire.prosthesis_painful"}
KEPT = dict.fromkeys(DIFFERING, "kept")


def receive(desk: Desktop, dossier: Dossier, name: str, content: bytes) -> str:
    upload = desk.service.intake.receive(person(desk, "intake"), dossier.id, name, "application/pdf", content)
    return upload.sha256


def test_twins_are_told_by_name_and_birth_date(desk: Desktop, nurse: TestClient) -> None:
    one, other = twins(desk)
    assert [t.id for t in desk.service.merging.twins(one.id)] == [other.id]
    home = text_of(nurse.get(f"/dossiers/{one.id}"))
    assert "Le même patient a un autre dossier" in home
    assert other.id in home
    assert "Même patient dans un autre dossier" in text_of(nurse.get("/dossiers", params={"q": one.id}))
    given = one.patient.model_copy(update={"birth_date": date(1971, 3, 4)})
    stranger = desk.dossier(person(desk, "intake"), patient=given)
    assert desk.service.merging.twins(stranger.id) == ()


def test_what_differs_is_shown_and_has_to_be_chosen(desk: Desktop, nurse: TestClient) -> None:
    one, other = twins(desk)
    page = nurse.get(f"/dossiers/{one.id}/reunion", params={"avec": other.id})
    for shown in ("Et sans opération ?", "envoi au médecin traitant", "reçu le 30"):
        assert shown in text_of(page)
    _, _, found = desk.service.merging.compare(one.id, other.id)
    assert {d.key for d in found} == DIFFERING
    half = {"avec": other.id, "question": "joined", "patient": "kept"}
    answer = send(nurse, f"/dossiers/{one.id}/reunion", half)
    assert answer.status_code == 422
    assert "Il reste à choisir" in text_of(answer)
    assert 'name="question" value="joined" checked' in answer.text
    assert desk.service.merging.into(other.id) is None
    with pytest.raises(CannotMerge, match="Choisissez"):
        desk.service.merging.merge(person(desk, "intake"), one.id, other.id, {"question": "kept"})


def test_two_become_one_and_the_second_leads_there(desk: Desktop, nurse: TestClient, doctor: TestClient) -> None:
    one, other = twins(desk)
    first, second = receive(desk, one, "a.pdf", b"%PDF a"), receive(desk, other, "b.pdf", b"%PDF b")
    receive(desk, other, "a.pdf", b"%PDF a")  # the same file again
    with desk.store.transaction() as connection:
        desk.service.intake._desk.correct(other.id, a_correction(upload=second), connection)
    desk.service.intake.override(person(desk, "intake"), other.id, "radio_genou", "met", "Vue en salle d'attente.")
    desk.service.intake.assign(person(desk, "intake"), other.id, person(desk, "doctor").id)
    chosen = {**KEPT, "question": "joined"}
    answer = send(nurse, f"/dossiers/{one.id}/reunion", {"avec": other.id, **chosen})
    assert answer.headers["location"] == f"/dossiers/{one.id}"

    view = desk.service.intake.view(one.id)
    assert {u.sha256 for u in view.uploads} == {first, second}
    assert view.listed.state == "reading"  # all of it is read anew
    assert view.dossier.question.text == "Et sans opération ?"
    assert view.dossier.questionnaire == {**one.questionnaire, "imc": 31}
    assert view.dossier.consents == one.consents
    assert view.dossier.received_on == date(2026, 5, 30)
    assert [c.upload for c in view.notes.corrections] == [second]
    assert [o.requirement for o in view.notes.overrides] == ["radio_genou"]
    assert view.doctor == person(desk, "doctor").id
    assert desk.service.intake.original(person(desk, "intake"), one.id, second)[1] == b"%PDF b"

    assert desk.service.intake.line(other.id).state == "merged"
    led = nurse.get(f"/dossiers/{other.id}")
    assert led.headers["location"] == f"/dossiers/{one.id}"
    told = text_of(nurse.get(f"/dossiers/{one.id}"))
    assert f"Le dossier {other.id} est réuni à celui-ci" in told
    still = text_of(nurse.get(f"/dossiers/{other.id}", params={"lire": "1"}))
    assert f"Réuni au dossier {one.id}" in still
    assert "b.pdf" in still
    refused = send(nurse, f"/dossiers/{other.id}/notes", {"text": "ici ?"})
    assert refused.status_code == 422
    assert f"Continuez dans le dossier {one.id}" in text_of(refused)
    assert doctor.get(f"/dossiers/{other.id}").status_code == 303
    assert is_listed(other, nurse, onglet="tous", q=other.id)
    assert not is_listed(other, nurse, onglet="a-traiter", q=other.id)
    for dossier, with_ in ((one.id, other.id), (other.id, one.id)):
        (act,) = (e for e in desk.service.journal.entries(dossier=dossier) if e.action == "dossiers_merged")
        assert act.details == {"other": with_}


def test_a_file_that_comes_to_the_second_is_the_first_ones(desk: Desktop) -> None:
    """An answer to a request that was sent before."""
    one, other = twins(desk)
    desk.service.merging.merge(person(desk, "intake"), one.id, other.id, KEPT)
    with pytest.raises(MergedAway):
        desk.service.merging.require_own(other.id)
    desk.store.keep_upload(other.id, "réponse.pdf", "application/pdf", b"%PDF later")
    assert desk.service.intake.line(one.id).uploads == 1
    assert desk.service.intake.line(one.id).state == "reading"
    assert desk.service.intake.line(other.id).state == "merged"


def test_it_can_be_taken_back(desk: Desktop, nurse: TestClient) -> None:
    one, other = twins(desk)
    first, second = receive(desk, one, "a.pdf", b"%PDF a1"), receive(desk, other, "b.pdf", b"%PDF b1")
    desk.service.intake.override(person(desk, "intake"), other.id, "radio_genou", "met", "Vue.")
    desk.service.intake.assign(person(desk, "intake"), other.id, person(desk, "doctor").id)
    desk.service.merging.merge(person(desk, "intake"), one.id, other.id, {**KEPT, "patient": "joined"})
    answer = send(nurse, f"/dossiers/{one.id}/reunion/annuler", {"avec": other.id})
    assert answer.headers["location"] == f"/dossiers/{one.id}"
    for dossier, sha256 in ((one, first), (other, second)):
        view = desk.service.intake.view(dossier.id)
        assert view.dossier == dossier
        assert [u.sha256 for u in view.uploads] == [sha256]
        assert view.listed.state == "reading"
    assert desk.service.intake.view(one.id).doctor is None
    assert desk.service.intake.view(one.id).notes.overrides == ()
    assert desk.service.intake.view(other.id).doctor == person(desk, "doctor").id
    send(nurse, f"/dossiers/{one.id}/reunion/annuler", {"avec": other.id})
    assert "n'est pas réuni" in text_of(nurse.get(f"/dossiers/{one.id}"))


def test_a_sheet_that_was_changed_since_is_kept(desk: Desktop) -> None:
    one, other = twins(desk)
    nurse = person(desk, "intake")
    desk.service.merging.merge(nurse, one.id, other.id, KEPT)
    changed = desk.service.intake.view(one.id).dossier.model_copy(update={"received_on": date(2026, 6, 1)})
    desk.service.intake.change(nurse, changed)
    assert desk.service.merging.undo(nurse, one.id, other.id) is False
    assert desk.service.intake.view(one.id).dossier == changed
    assert desk.service.intake.line(other.id).state == "new"


def signed(desk: Desktop, dossier: Dossier) -> None:
    with desk.store.transaction() as connection:
        desk.store.keep_blob(SIGNED_PDF, connection)
        desk.service.review._reviews.sign(dossier.id, a_signed(dossier.id), connection)


def test_what_cannot_be_one_is_refused(desk: Desktop, nurse: TestClient) -> None:
    staff = person(desk, "intake")
    one, other = twins(desk)
    third = desk.dossier(staff, patient=one.patient)
    signed(desk, third)
    elsewhere = desk.dossier(staff, patient=one.patient, pathway="coxarthrose", questionnaire={})
    stranger = desk.dossier(staff)
    desk.service.merging.merge(staff, one.id, other.id, KEPT)
    again = desk.dossier(staff, patient=one.patient)
    for kept, joined, why in (
        (again, third, "a un avis signé"),
        (third, again, "a un avis signé"),
        (again, elsewhere, "deux pathologies"),
        (again, stranger, "ni le même nom"),
        (again, other, "est déjà réuni"),
        (again, one, "Faites l'inverse"),
    ):
        with pytest.raises(CannotMerge, match=why):
            desk.service.merging.merge(staff, kept.id, joined.id, KEPT)
        page = nurse.get(f"/dossiers/{kept.id}/reunion", params={"avec": joined.id})
        assert page.status_code == 422
        assert why in text_of(page)
    for unknown in ("DA-1999-00001", again.id):
        assert nurse.get(f"/dossiers/{again.id}/reunion", params={"avec": unknown}).status_code == 422
    signed(desk, one)
    with pytest.raises(CannotMerge, match="ne peuvent plus être séparés"):
        desk.service.merging.undo(staff, one.id, other.id)


def test_a_page_of_the_second_is_found_once(desk: Desktop) -> None:
    one, other = twins(desk)
    staff = person(desk, "intake")
    upload = receive(desk, other, "b.pdf", b"%PDF words")
    page = a_read_page("Mot introuvable ailleurs : chondrocalcinose.", upload=upload, words=())
    desk.store.save_read(a_run("read", next(NUMBERS), other.id), [page])
    desk.service.merging.merge(staff, one.id, other.id, KEPT)
    desk.store.save_read(a_run("read", next(NUMBERS), one.id), [page])
    found = desk.service.search.search(staff, "chondrocalcinose")
    assert found is not None
    assert [h.page.dossier for h in found.hits] == [one.id]
