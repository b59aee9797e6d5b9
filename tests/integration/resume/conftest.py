"""A dossier with an engine that can be stopped and started again, for tests of going on."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from engine.domain.dossier import Dossier, Upload
from engine.domain.progress import Progress
from engine.domain.run import Run
from engine.errors import UploadRefused
from engine.pipeline import Engine
from engine.ports import ClinicalReader, ReadPage, ReadRefusal
from engine.store.database import Connection
from engine.store.desk import Desk
from engine.store.postgres import Store
from tests.acceptance.paper import REPORT, intake, pdf
from tests.conftest import NewDatabase
from tests.integration.engine_samples import PAPERS, STEPS, parts_of
from tests.reading import RememberingReader, page_reader

ID = "perlevent"
DONE = "incomplete"  # these papers are not all that the pathway asks for
LATER = {"03-radio.pdf": pdf([line.replace("28/04/2026", "20/05/2026") for line in REPORT])}


class CountingReader(RememberingReader):
    """The reader that ships; it remembers which files it was given, and which of their pages when not all."""

    def __init__(self) -> None:
        super().__init__()
        self._reader, self._coded = page_reader()._reader, page_reader()._coded
        self.given: list[str] = []
        self.only: list[tuple[int, ...]] = []
        self.too_slow = False

    def read(
        self,
        upload: Upload,
        content: bytes,
        turns: Mapping[int, int] | None = None,
        only: Collection[int] | None = None,
    ) -> Iterator[ReadPage | ReadRefusal]:
        self.given.append(upload.filename)
        self.only.append(tuple(sorted(only or ())))
        if self.too_slow:
            raise UploadRefused("too_slow", "Le fichier demande trop de temps.")
        return super().read(upload, content, turns, only)


class Killed(BaseException):
    """The process is gone: nothing in it can catch this and go on."""


class FallingStore(Store):
    """Dies when the results of a step are about to be kept, or half of them are."""

    falls_at, half = "", False

    @contextmanager
    def _saving(self, run: Run, step: str) -> Iterator[Connection]:
        with super()._saving(run, step) as connection:
            if step == self.falls_at and not self.half:
                raise Killed
            yield connection
            if step == self.falls_at:
                raise Killed


class House:
    """One dossier, the desk and an engine that can be started again."""

    def __init__(self, store: Store, clinical: ClinicalReader) -> None:
        self.store, self.desk, self.reader = store, Desk(store), CountingReader()
        self._clinical, self._numbers = clinical, count(1)

    def engine(self, **over: Any) -> Engine:
        parts = parts_of(self.store, self._clinical, self._numbers, pages=self.reader)
        return Engine(replace(parts, **over))

    def send(self, papers: dict[str, bytes] = PAPERS, **over: Any) -> None:
        self.store.save_dossier(Dossier.model_validate(intake(**over)))
        for name, content in papers.items():
            self.store.keep_upload(ID, name, "application/pdf", content)

    def process(self, **over: Any) -> list[Progress]:
        told: list[Progress] = []
        self.engine(**over).process(ID, told.append)
        return told

    def steps(self) -> list[str]:
        return [run.step for run in self.store.runs(ID)]

    def note(self, write: Any, value: Any) -> None:
        with self.store.transaction() as connection:
            write(ID, value, connection)

    def state(self) -> str | None:
        line = self.desk.listed_one(ID)
        return line.state if line else None


def results(store: Store) -> dict[str, Any]:
    return {
        "pages": store.pages(ID),
        "images": [store.content(page.image) for page in store.pages(ID)],
        "documents": store.documents(ID),
        "facts": store.facts(ID),
        "conflicts": store.conflicts(ID),
        "completeness": store.completeness(ID),
        "draft": store.draft(ID),
        "convergence": store.convergence(ID),
        "inputs": {run.step: run.input_sha256 for run in store.runs(ID)},
    }


@pytest.fixture
def home(store: Store, clinical_reader: ClinicalReader) -> House:
    return House(store, clinical_reader)


@pytest.fixture(scope="module")
def undisturbed(new_database: NewDatabase, clinical_reader: ClinicalReader) -> dict[str, Any]:
    """What a run that nothing interrupts leaves behind."""
    with new_database() as url, Store(url) as store:
        home = House(store, clinical_reader)
        home.send()
        home.process()
        assert home.steps() == STEPS
        return results(store)
