"""Writing results: whole or not at all, and for their owner alone."""

import errno
import os
from pathlib import Path


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
