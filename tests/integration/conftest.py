"""Fixtures of the store's tests."""

import pytest

from engine.store.postgres import Store
from tests.builders import a_dossier
from tests.integration.store_samples import ID, PDF


@pytest.fixture(scope="module")
def shared(new_database):
    with new_database() as url, Store(url) as opened:
        yield opened


@pytest.fixture
def dossier(store):
    store.keep_upload(ID, "compte-rendu.pdf", "application/pdf", PDF)
    store.save_dossier(a_dossier())
    return a_dossier()
