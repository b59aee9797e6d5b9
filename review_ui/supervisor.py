"""Keeps a child process alive beside the web server."""

import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Self

# Seconds before the first restart, the second and so on; the last holds for all that follow.
PAUSES = (1.0, 2.0, 5.0, 15.0, 60.0)


class Supervised:
    """One child process: started again when it dies, after a pause that grows, and ended with its keeper.

    A child that lived for `settled` seconds has earned the first pause again. `say` is told in French what happens. The
    child's standard input is a pipe that closes with this process, however it ends: a child that watches it never
    outlives its keeper. `patience` is how many seconds a child has to end in before it is killed.
    """

    def __init__(
        self,
        command: Sequence[str],
        say: Callable[[str], None],
        pauses: Sequence[float] = PAUSES,
        settled: float = 120.0,
        patience: float = 15.0,
    ) -> None:
        self._command, self._say = list(command), say
        self._pauses, self._settled, self._patience = pauses, settled, patience
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, name="avis-supervisor", daemon=True)

    def __enter__(self) -> Self:
        self._keeper.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the child and wait for it."""
        with self._lock:
            self._stop.set()
            child = self._child
        if child is not None:
            _end(child, self._patience)
        self._keeper.join()

    @property
    def pid(self) -> int | None:
        """The number of the child's process, while it lives."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def _keep(self) -> None:
        deaths = 0
        while True:
            begun = time.monotonic()
            code = self._run()
            if self._stop.is_set():
                return
            deaths = 1 if time.monotonic() - begun >= self._settled else deaths + 1
            pause = self._pauses[min(deaths, len(self._pauses)) - 1]
            self._say(f"Le traitement des dossiers s'est arrêté ({_why(code)}) ; il repart dans {pause:.0f} s.")
            if self._stop.wait(pause):
                return

    def _run(self) -> int | None:
        with self._lock:
            if self._stop.is_set():
                return None
            try:
                # A group of its own: Ctrl-C is for the keeper, which ends the child in its turn.
                self._child = subprocess.Popen(self._command, stdin=subprocess.PIPE, process_group=0)
            except OSError:
                self._child = None
                return None
        code = self._child.wait()
        if self._child.stdin is not None:
            with suppress(OSError):
                self._child.stdin.close()
        return code


def _end(child: "subprocess.Popen[bytes]", patience: float) -> None:
    child.terminate()
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _why(code: int | None) -> str:
    if code is None:
        return "il n'a pas pu être lancé"
    return f"signal {-code}" if code < 0 else f"code {code}"
