"""The work list is kept ready by the database itself and never says anything but what the rows say."""

import random
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import get_args

import pytest
from psycopg import Rollback

from engine.domain.desk import Listed, State
from engine.store import migrate as migrate_module
from engine.store.border import as_json, connect
from engine.store.desk import Desk
from engine.store.migrate import migrate
from engine.store.postgres import Store
from engine.store.queue_rows import FAIL
from tests.builders import a_dossier
from tests.integration.desk_samples import NOON, SIGNED_PDF, Hands, a_correction, a_signed

COLUMNS = ", ".join(Listed.model_fields)
DIFFERENCE = f"""
WITH kept AS (SELECT {COLUMNS} FROM live.dossier_now), so AS (SELECT {COLUMNS} FROM dossier_state)
SELECT 'kept', * FROM (SELECT * FROM kept EXCEPT SELECT * FROM so) AS wrong
UNION ALL
SELECT 'so', * FROM (SELECT * FROM so EXCEPT SELECT * FROM kept) AS missing
"""  # noqa: S608 - names of our own
MADE = ("read", "split", "extract", "assess", "draft", "compare")
EARLY = ("upload", "assign", "correct", "override", "clear", "review", "fail")
KINDS = tuple(sorted(name[4:] for name in vars(Hands) if name.startswith("row_")))


@pytest.fixture(scope="module")
def hands(new_database):
    with new_database() as url, Store(url) as store:
        yield Hands(store)


def difference(store):
    with store.connection() as connection:
        return connection.execute(DIFFERENCE).fetchall()


STATES = {
    "new": (),
    "reading": ("upload", "read", "split"),
    "failed": ("upload", "read", "fail"),
    "stopped": ("upload", "read", "split", "flag", "assess", "stop"),
    "incomplete": ("upload", "read", "split", "extract", "lack", "draft", "compare"),
    "to_assign": ("upload", *MADE),
    "assigned": ("upload", *MADE, "assign"),
    "in_review": ("upload", *MADE, "assign", "review"),
    "signed": ("upload", *MADE, "assign", "review", "sign"),
    "delivered": ("upload", *MADE, "assign", "review", "sign", "deliver"),
    "merged": ("upload", *MADE, "join"),
}


def test_the_table_below_reaches_every_state():
    assert set(STATES) == set(get_args(State))


@pytest.mark.parametrize("state", STATES)
def test_a_state_is_reached(hands, state):
    hands.do(f"state-{state}", "intake", *STATES[state])
    assert hands.desk.listed_one(f"state-{state}").state == state
    assert difference(hands.store) == []


@pytest.mark.parametrize(
    ("path", "state"),
    [
        (("upload", "fail", "upload"), "reading"),
        (("upload", "fail", "correct"), "reading"),
        (("upload", "read", "fail", "split"), "reading"),
        (("upload", *MADE, "fail"), "failed"),
        (("upload", "read", "split", "flag", "assess", "stop", "clear"), "reading"),
        (("upload", "read", "split", "flag", "assess", "stop", "clear", "draft", "compare"), "to_assign"),
        (("upload", *MADE[:4], "refuse"), "to_assign"),
        (("upload", *MADE, "assign", "release"), "to_assign"),
        (("upload", *MADE, "assign", "upload"), "reading"),
        (("upload", *MADE, "assign", "review", "upload"), "reading"),
        (("upload", *MADE, "assign", "review", "upload", *MADE), "in_review"),
        (("upload", *MADE, "assign", "review", "sign", "upload"), "signed"),
        (("upload", *MADE, "assign", "review", "sign", "sign"), "signed"),
        (("upload", *MADE, "assign", "review", "sign", "deliver", "sign"), "delivered"),
        (("assign",), "new"),
        (("upload", *MADE, "join", "part"), "to_assign"),
        (("upload", *MADE, "take_in"), "reading"),
        (("upload", *MADE, "take_in", *MADE), "to_assign"),
        (("upload", *MADE, "take_in", *MADE, "part"), "reading"),
    ],
    ids=str,
)
def test_states_follow_one_another(hands, path, state):
    dossier = f"follow-{len(hands.desk.listed(wanted='follow-'))}"
    hands.do(dossier, "intake", *path)
    assert hands.desk.listed_one(dossier).state == state
    assert difference(hands.store) == []


def test_a_state_has_its_time(hands):
    hands.do("times", "intake", *STATES["in_review"])
    stage = hands.store.stage("times")
    assert hands.desk.listed_one("times").since == stage.since
    hands.do("times", "sign")
    line = hands.desk.listed_one("times")
    assert line.since == line.signed_at == a_signed("times").opinion.signed_at
    hands.do("times", "deliver")
    assert hands.desk.listed_one("times").since == NOON


@pytest.mark.parametrize("kind", KINDS)
def test_the_list_follows_every_kind_of_row(hands, kind):
    for number, before in enumerate(((), ("upload",), STATES["in_review"])):
        dossier = f"kind-{kind}-{number}"
        hands.do(dossier, "intake", *before, kind)
        assert difference(hands.store) == []
        assert hands.desk.listed_one(dossier) is not None


def test_the_list_keeps_all_that_the_view_says(hands):
    with connect(hands.store.conninfo) as connection:
        columns = connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'dossier_state'::regclass AND attnum > 0 ORDER BY attnum"
        ).fetchall()
    assert [name for (name,) in columns] == list(Listed.model_fields)


def test_every_table_that_the_list_rests_on_keeps_it(hands):
    """A table that the views look at and whose rows come without the list being refreshed would make it lie."""
    with connect(hands.store.conninfo) as connection:
        rests_on = connection.execute(
            "WITH RECURSIVE used AS (SELECT 'dossier_state'::regclass AS view, NULL::regclass AS of UNION "
            "SELECT d.refobjid::regclass, used.view FROM used JOIN pg_rewrite AS r ON r.ev_class = used.view "
            "JOIN pg_depend AS d ON d.objid = r.oid AND d.refclassid = 'pg_class'::regclass "
            "AND d.refobjid <> r.ev_class) "
            "SELECT DISTINCT relname FROM used JOIN pg_class ON oid = view WHERE relkind = 'r'"
        ).fetchall()
        keeps = connection.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'keeps_now' AND tgenabled = 'O'"
        ).fetchall()
    # These are only ever added together with the run that they are of.
    with_a_run = {"red_flag", "completeness", "completeness_item", "refusal", "convergence"}
    assert {name for (name,) in rests_on} - with_a_run <= {name for (name,) in keeps}
    assert with_a_run < {name for (name,) in rests_on}


def test_rows_before_their_intake_are_there_when_it_comes(hands):
    hands.do("later", "upload", "assign", "correct")
    assert hands.desk.listed_one("later") is None
    hands.do("later", "intake")
    line = hands.desk.listed_one("later")
    assert (line.uploads, line.doctor, line.state) == (1, "compte-1", "reading")
    assert difference(hands.store) == []


def test_what_is_undone_leaves_the_list_as_it_was(hands):
    hands.do("undone", "intake", "upload")
    before = hands.desk.listed_one("undone")
    with hands.store.transaction() as connection:
        hands.desk.assign("undone", "compte-1", "accueil-1", NOON, connection)
        raise Rollback
    assert hands.desk.listed_one("undone") == before
    assert difference(hands.store) == []


def test_several_rows_of_one_transaction_count_together(hands):
    with hands.store.transaction() as connection:
        hands.store.save_dossier(a_dossier("together"), connection)
        hands.desk.assign("together", "compte-1", "accueil-1", NOON, connection)
        hands.desk.correct("together", a_correction(), connection)
        hands.store.keep_blob(SIGNED_PDF, connection)
        hands.reviews.sign("together", a_signed("together"), connection)
    assert hands.desk.listed_one("together").state == "signed"
    assert difference(hands.store) == []


def test_two_hundred_random_histories(hands):
    chance = random.Random(20260303)  # noqa: S311 - any that can be told again
    for history in range(200):
        dossier = f"random-{history}"
        # Most follow the path, with something else thrown in anywhere; some things come before the intake.
        steps = ["upload", *MADE] if chance.random() < 0.6 else []
        for _ in range(chance.randint(1, 10)):
            steps.insert(chance.randint(0, len(steps)), chance.choice(KINDS))
        early = chance.sample(EARLY, chance.randint(0, 2))
        hands.do(dossier, *early, "intake", *steps)
        if history % 10 == 9:
            assert difference(hands.store) == [], f"histories up to {dossier}: {steps}"
    states = {line.state for line in hands.desk.listed(wanted="random-", limit=200)}
    assert len(states) >= 8  # or the histories say little


def test_two_that_end_at_once_see_each_other_s_rows(hands):
    """The one that is kept waiting must not write what it saw before."""
    hands.do("raced", "intake", "upload")
    store, desk, both = hands.store, hands.desk, threading.Barrier(2)

    def write(number, what):
        with store.transaction() as connection:
            what(number, connection)
            both.wait(10)  # both rows are there, and neither is kept yet
        both.wait(10)

    def assign(number, connection):
        desk.assign("raced", f"compte-{number}", "accueil-1", NOON, connection)

    def fail(number, connection):
        connection.execute(FAIL, {"dossier": "raced", "code": "Panne", "message": "Relancez."})

    with ThreadPoolExecutor(2) as pool:
        for number in range(20):
            ended = [pool.submit(write, number, what) for what in (assign, fail)]
            assert [one.result(30) for one in ended] == [None, None]
            line = desk.listed_one("raced")
            assert (line.doctor, line.state) == (f"compte-{number}", "failed")
            assert difference(store) == []
            hands.do("raced", "upload", "release")


def test_the_list_of_a_database_that_was_there_before_is_made_by_the_migration(empty_database_url, tmp_path):
    shipped = Path(migrate_module.__file__).parent / "migrations"
    for name in ("0001_path.sql", "0002_queue.sql"):
        shutil.copy(shipped / name, tmp_path)
    with connect(empty_database_url) as connection:
        migrate(connection, tmp_path)
        connection.execute(
            "INSERT INTO dossier (id, pathway, received_on, record) VALUES (%s, 'endometriose', '2026-03-02', %s)",
            ("before", as_json(a_dossier("before"))),
        )
        assert "0003_service.sql" in migrate(connection)
    with Store(empty_database_url) as store:
        assert Desk(store).listed_one("before").state == "new"
        assert difference(store) == []
