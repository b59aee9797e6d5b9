"""A patient is asked, by each way: what staff do in the pages, and what leaves."""

import html
from pathlib import Path

import pypdfium2
import pytest
from starlette.testclient import TestClient

from engine.delivery.mail import Outbox
from engine.domain.dossier import Dossier
from engine.domain.opinion import Draft
from engine.ports import ClinicalReader
from engine.services.departures import Departures
from engine.store.desk import Desk
from tests.desk_samples import Desktop
from tests.integration.desk.asking import CONTACT, PIECES, ask, editor, last, leave, letters_in
from tests.integration.desk.browsing import person, send, text_of
from tests.web_samples import found


def test_an_e_mail_is_edited_waits_and_leaves_as_it_was_written(
    desk: Desktop, nurse: TestClient, asked: Dossier, departures: Departures, tmp_path: Path
) -> None:
    held = editor(nurse, asked, "courriel")
    assert "radios de vos genoux" in held["text"]
    held["text"] += "\r\nDemandez Maëlle au téléphone."
    answer = nurse.post(f"/dossiers/{asked.id}/demandes/nouvelle", data=held)
    assert answer.status_code == 303
    again = nurse.post(f"/dossiers/{asked.id}/demandes/nouvelle", data=held)  # a second click
    assert again.status_code == 303
    assert len(desk.service.requests.lines(asked.id)) == 1
    kept = last(desk, asked)
    assert kept.edited
    assert "Maëlle" not in kept.proposed_fr
    assert departures.carry(kept.id) == pytest.approx(300)
    assert list(letters_in(tmp_path)) == []
    assert "Part à" in text_of(nurse.get(f"/dossiers/{asked.id}/demandes"))
    leave(desk, departures, asked)
    (letter,) = letters_in(tmp_path)
    assert letter["To"] == CONTACT["email"]
    assert letter["Subject"].endswith(f"[{kept.code}]")
    assert "arthrose" not in letter["Subject"].lower()
    assert "Demandez Maëlle au téléphone." in letter.get_content()
    assert asked.id in letter.get_content()
    assert departures.carry(kept.id) is None  # once is enough
    assert len(list(letters_in(tmp_path))) == 1
    marks = desk.service.intake.view(asked.id).notes.marks
    assert [(m.requirement, m.kind, m.request) for m in marks] == [(p, "asked", kept.id) for p in sorted(PIECES)]
    assert "Demandé le" in text_of(nurse.get(f"/dossiers/{asked.id}/completude"))
    acts = [entry.action for entry in desk.service.journal.entries(dossier=asked.id)]
    assert acts[0] == "dossier_viewed"
    assert [act for act in acts if act.startswith("request_")] == ["request_left", "request_made"]


def test_one_click_takes_an_e_mail_back_until_it_leaves(
    desk: Desktop, nurse: TestClient, asked: Dossier, departures: Departures, tmp_path: Path
) -> None:
    ask(nurse, asked)
    message = last(desk, asked)
    assert send(nurse, f"/dossiers/{asked.id}/demandes/{message.id}/reprise", {}).status_code == 303
    leave(desk, departures, asked)
    assert list(letters_in(tmp_path)) == []
    assert desk.service.intake.view(asked.id).notes.marks == ()
    page = nurse.get(f"/dossiers/{asked.id}/demandes")
    assert "Repris" in text_of(page)
    assert editor(nurse, asked, "courriel", repris=message.id)["text"] in message.text_fr
    ask(nurse, asked)
    leave(desk, departures, asked)
    sent = last(desk, asked)
    assert not desk.service.requests.withdraw(person(desk, "intake"), asked.id, sent.id)
    other = desk.dossier(person(desk, "intake"))
    assert not desk.service.requests.withdraw(person(desk, "intake"), other.id, sent.id)


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"subject": "Votre arthrose"}, "Retirez-en le mot « arthrose »"),
        ({"subject": "  "}, "Écrivez un objet"),
        ({"text": ""}, "Écrivez le message"),
        ({"text": "x" * 20_001}, "20000 au plus"),
    ],
)
def test_a_message_that_cannot_leave_comes_back_with_its_words(
    desk: Desktop, nurse: TestClient, asked: Dossier, over: dict[str, str], said: str
) -> None:
    answer = ask(nurse, asked, **over)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert over.get("subject", "besoin de vous").strip() in answer.text
    assert desk.service.requests.lines(asked.id) == ()


def test_an_e_mail_names_no_piece_without_agreement_and_leaves_nowhere_without_address(
    desk: Desktop, nurse: TestClient, asked: Dossier
) -> None:
    send(nurse, f"/dossiers/{asked.id}/demandes/coordonnees", {**CONTACT, "email_agreed": ""})
    assert "radios" not in editor(nurse, asked, "courriel")["text"]
    assert "radios" in editor(nurse, asked, "courrier")["text"]
    send(nurse, f"/dossiers/{asked.id}/demandes/coordonnees", {**CONTACT, "email": ""})
    assert ask(nurse, asked).status_code == 422
    wrong = send(nurse, f"/dossiers/{asked.id}/demandes/coordonnees", {**CONTACT, "email": "sidonie@"})
    assert wrong.status_code == 422
    assert "06 99 00 11 22" in wrong.text


def test_a_letter_is_printed_with_its_address_and_leaves_when_staff_say_so(
    desk: Desktop, nurse: TestClient, asked: Dossier
) -> None:
    ask(nurse, asked, "courrier")
    letter = last(desk, asked)
    printed = nurse.get(f"/dossiers/{asked.id}/demandes/{letter.id}.pdf")
    assert printed.headers["content-type"] == "application/pdf"
    text = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(printed.content))
    for told in ("Madame Sidonie PERLEVENT", "69000 LYON", asked.id, letter.code, "radios de vos genoux"):
        assert told in text.replace("\r\n", " ").replace("\n", " ")
    assert pypdfium2.raw.FPDFCatalog_IsTagged(pypdfium2.PdfDocument(printed.content).raw)
    assert desk.service.intake.view(asked.id).notes.marks == ()
    assert send(nurse, f"/dossiers/{asked.id}/demandes/{letter.id}/postee", {}).status_code == 303
    assert {m.kind for m in desk.service.intake.view(asked.id).notes.marks} == {"asked"}
    assert "Posté" in text_of(nurse.get(f"/dossiers/{asked.id}/demandes"))
    assert not desk.service.requests.posted(person(desk, "intake"), asked.id, letter.id)


def test_a_call_notes_what_the_patient_said_of_each_piece(desk: Desktop, nurse: TestClient, asked: Dossier) -> None:
    base = f"/dossiers/{asked.id}/demandes"
    held = editor(nurse, asked, "appel")
    wanted = [
        p.requirement for p in desk.service.requests.prepare(desk.service.intake.view(asked.id), "phone").wanted.pieces
    ]
    said = {"rx_genou_cr": "promis", "irm_genou": "absent", "ordonnances_en_cours": "refuse"}
    given = {f"said_{n}": said[str(name)] for n, name in enumerate(wanted)}
    number = wanted.index("rx_genou_cr")
    unfinished = nurse.post(f"{base}/appel", data={**held, "reached": "oui", "note": "Rappeler sa fille."})
    assert unfinished.status_code == 422
    assert "Rappeler sa fille." in unfinished.text
    past = nurse.post(f"{base}/appel", data={**held, **given, "reached": "oui", f"on_{number}": "2026-06-01"})
    assert "Ce jour est passé" in past.text
    given |= {"reached": "oui", f"on_{number}": "2026-06-20", f"note_{number}": "Chez son kiné."}
    for _ in range(2):
        assert nurse.post(f"{base}/appel", data={**held, **given}).status_code == 303
    assert len(desk.service.requests.lines(asked.id)) == 1
    view = desk.service.intake.view(asked.id)
    answers = {m.requirement: (m.kind, str(m.on), m.reason_fr) for m in view.notes.marks if m.about == "answer"}
    assert answers["rx_genou_cr"] == ("promised", "2026-06-20", "Chez son kiné.")
    assert (answers["irm_genou"][0], answers["ordonnances_en_cours"][0]) == ("nonexistent", "refused")
    assert view.completeness is not None
    assert {i.status for i in view.completeness.items} == {"missing"}
    assert view.completeness.provisional
    again = desk.service.requests.wanted(view)
    assert again is not None
    assert [p.requirement for p in again.pieces] == ["rx_genou_cr"]


def test_a_call_that_nobody_answered_is_no_request(desk: Desktop, nurse: TestClient, asked: Dossier) -> None:
    held = editor(nurse, asked, "appel")
    assert nurse.post(f"/dossiers/{asked.id}/demandes/appel", data={**held, "reached": "non"}).status_code == 303
    assert desk.service.intake.view(asked.id).notes.marks == ()
    assert "Pas joint" in text_of(nurse.get(f"/dossiers/{asked.id}/demandes"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": ""}, "Choisissez ce que vous notez"),
        ({"kind": "refused"}, "Écrivez ce que le patient a dit"),
        ({"kind": "promised", "on": "2026-01-01"}, "Ce jour est passé"),
        ({"kind": "asked", "on": "2027-01-01"}, "dans le futur"),
    ],
)
def test_a_mark_that_says_nothing_comes_back(
    nurse: TestClient, asked: Dossier, given: dict[str, str], said: str
) -> None:
    answer = send(nurse, f"/dossiers/{asked.id}/completude/marques", {"requirement": "irm_genou", **given})
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_a_mark_is_shown_to_the_expert_and_can_be_taken_back(
    desk: Desktop, nurse: TestClient, doctor: TestClient, asked: Dossier
) -> None:
    path = f"/dossiers/{asked.id}/completude"
    given = {"requirement": "irm_genou", "kind": "refused", "reason": "Craint la machine."}
    assert send(nurse, f"{path}/marques", given).status_code == 303
    desk.service.intake.assign(person(desk, "intake"), asked.id, person(desk, "doctor").id)
    desk.service.experts.confirm(person(desk, "doctor"), asked.id)
    for page in (path, f"/dossiers/{asked.id}/relecture"):
        told = text_of(doctor.get(page))
        assert "Refusé par le patient" in told
        assert "Craint la machine." in told
    assert send(nurse, f"{path}/marques", {"requirement": "irm_genou", "retirer": "answer"}).status_code == 303
    assert desk.service.intake.view(asked.id).notes.marks == ()
    assert "Refusé par le patient" not in text_of(doctor.get(path))
    acts = [e.action for e in desk.service.journal.entries(dossier=asked.id) if e.action == "piece_marked"]
    assert len(acts) == 2


def test_a_post_that_is_down_delays_and_a_refused_letter_is_told(
    desk: Desktop, nurse: TestClient, asked: Dossier, departures: Departures, tmp_path: Path
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    departures._post_of = lambda word: Outbox(blocked, desk.clock, lambda: word, "avis@exemple.fr")
    ask(nurse, asked)
    message = last(desk, asked)
    desk.clock.move(minutes=6)
    assert departures.carry(message.id) == pytest.approx(300)
    assert "Retardé" in text_of(nurse.get(f"/dossiers/{asked.id}/demandes"))
    departures._post_of = lambda word: Outbox(tmp_path, desk.clock, lambda: word, "sans-adresse")
    assert departures.carry(message.id) is None
    assert "Non parti" in text_of(nurse.get(f"/dossiers/{asked.id}/demandes"))
    assert desk.service.intake.view(asked.id).notes.marks == ()


def test_the_draft_says_what_will_not_come_and_nothing_else_is_done_again(
    desk: Desktop, read: Dossier, clinical_reader: ClinicalReader
) -> None:
    nurse = person(desk, "intake")
    view, before = desk.service.intake.view(read.id), Desk(desk.store).current_runs(read.id)
    assert view.completeness is not None
    wanted = next(i for i in view.completeness.items if i.status == "missing" and i.level == "required")
    desk.service.marks.mark(nurse, read.id, wanted.requirement, "promised")
    desk.service.marks.mark(nurse, read.id, wanted.requirement, "nonexistent", reason_fr="Jamais faite.")
    assert read.id in {job.dossier for job in desk.service.jobs.active()}
    desk.engine(clinical_reader).process(read.id)
    draft, after = desk.store.draft(read.id), Desk(desk.store).current_runs(read.id)
    assert isinstance(draft, Draft)
    assert [s.text for s in draft.statements if "Selon le patient, il n'existe pas" in s.text]
    assert after["assess"].id == before["assess"].id
    assert after["draft"].id != before["draft"].id
    desk.service.marks.unmark(nurse, read.id, wanted.requirement, "answer")
    desk.engine(clinical_reader).process(read.id)
    draft = desk.store.draft(read.id)
    assert isinstance(draft, Draft)
    assert not [s.text for s in draft.statements if "il n'existe pas" in s.text]


def test_what_the_expert_wants_joins_the_message_and_counts_as_passed_on_when_it_left(
    desk: Desktop, nurse: TestClient, asked: Dossier
) -> None:
    expert, pieces = person(desk, "doctor"), desk.service.pieces
    desk.service.intake.assign(person(desk, "intake"), asked.id, expert.id)
    view = desk.service.intake.view(asked.id)
    pieces.ask(expert, view, None, "Photos de l'arthroscopie", "Pour voir le cartilage.", needed=True)
    pieces.ask(expert, view, "irm_genou", "", "Pour le ménisque.", needed=False)
    text = html.unescape(editor(nurse, asked, "courrier")["text"])
    assert text.count("Photos de l'arthroscopie") == 1
    assert text.count("IRM du genou") == 1
    assert nurse.get(f"/dossiers/{asked.id}/demandes/nouvelle?forme=appel").text.count("IRM du genou") == 1
    ask(nurse, asked, "courrier")
    assert [p.forwarded for p in pieces.of(asked.id)] == [False, False]
    send(nurse, f"/dossiers/{asked.id}/demandes/{last(desk, asked).id}/postee", {})
    assert [p.forwarded for p in pieces.of(asked.id)] == [True, True]


def test_the_link_to_the_questions_is_made_when_the_e_mail_leaves_and_kept_nowhere(
    desk: Desktop, nurse: TestClient, asked: Dossier, departures: Departures, tmp_path: Path
) -> None:
    ask(nurse, asked, text="Bonjour,\nrépondez ici : [lien vers les questions]")
    leave(desk, departures, asked)
    (letter,) = letters_in(tmp_path)
    address = found(r"https://avis.exemple.fr(/q/[^\s]{20,})", letter.get_content())
    assert desk.browser().get(address).status_code in (200, 303)
    assert desk.service.asking.current_link(asked.id) is not None
    assert "https://" not in last(desk, asked).text_fr


def test_nothing_leaves_after_the_patient_has_withdrawn(
    desk: Desktop, nurse: TestClient, asked: Dossier, departures: Departures, tmp_path: Path
) -> None:
    ask(nurse, asked)
    refused = asked.model_copy(update={"consents": asked.consents.model_copy(update={"processing": False})})
    desk.service.intake.change(person(desk, "intake"), refused)
    leave(desk, departures, asked)
    assert list(letters_in(tmp_path)) == []
    assert "Non parti" in text_of(nurse.get(f"/dossiers/{asked.id}/demandes"))


def test_a_call_without_a_word_is_asked_for_and_nothing_is_kept(
    desk: Desktop, nurse: TestClient, asked: Dossier
) -> None:
    answer = send(nurse, f"/dossiers/{asked.id}/demandes/appel", {})
    assert answer.status_code == 422
    assert "Dites si le patient a répondu." in text_of(answer)
    assert "request_made" not in [e.action for e in desk.service.journal.entries(dossier=asked.id)]


def test_a_message_that_cannot_leave_says_so_at_once_and_offers_the_other_ways(
    desk: Desktop, nurse: TestClient, asked: Dossier
) -> None:
    send(nurse, f"/dossiers/{asked.id}/demandes/coordonnees", {**CONTACT, "email": ""})
    page = nurse.get(f"/dossiers/{asked.id}/demandes/nouvelle?forme=courriel")
    assert "Rien ne part d'ici sans elle" in text_of(page)
    for other in ("courrier", "appel"):
        assert f"demandes/nouvelle?forme={other}" in page.text
        assert nurse.get(f"/dossiers/{asked.id}/demandes/nouvelle?forme={other}").status_code == 200
    assert "AVIS_" not in page.text
