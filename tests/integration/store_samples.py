"""A dossier taken the whole way, for tests of the store."""

import hashlib
from datetime import UTC, datetime, timedelta

import psycopg
from psycopg.sql import SQL, Identifier

from engine.domain.account import Account, Credentials
from engine.domain.addressed import Addressed
from engine.domain.answering import Alarm, AlarmDone, AnswerSheet, Begun, Link
from engine.domain.consent import ConsentSaid, Voices
from engine.domain.passage import DIMENSIONS, GuidelineDocument, Indexed, Withdrawal
from engine.domain.publication import Publication
from engine.store.accounts import Accounts
from engine.store.asking import Asked
from engine.store.border import connect
from engine.store.library import Library
from engine.store.pathways import Publications
from engine.store.postgres import Store
from tests.builders import (
    a_completeness,
    a_conflict,
    a_convergence,
    a_document,
    a_dossier,
    a_draft,
    a_fact,
    a_read_page,
    a_red_flag,
    a_refusal,
    a_refused_upload,
    a_run,
)
from tests.integration.desk_samples import Hands, a_key
from tests.integration.expert_samples import speak
from tests.request_samples import correspond

PDF = b"%PDF-1.7 fictif"
ID = "dossier-1"


def a_publication(**over: object) -> Publication:
    """The council's act on a text that no program has."""
    given = {"pathway": "gonarthrose", "version": "0.9.0", "sha256": "9" * 64, "act": "published", "by": "compte-9"}
    told = {"by_name": "Pr Eudoxie Chimère", "at": datetime(2026, 3, 1, 9, tzinfo=UTC), "members": ("Dr Fictif",)}
    return Publication.model_validate({**given, **told, **over})


FORGED = Addressed(upload="0" * 64, filename="a.pdf", page=1, start=0, end=4, quote="Note")


def fill(store: Store, dossier: str = "dossier-1") -> None:
    """Leave at least one row in every table of the schema public."""
    store.keep_upload(dossier, "compte-rendu.pdf", "application/pdf", b"%PDF-1.7 fictif")
    store.save_dossier(a_dossier(dossier))
    store.save_read(a_run("read", dossier=dossier), [a_read_page()], [a_refused_upload()])
    store.save_split(a_run("split", dossier=dossier), [a_document()])
    store.save_extract(a_run("extract", dossier=dossier), [a_fact()], [a_conflict()], [a_red_flag()], [FORGED])
    store.save_assess(a_run("assess", dossier=dossier), a_completeness())
    store.save_draft(a_run("draft", dossier=dossier), a_refusal())
    # Any record stands for the question.
    store.save_draft(a_run("draft", 2, dossier=dossier), a_draft(), a_completeness())
    store.save_convergence(a_run("compare", dossier=dossier), a_convergence())
    hands = Hands(store)
    hands.do(dossier, "assign", "review", "sign", "deliver", "correct", "override", "clear", "fail")
    hands.do(dossier, "say", "repeat", "reread", "note", "done", "take_in")
    correspond(store, dossier)
    speak(store, dossier)
    publications = Publications(store)
    publications.keep("gonarthrose", "0.9.0", "9" * 64, "id: gonarthrose")
    with store.transaction() as connection:
        publications.save(a_publication(), connection)
        hands.desk.save_key(a_key(), connection)
    _ask(store, dossier)
    _shelve(store, dossier)
    hands.journal.record("accueil-1", "intake", "dossier_created", dossier)
    account = Account(id=f"compte-{dossier}", login=f"login-{dossier}".lower(), name="Aude Fictive", role="intake")
    Accounts(store).add(account, Credentials(password="$argon2id$fictif"), lambda _: None)


def _shelve(store: Store, dossier: str) -> None:
    """A guideline document with one passage, withdrawn."""
    library, now, name = Library(store), datetime(2026, 3, 12, 9, tzinfo=UTC), f"{dossier}/1.1"
    passage = {"id": name, "version": "1", "text": "Texte fictif.", "title": "Guide fictif", "body": "Collège inventé",
               "tier": "added_document", "document": dossier}  # fmt: skip
    with store.transaction() as connection:
        document = {"id": dossier.lower(), "version": 1, "title": "Guide fictif", "filename": "guide.md", "passages": 1,
                    "sha256": store.keep_blob(dossier.encode(), connection), "added_at": now}  # fmt: skip
        library.save_document(GuidelineDocument.model_validate(document), connection)
        indexed = Indexed.model_validate({"passage": passage, "embedded": ("Texte fictif.",)})
        library.add([(indexed, [(1.0, *(0.0,) * (DIMENSIONS - 1))])], connection)
        library.withdraw(Withdrawal(passage=name, why_fr="Fictif.", by="conseil", at=now), connection)
        library.count_words(connection)
        library.save_seeding(hashlib.sha256(dossier.encode()).hexdigest(), connection)


def _ask(store: Store, dossier: str) -> None:
    """What the patient's side was asked, answered and agreed to."""
    asked, now = Asked(store), datetime(2026, 3, 12, 9, tzinfo=UTC)
    link = Link(
        id=f"lien-{dossier}",
        dossier=dossier,
        token_sha256=hashlib.sha256(dossier.encode()).hexdigest(),
        by="accueil-1",
        at=now,
        expires_at=now + timedelta(days=14),
    )
    flag = {"flag": "fievre", "label_fr": "Fièvre", "action": "appel_15_urgences", "quote": "oui", "way": "online"}
    with store.transaction() as connection:
        asked.add_sheet(dossier, AnswerSheet(version=1, by="patient", way="online", at=now), connection)
        asked.add_link(link, connection)
        asked.end_links(dossier, "accueil-1", now, connection)
        asked.save_progress(dossier, Begun(at=now), connection)
        asked.raise_alarm(dossier, Alarm.model_validate({**flag, "at": now}), connection)
        asked.save_voices(dossier, Voices(speaks="self", by="accueil-1", at=now), connection)
        asked.add_consent(dossier, ConsentSaid(about="research", given=True, at=now), connection)
    asked.note_try(link, now, was_right=False, may_try=lambda _: None)
    (alarm,) = asked.alarms(dossier)
    with store.transaction() as connection:
        asked.end_alarm(AlarmDone(alarm=alarm.number, done_fr="Rappelé", by="Aude Fictive", at=now), connection)


def rows(url: str, *tables: str) -> dict[str, int]:
    with connect(url) as connection:
        return {table: _count(connection, table) for table in tables}


def _count(connection: psycopg.Connection, table: str) -> int:
    found = connection.execute(SQL("SELECT count(*) FROM {}").format(Identifier(table))).fetchone()
    assert found is not None
    return found[0]
