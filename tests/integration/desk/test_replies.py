"""Replies come in: joined by their code, or left to somebody; nothing is lost."""

import pytest
from starlette.testclient import TestClient

from engine.domain.dossier import Dossier
from tests.desk_samples import Desktop
from tests.integration.desk.asking import CONTACT, a_reply, ask, last
from tests.integration.desk.browsing import person, send, text_of


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
