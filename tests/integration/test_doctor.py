"""Each check is made to fail for real, and says the way out; the verb ends with the right code and tells no secret."""

import json
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from engine.errors import DatabaseUnavailable
from engine.services import machine
from engine.services.check import Check
from engine.services.health import alive, check
from engine.settings import Settings
from engine.store.border import connect
from engine.store.condition import ping

COMMAND = Path(sys.executable).parent / "avis"
NOW = datetime.now(UTC)


def one(checks: tuple[Check, ...], name: str) -> Check:
    (found,) = (found for found in checks if found.name == name)
    assert (found.remedy_fr is None) == (found.status == "ok"), found
    return found


def doctor(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    given = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "Europe/Paris", **environment}
    return subprocess.run([COMMAND, "doctor", *arguments], env=given, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def sound(new_database, tmp_path_factory):
    """The checks of a machine where all is well."""
    with new_database() as url:
        yield check(Settings(data_dir=tmp_path_factory.mktemp("data"), database_url=url), NOW)


def test_all_is_well(sound):
    assert [found for found in sound if found.status == "failed"] == []
    names = {found.name for found in sound}
    assert names >= {
        "Réglages",
        "Envois vers des tiers",
        "Base de données",
        "Extension pgvector",
        "Forme de la base",
        "File d'attente",
        "Lecture des scans",
        "Composition des PDF",
        "Rédaction du pré-avis",
        "Dossier des données",
        "Place sur le disque",
        "Mémoire",
        "Horloge",
        "Fuseau horaire",
    }
    assert len(names) == len(sound)
    for found in sound:
        one(sound, found.name)


def test_the_verb_prints_each_check_and_ends_well(database_url, tmp_path):
    ended = doctor(AVIS_DATABASE_URL=database_url, AVIS_DATA_DIR=str(tmp_path))
    assert (ended.returncode, ended.stderr) == (0, "")
    (zone,) = (line for line in ended.stdout.splitlines() if "Fuseau" in line)
    assert zone.startswith("✓ bon"), "Europe/Paris"
    assert "0 en échec" in ended.stdout


def test_json_of_a_failure_tells_the_way_out_and_no_password(tmp_path):
    url = "postgresql://avis:secret-7@127.0.0.1:1/avis"
    ended = doctor("--json", AVIS_DATABASE_URL=url, AVIS_DATA_DIR=str(tmp_path), AVIS_SMTP_PASSWORD="secret-8")
    assert (ended.returncode, ended.stderr) == (7, "")
    (failed,) = (found for found in json.loads(ended.stdout) if found["status"] == "failed")
    assert failed["name"] == "Base de données"
    assert "127.0.0.1:1/avis" in failed["told_fr"]
    assert "AVIS_DATABASE_URL" in failed["remedy_fr"]
    assert "secret" not in ended.stdout


def test_unusable_setting_and_tracing_do_not_stop_the_other_checks(tmp_path):
    ended = doctor(AVIS_DATA_DIR=str(tmp_path), AVIS_AUTHOR="oracle", LANGCHAIN_TRACING_V2="true")
    assert ended.returncode == 7
    lines = ended.stdout.splitlines()
    assert any(line.startswith("✗ échec") and "AVIS_AUTHOR" in line for line in lines)
    assert any(line.startswith("✗ échec") and "LANGCHAIN_TRACING_V2" in line for line in lines)
    assert any(line.startswith("✓ bon") and "Tesseract" in line for line in lines)
    assert "2 en échec" in lines[-1]


@pytest.fixture(scope="module")
def lacking(tmp_path_factory):
    """A machine with Tesseract but not its French data, without a font, and far from France."""
    folder = tmp_path_factory.mktemp("lacking")
    fonts = folder / "fonts.conf"
    fonts.write_text('<?xml version="1.0"?><fontconfig></fontconfig>')
    given = {"TESSDATA_PREFIX": "/nowhere", "FONTCONFIG_FILE": str(fonts), "TZ": "Asia/Tokyo"}
    return doctor(AVIS_DATA_DIR=str(folder), **given)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A machine without a single program, in an overseas department."""
    folder = str(tmp_path_factory.mktemp("bare"))
    return doctor(AVIS_DATA_DIR=folder, PATH=folder, TZ="Indian/Reunion")


def test_each_of_two_failures_is_counted(lacking):
    assert lacking.returncode == 7
    assert "2 en échec" in lacking.stdout.splitlines()[-1]


def test_languages_that_are_not_there(lacking):
    assert "données françaises de Tesseract sont introuvables" in lacking.stdout
    assert "TESSDATA_PREFIX (/nowhere)" in lacking.stdout


def test_no_font_at_all(lacking):
    assert "aucune police" in lacking.stdout
    assert "fonts-dejavu-core" in lacking.stdout


def test_no_tesseract_at_all(bare):
    assert bare.returncode == 7
    assert "1 en échec" in bare.stdout.splitlines()[-1]
    assert "Tesseract est absent" in bare.stdout
    assert "apt-get install tesseract-ocr" in bare.stdout


def test_no_pango(tmp_path):
    """The loader of libraries finds none of that name, as on a bare machine."""
    code = (
        "import cffi\nreal = cffi.FFI.dlopen\n"
        "def absent(self, name, flags=0):\n"
        "    if 'pango' in str(name): raise OSError(name)\n"
        "    return real(self, name, flags)\n"
        "cffi.FFI.dlopen = absent\n"
        "from engine.delivery.print_check import CannotPrint, printed_with\n"
        "try: printed_with()\nexcept CannotPrint as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "libpango-1.0-0" in done.stdout, done.stderr


def test_database_without_the_extension(empty_database_url, tmp_path):
    found = one(check(Settings(data_dir=tmp_path, database_url=empty_database_url), NOW), "Forme de la base")
    assert (found.status, "0001_path.sql" in found.told_fr) == ("warning", True)


def test_database_of_a_newer_program(database_url, tmp_path):
    with connect(database_url) as connection:
        connection.execute("INSERT INTO schema_migration (name, sha256) VALUES ('0999_later.sql', 'x')")
        connection.execute("DROP EXTENSION vector CASCADE")
    checks = check(Settings(data_dir=tmp_path, database_url=database_url), NOW)
    assert one(checks, "Forme de la base").status == "failed"
    assert "0999_later.sql" in one(checks, "Forme de la base").told_fr
    assert one(checks, "Extension pgvector").status == "failed"


def test_queue_is_seen_once_it_is_there(database_url, tmp_path):
    settings = Settings(data_dir=tmp_path, database_url=database_url)
    with connect(database_url) as connection:
        connection.execute("DROP SCHEMA IF EXISTS queue CASCADE")
        assert "Pas encore créée" in one(check(settings, NOW), "File d'attente").told_fr
        connection.execute("CREATE SCHEMA queue CREATE TABLE procrastinate_jobs ()")
    assert one(check(settings, NOW), "File d'attente").told_fr == "Présente."


def test_embedded_database_that_cannot_start(tmp_path):
    (tmp_path / "postgres").mkdir(mode=0o700)
    (tmp_path / "postgres" / "PG_VERSION").write_text("13\n")
    found = one(check(Settings(data_dir=tmp_path, database_url=None), NOW), "Base de données")
    assert (found.status, "PostgreSQL 13" in found.told_fr) == ("failed", True)


def test_no_database_yet_is_no_failure_and_makes_none(tmp_path):
    found = one(check(Settings(data_dir=tmp_path / "new", database_url=None), NOW), "Base de données")
    assert (found.status, "pas encore créée" in found.told_fr) == ("ok", True)
    assert not (tmp_path / "new").exists()


def test_folder_that_cannot_be_written():
    folder, _ = machine.storage(Settings(data_dir=Path("/proc/avis")))
    assert folder.status == "failed"
    assert "AVIS_DATA_DIR" in (folder.remedy_fr or "")


@pytest.mark.parametrize("name", [".", "authority", "outbox"])
def test_folder_that_others_may_change(tmp_path, name):
    (tmp_path / name).mkdir(exist_ok=True)
    (tmp_path / name).chmod(0o777)
    folder, _ = machine.storage(Settings(data_dir=tmp_path))
    assert folder.status == "failed"
    assert f"chmod go-rwx {tmp_path / name}" in (folder.remedy_fr or "")


@pytest.mark.parametrize(
    ("free", "status"), [(499_000_000, "failed"), (4_900_000_000, "warning"), (5_100_000_000, "ok")]
)
def test_room_on_the_disk(tmp_path, monkeypatch, free, status):
    found = namedtuple("Found", "f_bavail f_frsize")(free // 1000, 1000)
    monkeypatch.setattr("engine.services.machine.os.statvfs", lambda _: found)
    _, disk = machine.storage(Settings(data_dir=tmp_path / "not" / "yet"))
    assert disk.status == status


def test_clock_before_the_program_was_made():
    found = machine.clock(machine.RELEASED - timedelta(days=1))
    assert (found.status, "timedatectl" in (found.remedy_fr or "")) == ("failed", True)


def test_clock_that_differs_from_the_database_s(database_url, tmp_path):
    found = check(Settings(data_dir=tmp_path, database_url=database_url), datetime.now(UTC) + timedelta(minutes=3))
    assert one(found, "Horloge de la base").status == "warning"


@pytest.mark.parametrize(("where", "mark"), [("bare", "✓"), ("lacking", "!")])
def test_time_zone(request, where, mark):
    (line,) = (x for x in request.getfixturevalue(where).stdout.splitlines() if "Fuseau" in x)
    assert line.startswith(mark)


def test_address_in_clear(tmp_path):
    given = Settings(data_dir=tmp_path, public_url="http://avis.exemple.fr")
    assert one(check(given, NOW), "Réglages").status == "warning"
    assert one(check(given.model_copy(update={"production": True}), NOW), "Réglages").status == "failed"
    secure = Settings(data_dir=tmp_path, public_url="https://avis.exemple.fr", production=True)
    assert one(check(secure, NOW), "Réglages").status == "ok"


def test_variables_that_prepare_an_export(tmp_path, monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "https://traces.exemple.fr/secret-7")
    found = one(check(Settings(data_dir=tmp_path), NOW), "Envois vers des tiers")
    assert (found.status, "secret-7" in found.told_fr) == ("warning", False)


def test_models(tmp_path):
    def told(**settings) -> Check:
        return one(check(Settings(data_dir=tmp_path, author="transformers", **settings), NOW), "Rédaction du pré-avis")

    pytest.importorskip("torch")
    weights = tmp_path / "modele"
    assert told().status == "failed"
    assert told(model_dir=weights).status == "failed"
    weights.mkdir()
    header = json.dumps({"w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
    (weights / "model.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + b"\0" * 4)
    assert told(model_dir=weights).status == "ok"
    (weights / "model.safetensors").write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    assert "n'est pas un fichier de poids" in told(model_dir=weights).told_fr
    shutil.rmtree(weights)
    weights.mkdir()
    (weights / "m.gguf").write_bytes(b"GGUF\x03\0\0\0")
    assert told(model_dir=weights).status == "ok"


def test_alive_is_the_database(database_url, tmp_path):
    def ask(url: str) -> Check:
        return alive(lambda: ping(Settings(data_dir=tmp_path, database_url=url)))

    assert ask(database_url).status == "ok"
    absent = make_conninfo(database_url, dbname="absente", password="secret-7")
    assert ask(absent).status == "failed"
    assert "secret-7" not in str(ask(absent))
    with pytest.raises(DatabaseUnavailable):
        ping(Settings(data_dir=tmp_path, database_url=absent))
