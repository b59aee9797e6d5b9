"""A patient is asked, by each way, and answers: what staff do in the pages, and what leaves and comes in."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from itertools import count
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from starlette.testclient import TestClient

from engine.delivery.mail import Outbox
from engine.domain.dossier import Dossier
from engine.domain.request import SentRequest
from engine.services.departures import Departures
from engine.store.requests import Requests
from tests.builders import a_completeness, a_run, an_item
from tests.desk_samples import Desktop
from tests.integration.desk.browsing import person, send, text_of
from tests.web_samples import csrf_of, found

CONTACT = {
    "email": "Sidonie.Perlevent@exemple.fr",
    "email_agreed": "oui",
    "phone": "06 99 00 11 22",
    "address": "3 rue des Essais\r\n69000 LYON",
}
PIECES = ("rx_genou_cr", "irm_genou", "ordonnances_en_cours")
PDF = b"%PDF-1.7 fictif, "


@pytest.fixture
def asked(desk: Desktop, nurse: TestClient, dossier: Dossier) -> Dossier:
    """A dossier that lacks three pieces, of a patient who can be reached."""
    items = [an_item(name, status="missing", documents=(), level="required") for name in PIECES]
    desk.store.keep_upload(dossier.id, "lettre.pdf", "application/pdf", PDF + dossier.id.encode())
    for step in ("read", "split", "extract"):
        getattr(desk.store, f"save_{step}")(a_run(step, dossier=dossier.id), ())
    done = a_completeness(*items, pathway="gonarthrose", provisional=True)
    desk.store.save_assess(a_run("assess", dossier=dossier.id), done)
    assert send(nurse, f"/dossiers/{dossier.id}/demandes/coordonnees", CONTACT).status_code == 303
    return dossier


@pytest.fixture
def departures(desk: Desktop, tmp_path: Path) -> Departures:
    service = desk.service.requests
    words = count(1)

    def outbox(word: str) -> Outbox:
        return Outbox(tmp_path, desk.clock, lambda: f"{word}-{next(words)}", "avis@exemple.fr")

    return Departures(desk.store, Requests(desk.store), desk.service.journal, desk.clock, service._today, outbox)


def editor(nurse: TestClient, dossier: Dossier, forme: str, **asked_: str) -> dict[str, str]:
    """What the form of a new message holds."""
    path = f"/dossiers/{dossier.id}/demandes/nouvelle"
    page = nurse.get(path, params={"forme": forme, **asked_}).text
    held = {"csrf": csrf_of(page), "once": found(r'name="once" value="([^"]+)"', page), "forme": forme}
    if forme != "appel":
        held["subject"] = found(r'name="subject" type="text" value="([^"]*)"', page).replace("&#39;", "'")
        held["text"] = found(r'(?s)<textarea[^>]*name="text"[^>]*>\n(.*?)</textarea>', page).replace("&#39;", "'")
    return held


def ask(nurse: TestClient, dossier: Dossier, forme: str = "courriel", **over: str) -> Any:
    given = {**editor(nurse, dossier, forme), **over}
    return nurse.post(f"/dossiers/{dossier.id}/demandes/nouvelle", data=given)


def last(desk: Desktop, dossier: Dossier) -> SentRequest:
    return desk.service.requests.lines(dossier.id)[0].request


def leave(desk: Desktop, departures: Departures, dossier: Dossier) -> None:
    desk.clock.move(minutes=6)
    assert departures.carry(last(desk, dossier).id) is None


def letters_in(folder: Path) -> Iterator[EmailMessage]:
    for path in sorted(folder.glob("*.eml")):
        yield message_from_bytes(path.read_bytes(), policy=default)  # type: ignore[misc]


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
    for page in (path, f"/dossiers/{asked.id}/relecture"):
        told = text_of(doctor.get(page))
        assert "Refusé par le patient" in told
        assert "Craint la machine." in told
    assert send(nurse, f"{path}/marques", {"requirement": "irm_genou", "retirer": "answer"}).status_code == 303
    assert desk.service.intake.view(asked.id).notes.marks == ()
    assert "Refusé par le patient" not in text_of(doctor.get(path))
    acts = [e.action for e in desk.service.journal.entries(dossier=asked.id) if e.action == "piece_marked"]
    assert len(acts) == 2


def a_reply(code: str, sender: str = CONTACT["email"], name: str = "radio.pdf") -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, "avis@exemple.fr", f"Re: Votre dossier [{code.lower()}]"
    mail.set_content("Voici la radio. L'IRM suit.")
    mail.add_attachment(PDF + code.encode(), "application", "pdf", filename=name)
    return mail.as_bytes()


def test_a_reply_joins_its_dossier_by_code_and_sender(desk: Desktop, nurse: TestClient, asked: Dossier) -> None:
    ask(nurse, asked)
    content = a_reply(last(desk, asked).code)
    for _ in range(2):
        line = desk.service.replies.take("reponse.eml", content)
        assert line.last is not None
        assert (line.last.act, line.last.dossier) == ("joined", asked.id)
    uploads = desk.service.intake.uploads(asked.id)
    assert [u.filename for u in uploads] == ["lettre.pdf", "radio.pdf"]
    assert desk.store.content(line.reply.sha256) == content
    assert asked.id in {job.dossier for job in desk.service.jobs.active()}
    page = text_of(nurse.get(f"/dossiers/{asked.id}/demandes"))
    assert "L'IRM suit." in page
    original = nurse.get(f"/reponses/{line.reply.sha256}.eml")
    assert original.content == content


@pytest.mark.parametrize(
    ("code", "sender", "why", "hinted"),
    [
        ("{code}", "voisin@exemple.fr", "l'adresse n'est pas celle du patient", True),
        ("AAAA-BBBB-CCCC", CONTACT["email"], "n'est celui d'aucune demande", False),
        ("{dossier}", CONTACT["email"], "ne contient pas de code", True),
    ],
)
def test_a_reply_that_cannot_be_joined_waits_for_somebody(
    desk: Desktop, nurse: TestClient, asked: Dossier, code: str, sender: str, why: str, hinted: bool
) -> None:
    ask(nurse, asked)
    told = code.format(code=last(desk, asked).code, dossier=asked.id)
    line = desk.service.replies.take(
        "r.eml", a_reply(told.upper() if hinted else told, sender).replace(told.lower().encode(), told.encode())
    )
    assert line.last is None
    assert (line.reply.suggested == asked.id) == hinted
    assert len(desk.service.intake.uploads(asked.id)) == 1
    base = f"/reponses/{line.reply.sha256}"
    assert why in text_of(nurse.get("/reponses"))
    assert send(nurse, f"{base}/ecart", {"reason": ""}).status_code == 422
    assert send(nurse, f"{base}/ecart", {"reason": "Doublon."}).status_code == 303
    assert "Doublon." in text_of(nurse.get("/reponses"))
    assert send(nurse, f"{base}/retour", {}).status_code == 303
    wrong = send(nurse, f"{base}/rattachement", {"dossier": "DA-1999-99999"})
    assert "aucun dossier n'a ce numéro" in text_of(wrong)
    assert send(nurse, f"{base}/rattachement", {"dossier": asked.id}).status_code == 303
    assert len(desk.service.intake.uploads(asked.id)) == 2
    desk.service.replies.set_aside(person(desk, "intake"), line.reply.sha256, "Essai fini.")


def test_the_inbox_is_emptied_into_the_database_and_loses_nothing(
    desk: Desktop, nurse: TestClient, asked: Dossier
) -> None:
    ask(nurse, asked)
    replies = desk.service.replies
    replies.inbox.mkdir(exist_ok=True)
    contents = {"a.eml": a_reply(last(desk, asked).code), "b.EML": b"\x00\xff", ".c.eml": b"x", "d.txt": b"x"}
    for name, content in contents.items():
        (replies.inbox / name).write_bytes(content)
    assert replies.sweep().came == 0  # it may still be written
    (replies.inbox / "b.EML").write_bytes(b"\x00\xff\x00 plus")
    taken = replies.sweep()
    assert (taken.came, taken.joined) == (1, 1)
    taken = replies.sweep()
    assert (taken.came, taken.joined) == (1, 0)
    assert sorted(path.name for path in replies.inbox.iterdir()) == [".c.eml", "d.txt"]
    (line,) = [each for each in replies.waiting() if each.reply.filename == "b.EML"]
    assert line.reply.why == "unreadable"
    assert desk.store.content(line.reply.sha256) == b"\x00\xff\x00 plus"
    replies.set_aside(person(desk, "intake"), line.reply.sha256, "Essai fini.")


def test_nothing_comes_in_after_the_patient_has_withdrawn(desk: Desktop, nurse: TestClient, asked: Dossier) -> None:
    ask(nurse, asked)
    code = last(desk, asked).code
    refused = asked.model_copy(update={"consents": asked.consents.model_copy(update={"processing": False})})
    desk.service.intake.change(person(desk, "intake"), refused)
    line = desk.service.replies.take("r.eml", a_reply(code))
    assert (line.last, line.reply.why) == (None, "no_consent")
    assert len(desk.service.intake.uploads(asked.id)) == 1
    assert ask(nurse, asked).status_code == 422
    joined = send(nurse, f"/reponses/{line.reply.sha256}/rattachement", {"dossier": asked.id})
    assert "retiré son accord" in text_of(joined)
    desk.service.replies.set_aside(person(desk, "intake"), line.reply.sha256, "Essai fini.")


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
