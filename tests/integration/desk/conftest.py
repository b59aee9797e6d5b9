"""One running service for all tests of the desk; each makes the dossiers that it changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from engine import Settings
from engine.domain.dossier import Dossier
from engine.ports import ClinicalReader
from engine.services import errands
from engine.services.departures import Departures
from tests.acceptance.paper import CAKE, LETTER, REPORT, pdf
from tests.builders import a_completeness, a_run, an_item
from tests.conftest import NewDatabase
from tests.desk_samples import Desktop, desktop
from tests.integration.desk.asking import CONTACT, PDF, PIECES
from tests.integration.desk.browsing import person, send


@pytest.fixture(scope="session")
def desk(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    with new_database() as url, desktop(url, tmp_path_factory.mktemp("data")) as opened:
        opened.member("intake")
        opened.member("doctor")
        opened.member("doctor", "second", name="Dr Fulgence ORBECHAT", rpps="10003456711")
        yield opened


@pytest.fixture(autouse=True)
def _time_as_it_was(desk: Desktop) -> Iterator[None]:
    """A test that moves the clock must not end the sessions of those after it."""
    moment = desk.clock.moment
    yield
    desk.clock.moment = moment


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


@pytest.fixture
def asked(desk: Desktop, nurse: TestClient, dossier: Dossier) -> Dossier:
    """A dossier that lacks three pieces, of a patient who can be reached."""
    items = [an_item(name, status="missing", documents=(), level="required") for name in PIECES]
    desk.store.keep_upload(dossier.id, "lettre.pdf", "application/pdf", PDF + dossier.id.encode())
    for step in ("read", "split", "extract"):
        getattr(desk.store, f"save_{step}")(a_run(step, dossier=dossier.id), ())
    done = a_completeness(*items, pathway="gonarthrose", provisional=True)
    desk.store.save_assess(a_run("assess", dossier=dossier.id), done)
    assert send(nurse, f"/dossiers/{dossier.id}/demandes/coordonnees", CONTACT).status_code == 303
    return dossier


@pytest.fixture
def departures(desk: Desktop, tmp_path: Path) -> Departures:
    """How e-mails leave, as a worker has it; they land in the outbox of `tmp_path`."""
    settings = Settings(data_dir=tmp_path, public_url="https://avis.exemple.fr")
    return errands.departures(desk.store, desk.service.jobs, settings, desk.clock)
