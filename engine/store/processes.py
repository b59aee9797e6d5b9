"""Which PostgreSQL processes run in a folder, as Linux tells it."""

from contextlib import suppress
from pathlib import Path


def server_processes(folder: Path) -> list[int]:
    """Return the live processes of the server of `folder`, which all run in it."""
    return [
        int(process.name)
        for process in Path("/proc").iterdir()
        if process.name.isdecimal() and _runs_postgres(process) and _runs_in(process, folder)
    ]


def _runs_postgres(process: Path) -> bool:
    try:
        name, _, state = (process / "stat").read_text(errors="replace").partition("(")[2].rpartition(")")
    except OSError:
        return False
    return name == "postgres" and not state.lstrip().startswith("Z")


def _runs_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").samefile(folder)
    except OSError:
        return False


def drop_stale(*lock_files: Path) -> None:
    """Remove those lock files whose process is no PostgreSQL server; for when none runs in their folder."""
    # After a power cut or in a restarted container the number in such a file may belong to any other program (or to a
    # dead one that nobody waits for), and PostgreSQL would refuse to start for ever.
    for path in lock_files:
        with suppress(OSError, ValueError, IndexError):
            process = Path("/proc") / str(int(path.read_text(encoding="utf-8").splitlines()[0]))
            if process.exists() and not _runs_postgres(process):
                path.unlink()
