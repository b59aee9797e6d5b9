"""The lock of the prompts: which text stands behind each version, so that no text changes in silence."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from prompts.prompt import PromptError, load, names, versions

LOCK = "prompts.lock"
HEADER = (
    "# Written by `python -m prompts lock`. Raise a prompt's version when you change its text, then run it again.\n"
)


class Locked(BaseModel):
    """A version of a prompt and the sha256 (hex) of its file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    version: str
    sha256: str


def locked(folder: Path) -> tuple[Locked, ...]:
    """What the lock file of `folder` says; nothing where there is no lock file."""
    path = folder / LOCK
    if not path.exists():
        return ()
    return tuple(Locked(**entry) for entry in yaml.safe_load(path.read_text("utf-8")) or ())


def current(folder: Path) -> tuple[Locked, ...]:
    """What a fresh lock of the prompts of `folder` would say. Raises `PromptError` on a malformed prompt."""
    kept = (f"{name}@{version}" for name in names(folder) for version in versions(name, folder))
    return tuple(Locked(name=p.name, version=p.version, sha256=p.sha256) for p in (load(k, folder) for k in kept))


def changed_in_silence(folder: Path) -> tuple[str, ...]:
    """The names of the prompts whose text changed under a version that the lock already holds."""
    before = {(entry.name, entry.version): entry.sha256 for entry in locked(folder)}
    return tuple(
        entry.name for entry in current(folder) if before.get((entry.name, entry.version), entry.sha256) != entry.sha256
    )


def lock(folder: Path) -> None:
    """Write the lock of `folder`. Raises `PromptError` when a text changed and its version did not."""
    silent = changed_in_silence(folder)
    if silent:
        raise PromptError(f"text changed under the same version: {', '.join(silent)}; raise `version` first")
    entries = [entry.model_dump() for entry in current(folder)]
    (folder / LOCK).write_text(HEADER + yaml.safe_dump(entries, sort_keys=False), "utf-8")
