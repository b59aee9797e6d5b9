"""`avis audit`: the journal is checked, and what was done to it is said in French."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest

from engine.domain.audit import FIRST
from engine.store.journal import Journal
from engine.store.postgres import Store
from tests.acceptance.conftest import Avis

ENGLISH = ["Usage:", "Options:", "Commands:", "Show ", "Missing", "No such", "Invalid", "requires"]


@pytest.fixture
def journal(database_url: str) -> Iterator[Journal]:
    with Store(database_url) as store:
        journal = Journal(store, lambda: datetime(2026, 3, 3, 12, tzinfo=UTC))
        for number in range(1, 6):
            journal.record("compte-1", "doctor", "draft_viewed", "DA-2026-00001", page=number)
        yield journal


def tamper(url: str, statement: str) -> None:
    with psycopg.connect(url) as database:
        database.execute("SET session_replication_role = replica")
        assert database.execute(statement.encode()).rowcount > 0


def test_an_intact_journal_is_counted_and_its_end_shown(avis: Avis, journal: Journal) -> None:
    ended = avis("audit", "verify")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("Journal intact. Actes qui se suivent : 5.\n")
    assert f"Empreinte de fin : {journal.head()}\n" in ended.out
    head = avis("audit", "head")
    assert (head.code, head.said) == (0, f"{journal.head()}\n")


def test_an_anchor_noted_earlier_is_found_again(avis: Avis, journal: Journal) -> None:
    noted = avis("audit", "head").out
    journal.record("compte-1", "doctor", "logout")
    ended = avis("audit", "verify", "--anchor", noted.upper())
    assert ended.code == 0
    assert "L'empreinte notée s'y trouve encore." in ended.out


def test_a_change_is_named_with_its_place(avis: Avis, journal: Journal, database_url: str) -> None:
    tamper(database_url, """UPDATE audit SET record = jsonb_set(record, '{details,page}', '9') WHERE number = 3""")
    ended = avis("audit", "verify")
    assert (ended.code, ended.out) == (7, "")
    assert ended.err.startswith("Le journal est rompu à l'acte n° 3 : le contenu de l'acte a été modifié.")
    assert "Actes intacts avant celui-là : 2." in ended.err
    assert "avis backup" in ended.err


def test_an_act_that_is_missing_is_told(avis: Avis, journal: Journal, database_url: str) -> None:
    tamper(database_url, "DELETE FROM audit WHERE number IN (2, 3)")
    ended = avis("audit", "verify")
    assert ended.code == 7
    assert "à l'acte n° 4 : un acte manque avant le numéro 4. Actes intacts avant celui-là : 1." in ended.err


def test_an_end_cut_off_shows_with_its_anchor_only(avis: Avis, journal: Journal, database_url: str) -> None:
    noted = journal.head()
    tamper(database_url, "DELETE FROM audit WHERE number > 3")
    assert avis("audit", "verify").code == 0
    ended = avis("audit", "verify", "--anchor", noted)
    assert (ended.code, ended.out) == (7, "")
    assert "sa fin a été coupée ou tout a été réécrit" in ended.err
    assert "(3)" in ended.err


@pytest.mark.parametrize("anchor", ["", "8c2e", "g" * 64, "0" * 65])
def test_what_is_no_hash_is_refused(bare: Avis, anchor: str) -> None:
    ended = bare("audit", "verify", "--anchor", anchor)
    assert (ended.code, ended.out) == (2, "")
    assert "64 chiffres et lettres" in ended.err


def test_an_empty_journal_is_intact(avis: Avis) -> None:
    ended = avis("audit", "verify", "--anchor", FIRST)
    assert ended.code == 0
    assert "Actes qui se suivent : 0." in ended.out
    assert avis("audit", "head").out == f"{FIRST}\n"


def test_a_database_that_is_away_is_told(bare: Avis) -> None:
    ended = bare.with_settings(AVIS_DATABASE_URL="postgresql://localhost:1/absente")("audit", "verify")
    assert ended.code == 6
    assert ended.err.startswith("La base de données ne répond pas")


@pytest.mark.parametrize("verb", ["verify", "head"])
def test_help_is_french_with_an_example(bare: Avis, verb: str) -> None:
    ended = bare("audit", verb, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(f"Usage : avis audit {verb} ")
    assert f"avis audit {verb}" in ended.out.partition("Exemple :")[2]
    assert not [word for word in ENGLISH if word in ended.out]
