"""Migrations are applied once, in order, unchanged; every table only grows."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from engine.errors import DatabaseUnavailable, MigrationMismatch
from engine.store import migrate as migrate_module
from engine.store.border import connect
from engine.store.jobs import Jobs
from engine.store.migrate import migrate
from engine.store.postgres import Store
from tests.integration.store_samples import fill

SHIPPED = Path(migrate_module.__file__).parent / "migrations"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(SHIPPED, tmp_path / "migrations"))


def test_second_migration_changes_nothing(empty_database_url):
    with connect(empty_database_url) as connection:
        first = migrate(connection)
        assert first == tuple(sorted(path.name for path in SHIPPED.glob("*.sql")))
        assert first[0] == "0001_path.sql"
        assert migrate(connection) == ()


def test_two_processes_migrate_at_once(empty_database_url):
    def one(_):
        with connect(empty_database_url) as connection:
            return migrate(connection)

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(one, range(4)))
    assert sum(len(names) for names in done) == len(list(SHIPPED.glob("*.sql")))


def test_changed_migration_is_refused(database_url, folder):
    path = folder / "0001_path.sql"
    path.write_text(path.read_text() + "-- changed\n")
    with connect(database_url) as connection, pytest.raises(MigrationMismatch, match=r"0001_path\.sql"):
        migrate(connection, folder)


def test_line_ends_are_no_change(database_url, folder):
    path = folder / "0001_path.sql"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    with connect(database_url) as connection:
        assert migrate(connection, folder) == ()


def test_database_of_a_newer_program_is_refused(database_url, folder):
    (folder / "0999_later.sql").write_text("CREATE TABLE later ();")
    with connect(database_url) as connection:
        assert migrate(connection, folder) == ("0999_later.sql",)
    with pytest.raises(MigrationMismatch, match=r"0999_later\.sql"):
        Store(database_url)


def test_failed_migration_leaves_nothing(database_url, folder):
    (folder / "0998_half.sql").write_text("CREATE TABLE half (); SELECT 1 / 0;")
    with connect(database_url) as connection:
        with pytest.raises(psycopg.errors.DivisionByZero):
            migrate(connection, folder)
        assert connection.execute("SELECT to_regclass('half')").fetchone() == (None,)
        assert migrate(connection) == ()


def test_missing_extension_is_named_with_its_package(empty_database_url, monkeypatch):
    monkeypatch.setitem(migrate_module.EXTENSIONS, "vecteurs", ((1, 0), "paquet vecteurs"))
    with pytest.raises(DatabaseUnavailable, match="l'extension vecteurs manque au serveur ; installez-la : paquet"):
        Store(empty_database_url)


def test_an_extension_that_is_too_old_is_named_with_the_way_out(empty_database_url, monkeypatch):
    monkeypatch.setitem(migrate_module.EXTENSIONS, "vector", ((99, 0), "paquet vecteurs"))
    told = (
        r"l'extension vector du serveur est trop ancienne \(.*il faut 99\.0 au moins\).*ALTER EXTENSION vector UPDATE"
    )
    with pytest.raises(DatabaseUnavailable, match=told):
        Store(empty_database_url)


def test_vector_extension_is_installed(database_url):
    with connect(database_url) as connection:
        assert connection.execute("SELECT '[1,2]'::vector <-> '[1,5]'::vector").fetchone() == (3.0,)


CHANGES = (
    SQL("UPDATE {table} SET {column} = {column}"),
    SQL("UPDATE {table} SET {column} = {column} WHERE false"),
    SQL("DELETE FROM {table}"),
    SQL("TRUNCATE {table} CASCADE"),
)


# What is told while work goes on, and the queue's own tables: nothing there is a result.
CHANGING = {"live", "queue"}


def test_every_table_refuses_change(store, database_url):
    fill(store)
    Jobs(database_url).close()
    with connect(database_url) as connection:
        schemas = connection.execute(
            "SELECT DISTINCT schemaname FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        assert {name for (name,) in schemas} == {"public"} | CHANGING
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        tables = [name for (name,) in names]
        assert {"schema_migration", "blob", "run", "fact", "statement"} <= set(tables)
        for table in tables:
            count = connection.execute(SQL("SELECT count(*) FROM {}").format(Identifier(table))).fetchone()
            assert count is not None
            assert count[0] > 0, f"{table}: nothing to change, this test would say nothing"
            (column,) = connection.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1", (table,)
            ).fetchone() or ("",)
            for change in CHANGES:
                with pytest.raises(psycopg.errors.RaiseException, match="rows are only added"):
                    connection.execute(change.format(table=Identifier(table), column=Identifier(column)))
            left = connection.execute(SQL("SELECT count(*) FROM {}").format(Identifier(table))).fetchone()
            assert left == count


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"host": "/nowhere"}, "connexion impossible à /nowhere"),
        ({"dbname": "absente", "password": "secret-7"}, "/absente"),
    ],
)
def test_unreachable_server_says_where_and_keeps_the_password(database_url, change, says):
    with pytest.raises(DatabaseUnavailable) as caught:
        Store(make_conninfo(database_url, **change))
    assert says in str(caught.value)
    assert "secret-7" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_address_that_is_none(database_url):
    with pytest.raises(DatabaseUnavailable, match="adresse mal formée"):
        Store("postgres//secret-7@serveur")


def test_latin1_database_is_refused(database_server):
    with psycopg.connect(database_server, autocommit=True) as admin:
        admin.execute("CREATE DATABASE avis_latin1 TEMPLATE template0 ENCODING LATIN1 LOCALE 'C' LOCALE_PROVIDER libc")
        try:
            with pytest.raises(DatabaseUnavailable, match="en UTF-8"):
                Store(make_conninfo(database_server, dbname="avis_latin1"))
        finally:
            admin.execute("DROP DATABASE avis_latin1 WITH (FORCE)")
