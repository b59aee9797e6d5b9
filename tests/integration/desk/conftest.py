"""One running service for all tests of the desk; each makes the dossiers that it changes."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from engine.domain.dossier import Dossier
from engine.ports import ClinicalReader
from tests.acceptance.paper import CAKE, LETTER, REPORT, pdf
from tests.conftest import NewDatabase
from tests.desk_samples import Desktop, desktop
from tests.integration.desk.browsing import person


@pytest.fixture(scope="session")
def desk(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    with new_database() as url, desktop(url, tmp_path_factory.mktemp("data")) as opened:
        opened.member("intake")
        opened.member("doctor")
        opened.member("doctor", "second", name="Dr Fulgence ORBECHAT", rpps="10003456711")
        yield opened


@pytest.fixture(scope="session")
def nurse(desk: Desktop) -> TestClient:
    return desk.signed_in("intake")


@pytest.fixture(scope="session")
def doctor(desk: Desktop) -> TestClient:
    return desk.signed_in("doctor")


@pytest.fixture
def dossier(desk: Desktop) -> Dossier:
    return desk.dossier(person(desk, "intake"))


@pytest.fixture(scope="session")
def read(desk: Desktop, clinical_reader: ClinicalReader) -> Dossier:
    """A dossier that was read: a letter, a report, a cake."""
    made = desk.dossier(person(desk, "intake"))
    files = {"01-lettre.pdf": pdf(LETTER), "02-radio.pdf": pdf(REPORT), 'gâteau "maison".pdf': pdf(CAKE)}
    for name, content in files.items():
        desk.service.intake.receive(person(desk, "intake"), made.id, name, "application/pdf", content)
    desk.engine(clinical_reader).process(made.id)
    return made
