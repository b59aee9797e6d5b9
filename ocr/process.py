"""One reading process as its owner holds it: started, spoken to, and ended with all that it started."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from ocr import wire

_ROOT = Path(__file__).resolve().parent.parent
_SECONDS_TO_SEND = 20.0
_USED_UP = 300  # pages, after which a process is let go: what libraries leak goes with it


class Process:
    """A reading process. `deadline` (monotonic seconds) is when the answer that is waited for is overdue."""

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
        self.deadline = 0.0
        self._pages = 0

    def fileno(self) -> int:
        """The socket to wait on."""
        return self._socket.fileno()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def fit(self) -> bool:
        """Whether it may be given another file."""
        return self._process.poll() is None and self._pages < _USED_UP

    def ask(self, told: dict[str, Any], load: bytes = b"", *, seconds: float) -> None:
        """Ask for something that is due in so many seconds. Raises `Closed`."""
        self._socket.settimeout(_SECONDS_TO_SEND)
        wire.send(self._socket, told, load)
        self._pages += "draw" in told
        self.more(seconds)

    def more(self, seconds: float) -> None:
        """Give it so many seconds from now."""
        self.deadline = time.monotonic() + seconds

    def answer(self) -> tuple[dict[str, Any], bytes]:
        """Wait for an answer until the deadline. Raises `Closed` and `TimeoutError`."""
        self._socket.settimeout(max(0.01, self.deadline - time.monotonic()))
        return wire.receive(self._socket)

    def end(self) -> None:
        """End it and what it started, whatever it is doing."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._socket.close()


def _environment() -> dict[str, str]:
    """What the process may know: where programs and this package are, and none of the program's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AVIS_", "PG"))}
    path = os.pathsep.join(filter(None, (str(_ROOT), kept.get("PYTHONPATH", ""))))
    return {**kept, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
