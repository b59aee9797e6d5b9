"""A backup that is not whole, not ours or not wanted changes neither database nor folder."""

import json
import zipfile
from pathlib import Path

import pytest

from engine.adapters.strongbox import START, Altered, WrongPassphrase
from engine.services.archive import PassphraseMissing, UnusableBackup
from engine.services.backup import NotEmpty
from engine.store.backup import RestoreFailed, ServiceRunning, census
from engine.store.postgres import Store
from tests.integration.backup_samples import SECRET, put_back


@pytest.mark.parametrize("place", [START + 10, -40, -1])
def test_changed_byte_of_an_encrypted_file_is_seen(backups, empty_database_url, tmp_path, place):
    changed = bytearray(backups[1].read_bytes())
    changed[place] ^= 1
    refused(bytes(changed), Altered, empty_database_url, tmp_path, SECRET)


def test_encrypted_file_cut_short_is_refused(backups, empty_database_url, tmp_path):
    for cut in (1, 40, len(backups[1].read_bytes()) - 30):
        refused(backups[1].read_bytes()[:-cut], Altered, empty_database_url, tmp_path, SECRET)


@pytest.mark.parametrize(("given", "error"), [("autre phrase secrète", WrongPassphrase), (None, PassphraseMissing)])
def test_wrong_or_missing_passphrase(backups, empty_database_url, tmp_path, given, error):
    refused(backups[1].read_bytes(), error, empty_database_url, tmp_path, given)


def test_accents_typed_in_another_way_open_the_file(backups, empty_database_url, tmp_path):
    put_back(backups[1], empty_database_url, tmp_path, SECRET.replace("è", "e\u0300"))


def test_every_part_is_held_to_the_manifest(backups, empty_database_url, tmp_path):
    whole = backups[0].read_bytes()
    at = whole.index(b"certificate")
    refused(whole[:at] + b"C" + whole[at + 1 :], UnusableBackup, empty_database_url, tmp_path)
    refused(whole[: len(whole) // 2], UnusableBackup, empty_database_url, tmp_path)
    refused(b"not a backup at all", UnusableBackup, empty_database_url, tmp_path)
    refused(rezipped(backups[0], without="authority/authority.key"), UnusableBackup, empty_database_url, tmp_path)
    refused(rezipped(backups[0], more="../outside"), UnusableBackup, empty_database_url, tmp_path)
    # The archive's own sum of each part is right here: only the manifest can tell.
    changed = rezipped(backups[0], change=("authority/authority.pem", b"other"))
    refused(changed, UnusableBackup, empty_database_url, tmp_path)


def test_backup_of_another_version_is_refused(backups, empty_database_url, tmp_path):
    manifest = json.loads(zipfile.ZipFile(backups[0]).read("manifest.json"))
    manifest["census"]["migrations"]["0999_later.sql"] = "0" * 64
    changed = rezipped(backups[0], change=("manifest.json", json.dumps(manifest).encode()))
    refused(changed, UnusableBackup, empty_database_url, tmp_path, says="0999_later.sql")


def test_counts_that_differ_undo_everything(backups, empty_database_url, tmp_path):
    manifest = json.loads(zipfile.ZipFile(backups[0]).read("manifest.json"))
    manifest["census"]["rows"]["public.fact"] += 1
    changed = rezipped(backups[0], change=("manifest.json", json.dumps(manifest).encode()))
    refused(changed, RestoreFailed, empty_database_url, tmp_path, says="nombre de lignes")


def refused(content_: bytes, error, url, folder, passphrase=None, says: str | None = None) -> None:
    """The backup is refused and neither database nor folder has changed."""
    path = folder / "refused.avis"
    path.write_bytes(content_)
    before = census(url)
    with pytest.raises(error, match=says):
        put_back(path, url, folder / "data", passphrase)
    assert census(url) == before
    assert not (folder / "data" / "authority").exists()


def rezipped(path: Path, without: str = "", more: str = "", change: tuple[str, bytes] = ("", b"")) -> bytes:
    target = path.with_suffix(".changed")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name != without:
                new.writestr(name, change[1] if name == change[0] else old.read(name))
        if more:
            new.writestr(more, b"")
    return target.read_bytes()


def test_another_authority_is_not_replaced_in_silence(backups, empty_database_url, tmp_path):
    (tmp_path / "authority").mkdir()
    (tmp_path / "authority" / "authority.pem").write_bytes(b"another")
    with pytest.raises(NotEmpty, match="autorité"):
        put_back(backups[0], empty_database_url, tmp_path)
    assert census(empty_database_url).rows == {}


def test_a_service_that_runs_stops_the_restore(backups, database_url, tmp_path):
    with Store(database_url), pytest.raises(ServiceRunning, match="arrêtez le service"):
        put_back(backups[0], database_url, tmp_path, replace=True)


def test_saying_no_changes_nothing(backups, empty_database_url, tmp_path):
    def no(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put_back(backups[0], empty_database_url, tmp_path, agree=no)
    assert census(empty_database_url).rows == {}
