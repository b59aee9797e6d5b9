"""What the machine gives: disk, folders, memory, clock and time zone."""

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.services.check import Check, failed, ok, warning
from engine.settings import Settings

# Raised with each release: a clock that stands before it is wrong.
RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
# Bytes. A dossier takes about 3 MB with its page images; PostgreSQL stops when the disk is full.
DISK_LOW, DISK_OUT = 5_000_000_000, 500_000_000
# Bytes. A worker takes 0.7 GB with the process that reads for it, the web side 0.3 GB, the database the rest.
MEMORY_LOW, MEMORY_OUT = 2_000_000_000, 900_000_000
PRIVATE = ("postgres", "authority", "outbox", "backups")
# They would send traces to a third party as soon as some library looks at them.
SENDERS = ("LANGSMITH_API_KEY", "LANGSMITH_ENDPOINT", "LANGCHAIN_API_KEY", "LANGCHAIN_ENDPOINT", "SENTRY_DSN")
SENDER_FAMILIES = ("OTEL_EXPORTER_",)
FRENCH_ZONES = (
    "Europe/Paris",
    "America/Cayenne",
    "America/Guadeloupe",
    "America/Miquelon",
    "Indian/Mayotte",
    "Indian/Reunion",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Wallis",
)


def senders() -> tuple[str, ...]:
    """Return the variables of the environment that prepare the sending of traces."""
    return tuple(
        sorted(n for n, value in os.environ.items() if value and (n in SENDERS or n.startswith(SENDER_FAMILIES)))
    )


def tessdata_prefix() -> str | None:
    """Return where Tesseract was told to look for its languages."""
    return os.environ.get("TESSDATA_PREFIX")


def storage(settings: Settings) -> tuple[Check, ...]:
    """Look at the data folder: who may read and write it, and the room left on its disk."""
    folder = settings.data_dir.expanduser().absolute()
    there = next((place for place in (folder, *folder.parents) if _exists(place)), Path("/"))
    return (_folder(folder, there), _disk(folder, there))


def _folder(folder: Path, there: Path) -> Check:
    name = "Dossier des données"
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError:
        return failed(
            name,
            f"{folder} ne peut pas être écrit par ce compte.",
            "Donnez ce dossier au compte du service (chown), ou indiquez-en un autre par AVIS_DATA_DIR.",
        )
    if open_to_others := list(_open_to_others(folder)):
        places = " ".join(str(path) for path in open_to_others)
        return failed(name, f"Ouvert à d'autres comptes de la machine : {places}.", f"Lancez : chmod go-rwx {places}")
    if not _exists(folder):
        return ok(name, f"{folder} : pas encore créé, le premier démarrage le crée.")
    return ok(name, f"{folder} : accès réservé au compte du service.")


def _open_to_others(folder: Path) -> Iterator[Path]:
    """Yield what others may read or change. The folder itself may be listed: all that counts lies one deeper."""
    if _exists(folder) and folder.stat().st_mode & 0o022:
        yield folder
    for name in PRIVATE:
        path = folder / name
        if _exists(path) and path.stat().st_mode & 0o066:
            yield path


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except PermissionError:  # it may be there, out of reach for this account
        return False


def _disk(folder: Path, there: Path) -> Check:
    name = "Place sur le disque"
    found = os.statvfs(there)
    free = found.f_bavail * found.f_frsize
    told = f"{_gigabytes(free)} libres pour {folder}."
    remedy = "Libérez de la place ou agrandissez le disque ; déplacez les anciennes sauvegardes sur une autre machine."
    if free < DISK_OUT:
        return failed(name, told, remedy)
    return warning(name, told, remedy) if free < DISK_LOW else ok(name, told)


def memory() -> Check:
    """Look at the memory that this machine, or its container, has in all."""
    name = "Mémoire"
    total = _memory()
    if total is None:
        return ok(name, "Quantité inconnue sur ce système.")
    told = f"{_gigabytes(total)} en tout."
    remedy = "Prévoyez 2 Go, et 1 Go de plus par processus de traitement (avis worker)."
    if total < MEMORY_OUT:
        return failed(name, told, remedy)
    return warning(name, told, remedy) if total < MEMORY_LOW else ok(name, told)


def clock(now: datetime) -> Check:
    """Look whether the clock can be right."""
    name, told = "Horloge", f"{now:%d/%m/%Y %H:%M:%S %z}."
    if now < RELEASED:
        return failed(
            name,
            f"{told} Cette date précède celle du programme.",
            "Mettez la machine à l'heure (timedatectl set-ntp true) : signatures et codes à usage unique en dépendent.",
        )
    return ok(name, told)


def time_zone(now: datetime) -> Check:
    """Look whether the dates that people read are those of France, overseas included."""
    name = "Fuseau horaire"
    try:
        offsets = {now.astimezone(ZoneInfo(zone)).utcoffset() for zone in FRENCH_ZONES}
    except ZoneInfoNotFoundError:
        return failed(name, "Les fuseaux horaires sont introuvables.", "Installez-les : sudo apt-get install tzdata")
    local = now.astimezone()
    if local.utcoffset() not in offsets:
        return warning(
            name,
            f"{local:%Z (%z)} : ce n'est pas l'heure française, les dates affichées en dépendent.",
            "Lancez : sudo timedatectl set-timezone Europe/Paris (ou TZ=Europe/Paris dans le service).",
        )
    return ok(name, f"{local:%Z (%z)}.")


def _memory() -> int | None:
    try:
        first = Path("/proc/meminfo").read_text(encoding="ascii").split(maxsplit=2)[1]
        total = int(first) * 1024
        limit = Path("/sys/fs/cgroup/memory.max")
        given = limit.read_text(encoding="ascii").strip() if limit.exists() else "max"
    except (OSError, ValueError, IndexError):
        return None
    return min(total, int(given)) if given.isdecimal() else total


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f} Go".replace(".", ",")
