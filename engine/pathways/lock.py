"""The lock of the pathways: which text stands behind each version, so that none changes in silence."""

import json
from pathlib import Path

from engine.errors import BadPathway
from engine.pathways import digest, known, load

LOCK = Path(__file__).with_name("pathways.lock")


def current() -> dict[str, dict[str, str]]:
    """Version and sha256 of each pathway as it stands. Raises `BadPathway`."""
    return {name: {"version": load(name).version, "sha256": digest(name)} for name in known()}


def changed_in_silence(before: dict[str, dict[str, str]], now: dict[str, dict[str, str]]) -> tuple[str, ...]:
    """Pathways whose text changed under a version that the lock already holds."""
    return tuple(
        n for n, entry in now.items() if n in before and _same_version(before[n], entry) and before[n] != entry
    )


def read_lock() -> dict[str, dict[str, str]]:
    """Version and sha256 of each pathway as last locked."""
    kept: dict[str, dict[str, str]] = json.loads(LOCK.read_text("utf-8")) if LOCK.exists() else {}
    return kept


def lock() -> None:
    """Write the lock. Raises `BadPathway` when a text changed and its version did not."""
    now = current()
    silent = changed_in_silence(read_lock(), now)
    if silent:
        raise BadPathway(path=", ".join(silent), what="le texte a changé sous la même version : changez « version »")
    LOCK.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n", "utf-8")


def _same_version(a: dict[str, str], b: dict[str, str]) -> bool:
    return a["version"] == b["version"]
