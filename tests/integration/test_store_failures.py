"""A step is saved whole or not at all, whatever fails."""

import subprocess
import sys

import psycopg
import pytest

from engine.ports import ReadPage
from engine.store.border import NotRecorded, connect
from tests.builders import (
    a_completeness,
    a_document,
    a_draft,
    a_fact,
    a_page,
    a_read_page,
    a_run,
    a_statement,
    an_item,
)
from tests.integration.store_samples import ID, rows


def failing_pages():
    yield a_read_page()
    yield a_read_page("Page 2", number=2, upload="e" * 64, image=b"two")  # of an upload that nobody kept


@pytest.mark.parametrize(
    ("tables", "save"),
    [
        (("run", "page", "refused_upload"), lambda s: s.save_read(a_run("read"), failing_pages())),
        (("run", "document"), lambda s: s.save_split(a_run("split"), [a_document("d1"), a_document("d1")])),
        (("run", "fact"), lambda s: s.save_extract(a_run("extract"), [a_fact("f1"), a_fact("f2"), a_fact("f1")])),
        (
            ("run", "completeness", "completeness_item"),
            lambda s: s.save_assess(a_run("assess"), a_completeness(an_item(), an_item())),
        ),
        (
            ("run", "draft", "statement", "set_aside"),
            lambda s: s.save_draft(a_run("draft"), a_draft(statements=(a_statement("s1"), a_statement("s1")))),
        ),
    ],
    ids=["read", "split", "extract", "assess", "draft"],
)
def test_a_failing_row_leaves_nothing_of_the_step(store, dossier, database_url, tables, save):
    before = rows(database_url, "blob", *tables)
    with pytest.raises(NotRecorded, match="contrainte") as caught:
        save(store)
    assert rows(database_url, "blob", *tables) == before
    assert caught.value.__suppress_context__
    for health in ("Kyste", "IRM", "pelvienne", "Fictive"):
        assert health not in str(caught.value)
    store.save_split(a_run("split", 7), [a_document()])  # the connection is of use afterwards
    assert store.documents(ID) == (a_document(),)


def test_an_error_while_pages_are_made_leaves_nothing(store, dossier, database_url):
    def pages():
        yield a_read_page()
        raise RuntimeError("the reader broke")

    with pytest.raises(RuntimeError, match="the reader broke"):
        store.save_read(a_run("read"), pages())
    assert rows(database_url, "run", "page", "blob") == {"run": 0, "page": 0, "blob": 1}


def test_run_of_an_unknown_dossier(shared):
    with pytest.raises(NotRecorded, match="dossier inconnu"):
        shared.save_extract(a_run("extract", dossier="inconnu"), [])


def test_run_saved_twice(store, dossier):
    store.save_split(a_run("split"), [a_document()])
    with pytest.raises(NotRecorded, match="run_pkey"):
        store.save_split(a_run("split"), [a_document("d2")])
    assert store.documents(ID) == (a_document(),)


def test_wrong_step_and_wrong_image_are_the_caller_s_error(store, dossier, database_url):
    with pytest.raises(ValueError, match="step split"):
        store.save_extract(a_run("split"), [])
    with pytest.raises(ValueError, match="sha256 of the image"):
        store.save_read(a_run("read"), [ReadPage(page=a_page(), image=b"another")])
    assert rows(database_url, "run") == {"run": 0}


def test_a_lost_connection_is_replaced_unseen(store, dossier, database_url):
    with connect(database_url) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert store.dossier(ID) == dossier


CLIENT = """
import sys, time
from engine.store.postgres import Store
from tests.builders import a_read_page, a_run

def pages():
    yield a_read_page()
    yield a_read_page("Page 2", number=2, image=b"two")
    print("saving", flush=True)
    time.sleep(60)

Store(sys.argv[1]).save_read(a_run("read"), pages())
"""


def test_a_killed_client_leaves_nothing_half(store, dossier, database_url):
    with subprocess.Popen([sys.executable, "-c", CLIENT, database_url], stdout=subprocess.PIPE, text=True) as client:
        assert client.stdout is not None
        assert client.stdout.readline() == "saving\n"
        with psycopg.connect(database_url) as other:
            busy = other.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE state = 'idle in transaction' AND datname = current_database()"
            ).fetchone()
            assert busy == (1,)
        client.kill()
    assert rows(database_url, "run", "page", "blob") == {"run": 0, "page": 0, "blob": 1}
    store.save_read(a_run("read"), [a_read_page()])
    assert len(store.pages(ID)) == 1
