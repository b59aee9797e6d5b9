"""Where a dossier stands follows from its rows, forwards and back."""

import time
from datetime import date

import pytest

from engine.store.border import connect
from engine.store.desk import Desk
from engine.store.postgres import Store
from tests.builders import (
    a_completeness,
    a_convergence,
    a_document,
    a_dossier,
    a_draft,
    a_fact,
    a_read_page,
    a_red_flag,
    a_refusal,
    a_run,
)
from tests.databases import many

STEPS = {
    "read": lambda s, d, n: s.save_read(a_run("read", n, d), [a_read_page()]),
    "split": lambda s, d, n: s.save_split(a_run("split", n, d), [a_document()]),
    "extract": lambda s, d, n: s.save_extract(a_run("extract", n, d), [a_fact()]),
    "flag": lambda s, d, n: s.save_extract(a_run("extract", n, d), [a_fact()], red_flags=[a_red_flag()]),
    "assess": lambda s, d, n: s.save_assess(a_run("assess", n, d), a_completeness(provisional=True)),
    "draft": lambda s, d, n: s.save_draft(a_run("draft", n, d), a_draft()),
    "refuse": lambda s, d, n: s.save_draft(a_run("draft", n, d), a_refusal()),
    "stop": lambda s, d, n: s.save_draft(a_run("draft", n, d), a_refusal(code="red_flag")),
    "compare": lambda s, d, n: s.save_convergence(a_run("compare", n, d), a_convergence()),
    "upload": lambda s, d, n: s.keep_upload(d, f"{n}.pdf", "application/pdf", b"new"),
    "resend": lambda s, d, n: s.save_dossier(a_dossier(d)),
    "correct": lambda s, d, n: s.save_dossier(a_dossier(d, questionnaire={"douleur": n})),
}
WHOLE = "read split extract assess draft compare"
ID = "dossier-1"


@pytest.fixture(scope="module")
def shared(new_database):
    """Hold the dossiers of all the cases side by side: none may change where another stands."""
    with new_database() as url, Store(url) as opened:
        yield opened


def arrive(store: Store, dossier: str) -> None:
    store.keep_upload(dossier, "compte-rendu.pdf", "application/pdf", b"%PDF-1.7 fictif")
    store.save_dossier(a_dossier(dossier))


@pytest.mark.parametrize(
    ("path", "stage"),
    [
        ("", "received"),
        ("read", "read"),
        ("read split", "read"),
        ("read split extract", "structured"),
        ("read split flag", "stopped"),
        ("read split flag assess", "stopped"),
        ("read split flag assess stop", "stopped"),
        ("read split flag assess stop compare", "stopped"),
        ("read split flag assess draft", "drafted"),
        ("read split extract assess", "assessed"),
        ("read split extract assess refuse", "refused"),
        ("read split extract assess refuse compare", "refused"),
        ("read split extract assess refuse draft", "drafted"),
        ("read split extract assess draft", "drafted"),
        (WHOLE, "compared"),
        (f"{WHOLE} read", "read"),
        (f"{WHOLE} read split extract", "structured"),
        (f"{WHOLE} extract", "structured"),
        (f"{WHOLE} flag", "stopped"),
        ("read split flag extract", "structured"),
        (f"{WHOLE} upload", "received"),
        (f"{WHOLE} upload {WHOLE}", "compared"),
        (f"{WHOLE} resend", "compared"),
        (f"{WHOLE} correct", "read"),
        (f"{WHOLE} correct split extract assess", "assessed"),
        ("split extract", "received"),
    ],
)
def test_stage(shared, path, stage):
    dossier = path.replace(" ", "-") or "nothing-yet"
    arrive(shared, dossier)
    for number, step in enumerate(path.split()):
        STEPS[step](shared, dossier, number)
    found = shared.stage(dossier)
    assert found.stage == stage
    assert found in shared.stages(stage)
    assert [other.id for other in shared.stages()].count(dossier) == 1


def test_stage_says_what_a_list_shows(store):
    arrive(store, ID)
    before = store.stage(ID)
    for number, step in enumerate(WHOLE.replace("extract", "flag").split()):
        STEPS[step](store, ID, number)
    found = store.stage(ID)
    assert (found.uploads, found.red_flags, found.provisional, found.refusal, found.overall) == (1, 1, True, None, "P")
    assert found.received_on == a_dossier().received_on
    assert found.since > before.since
    STEPS["upload"](store, ID, 99)
    fallen = store.stage(ID)
    assert (fallen.uploads, fallen.red_flags, fallen.provisional, fallen.overall) == (2, 0, None, None)


def test_longest_waiting_first_and_page_by_page(store):
    for day in (9, 3, 7, 5):
        store.save_dossier(a_dossier(f"d{day}", received_on=f"2026-03-0{day}"))
    assert [found.id for found in store.stages()] == ["d3", "d5", "d7", "d9"]
    assert [found.id for found in store.stages(limit=2, offset=1)] == ["d5", "d7"]
    assert store.stages("drafted") == ()


MANY = """
INSERT INTO dossier (id, pathway, received_on, record)
SELECT 'many-' || n, 'endometriose', date '2026-01-01' + n % 60, '{"consents": {"processing": true}}'
FROM generate_series(1, 5000) n;
INSERT INTO run (id, dossier_id, intake, step, input_sha256, started_at, seconds, outcome, record)
SELECT id || step, id, seq, step, '', now(), 1, 'done', '{}'
FROM (VALUES (1, 'read'), (2, 'split'), (3, 'extract'), (4, 'assess'), (5, 'draft')) s (rank, step), dossier
ORDER BY rank;
INSERT INTO red_flag SELECT id || 'extract', id, 1, 'f', 'a', '{}' FROM dossier WHERE seq % 9 = 0;
"""


def test_five_thousand_dossiers_are_listed_in_time(store, database_url):
    with connect(database_url) as connection:
        with many(connection):
            connection.execute(MANY.encode())
        connection.execute("ANALYZE")
    taken = {"drafted": [], "compared": []}
    for _ in range(5):
        for stage, times in taken.items():  # the second looks at all of them and finds none
            start = time.perf_counter()
            found = store.stages(stage, limit=50)
            times.append(time.perf_counter() - start)
            assert len(found) == (50 if stage == "drafted" else 0)
    assert store.stage("many-7").stage == "drafted"
    # A page of the service has 100 ms; the bound is loose because tests share their processors.
    assert max(min(times) for times in taken.values()) < 0.5
    look_at_the_work_list(Desk(store))


def look_at_the_work_list(desk: Desk) -> None:
    looks = {
        "first page": lambda: desk.listed(limit=50),
        "last page": lambda: desk.listed(limit=50, offset=4950),
        "of a state": lambda: desk.listed(("new", "to_assign"), limit=50),
        "by number": lambda: desk.listed(wanted="many-4999", limit=50),
        "nothing found": lambda: desk.listed(wanted="introuvable"),
        "counted": lambda: desk.counted(date(2026, 2, 1)),
        "unfinished": desk.unfinished,
    }
    assert {len(looks[look]()) for look in ("first page", "last page", "of a state")} == {50}
    for name, look in looks.items():
        times = []
        for _ in range(5):
            start = time.perf_counter()
            look()
            times.append(time.perf_counter() - start)
        # A few milliseconds each on a quiet machine.
        assert min(times) < 0.05, name
