"""A backup taken from a service at work comes back whole, triggers included; anything else is refused untouched."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from engine.services.backup import NotEmpty, NotWritten, back_up, prune
from engine.settings import Settings
from engine.store import backup as store_backup
from engine.store.backup import EPHEMERAL, census
from engine.store.border import connect
from engine.store.postgres import Store
from engine.store.server import EmbeddedServer
from tests.builders import a_dossier
from tests.integration.backup_samples import NOW, SECRET, put_back
from tests.integration.store_samples import fill

COMMAND = Path(sys.executable).parent / "avis"


def content(url: str) -> dict[str, str]:
    """Every row of every table that has to come back, as text."""
    query = SQL("SELECT coalesce(string_agg(t::text, '|' ORDER BY t::text), '') FROM {} AS t")
    with connect(url) as connection:
        names = [name for (name,) in connection.execute(store_backup.TABLES).fetchall() if name not in EPHEMERAL]
        assert {"public.blob", "public.fact", "queue.procrastinate_jobs"} <= set(names)
        return {n: connection.execute(query.format(Identifier(*n.split(".")))).fetchone()[0] for n in names}


def schema_of(url: str) -> list[tuple[str, ...]]:
    """Triggers, constraints, indexes, views and functions: all that a table is besides its rows."""
    with connect(url) as connection:
        connection.execute("SET search_path = ''")
        parts = (
            "SELECT 'trigger', tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal",
            "SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint",
            "SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname !~ '^pg_'",
            "SELECT 'view', schemaname, viewname, definition FROM pg_views WHERE schemaname IN ('public', 'queue')",
            "SELECT 'function', oid::regprocedure::text, prosrc, '' FROM pg_proc WHERE pronamespace IN "
            "(SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')",
        )
        return sorted(row for part in parts for row in connection.execute(part).fetchall())


@pytest.mark.parametrize("passphrase", [None, SECRET])
def test_all_comes_back(backup_source, backups, empty_database_url, tmp_path, passphrase):
    said = put_back(backups[passphrase is not None], empty_database_url, tmp_path / "data", passphrase)
    assert "conformes au manifeste" in said[-1]
    assert content(empty_database_url) == content(backup_source)
    assert schema_of(empty_database_url) == schema_of(backup_source)
    authority = tmp_path / "data" / "authority"
    assert {path.name: path.read_bytes() for path in authority.iterdir()} == {
        "authority.pem": b"certificate",
        "authority.key": b"key",
    }
    assert authority.stat().st_mode & 0o777 == 0o700
    assert (authority / "authority.key").stat().st_mode & 0o777 == 0o600
    with connect(empty_database_url) as connection:
        assert connection.execute("SELECT count(*) FROM live.progress").fetchone() == (0,)
    with Store(empty_database_url) as store:
        assert store.dossier("dossier-1") == a_dossier()
        store.save_dossier(a_dossier("apres"))  # the sequences go on where they were


def test_append_only_triggers_are_back(backups, empty_database_url, tmp_path):
    put_back(backups[0], empty_database_url, tmp_path)
    with connect(empty_database_url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        assert len(tables) > 10
        for (table,) in tables:
            for change in (SQL("DELETE FROM {}"), SQL("TRUNCATE {} CASCADE")):
                with pytest.raises(psycopg.errors.RaiseException, match="rows are only added"):
                    connection.execute(change.format(Identifier(table)))


def test_nothing_that_older_servers_do_not_know_is_restored(backups):
    """pg_restore writes it for every server; one before version 17 would end there."""
    script = io.BytesIO()
    with zipfile.ZipFile(backups[0]) as archive, archive.open("base.dump") as dump:
        command = [store_backup.programs() / "pg_restore", "--file=-"]
        raw = subprocess.run(command, input=archive.read("base.dump"), capture_output=True, check=True).stdout
        store_backup._as_script(dump, script)
    assert store_backup.UNKNOWN_BEFORE_17 in raw
    assert b"transaction_timeout" not in script.getvalue()
    assert script.getvalue().count(b"\n") > 100


def test_a_writer_at_work_leaves_a_backup_of_one_instant(new_database, empty_database_url, tmp_path):
    """Of each dossier that is there, everything written with it is there too: the counts are those of the dump."""
    with new_database() as url, Store(url) as store:
        fill(store, "first")
        stop, written = threading.Event(), []

        def write() -> None:
            with Store(url) as other:
                while not stop.is_set():
                    fill(other, f"dossier-{len(written)}")
                    written.append(1)

        writer = threading.Thread(target=write)
        writer.start()
        try:
            while len(written) < 3:
                stop.wait(0.01)
            before = len(written)
            path = back_up(
                Settings(data_dir=tmp_path / "a", database_url=url),
                tmp_path,
                now=NOW,
                passphrase=None,
                say=lambda _: None,
            )
            while len(written) < before + 3:
                stop.wait(0.01)
        finally:
            stop.set()
            writer.join()
        manifest = json.loads(zipfile.ZipFile(path).read("manifest.json"))
        put_back(path, empty_database_url, tmp_path / "b")
        restored = census(empty_database_url).rows
        assert restored == manifest["census"]["rows"]
        assert before < restored["public.dossier"] < census(url).rows["public.dossier"]


def test_file_is_private_and_named_after_its_time(backup_source, backup_data, tmp_path):
    settings = Settings(data_dir=backup_data, database_url=backup_source)
    path = back_up(settings, tmp_path, now=NOW, passphrase=None, say=lambda _: None)
    assert path == tmp_path / "double-avis-20261122-031500.avis"
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(NotWritten, match="existe déjà"):
        back_up(settings, path, now=NOW, passphrase=None, say=lambda _: None)
    with pytest.raises(NotWritten, match="il n'existe pas"):
        back_up(settings, tmp_path / "absent" / "a.avis", now=NOW, passphrase=None, say=lambda _: None)


def test_encrypted_file_shows_nothing(backups):
    plain, locked = (path.read_bytes() for path in backups)
    assert b"manifest.json" in plain
    for word in (b"manifest.json", b"PGDMP", b"certificate", b"schema_migration"):
        assert word not in locked


def test_full_database_is_only_replaced_on_demand_and_kept(backups, backup_source, new_database, tmp_path):
    with new_database() as url:
        with Store(url) as store:
            store.save_dossier(a_dossier("ancien"))
        before = content_or_none(url)
        with pytest.raises(NotEmpty, match="--replace"):
            put_back(backups[0], url, tmp_path)
        assert content_or_none(url) == before
        said = put_back(backups[0], url, tmp_path, replace=True)
        assert any("d'abord sauvegardé" in line for line in said)
        assert content(url) == content(backup_source)
        (kept,) = (tmp_path / "backups").glob("*.avis")
        put_back(kept, url, tmp_path / "elsewhere", replace=True)
        with Store(url) as store:
            assert store.dossier("ancien") is not None
            assert store.dossier("dossier-1") is None


def content_or_none(url: str) -> dict[str, int]:
    return census(url).rows


def test_interrupted_backup_leaves_nothing(new_database, tmp_path):
    """A signal in the middle, as a supervisor sends it: a table that somebody locked holds the dump up."""
    with new_database() as url, connect(url) as holder, holder.transaction():
        holder.execute("LOCK TABLE blob IN ACCESS EXCLUSIVE MODE")
        environment = {**os.environ, "AVIS_DATABASE_URL": url, "AVIS_DATA_DIR": str(tmp_path / "data")}
        (tmp_path / "out").mkdir()
        command = [COMMAND, "backup", tmp_path / "out"]
        process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Sauvegarde vers")
        while not list((tmp_path / "out").iterdir()):
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
        assert (process.returncode, "Interrompu" in err) == (130, True)
        assert list((tmp_path / "out").iterdir()) == []


def test_full_disk_leaves_nothing(backup_source, backup_data, tmp_path, monkeypatch):
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    real = os.open

    def to_a_full_disk(path, *flags):
        os.close(real(path, *flags))
        return real("/dev/full", os.O_WRONLY)

    monkeypatch.setattr("engine.delivery.files.os.open", to_a_full_disk)
    with pytest.raises(NotWritten, match="le disque est plein"):
        back_up(
            Settings(data_dir=backup_data, database_url=backup_source),
            tmp_path,
            now=NOW,
            passphrase=None,
            say=lambda _: None,
        )
    assert list(tmp_path.iterdir()) == []


def test_old_backups_go_and_other_files_stay(tmp_path):
    names = [f"double-avis-2026112{day}-031500.avis" for day in range(4)]
    for name in [*names, "double-avis.avis", "autre.avis"]:
        (tmp_path / name).write_bytes(b"")
    assert [path.name for path in prune(tmp_path, 2)] == names[:2]
    assert {path.name for path in tmp_path.iterdir()} == {*names[2:], "double-avis.avis", "autre.avis"}


def test_commands_on_the_embedded_database(tmp_path):
    """The way an operator goes: back up here with a passphrase, restore into the empty folder of another machine."""
    base = {**os.environ, "AVIS_BACKUP_PASSPHRASE": SECRET}
    base.pop("AVIS_DATABASE_URL", None)

    def avis(folder: str, *arguments: str):
        environment = {**base, "AVIS_DATA_DIR": str(tmp_path / folder)}
        return subprocess.run(
            [COMMAND, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    for folder in ("here", "there"):
        EmbeddedServer(tmp_path / folder / "postgres", durable=False).close()  # a database of a test need not be safe
    with Store.open(Settings(data_dir=tmp_path / "here", database_url=None)) as store:
        fill(store)
        done = avis("here", "backup")
    assert done.returncode == 0, done.stderr
    path = done.stdout.strip()
    asked = avis("there", "restore", path)
    assert (asked.returncode, "--yes" in asked.stderr) == (2, True)
    done = avis("there", "restore", path, "--yes")
    assert done.returncode == 0, done.stderr
    with Store.open(Settings(data_dir=tmp_path / "there", database_url=None)) as store:
        assert store.dossier("dossier-1") == a_dossier()
    assert SECRET not in done.stderr + done.stdout
    assert avis("there", "restore", str(tmp_path / "absent.avis")).returncode == 2
