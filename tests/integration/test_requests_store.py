"""Messages to patients in the database: one end each, no second click, and whether an answer came."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from engine.domain.mark import Mark
from engine.domain.request import Contact, RequestEvent, SentRequest
from engine.store.desk import Desk
from engine.store.postgres import Store
from engine.store.replies import Replies
from engine.store.requests import Requests
from tests.builders import a_dossier
from tests.request_samples import ID, NOW, a_message, came, settle


@pytest.fixture
def requests(store: Store) -> Requests:
    store.save_dossier(a_dossier())
    return Requests(store)


def keep(store: Store, requests: Requests, message: SentRequest, once: str = "") -> bool:
    with store.transaction() as connection:
        return requests.save(message, once or message.id, connection)


def end(store: Store, requests: Requests, message: str, what: str, at: datetime = NOW) -> bool:
    event = RequestEvent.model_validate({"request": message, "what": what, "by": "avis", "at": at})
    with store.transaction() as connection:
        return requests.add(event, connection)


def test_a_second_click_keeps_no_second_message(store: Store, requests: Requests) -> None:
    assert keep(store, requests, a_message("m1"), "clic")
    assert not keep(store, requests, a_message("m2"), "clic")
    assert [line.request.id for line in requests.lines(ID)] == ["m1"]
    assert requests.of_code("code-m1") == a_message("m1")
    assert requests.of_code("code-m2") is None


@pytest.mark.parametrize(("first", "second"), [("withdrawn", "left"), ("left", "withdrawn"), ("failed", "left")])
def test_a_message_has_one_end(store: Store, requests: Requests, first: str, second: str) -> None:
    keep(store, requests, a_message())
    assert requests.due(NOW) == ()
    assert requests.due(NOW + timedelta(minutes=5)) == ("m1",)
    assert end(store, requests, "m1", "delayed")
    assert requests.due(NOW + timedelta(minutes=5)) == ("m1",)
    assert end(store, requests, "m1", first)
    assert not end(store, requests, "m1", second)
    line = requests.line("m1")
    assert line is not None
    assert line.state == first
    assert requests.due(NOW + timedelta(days=1)) == ()


def test_two_that_send_at_once_do_not_both_hold_it(store: Store, requests: Requests) -> None:
    keep(store, requests, a_message())
    with store.transaction() as one, store.transaction() as other:
        assert requests.hold("m1", one)
        assert not requests.hold("m1", other)


def test_unanswered_until_a_file_or_a_reply_comes(store: Store, requests: Requests) -> None:
    keep(store, requests, a_message())
    assert requests.unanswered(NOW) == ()
    end(store, requests, "m1", "left")
    assert requests.unanswered(NOW - timedelta(seconds=1)) == ()
    (line,) = requests.unanswered(NOW)
    assert (line.dossier, line.times, line.form, line.patient) == (ID, 1, "email", "Fictive-Lorrain Océane")
    keep(store, requests, a_message("m2"))
    assert requests.unanswered(NOW) == ()
    end(store, requests, "m2", "withdrawn")
    assert len(requests.unanswered(NOW)) == 1
    store.keep_upload(ID, "radio.pdf", "application/pdf", b"%PDF-1.7")
    assert requests.unanswered(NOW) == ()
    keep(store, requests, a_message("m3"))
    end(store, requests, "m3", "left", NOW + timedelta(days=1))
    (line,) = requests.unanswered(NOW + timedelta(days=1))
    assert (line.request, line.times) == ("m3", 2)
    sha256 = came(store)
    settle(store, sha256, "joined", ID)
    assert requests.unanswered(NOW + timedelta(days=1)) == ()
    settle(store, sha256, "back")
    assert len(requests.unanswered(NOW + timedelta(days=1))) == 1


def test_the_latest_of_each_mark_counts_and_can_be_taken_back(store: Store, requests: Requests) -> None:
    def mark(kind: str | None, about: str, **over: Any) -> None:
        given = {"requirement": "irm_genou", "about": about, "kind": kind, "by": "M. V.", "at": NOW, **over}
        with store.transaction() as connection:
            requests.mark(ID, Mark.model_validate(given), connection)

    mark("asked", "asked", on=NOW.date())
    mark("promised", "answer", on=NOW.date())
    mark("refused", "answer", reason_fr="Ne veut pas.")
    assert [(m.about, m.kind) for m in requests.marks(ID)] == [("answer", "refused"), ("asked", "asked")]
    assert Desk(store).notes(ID).marks == requests.marks(ID)
    mark(None, "answer")
    assert [m.kind for m in requests.marks(ID)] == ["asked"]


def test_replies_wait_until_somebody_says_where_they_belong(store: Store, requests: Requests) -> None:
    replies, sha256 = Replies(store), came(store)
    assert [line.reply.sha256 for line in replies.waiting()] == [sha256]
    settle(store, sha256, "aside", reason="Publicité.")
    assert (replies.count_waiting(), replies.waiting()) == (0, ())
    assert [line.last.reason_fr for line in replies.done("aside") if line.last] == ["Publicité."]
    settle(store, sha256, "back")
    assert replies.count_waiting() == 1
    assert [line.last for line in replies.waiting()] == [None]
    settle(store, sha256, "joined", ID)
    assert [line.reply.sha256 for line in replies.of(ID)] == [sha256]
    assert replies.of("autre") == ()


def test_the_latest_contact_counts(store: Store, requests: Requests) -> None:
    assert requests.contact(ID) is None
    for email in ("ancien@exemple.fr", "nouveau@exemple.fr"):
        with store.transaction() as connection:
            requests.save_contact(ID, Contact(email=email, by="M. V.", at=NOW), connection)
    found = requests.contact(ID)
    assert found is not None
    assert found.email == "nouveau@exemple.fr"
