"""The library's tables: made once, brought up by its own scripts, never taken back."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import psycopg
import pytest
from procrastinate.schema import SchemaManager
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from engine.errors import MigrationMismatch
from engine.store.border import connect
from engine.store.jobs import Jobs
from engine.store.queue_schema import prepare_queue, queue_conninfo

SHIPPED = Path(SchemaManager.get_migrations_path())
NAMES = sorted(path.name for path in SHIPPED.glob("*.sql"))
# Of before batches, priorities of locks and retries by hand.
OLD = [name for name in NAMES if name < "03.02"]

SHAPE = """
SELECT 'column', c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'queue' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'queue'
UNION ALL SELECT 'function', p.proname, pg_get_function_identity_arguments(p.oid) || p.prosrc
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'queue'
UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'queue' AND NOT tgisinternal
UNION ALL SELECT 'value', t.typname, e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
"""


def shape(url):
    """Names and forms, without how the text of a function is laid out."""
    with connect(url) as database:
        return {(kind, name, " ".join(form.split())) for kind, name, form in database.execute(SHAPE).fetchall()}


def install_old(url):
    with psycopg.connect(url) as database:
        database.execute("SET search_path = queue")
        for name in OLD:
            database.execute((SHIPPED / name).read_bytes())
            database.commit()
            database.execute("INSERT INTO live.queue_script (name, library) VALUES (%s, '3.1.0')", (name,))


def test_new_database_gets_the_whole_schema_once(database_url):
    with connect(database_url) as database:
        assert prepare_queue(database) == tuple(NAMES)
        assert prepare_queue(database) == ()
        recorded = database.execute("SELECT name, library FROM live.queue_script ORDER BY name").fetchall()
        assert recorded == [(name, version("procrastinate")) for name in NAMES]
        schemas = database.execute("SELECT DISTINCT schemaname FROM pg_tables WHERE tablename LIKE 'procrastinate%'")
        assert schemas.fetchall() == [("queue",)]


def test_two_processes_at_once(database_url):
    def one(_):
        with connect(database_url) as database:
            return prepare_queue(database)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(4))) == [(), (), (), tuple(NAMES)]


def test_older_schema_is_brought_up_by_the_library_s_scripts(new_database):
    with new_database() as fresh, new_database() as old:
        Jobs(fresh).close()
        install_old(old)
        assert shape(old) != shape(fresh)
        with connect(old) as database:
            assert prepare_queue(database) == tuple(name for name in NAMES if name not in OLD)
        # Its scripts leave older functions behind, for workers of the version before.
        assert {kind for kind, *_ in shape(old) - shape(fresh)} <= {"function"}
        assert shape(fresh) - shape(old) == set()
        with Jobs(old) as jobs:
            jobs.ask("dossier-1")
            assert [job.dossier for job in jobs.active()] == ["dossier-1"]


def test_failed_script_leaves_those_before_it(database_url, tmp_path):
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "scripts"))
    with connect(database_url) as database:
        prepare_queue(database, folder)
        (folder / "04.00.00_01_good.sql").write_text("CREATE TABLE good ();")
        (folder / "04.00.00_02_bad.sql").write_text("CREATE TABLE half (); SELECT 1 / 0;")
        with pytest.raises(psycopg.errors.DivisionByZero):
            prepare_queue(database, folder)
        assert database.execute("SELECT to_regclass('queue.good'), to_regclass('queue.half')").fetchone() == (
            "queue.good",
            None,
        )
        (folder / "04.00.00_02_bad.sql").write_text("CREATE TABLE half ();")
        assert prepare_queue(database, folder) == ("04.00.00_02_bad.sql",)


def test_database_ahead_of_the_library_is_refused(database_url):
    Jobs(database_url).close()
    with connect(database_url) as database:
        database.execute("INSERT INTO live.queue_script (name, library) VALUES ('04.00.00_01_later.sql', '4.0.0')")
    with pytest.raises(MigrationMismatch, match=r"procrastinate 04\.00\.00_01_later\.sql"):
        Jobs(database_url)


def test_address_keeps_what_it_says(database_url):
    given = make_conninfo(database_url, options="-c application_name=essai", password="secret-7")
    made = conninfo_to_dict(queue_conninfo(given, 1.5))
    assert made["options"].startswith("-c application_name=essai -c search_path=queue -c jit=off ")
    assert made["options"].endswith(" -c idle_in_transaction_session_timeout=1500")
    assert made["password"] == "secret-7"
    with psycopg.connect(queue_conninfo(given)) as database:
        assert database.execute("SELECT current_schemas(false), current_setting('application_name')").fetchone() == (
            ["queue"],
            "essai",
        )
