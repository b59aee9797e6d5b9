"""The form of a backup's file: its parts and a manifest that says what each must be."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, cast

from pydantic import ValidationError

from engine.adapters.strongbox import UnlockedReader, is_locked
from engine.delivery.files import cause_fr
from engine.domain.record import Record
from engine.errors import EngineError
from engine.store.backup import Census
from engine.store.migrate import shipped

Say = Callable[[str], None]

FORM = 1
BLOCK = 1 << 20  # bytes
TOLD_EVERY = 100 << 20  # bytes
LARGEST_MANIFEST = 10 << 20  # bytes
DATABASE = "base.dump"
MANIFEST = "manifest.json"
AUTHORITY = re.compile(r"authority/[A-Za-z0-9_-][A-Za-z0-9._-]*")


class Part(Record):
    """One part of a backup: sha256 (hex) and size (bytes) of its clear text."""

    sha256: str
    size: int


class Manifest(Record):
    """What a backup says of itself; `parts` are by name."""

    form: int
    program: str
    made_at: datetime
    census: Census
    parts: dict[str, Part]


class NotRead(EngineError):
    """There is no readable file at that path."""

    exit_code = 2
    message_fr = "La sauvegarde {path} ne peut pas être lue : {what}. Vérifiez le chemin et vos droits."


class UnusableBackup(EngineError):
    """The file is no backup that this program can put back."""

    exit_code = 3
    message_fr = (
        "La sauvegarde {path} ne peut pas être utilisée : {what}. Rien n'a été modifié ; prenez une autre copie ou une "
        "autre sauvegarde."
    )


class PassphraseMissing(EngineError):
    """The backup is encrypted and no passphrase was given."""

    exit_code = 3
    message_fr = (
        "Cette sauvegarde est chiffrée. Donnez sa phrase secrète : AVIS_BACKUP_PASSPHRASE, ou la saisie au clavier."
    )


@contextmanager
def part(archive: zipfile.ZipFile, name: str, now: datetime, parts: dict[str, Part], say: Say) -> Iterator[IO[bytes]]:
    """Give a file to fill as one more part of `archive`; what it measured then stands in `parts`."""
    with archive.open(_entry(name, now), "w", force_zip64=True) as entry:
        measured = _Measured(entry, say)
        yield cast("IO[bytes]", measured)
        parts[name] = Part(sha256=measured.sha256.hexdigest(), size=measured.size)


def conclude(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Write the manifest, the last entry."""
    archive.writestr(_entry(MANIFEST, manifest.made_at), manifest.model_dump_json(indent=1))


@contextmanager
def opened(path: Path, passphrase: str | None) -> Iterator[zipfile.ZipFile]:
    """Open a backup, encrypted or not. Raises `NotRead`, `PassphraseMissing`, `WrongPassphrase`, `UnusableBackup`."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise NotRead(path=path, what=cause_fr(error)) from None
    with file, ExitStack() as stack:
        source: IO[bytes] = file
        if needs_passphrase(path):
            if not passphrase:
                raise PassphraseMissing
            reader = UnlockedReader(file, passphrase)
            source = cast("IO[bytes]", stack.enter_context(io.BufferedReader(reader, BLOCK)))
        try:
            archive = stack.enter_context(zipfile.ZipFile(source))
        except zipfile.BadZipFile:
            raise UnusableBackup(path=path, what="ce n'est pas une sauvegarde, ou elle est incomplète") from None
        yield archive


def needs_passphrase(path: Path) -> bool:
    """Say whether the file is an encrypted backup. Raises `NotRead`."""
    try:
        with path.open("rb") as file:
            return is_locked(file.read(64))
    except OSError as error:
        raise NotRead(path=path, what=cause_fr(error)) from None


def verified(archive: zipfile.ZipFile, path: Path, say: Say) -> Manifest:
    """Read every byte once and return the manifest that fits them. Raises `UnusableBackup`, `Altered`."""
    entries = archive.infolist()
    try:
        manifest = _manifest(archive)
        if sorted(entry.filename for entry in entries) != sorted([MANIFEST, *manifest.parts]):
            raise UnusableBackup(path=path, what="il manque une partie, ou il y en a une de trop")
        if DATABASE not in manifest.parts or any(e.compress_type != zipfile.ZIP_STORED for e in entries):
            raise UnusableBackup(path=path, what="sa forme est inconnue")
        for name, part in manifest.parts.items():
            with archive.open(name) as entry:
                measured = _measure(entry, say)
            if measured != part or not (name == DATABASE or AUTHORITY.fullmatch(name)):
                raise UnusableBackup(path=path, what=f"{name} n'est pas ce que dit le manifeste")
    except (zipfile.BadZipFile, ValidationError, KeyError, EOFError, NotImplementedError, RuntimeError):
        raise UnusableBackup(path=path, what="elle est abîmée") from None
    known = shipped()
    if foreign := [name for name, digest in manifest.census.migrations.items() if known.get(name) != digest]:
        what = f"elle vient d'une autre version ({manifest.program}, migration {foreign[0]}) ; installez cette version"
        raise UnusableBackup(path=path, what=what)
    return manifest


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    with archive.open(MANIFEST) as entry:
        return Manifest.model_validate_json(entry.read(LARGEST_MANIFEST))


def _measure(entry: IO[bytes], say: Say) -> Part:
    size, told, digest = 0, 0, hashlib.sha256()
    while block := entry.read(BLOCK):
        size += len(block)
        digest.update(block)
        if size // TOLD_EVERY > told:
            told = size // TOLD_EVERY
            say(f"  … {megabytes(size)}")
    return Part(sha256=digest.hexdigest(), size=size)


def megabytes(count: int) -> str:
    """Say a size in French."""
    return f"{count / 1e6:.1f} Mo".replace(".", ",")


def _entry(name: str, now: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, now.timetuple()[:6])
    entry.external_attr = 0o600 << 16
    return entry


class _Measured(io.RawIOBase):
    """Passes on what is written to it, and knows its size and sha256."""

    def __init__(self, to: IO[bytes], say: Say) -> None:
        self._to, self._say, self.size, self.sha256 = to, say, 0, hashlib.sha256()

    def write(self, content: object) -> int:
        view = memoryview(content).cast("B")  # type: ignore[arg-type]
        self._to.write(view)
        self.sha256.update(view)
        before, self.size = self.size, self.size + len(view)
        if self.size // TOLD_EVERY > before // TOLD_EVERY:
            self._say(f"  … {megabytes(self.size)}")
        return len(view)
