"""A worker or the database is killed in the middle of a real dossier: nothing is lost, and nothing is there twice."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from engine import Settings, dossier_of, files_of
from engine.errors import DatabaseUnavailable
from engine.store.desk import Desk
from engine.store.jobs import Jobs
from engine.store.postgres import Store
from tests.acceptance.conftest import DEMO, LONGEST, Avis

STEPS = ["read", "split", "extract", "assess", "draft", "compare"]
ID = dossier_of(DEMO).id
File = tuple[str, str, bytes]
FILES = list(files_of(DEMO))
# Two letters, a picture of a page and a photo: enough to be killed between two of them.
FEWER = [file for file in FILES if file[0].startswith(("01-", "03-", "04-", "05-"))]
ONCE_EACH = {
    "run": "id",
    "page": "(filename, number)",
    "document": "(upload, record->'pages')",
    "fact": "(key, record->'source', record->'value', polarity, bearer)",
    "completeness_item": "requirement",
    "draft": "dossier_id",
    "convergence": "dossier_id",
    "upload": "(filename, sha256)",
}


def deposit(store: Store, jobs: Jobs, files: Sequence[File]) -> None:
    store.save_dossier(dossier_of(DEMO))
    for name, media_type, content in files:
        store.keep_upload(ID, name, media_type, content)
    jobs.ask(ID)


@contextmanager
def worker(avis: Avis) -> Iterator[Callable[[], None]]:
    """A worker that runs until it is killed, with all that it started."""
    with avis.start("worker") as process:

        def kill() -> None:
            assert process.poll() is None, process.stderr and process.stderr.read()
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

        try:
            yield kill
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def wait(until: Callable[[], object]) -> None:
    end = time.monotonic() + LONGEST
    while True:
        with suppress(DatabaseUnavailable):
            if until():
                return
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.05)


def reading(jobs: Jobs) -> bool:
    """A file was read, and others are still to be."""
    return any(one.progress.step == "read" and (one.progress.file or 0) > 1 for one in jobs.told(ID))


def extracting(jobs: Jobs) -> bool:
    """What was read is kept, and is being understood."""
    return any(one.progress.step == "extract" for one in jobs.told(ID))


def finished(jobs: Jobs) -> bool:
    assert not jobs.failures(ID)
    told = jobs.told(ID)  # asked once: the next worker begins the list anew
    return bool(told) and told[-1].progress.step == "done" and not jobs.active()


def check(store: Store, files: Sequence[File]) -> None:
    """Each step has left one run, and every row is there once."""
    assert [run.step for run in store.runs(ID)] == STEPS
    stage, line = store.stage(ID), Desk(store).listed_one(ID)
    assert stage is not None
    assert line is not None
    assert (stage.stage, line.uploads) == ("compared", len(files))
    with store.connection() as connection:
        for table, what in ONCE_EACH.items():
            query = f"SELECT count(*), count(DISTINCT {what}) FROM {table}"  # noqa: S608 - names of our own
            count, distinct = connection.execute(query.encode()).fetchone() or (0, 0)
            assert count == distinct > 0, table
    assert {document.filename for document in store.documents(ID)} == {name for name, _, _ in files}
    assert {upload.filename: store.content(upload.sha256) for upload in store.uploads(ID)} == {
        name: content for name, _, content in files
    }
    assert all(store.content(page.image) for page in store.pages(ID))


def test_a_killed_worker_s_dossier_is_finished_by_the_next(avis: Avis, database_url: str) -> None:
    with Store(database_url) as store, Jobs(database_url) as jobs:
        deposit(store, jobs, FILES)
        with worker(avis) as kill:
            wait(lambda: extracting(jobs))
            kill()
        kept = store.runs(ID)
        assert [run.step for run in kept] == STEPS[:2]
        assert [job.state for job in jobs.active()] == ["working"]  # nobody has noticed yet
        with worker(avis):
            wait(lambda: finished(jobs))
        assert store.runs(ID)[:2] == kept
        assert not reading(jobs)  # what was read is not read again
        check(store, FILES)


@pytest.fixture
def own_folder() -> Iterator[Path]:
    """A data folder that the system user of the server may walk to."""
    folder = Path(tempfile.mkdtemp(prefix="avis-test-"))
    yield folder
    shutil.rmtree(folder)


def test_a_killed_database_is_brought_back_and_the_dossier_finished(bare: Avis, own_folder: Path) -> None:
    settings = Settings(data_dir=own_folder, database_url=None)
    with Store.open(settings) as store, Jobs.open(settings) as jobs:
        deposit(store, jobs, FEWER)
        with worker(bare.with_settings(AVIS_DATA_DIR=str(own_folder))):
            wait(lambda: reading(jobs))
            before = postmaster(own_folder)
            os.kill(before, signal.SIGKILL)
            wait(lambda: finished(jobs))
        assert postmaster(own_folder) != before
        check(store, FEWER)


def postmaster(folder: Path) -> int:
    return int((folder / "postgres" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
