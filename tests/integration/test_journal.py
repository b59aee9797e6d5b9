"""The journal of acts: one unbroken chain, and whatever is changed in it behind the program's back is found."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from engine.domain.audit import FIRST, AuditEntry
from engine.errors import DatabaseUnavailable
from engine.store import migrate, queue_handover
from engine.store.border import NotRecorded, as_json
from engine.store.desk import Desk
from engine.store.journal import LOCK, Journal
from tests.builders import a_dossier
from tests.integration.desk_samples import NOON, a_clearance, a_correction

ACTS = ("dossier_created", "upload_received", "draft_viewed", "review_changed", "opinion_signed")


@pytest.fixture
def journal(store):
    return Journal(store, lambda: NOON)


@pytest.fixture
def five(journal):
    for number, act in enumerate(ACTS):
        journal.record("compte-1", "intake", act, f"dossier-{number % 2}", size=number, again=bool(number))
    return journal


def test_an_empty_journal_fits(journal):
    found = journal.verify()
    assert (found.entries, found.head, found.broken_at) == (0, FIRST, None)
    assert journal.head() == FIRST
    assert journal.entries() == ()


def test_entries_come_back_equal_and_latest_first(journal):
    first = journal.record("compte-1", "doctor", "draft_viewed", "d1", run="r1", size=3, again=True)
    second = journal.record("compte-2", "admin", "login")
    assert (first.number, first.previous, second.number, second.previous) == (1, FIRST, 2, first.hash)
    assert first.at == NOON
    assert journal.entries() == (second, first)
    assert [type(value) for value in journal.entries()[1].details.values()] == [
        type(first.details[name]) for name in journal.entries()[1].details
    ]
    assert journal.head() == second.hash
    found = journal.verify()
    assert (found.entries, found.head, found.broken_at) == (2, second.hash, None)


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"dossier": "dossier-1"}, [4, 2]),
        ({"actor": "compte-1", "limit": 2}, [5, 4]),
        ({"actor": "personne"}, []),
        ({"action": "draft_viewed"}, [3]),
        ({"dossier": "dossier-0", "before": 5}, [3, 1]),
        ({"before": 3}, [2, 1]),
        ({"before": 1}, []),
    ],
)
def test_entries_are_found_by_what_they_say(five, asked, numbers):
    assert [entry.number for entry in five.entries(**asked)] == numbers


def test_what_a_stranger_types_cannot_break_the_chain(journal):
    journal.record("nul\x00moitié\ud800", "none", "login_failed", None, why="a\x00b")
    assert journal.verify().broken_at is None
    assert journal.entries()[0].actor == "nul\ufffdmoitié\ufffd"


def test_eight_writers_at_once_leave_one_chain_without_a_gap(journal, store):
    def write(writer):
        for number in range(12):
            if number % 2:
                journal.record(f"compte-{writer}", "intake", "dossier_viewed", f"d{writer}", size=number)
                continue
            with journal.acting(f"compte-{writer}", "intake", "dossier_created", f"d{writer}-{number}") as connection:
                store.save_dossier(a_dossier(f"d{writer}-{number}"), connection)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    entries = journal.entries(limit=1000)[::-1]
    assert [entry.number for entry in entries] == list(range(1, 97))
    assert [entry.previous for entry in entries] == [FIRST, *(entry.hash for entry in entries[:-1])]
    # Each writer's own acts are in the order in which it did them.
    for writer in range(8):
        own = [e.details.get("size", e.dossier) for e in entries if e.actor == f"compte-{writer}"]
        assert own == [number if number % 2 else f"d{writer}-{number}" for number in range(12)]
    found = journal.verify()
    assert (found.entries, found.head, found.broken_at) == (96, entries[-1].hash, None)


def tamper(url, *statements):
    """What somebody with the keys of the database can do: no trigger stops a superuser who switches them off."""
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("SET session_replication_role = replica")
        for statement in statements:
            assert database.execute(statement.encode()).rowcount > 0


SWAP = (
    "UPDATE audit SET number = 99 WHERE number = 2",
    "UPDATE audit SET number = 2 WHERE number = 3",
    "UPDATE audit SET number = 3 WHERE number = 99",
)
# The whole rows but for their numbers, which each then says rightly.
SWAP_WHOLE = (*SWAP, "UPDATE audit SET record = jsonb_set(record, '{number}', to_jsonb(number)) WHERE number IN (2, 3)")


@pytest.mark.parametrize(
    ("changes", "broken_at", "why"),
    [
        (["UPDATE audit SET at = at + interval '1 second' WHERE number = 3"], 3, "colonnes"),
        (["UPDATE audit SET actor = 'compte-2' WHERE number = 3"], 3, "colonnes"),
        (["UPDATE audit SET action = 'login' WHERE number = 3"], 3, "colonnes"),
        (["UPDATE audit SET dossier_id = NULL WHERE number = 3"], 3, "colonnes"),
        (["UPDATE audit SET hash = repeat('0', 64) WHERE number = 5"], 5, "colonnes"),
        (["UPDATE audit SET number = 6 WHERE number = 5"], 6, "colonnes"),
        (["""UPDATE audit SET record = jsonb_set(record, '{details,size}', '9') WHERE number = 3"""], 3, "contenu"),
        (["""UPDATE audit SET record = jsonb_set(record, '{role}', '"doctor"') WHERE number = 5"""], 5, "contenu"),
        (
            [
                "UPDATE audit SET actor = 'compte-2' WHERE number = 1",
                """UPDATE audit SET record = jsonb_set(record, '{actor}', '"compte-2"') WHERE number = 1""",
            ],
            1,
            "contenu",
        ),
        (["UPDATE audit SET record = record || '{\"plus\": 1}' WHERE number = 2"], 2, "forme"),
        (["UPDATE audit SET record = record - 'details' - 'actor' WHERE number = 2"], 2, "forme"),
        (["DELETE FROM audit WHERE number = 1"], 2, "manque"),
        (["DELETE FROM audit WHERE number = 3"], 4, "manque"),
        (SWAP, 2, "colonnes"),
        (SWAP_WHOLE, 2, "suit pas"),
    ],
)
def test_a_change_is_found_where_it_was_made(five, database_url, changes, broken_at, why):
    assert five.verify().broken_at is None
    tamper(database_url, *changes)
    found = five.verify()
    assert (found.broken_at, found.anchored) == (broken_at, True)
    assert why in found.why_fr


def test_a_row_removed_and_the_rest_renumbered_is_found(five, database_url):
    tamper(
        database_url,
        "DELETE FROM audit WHERE number = 3",
        "UPDATE audit SET number = 3, record = jsonb_set(record, '{number}', '3') WHERE number = 4",
        "UPDATE audit SET number = 4, record = jsonb_set(record, '{number}', '4') WHERE number = 5",
    )
    found = five.verify()
    assert (found.broken_at, found.entries) == (3, 3)


def test_a_tail_cut_off_is_found_by_an_anchor_only(five, database_url):
    anchor = five.head()
    tamper(database_url, "DELETE FROM audit WHERE number > 3")
    assert five.verify().broken_at is None
    found = five.verify(anchor)
    assert (found.broken_at, found.entries, found.anchored) == (3, 3, False)
    assert "fin notée" in found.why_fr
    for _ in range(3):  # nor do new acts hide it
        five.record("compte-1", "intake", "login")
    assert five.verify().broken_at is None
    assert five.verify(anchor).broken_at == 6


def test_a_chain_written_anew_is_found_by_an_anchor_only(five, store, database_url):
    anchor, previous = five.head(), FIRST
    kept = five.entries()[::-1]
    tamper(database_url, "DELETE FROM audit")
    with store.transaction() as connection:
        for entry in kept:
            values = {**dict(entry), "actor": "compte-9"}
            forged = AuditEntry.chained(previous, **{n: values[n] for n in values if n not in ("previous", "hash")})
            store.do(connection, "save_audit", record=as_json(forged))
            previous = forged.hash
    assert five.verify().broken_at is None
    assert five.verify(anchor).broken_at == 5


def test_an_anchor_holds_while_the_journal_grows(five):
    anchors = [FIRST, *(entry.hash for entry in five.entries())]
    five.record("compte-1", "intake", "logout")
    assert [five.verify(anchor).broken_at for anchor in anchors] == [None] * 6
    assert five.verify("f" * 64).broken_at == 6


def test_an_act_and_its_entry_are_kept_together(journal, store):
    with journal.acting("compte-1", "intake", "document_corrected", "d1", document="d1") as connection:
        Desk(store).correct("d1", a_correction(), connection)
        assert Desk(store).notes("d1").corrections == ()
    assert Desk(store).notes("d1").corrections == (a_correction(),)
    (entry,) = journal.entries()
    assert (entry.action, entry.dossier, entry.details) == ("document_corrected", "d1", {"document": "d1"})


def test_an_act_that_fails_leaves_no_entry(journal, store):
    def half():
        with journal.acting("compte-1", "intake", "document_corrected", "d1") as connection:
            Desk(store).correct("d1", a_correction(), connection)
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        half()
    assert Desk(store).notes("d1").corrections == ()
    assert journal.entries() == ()
    journal.record("compte-1", "intake", "login")  # the connection is of use, and no number was lost
    assert journal.verify().entries == 1


def test_an_act_that_the_database_refuses_leaves_no_entry(journal, store):
    def clear():
        with journal.acting("compte-1", "doctor", "red_flag_cleared", "d1", flag="occlusion") as connection:
            Desk(store).clear("d1", a_clearance(), connection)

    clear()
    with pytest.raises(NotRecorded, match="clearance"):
        clear()
    assert [entry.number for entry in journal.entries()] == [1]


def test_an_entry_that_cannot_be_kept_undoes_the_act(journal, store):
    with pytest.raises(ValueError, match="action"), journal.acting("c", "doctor", "made_up", "d1") as connection:
        Desk(store).clear("d1", a_clearance(), connection)
    assert Desk(store).notes("d1").clearances == ()


def test_entries_and_the_handing_over_of_jobs_do_not_wait_for_each_other():
    assert len({LOCK, migrate.LOCK, queue_handover.HANDOVER}) == 3


def test_a_closed_database_says_so(journal, store):
    store.close()
    with pytest.raises(DatabaseUnavailable):
        journal.record("compte-1", "intake", "login")
