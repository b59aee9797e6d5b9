"""Fixtures of the store's tests."""

import pytest

from engine.services.backup import back_up
from engine.settings import Settings
from engine.store.postgres import Store
from tests.builders import a_dossier
from tests.integration.backup_samples import NOW, SECRET, lived_in
from tests.integration.desk_samples import Hands
from tests.integration.store_samples import ID, PDF, fill


@pytest.fixture(scope="module")
def shared(new_database):
    with new_database() as url, Store(url) as opened:
        yield opened


@pytest.fixture
def dossier(store):
    store.keep_upload(ID, "compte-rendu.pdf", "application/pdf", PDF)
    store.save_dossier(a_dossier())
    return a_dossier()


@pytest.fixture(scope="session")
def backup_source(new_database):
    """The database of a service at work."""
    with new_database() as url, Store(url) as store:
        fill(store)
        lived_in(url)
        yield url


@pytest.fixture(scope="session")
def backup_data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("source") / "data"
    (folder / "authority").mkdir(parents=True)
    (folder / "authority" / "authority.pem").write_bytes(b"certificate")
    (folder / "authority" / "authority.key").write_bytes(b"key")
    return folder


@pytest.fixture(scope="session")
def backups(backup_source, backup_data, tmp_path_factory):
    """One backup as it is and one that is encrypted, taken while the store is open."""
    folder, said = tmp_path_factory.mktemp("backups"), []
    settings = Settings(data_dir=backup_data, database_url=backup_source)
    plain = back_up(settings, folder / "plain.avis", now=NOW, passphrase=None, say=said.append)
    locked = back_up(settings, folder / "locked.avis", now=NOW, passphrase=SECRET, say=said.append)
    assert any("chiffrée" in line for line in said)
    return plain, locked


@pytest.fixture
def hands(store):
    return Hands(store)


@pytest.fixture
def desk(hands):
    return hands.desk


@pytest.fixture(scope="module")
def crowd(shared):
    """A database for tables of cases: each has a dossier of its own."""
    return Hands(shared)
