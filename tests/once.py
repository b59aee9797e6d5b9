"""What a run of the tests makes once: the first of its workers that needs it makes it, the others wait and take it."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

_FOLDER = "AVIS_TEST_RUN"
OWNER = _FOLDER not in os.environ
"""Whether this process began the run: the workers that it starts are told of its folder by their environment."""
if OWNER:
    os.environ[_FOLDER] = tempfile.mkdtemp(prefix="avis-run-")
RUN_FOLDER = Path(os.environ[_FOLDER])


def forget() -> None:
    """Remove what the run kept, at its end."""
    if OWNER:
        shutil.rmtree(RUN_FOLDER, ignore_errors=True)


def once(name: str, make: Callable[[], str]) -> str:
    """Return what `make` told, here or in another worker of the run; when it failed there, it is tried again here."""
    told = RUN_FOLDER / f"{name}.told"
    with (RUN_FOLDER / f"{name}.lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if not told.exists():
            told.write_text(make(), encoding="utf-8")
        return told.read_text(encoding="utf-8")
