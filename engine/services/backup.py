"""One file that holds all that the service must not lose, and the way back from it."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, cast

from engine.adapters.strongbox import LockedWriter
from engine.delivery.files import cause_fr, written_whole
from engine.errors import EngineError
from engine.services.archive import (
    AUTHORITY,
    BLOCK,
    DATABASE,
    FORM,
    Manifest,
    Part,
    Say,
    UnusableBackup,
    conclude,
    megabytes,
    opened,
    part,
    verified,
)
from engine.settings import Settings
from engine.store import backup as store
from engine.store.backup import Census
from engine.store.migrate import shipped

NAME = "double-avis-{:%Y%m%d-%H%M%S}.avis"
NAMED = re.compile(r"double-avis-\d{8}-\d{6}\.avis")
# Not what makes a database worth keeping: a service that has started once leaves these rows.
UNCOUNTED = re.compile(r"public\.schema_migration|(?:queue|live)\..*")


class NotWritten(EngineError):
    """The backup's file cannot be written where it was asked for."""

    exit_code = 2
    message_fr = "La sauvegarde {path} ne peut pas être écrite : {what}. Indiquez un autre fichier ou un autre dossier."


class NotEmpty(EngineError):
    """There is something where the backup would go."""

    exit_code = 6
    message_fr = (
        "{what} : rien n'a été modifié. Ajoutez --replace pour mettre la sauvegarde à la place (ce qui s'y trouve est "
        "d'abord sauvegardé), ou indiquez une base vide."
    )


def back_up(settings: Settings, target: Path | None, *, now: datetime, passphrase: str | None, say: Say) -> Path:
    """Write everything to one file and return its path; the service may go on working meanwhile.

    `target` is a folder, a file that does not exist yet, or None for the folder `backups` of the data. With a
    passphrase the file is encrypted. Raises `NotWritten`, `DatabaseUnavailable`, `DumpFailed`.
    """
    path = _place(settings, target, now)
    say(f"Sauvegarde vers {path}{' (chiffrée)' if passphrase else ''}")
    try:
        with written_whole(path) as file, ExitStack() as stack:
            place: IO[bytes] = file
            if passphrase:
                locked = stack.enter_context(LockedWriter(file, passphrase))
                place = cast("IO[bytes]", stack.enter_context(io.BufferedWriter(locked, BLOCK)))
            with zipfile.ZipFile(place, "w", zipfile.ZIP_STORED) as archive:
                _fill(archive, settings, now, say)
    except OSError as error:
        raise NotWritten(path=path, what=cause_fr(error)) from None
    say(f"Sauvegarde terminée : {megabytes(path.stat().st_size)}.")
    return path


def prune(folder: Path, keep: int) -> tuple[Path, ...]:
    """Remove all backups of `folder` but the `keep` latest, by their names, and return those removed."""
    found = sorted(path for path in folder.iterdir() if NAMED.fullmatch(path.name))
    gone = tuple(found[:-keep])
    for path in gone:
        path.unlink()
    return gone


def restore(
    settings: Settings,
    path: Path,
    *,
    now: datetime,
    passphrase: str | None,
    replace: bool,
    agree: Callable[[Manifest], None],
    say: Say,
) -> Manifest:
    """Put a backup back, after reading all of it once; `agree` is called before anything changes and may raise.

    Raises `NotRead`, `UnusableBackup`, `PassphraseMissing`, `WrongPassphrase`, `Altered` before anything is touched,
    `ServiceRunning` and `NotEmpty` when the place is taken, `RestoreFailed` when the database refuses.
    """
    with opened(path, passphrase) as archive, store.database(settings) as conninfo:
        say(f"Vérification de {path}")
        manifest = verified(archive, path, say)
        store.refuse_company(conninfo)
        taken = _taken(settings, store.census(conninfo), archive, manifest)
        if taken and not replace:
            raise NotEmpty(what=taken)
        agree(manifest)
        if taken:
            say("Ce qui s'y trouve est d'abord sauvegardé.")
            back_up(settings, None, now=now, passphrase=passphrase, say=say)
        say(f"Restauration de la base : {sum(manifest.census.rows.values())} lignes")
        with archive.open(DATABASE) as dump:
            store.restore(conninfo, dump, manifest.census)
        after = store.census(conninfo)
        if (after.rows, after.migrations) != (manifest.census.rows, manifest.census.migrations):
            raise UnusableBackup(path=path, what="la base restaurée n'est pas celle du manifeste")
        _put_authority(settings.data_dir / "authority", archive, manifest)
    if later := set(shipped()) - set(manifest.census.migrations):
        say(f"{len(later)} migration(s) plus récentes seront appliquées au prochain démarrage.")
    say("Restauration terminée : nombre de lignes et migrations conformes au manifeste.")
    return manifest


def _place(settings: Settings, target: Path | None, now: datetime) -> Path:
    folder = settings.data_dir / "backups" if target is None else target
    try:
        if target is None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / NAME.format(now) if folder.is_dir() else folder
        if path.exists():
            raise NotWritten(path=path, what="ce fichier existe déjà")
    except OSError as error:
        raise NotWritten(path=folder, what=cause_fr(error)) from None
    return path


def _fill(archive: zipfile.ZipFile, settings: Settings, now: datetime, say: Say) -> None:
    parts: dict[str, Part] = {}
    with store.database(settings) as conninfo, part(archive, DATABASE, now, parts, say) as to:
        found = store.dump(conninfo, to)
    for path in _authority(settings.data_dir / "authority"):
        with part(archive, f"authority/{path.name}", now, parts, say) as to:
            to.write(path.read_bytes())
    program = f"double-avis {version('double-avis')}"
    manifest = Manifest(form=FORM, program=program, made_at=now, census=found, parts=parts)
    conclude(archive, manifest)


def _authority(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.is_file() and AUTHORITY.fullmatch(f"authority/{p.name}"))


def _taken(settings: Settings, there: Census, archive: zipfile.ZipFile, manifest: Manifest) -> str | None:
    rows = sum(count for name, count in there.rows.items() if not UNCOUNTED.fullmatch(name))
    if rows:
        return f"La base n'est pas vide ({rows} lignes)"
    kept = {f"authority/{p.name}": p.read_bytes() for p in _authority(settings.data_dir / "authority")}
    ours = {name: archive.read(name) for name in manifest.parts if AUTHORITY.fullmatch(name)}
    if kept and ours and kept != ours:
        return f"Une autre autorité de signature se trouve dans {settings.data_dir / 'authority'}"
    return None


def _put_authority(folder: Path, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Change the whole folder at once: a key without its certificate would sign what nobody can verify."""
    names = [name for name in manifest.parts if AUTHORITY.fullmatch(name)]
    if not names:
        return
    new, old = folder.with_name("authority.new"), folder.with_name("authority.old")
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    new.mkdir(mode=0o700, parents=True)
    for name in names:
        with written_whole(new / Path(name).name) as file:
            file.write(archive.read(name))
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
