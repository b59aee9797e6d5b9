"""The desk through the real application over a real database: each form, taken and refused; who sees what."""

import html
import re
import statistics
import time
from collections.abc import Iterator
from datetime import date

import psycopg
import pytest
from starlette.testclient import TestClient

from engine.domain.account import Account
from engine.domain.dossier import Consents, Dossier, Patient, Question, TreatingDoctor
from tests.acceptance.paper import CAKE, LETTER, REPORT, pdf, scan
from tests.conftest import NewDatabase
from tests.desk_samples import Desktop, desktop
from tests.web_samples import csrf_of

FORM = {
    "pathway": "gonarthrose",
    "received_on": "2026-06-01",
    "family_name": "PERLEVENT",
    "given_name": "Sidonie",
    "sex": "F",
    "birth_date": "1958-02-09",
    "question_type": "operer_ou_non",
    "question_text": "Faut-il m'opérer ?",
    "q_surgery_proposed": "oui",
    "q_fever": "non",
    "q_prosthesis_painful": "",
    "q_imc": "27,5",
    "q_kl": "3",
    "first_given": "oui",
    "first_by": "Dr Gontran ESPALIER",
    "first_on": "2026-05-12",
    "first_text": "Prothèse totale du genou droit.",
    "treating_name": "Dr Aubin LARGILLE",
    "treating_informed": "oui",
    "consent_processing": "oui",
    "consent_ai_assistance": "oui",
    "consent_share_with_treating_doctor": "non",
    "consent_research": "non",
}


@pytest.fixture(scope="module")
def desk(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    with new_database() as url, desktop(url, tmp_path_factory.mktemp("data")) as opened:
        opened.member("intake")
        opened.member("doctor")
        opened.member("doctor", "second", name="Dr Fulgence ORBECHAT", rpps="10003456711")
        yield opened


@pytest.fixture(scope="module")
def nurse(desk: Desktop) -> TestClient:
    return desk.signed_in("intake")


@pytest.fixture(scope="module")
def doctor(desk: Desktop) -> TestClient:
    return desk.signed_in("doctor")


@pytest.fixture
def dossier(desk: Desktop) -> Dossier:
    return desk.dossier(person(desk, "intake"))


@pytest.fixture(scope="module")
def read(desk: Desktop, clinical_reader) -> Dossier:
    """A dossier that was read: a letter, a report, a cake."""
    made = desk.dossier(person(desk, "intake"))
    files = {"01-lettre.pdf": pdf(LETTER), "02-radio.pdf": pdf(REPORT), "gâteau \"maison\".pdf": pdf(CAKE)}
    for name, content in files.items():
        desk.service.intake.receive(person(desk, "intake"), made.id, name, "application/pdf", content)
    desk.engine(clinical_reader).process(made.id)
    return made


def person(desk: Desktop, login: str) -> Account:
    return desk.service.accounts.find(login)


def text_of(answer) -> str:
    """What a person reads."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def send(browser: TestClient, path: str, data: dict[str, str], **given):
    csrf = csrf_of(browser.get("/dossiers").text)
    return browser.post(path, data={"csrf": csrf, **data}, **given)


# A new dossier


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
        ("birth_date", "", "Indiquez la date"),
        ("birth_date", "2026-06-31", "n'existe pas"),
        ("birth_date", "2030-01-01", "dans le futur"),
        ("birth_date", "1901-01-01", "année de naissance"),
        ("received_on", "2026-06-05", "dans le futur"),
        ("received_on", "", "Indiquez la date"),
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
        ("consent_processing", "", "Notez la réponse"),
        ("consent_processing", "non", "rien n'a été gardé"),
        ("consent_ai_assistance", "", "Notez la réponse"),
        ("consent_share_with_treating_doctor", "", "Notez la réponse"),
        ("consent_research", "", "Notez la réponse"),
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
    assert "prothèse de hanche" not in page
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


# The sheet of a dossier


def sheet(browser: TestClient, dossier: str) -> dict[str, str]:
    """What the form of a dossier holds, as a browser would send it back."""
    page = browser.get(f"/dossiers/{dossier}/fiche").text
    found = dict(re.findall(r'<input class="input[^>]* name="(\w+)" type="\w+" value="([^"]*)"', page))
    found |= dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<input type="radio" name="(\w+)" value="([^"]*)" checked', page))
    for name, body in re.findall(r'<select [^>]*name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        found[name] = next(iter(re.findall(r'<option value="([^"]*)" selected', body)), "")
    found |= dict(re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL))
    return {name: html.unescape(value) for name, value in found.items()}


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


# Files


def upload(browser: TestClient, dossier: str, *files: tuple[str, bytes, str], scripted: bool = True):
    csrf = csrf_of(browser.get("/dossiers").text)
    headers = {"Accept": "application/json", "X-CSRF-Token": csrf} if scripted else {}
    sent = [("files", file) for file in files]
    return browser.post(f"/dossiers/{dossier}/fichiers", data={"csrf": csrf}, files=sent, headers=headers)


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


# A dossier that was read


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
    assert shown.headers["cache-control"].startswith("private,")
    assert nurse.get(html.unescape(image[1]).split("?", maxsplit=1)[0]).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("passage", ["0-5", "5-0", "0-999999", "a-b", "-1-2", "٣-٤"])
def test_passage_of_a_page_may_be_anything(desk: Desktop, nurse: TestClient, read: Dossier, passage: str) -> None:
    upload_ = desk.service.intake.view(read.id).documents[0].upload
    answer = nurse.get(f"/dossiers/{read.id}/pages/{upload_}/1?passage={passage}")
    assert answer.status_code == 200
    assert ("<mark>" in answer.text) == (passage == "0-5")
    assert nurse.get(f"/dossiers/{read.id}/pages/{upload_}/9").status_code == 404
    assert nurse.get(f"/dossiers/{read.id}/pages/{'0' * 64}/1.jpg").status_code == 404


def test_document_is_corrected_or_the_form_comes_back(
    desk: Desktop, nurse: TestClient, read: Dossier, clinical_reader
) -> None:
    document = desk.service.intake.view(read.id).documents[0]
    path = f"/dossiers/{read.id}/documents/{document.id}"
    wrong = send(nurse, path, {"kind": "lune", "owner": "this_patient", "dated": "2099-01-01"})
    assert wrong.status_code == 422
    assert "Choisissez la nature du document" in text_of(wrong)
    assert "dans le futur" in text_of(wrong)
    assert 'value="2099-01-01"' in wrong.text
    right = send(nurse, path, {"kind": "ordonnance", "owner": "this_patient", "dated": "2026-05-20"})
    assert right.status_code == 303
    desk.engine(clinical_reader).process(read.id)
    changed = next(d for d in desk.service.intake.view(read.id).documents if d.upload == document.upload)
    assert (changed.kind, changed.dated, changed.corrected) == ("ordonnance", date(2026, 5, 20), True)
    assert "corrigé par l'équipe" in text_of(nurse.get(f"/dossiers/{read.id}"))
    gone = send(nurse, f"/dossiers/{read.id}/documents/D99", {"kind": "courrier"})
    assert gone.status_code == 303
    assert "a changé entre-temps" in text_of(nurse.get(f"/dossiers/{read.id}"))
    send(nurse, path, {"kind": document.kind, "owner": document.owner, "dated": document.dated.isoformat()})
    desk.engine(clinical_reader).process(read.id)


def test_status_of_a_piece_is_set_with_a_reason_and_taken_back(
    desk: Desktop, nurse: TestClient, read: Dossier, clinical_reader
) -> None:
    path, name = f"/dossiers/{read.id}/completude", "rx_genou_images"
    assert "message" in nurse.get(path).text
    before = text_of(nurse.get(path))
    assert "Envoyez les images des radios" in before
    assert send(nurse, f"{path}/{name}", {"status": "met", "reason": ""}).status_code == 422
    assert send(nurse, f"{path}/{name}", {"status": "peut-être", "reason": "vu"}).status_code == 422
    kept = send(nurse, f"{path}/{name}", {"status": "met", "reason": "CD reçu par la poste le 2 juin."})
    assert kept.headers["location"] == f"{path}#piece-{name}"
    desk.engine(clinical_reader).process(read.id)
    after = text_of(nurse.get(path))
    assert "CD reçu par la poste le 2 juin." in after
    assert "Maëlle VERDURAND" in after
    assert "Envoyez les images des radios" not in after
    send(nurse, f"{path}/{name}", {"status": "retirer"})
    desk.engine(clinical_reader).process(read.id)
    assert "Envoyez les images des radios" in text_of(nurse.get(path))


def test_one_message_asks_for_everything_once(desk: Desktop, nurse: TestClient, read: Dossier) -> None:
    page = nurse.get(f"/dossiers/{read.id}/completude").text
    found = re.search(r'id="message">(.*?)</div>', page, re.DOTALL)
    assert found is not None
    message = html.unescape(found[1])
    sentences = [line for line in message.splitlines() if line.startswith("- ")]
    assert len(sentences) == len(set(sentences)) > 2
    assert message.startswith("Bonjour Madame PERLEVENT,")
    view = desk.service.intake.view(read.id)
    assert view.completeness is not None
    for item in view.completeness.items:
        if item.status == "missing":
            assert view.pathway.requirement(item.requirement).ask_patient_fr in message.replace("\u00a0", " ")
    assert "rthrose" not in message
    assert "à chercher par l'équipe" not in message


def test_dossier_is_given_to_a_doctor_of_the_list(desk: Desktop, nurse: TestClient, doctor, read: Dossier) -> None:
    path = f"/dossiers/{read.id}/attribution"
    assert send(nurse, path, {"doctor": person(desk, "intake").id}).status_code == 422
    assert send(nurse, path, {"doctor": ""}).status_code == 422
    assert doctor.get(f"/dossiers/{read.id}").status_code == 404
    assert send(nurse, path, {"doctor": person(desk, "doctor").id}).status_code == 303
    assert "PERLEVENT" in text_of(doctor.get(f"/dossiers/{read.id}"))
    assert is_listed(read, doctor)
    home = text_of(doctor.get(f"/dossiers/{read.id}"))
    assert "Prothèse totale du genou droit." not in home, "before the own read"
    assert "Montré après votre propre lecture" in home
    assert send(nurse, path, {"doctor": ""}).status_code == 303
    assert doctor.get(f"/dossiers/{read.id}").status_code == 404


# Red flags, failures


def test_only_a_doctor_clears_a_red_flag_and_says_how(
    desk: Desktop, nurse: TestClient, doctor: TestClient, clinical_reader
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


# The stream


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


def test_reading_is_a_page_of_its_own_and_a_part_for_scripts(nurse: TestClient, dossier: Dossier) -> None:
    path = f"/dossiers/{dossier.id}/lecture"
    assert nurse.get(path).text.startswith("<!doctype html>")
    part = nurse.get(path, headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith("<section")
    assert f'data-events="/dossiers/{dossier.id}/evenements?last_event_id=' in part


# What leaves


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


# The work list


def is_listed(dossier: Dossier, browser: TestClient, **asked: str) -> bool:
    return f'<a href="/dossiers/{dossier.id}">' in browser.get("/dossiers", params=asked).text


def test_list_finds_by_any_part_of_a_name_accents_apart(desk: Desktop, nurse: TestClient) -> None:
    given = Patient(family_name="QUÉVERT-LANNION", given_name="Théophanie", sex="F", birth_date=date(1980, 1, 1))
    made = desk.dossier(person(desk, "intake"), patient=given)
    for wanted in ("quevert", "théo QUÉVERT", made.id.lower(), "lannion theo"):
        assert is_listed(made, nurse, q=wanted), wanted
    for wanted in ("%", "_", "quevert anselme", "'; drop table dossier"):
        assert not is_listed(made, nurse, q=wanted), wanted
    assert "Aucun dossier pour" in text_of(nurse.get("/dossiers", params={"q": "zzz"}))


def test_list_says_how_late_a_dossier_is(desk: Desktop, nurse: TestClient) -> None:
    made = desk.dossier(person(desk, "intake"), received_on=date(2026, 5, 20))
    page = text_of(nurse.get("/dossiers", params={"q": made.id}))
    assert "J+15, en retard de 8 jours" in page


def test_doctor_sees_only_what_was_given_to_them(desk: Desktop, doctor: TestClient, dossier: Dossier) -> None:
    assert not is_listed(dossier, doctor, onglet="tous")
    desk.service.intake.assign(person(desk, "intake"), dossier.id, person(desk, "second").id)
    assert not is_listed(dossier, doctor, q=dossier.id)


def test_list_answers_at_once_with_five_thousand_dossiers(desk: Desktop, nurse: TestClient) -> None:
    with psycopg.connect(desk.store.conninfo) as database:
        database.execute(
            "INSERT INTO live.dossier_now (id, pathway, received_on, patient, state, since, uploads, red_flags,"
            " provisional, doctor, signed_at) SELECT 'ZZ-' || n, 'gonarthrose', DATE '2026-05-01' + n % 35,"
            " 'NOMBREUX Émile ' || n, (ARRAY['new','reading','failed','stopped','incomplete','to_assign','assigned',"
            "'in_review','signed','delivered'])[1 + n % 10], now(), 3, 0, false, NULL,"
            " CASE WHEN n % 10 > 7 THEN now() END FROM generate_series(1, 5000) AS n"
        )
    try:
        for asked in ({}, {"onglet": "tous", "page": "40"}, {"q": "emile 499"}):
            took = []
            for _ in range(20):
                started = time.perf_counter()
                assert nurse.get("/dossiers", params=asked).status_code == 200
                took.append(time.perf_counter() - started)
            assert statistics.median(took) < 0.1, asked
        page = text_of(nurse.get("/dossiers", params={"onglet": "a-traiter", "page": "2"}))
        assert "Page 2" in page
        assert nurse.get("/dossiers", params={"page": "-3"}).status_code == 200
        assert nurse.get("/dossiers", params={"page": "99999999"}).status_code == 200
    finally:
        with psycopg.connect(desk.store.conninfo) as database:
            database.execute("DELETE FROM live.dossier_now WHERE id LIKE 'ZZ-%'")


@pytest.mark.parametrize("path", ["", "/completude", "/fiche", "/lecture", "/evenements", "/avis/1.pdf"])
def test_unknown_dossier_is_a_page_that_says_so(nurse: TestClient, path: str) -> None:
    if path != "/evenements":
        answer = nurse.get(f"/dossiers/DA-1999-00001{path}")
        assert answer.status_code == 404
        assert "DA-1999-00001" in text_of(answer)
