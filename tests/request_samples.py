"""Messages to patients and their replies, for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from engine.domain.mark import Mark
from engine.domain.reply import Reply, ReplyAct
from engine.domain.request import Contact, RequestEvent, SentRequest
from engine.store.postgres import Store
from engine.store.replies import Replies
from engine.store.requests import Requests

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ID = "dossier-1"
MAIL = b"From: s@exemple.fr\r\n\r\nVoici."


def a_message(name: str = "m1", **over: Any) -> SentRequest:
    given = {"id": name, "dossier": ID, "form": "email", "code": f"code-{name}", "to": "s@exemple.fr", "by": "M. V."}
    texts = {"subject": "Votre dossier", "text_fr": "Bonjour", "at": NOW, "leaves_at": NOW + timedelta(minutes=5)}
    return SentRequest.model_validate({**given, **texts, **over})


def a_mark(requirement: str, kind: str, **over: Any) -> Mark:
    about, on = ("asked", NOW.date()) if kind == "asked" else ("answer", None)
    given = {"requirement": requirement, "about": about, "kind": kind, "on": on, "by": "M. V.", "at": NOW}
    return Mark.model_validate({**given, **over})


def came(store: Store, content: bytes = MAIL, **over: Any) -> str:
    """A message that nobody has joined yet."""
    with store.transaction() as connection:
        sha256 = store.keep_blob(content, connection)
        given = {"sha256": sha256, "size": len(content), "filename": "a.eml", "received_at": NOW, "why": "no_code"}
        Replies(store).save(Reply.model_validate({**given, **over}), connection)
    return sha256


def settle(store: Store, sha256: str, act: str, dossier: str | None = None, reason: str = "") -> None:
    given = {"sha256": sha256, "act": act, "by": "M. V.", "at": NOW, "reason_fr": reason, "dossier": dossier}
    with store.transaction() as connection:
        Replies(store).act(ReplyAct.model_validate(given), connection)


def correspond(store: Store, dossier: str) -> None:
    """A row in every table of this: a message that was taken back, a mark on no piece, a reply that was set aside."""
    requests, name = Requests(store), f"m-{dossier}"
    with store.transaction() as connection:
        requests.save_contact(dossier, Contact(email="s@exemple.fr", by="M. V.", at=NOW), connection)
        requests.save(a_message(name, dossier=dossier), name, connection)
        requests.add(RequestEvent(request=name, what="withdrawn", by="M. V.", at=NOW), connection)
        noted = {"requirement": "aucune", "about": "asked", "kind": "asked", "on": NOW.date(), "by": "M. V.", "at": NOW}
        requests.mark(dossier, Mark.model_validate(noted), connection)
    settle(store, came(store, MAIL + dossier.encode()), "aside", reason="Publicité.")
