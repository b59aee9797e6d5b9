"""The command as people run it: a process of its own, an empty home, nothing else of the caller's environment."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import expect

from tests.acceptance import warm
from tests.conftest import NewDatabase

COMMAND = Path(sys.executable).parent / "avis"
ROOT = Path(__file__).parents[2]
DEMO = ROOT / "evaluation" / "cases" / "demo-gonarthrose"
# A signature takes a second, on a busy machine several.
expect.set_options(timeout=20_000)
LONGEST = 300
"""Seconds for the slowest run on a busy machine."""


@dataclass(frozen=True)
class Ended:
    """What a command left behind; `seconds` is the time that it took."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def said(self) -> str:
        return self.out + self.err


@dataclass(frozen=True)
class Avis:
    """Runs `avis`. Nothing that it says may be a stack trace, whatever it is given."""

    home: Path
    forks: ForkServerContext
    environment: dict[str, str] = field(default_factory=dict)

    def with_settings(self, **settings: str) -> "Avis":
        return replace(self, environment={**self.environment, **settings})

    def __call__(self, *arguments: str | Path | bytes) -> Ended:
        """Run to the end, in a process that had imported it already."""
        started = time.monotonic()
        with TemporaryDirectory() as folder:
            out, err = Path(folder, "out"), Path(folder, "err")
            out.touch()
            err.touch()
            typed = [os.fsdecode(argument) for argument in arguments]
            code = warm.run(self.forks, typed, self._given(), self.home, out, err)
            return self._ended(code, out.read_bytes(), err.read_bytes(), started)

    def from_cold(self, *arguments: str | Path | bytes, before: tuple[str, ...] = ()) -> Ended:
        """Run the installed command to the end; `before` is a program that starts it."""
        started = time.monotonic()
        process = self.start(*arguments, before=before)
        try:
            out, err = process.communicate(timeout=LONGEST)
        finally:
            process.kill()
        return self._ended(process.returncode, out, err, started)

    def _given(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "LANG": "C.UTF-8", **self.environment}

    def _ended(self, code: int, out: bytes, err: bytes, started: float) -> Ended:
        letters = self.environment.get("PYTHONIOENCODING", "utf-8")
        ended = Ended(code, out.decode(letters), err.decode(letters), time.monotonic() - started)
        assert "Traceback" not in ended.said, ended.said
        assert "Erreur interne" not in ended.said, ended.said
        return ended

    def start(self, *arguments: str | Path | bytes, before: tuple[str, ...] = ()) -> "subprocess.Popen[bytes]":
        """Start in a process group of its own, as a shell does: what is sent to it goes to its children too."""
        # A test run that was started in the background ignores Ctrl-C, and would hand that on.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return subprocess.Popen(
            [*before, COMMAND, *arguments],
            env=self._given(),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            process_group=0,
        )


def stop(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """What Ctrl-C or a supervisor does: the signal goes to the whole group."""
    os.killpg(process.pid, number)


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Avis]:
    """`avis` without a database of the tests."""
    home = tmp_path_factory.mktemp("home")
    yield Avis(home, warm.context())
    assert not list(home.iterdir()), "a command wrote into the home folder"


@pytest.fixture
def avis(bare: Avis, database_url: str) -> Avis:
    """`avis` with an empty database of this test's own."""
    return bare.with_settings(AVIS_DATABASE_URL=database_url)


@pytest.fixture(scope="module")
def shared_url(new_database: NewDatabase) -> Iterator[str]:
    """The address of one database for all tests of a module."""
    with new_database() as url:
        yield url


@pytest.fixture(scope="module")
def shared_avis(bare: Avis, shared_url: str) -> Avis:
    """`avis` with a database that the tests of a module share."""
    return bare.with_settings(AVIS_DATABASE_URL=shared_url)
