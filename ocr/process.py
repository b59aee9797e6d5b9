"""One reading process as its owner holds it: started, spoken to, and ended with all that it started."""

import os
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from ocr import wire
from ocr.errors import ReadError

_ROOT = Path(__file__).resolve().parent.parent
_SECONDS_TO_START = 30.0
_SECONDS_TO_SEND = 20.0
_SECONDS_TO_LEAVE = 1.0
_MOST_WAITING = 4  # times the work that it is allowed, however busy the machine
_USED_UP = 300  # pages, after which a process is let go: what libraries leak goes with it


class Process:
    """A reading process, started when it is made."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "ocr.child", str(theirs.fileno()), str(os.getpid())]
            self._process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,
            )
        self._pages = 0
        self._ready = False
        self._seconds = self._since = self._spent = self._deadline = 0.0

    def fileno(self) -> int:
        """The socket to wait on."""
        return self._socket.fileno()

    @property
    def fit(self) -> bool:
        """Whether it may be given another file."""
        return self._process.poll() is None and self._pages < _USED_UP

    @property
    def retired(self) -> bool:
        """Whether it ended by itself for want of work, as it does after a while."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_SECONDS_TO_LEAVE)
        return self._process.returncode == 0

    def ask(self, told: dict[str, Any], load: bytes = b"", *, seconds: float) -> None:
        """Ask for something that may take so many seconds of work.

        Raises `Closed`, and `ReadError` ("tool_missing") where no such process can be started.
        """
        self._wait_until_ready()
        self._socket.settimeout(_SECONDS_TO_SEND)
        wire.send(self._socket, told, load)
        self._pages += "draw" in told
        self.more(seconds)

    def _wait_until_ready(self) -> None:
        """That it does not start is the machine's fault and not the file's."""
        if self._ready:
            return
        self.more(_SECONDS_TO_START)
        try:
            self.answer()
        except (wire.Closed, TimeoutError) as error:
            how = "Vérifiez l'installation et la mémoire libre (avis doctor)"
            raise ReadError("tool_missing", what="de lecture", how=how) from error
        self._ready = True

    def more(self, seconds: float) -> None:
        """Give it so many seconds of work from now."""
        # What it started before has ended, and its time is in the process's own: there is one place to look.
        self._seconds, self._since, self._spent = seconds, time.monotonic(), self._work(str(self._process.pid))
        self._deadline = self._since + seconds

    @property
    def left(self) -> float:
        """Seconds until it is worth asking whether it is overdue."""
        return max(0.0, self._deadline - time.monotonic())

    def is_overdue(self) -> bool:
        """Whether it has had its time.

        What counts is its work, for on a busy machine it may have waited; but not for ever.
        """
        now = time.monotonic()
        if now < self._deadline:
            return False
        left = self._seconds - (self._work("[0-9]*") - self._spent)
        self._deadline = now + max(0.5, left)
        return left <= 0 or now - self._since > _MOST_WAITING * self._seconds

    def answer(self) -> tuple[dict[str, Any], bytes]:
        """Wait for an answer. Raises `Closed`, and `TimeoutError` when it is overdue."""
        while not select.select([self._socket], [], [], self.left)[0]:
            if self.is_overdue():
                raise TimeoutError
        self._socket.settimeout(_SECONDS_TO_SEND)
        return wire.receive(self._socket)

    def _work(self, processes: str) -> float:
        """Seconds of processor time of the processes so numbered in its group, and of what they outlived."""
        ticks = 0
        for place in Path("/proc").glob(f"{processes}/stat"):
            with suppress(OSError, ValueError, IndexError):
                said = place.read_text().rpartition(")")[2].split()
                if int(said[2]) == self._process.pid:
                    ticks += sum(int(each) for each in said[11:15])
        return ticks / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """End it and what it started, whatever it is doing."""
        if self._process.returncode is None:  # once it is known to be over, its number may be another's
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._socket.close()


def _environment() -> dict[str, str]:
    """What the process may know: where programs and this package are, and none of the program's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AVIS_", "PG"))}
    path = os.pathsep.join(filter(None, (str(_ROOT), kept.get("PYTHONPATH", ""))))
    return {
        **kept,
        "PYTHONPATH": path,
        "OPENBLAS_NUM_THREADS": "1",
        "ORT_DISABLE_TELEMETRY": "1",
        "OMP_THREAD_LIMIT": "1",
    }
