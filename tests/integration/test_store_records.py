"""What is saved comes back equal, and the latest run wins."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from psycopg.sql import SQL, Identifier

from engine.ports import ReadPage
from engine.step_record import fingerprint
from engine.store import postgres
from engine.store.border import NotKept, NotRecorded, connect
from engine.store.postgres import Store
from engine.store.queries import queries
from tests.builders import (
    IMAGE,
    a_completeness,
    a_conflict,
    a_convergence,
    a_document,
    a_dossier,
    a_draft,
    a_fact,
    a_page,
    a_read_page,
    a_red_flag,
    a_refusal,
    a_refused_upload,
    a_run,
    a_source,
    an_item,
    sha256,
)
from tests.integration.store_samples import ID, PDF, fill, rows

DAY = date(2026, 1, 12)


def test_builder_places_words_and_facts():
    page = a_page("Échographie du 03/02/2026\n\n  Kyste  de 32 mm à gauche.")
    assert all(page.text[word.start : word.start + len(word.text)] == word.text for word in page.words)
    assert len(page.boxes(0, len(page.text))) == 2
    source = a_source(page, "32 mm")
    assert page.text[source.start : source.end] == source.quote
    assert len(source.boxes) == 1


def test_every_query_has_its_use():
    text = "".join(path.read_text(encoding="utf-8") for path in Path(postgres.__file__).parent.glob("*.py"))
    assert [name for name in queries() if f'"{name}"' not in text] == []


@pytest.mark.parametrize("content", [b"", b"\x00\xff\x00", PDF, os.urandom(3_000_000)])
def test_content_comes_back_untouched(shared, content):
    upload = shared.keep_upload(ID, "a.bin", "application/octet-stream", content)
    assert (upload.sha256, upload.size) == (sha256(content), len(content))
    assert shared.content(upload.sha256) == content


def test_upload_is_kept_before_there_is_a_dossier(shared):
    upload = shared.keep_upload("sans-fiche", "a.pdf", "application/pdf", PDF)
    assert shared.uploads("sans-fiche") == (upload,)
    assert shared.dossier("sans-fiche") is None
    assert shared.stage("sans-fiche") is None


def test_same_upload_again_changes_nothing(store):
    first = store.keep_upload(ID, "a.pdf", "application/pdf", PDF)
    assert store.keep_upload(ID, "a.pdf", "text/plain", PDF) == first
    second = store.keep_upload(ID, "b.pdf", "application/pdf", PDF)
    third = store.keep_upload(ID, "a.pdf", "application/pdf", b"other")
    assert store.uploads(ID) == (first, second, third)


def test_same_bytes_at_once(database_url, store):
    content = os.urandom(500_000)

    def keep(number):
        with Store(database_url) as own:
            return own.keep_upload(f"dossier-{number % 2}", "a.pdf", "application/pdf", content)

    with ThreadPoolExecutor(6) as pool:
        found = set(pool.map(keep, range(6)))
    assert len(found) == 1
    assert rows(database_url, "blob", "upload") == {"blob": 1, "upload": 2}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Échographie œuf – 50 %.pdf", "Échographie œuf – 50 %.pdf"),
        ("e\u0301cho.pdf", "e\u0301cho.pdf"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("a'; DROP TABLE blob; --.pdf", "a'; DROP TABLE blob; --.pdf"),
        ("ligne\nsuivante\t.pdf", "ligne\nsuivante\t.pdf"),
        ("🩻\u202e.pdf", "🩻\u202e.pdf"),
        ("", ""),
        ("x" * 4000, "x" * 4000),
        ("nul\x00.pdf", "nul\ufffd.pdf"),
        (os.fsdecode(b"r\xe9sultat.pdf"), "r\ufffdsultat.pdf"),
    ],
)
def test_odd_file_names(shared, given, kept):
    upload = shared.keep_upload("odd", given, "application/pdf", PDF)
    assert upload.filename == kept
    assert shared.uploads("odd")[-1] == upload


def test_unknown_content(shared):
    with pytest.raises(NotKept, match="ffff"):
        shared.content("f" * 64)


def test_file_beyond_what_the_server_holds(shared, monkeypatch):
    monkeypatch.setattr(postgres, "LARGEST_CONTENT", 10)
    with pytest.raises(NotRecorded, match="fichier de plus de"):
        shared.keep_upload(ID, "a.pdf", "application/pdf", b"x" * 11)


def test_latest_intake_wins_and_the_same_one_adds_nothing(store, database_url):
    store.save_dossier(a_dossier())
    store.save_dossier(a_dossier())
    assert rows(database_url, "dossier") == {"dossier": 1}
    corrected = a_dossier(questionnaire={"desir_grossesse": False, "imc": 22.5, "douleur": "7", "age": 34})
    store.save_dossier(corrected)
    store.save_dossier(a_dossier("dossier-2"))
    assert store.dossier(ID) == corrected
    answers = store.dossier(ID).questionnaire
    assert {key: type(value) for key, value in answers.items()} == {
        "desir_grossesse": bool,
        "imc": float,
        "douleur": str,
        "age": int,
    }
    assert rows(database_url, "dossier") == {"dossier": 3}


@pytest.mark.parametrize(
    "page",
    [
        a_page(),
        a_page(skew=-0.0),  # a straight page, as the reader measures some
        a_page(skew=1e-7, quality=0.1 + 0.2),
        a_page("Kyste\x00 de 32\x00mm"),
        a_page(filename=os.fsdecode(b"r\xe9sultat.pdf").replace("\udce9", "\x00")),
    ],
    ids=["plain", "minus zero", "small", "nul", "name"],
)
def test_what_comes_back_hashes_as_what_was_kept(store, dossier, page):
    store.save_read(a_run("read"), [ReadPage(page=page, image=IMAGE)])
    assert fingerprint(store.pages(ID)) == fingerprint([page])
    assert fingerprint([page]) != fingerprint([a_page("Autre chose.")])


def test_a_query_s_name_is_given_once(tmp_path, monkeypatch):
    (tmp_path / "sql").mkdir()
    (tmp_path / "sql" / "a.sql").write_text("-- name: one\nSELECT 1;\n", encoding="utf-8")
    (tmp_path / "sql" / "b.sql").write_text("-- name: one\nSELECT 2;\n", encoding="utf-8")
    monkeypatch.setattr("engine.store.queries.files", lambda _: tmp_path)
    queries.cache_clear()
    with pytest.raises(ValueError, match="one is given twice"):
        queries()
    queries.cache_clear()


def test_everything_comes_back_equal(store, dossier):
    page = a_page("Kyste ovarien gauche de 32 mm.")
    facts = [
        a_fact("f1", page),
        a_fact("f2", page, quote="32 mm", value=32.0, unit="mm", unit_ucum="mm", kind="measurement"),
        a_fact("f3", page, value=0.1 + 0.2),
        a_fact("f4", page, value="IV", dated=None, side=None),
        a_fact("f5", page, value=3),
    ]
    documents = [a_document("d1"), a_document("d2", dated=None, duplicate_of="d1", owner="unknown")]
    items = (an_item(), an_item("echo", status="missing", documents=(), request_fr="Envoyez l'échographie."))
    runs = [a_run(step) for step in ("read", "split", "extract", "assess", "draft", "compare")]
    store.save_read(runs[0], [a_read_page(), a_read_page("Page 2", number=2, image=b"two")], [a_refused_upload()])
    store.save_split(runs[1], documents)
    store.save_extract(runs[2], facts, [a_conflict()], [a_red_flag()])
    store.save_assess(runs[3], a_completeness(*items, provisional=True))
    store.save_draft(runs[4], a_draft())
    store.save_convergence(runs[5], a_convergence(severity=None))
    assert store.pages(ID) == (a_page("IRM pelvienne du 12/01/2026"), a_page("Page 2", number=2, image=sha256(b"two")))
    assert [store.content(found.image) for found in store.pages(ID)] == [IMAGE, b"two"]
    assert store.refused(ID) == (a_refused_upload(),)
    assert store.documents(ID) == tuple(documents)
    assert store.facts(ID) == tuple(facts)
    assert [type(fact.value) for fact in store.facts(ID)] == [type(fact.value) for fact in facts]
    assert store.conflicts(ID) == (a_conflict(),)
    assert store.red_flags(ID) == (a_red_flag(),)
    assert store.completeness(ID) == a_completeness(*items, provisional=True)
    assert store.draft(ID) == a_draft()
    assert store.convergence(ID) == a_convergence(severity=None)
    assert store.runs(ID) == tuple(runs)


def test_columns_say_what_the_record_says(store, database_url):
    fill(store)
    asked = {
        "document": ("document_id kind dated owner legible", ("d1", "cr_imagerie", DAY, "this_patient", True)),
        "fact": ("fact_id key value dated side page", ("f1", "endometriome", None, DAY, "gauche", 1)),
        "page": ("filename number origin", ("compte-rendu.pdf", 1, "text_layer")),
        "refused_upload": ("filename code", ("compte-rendu.pdf", "encrypted")),
        "completeness_item": ("requirement level status", ("irm", "required", "met")),
        "statement": ("statement_id section origin", ("s1", "resume", "assembled")),
    }
    with connect(database_url) as connection:
        for table, (columns, expected) in asked.items():
            names = SQL(", ").join(Identifier(name) for name in columns.split())
            query = SQL("SELECT {} FROM {} ORDER BY run_id, ordinal LIMIT 1").format(names, Identifier(table))
            assert connection.execute(query).fetchone() == expected, table


def test_nothing_there_yet(store, dossier):
    assert (store.pages(ID), store.facts(ID), store.runs(ID)) == ((), (), ())
    assert (store.completeness(ID), store.draft(ID), store.convergence(ID)) == (None, None, None)


def test_latest_run_wins_even_when_it_found_less(store, dossier):
    store.save_extract(a_run("extract", 1), [a_fact("f1"), a_fact("f2")], [a_conflict()], [a_red_flag()])
    store.save_extract(a_run("extract", 2), [a_fact("f9")])
    store.save_draft(a_run("draft", 1), a_draft())
    store.save_draft(a_run("draft", 2), a_refusal())
    assert [fact.id for fact in store.facts(ID)] == ["f9"]
    assert (store.conflicts(ID), store.red_flags(ID)) == ((), ())
    assert store.draft(ID) == a_refusal()
    assert len(store.runs(ID)) == 4


def test_dossiers_do_not_mix(store):
    fill(store, "un")
    fill(store, "deux")
    store.save_extract(a_run("extract", 2, dossier="deux"), [a_fact("f7")])
    assert [fact.id for fact in store.facts("un")] == ["f1"]
    assert [fact.id for fact in store.facts("deux")] == ["f7"]


def test_nul_characters_become_one_replacement_each(store, dossier):
    page = a_page("Kyste\x00 de 32\x00mm, \\u0000 imprimé")
    fact = a_fact(page=page, quote="32\x00mm", value="32\x00mm")
    store.save_read(a_run("read"), [a_read_page(page.text)])
    store.save_extract(a_run("extract"), [fact])
    kept, source = store.pages(ID)[0], store.facts(ID)[0].source
    assert kept.text == "Kyste\ufffd de 32\ufffdmm, \\u0000 imprimé"
    assert kept.text[source.start : source.end] == source.quote == "32\ufffdmm"
    assert all(kept.text[word.start : word.start + len(word.text)] == word.text for word in kept.words)
    assert [word.box for word in kept.words] == [word.box for word in page.words]
