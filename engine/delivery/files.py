"""Writing results: whole or not at all, and for their owner alone."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

STALE = 24 * 3600  # seconds after which a half-written file has no writer any more


def write_whole(path: Path, text: str) -> None:
    """Write `text` so that a half-written file is never taken for a result, and that nobody else may read it.

    Raises `OSError`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.touch(mode=0o600)
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """Give a file for bytes that takes its name when all went well, and is gone when not; for its owner alone.

    What a process that was killed left beside it is removed a day later. Raises `OSError`, `FileExistsError` when
    another file has that name by then.
    """
    for left in path.parent.glob(".*.partiel"):
        if left.stat().st_mtime < time.time() - STALE:
            left.unlink()
    partial = path.with_name(f".{path.name}.{os.getpid()}.partiel")
    try:
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            raise FileExistsError(path)
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)


def cause_fr(error: OSError) -> str:
    """What the operating system refused, in French."""
    causes: dict[type[OSError], str] = {
        FileNotFoundError: "il n'existe pas",
        PermissionError: "droits insuffisants",
        IsADirectoryError: "c'est un dossier",
        NotADirectoryError: "un fichier tient la place d'un dossier",
        FileExistsError: "un fichier tient la place d'un dossier",
    }
    if error.errno == errno.ENOSPC:
        return "le disque est plein"
    return causes.get(type(error), f"erreur {error.errno} du système")
