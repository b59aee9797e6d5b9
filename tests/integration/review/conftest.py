"""One house for all tests of the review: making its keys takes seconds."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.integration.review.samples import Desk, Room
from tests.review_samples import Clinic, clinic, lay_out


@pytest.fixture(scope="package")
def house(new_database: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    with new_database() as url, clinic(url, tmp_path_factory.mktemp("house")) as opened:
        yield opened


@pytest.fixture(scope="package")
def browser(house: Clinic) -> TestClient:
    return house.browser(house.usual)


@pytest.fixture
def desk(house: Clinic) -> Desk:
    dossier = f"D-{next(house.numbers)}"
    return Desk(house, dossier, lay_out(house, dossier))


@pytest.fixture
def room(house: Clinic, browser: TestClient) -> Room:
    dossier = f"D-{next(house.numbers)}"
    return Room(house, dossier, lay_out(house, dossier), browser)
