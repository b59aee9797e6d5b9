"""The process that opens what people send: `python -m ocr.child FD PARENT`, bounded in memory, ended with its owner.

It is told to open a file and to read pages of it, one at a time, and answers each. That a decoder crashes, hangs or
asks for all the memory there is ends this process and no other.
"""

import os
import resource
import signal
import socket
import sys
import threading
import time
from typing import Any

import cv2

from ocr import tools
from ocr.errors import ReadError
from ocr.opened import Opened, Picture, finish
from ocr.reading import open_file
from ocr.wire import Closed, from_page, receive, send

MOST_MEMORY = 1_150_000_000  # bytes of its own data; with its libraries and its owner it stays under 1.5 GB
_MOST_SECONDS = 3600  # of CPU: a stray process ends in any case
_IDLE = 120.0  # seconds without work, after which it is not worth its memory
_WATCH = 1.0


def main() -> None:
    """Serve one owner until it is gone or has nothing to do."""
    parent = int(sys.argv[2])
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _bound()
    cv2.setNumThreads(1)  # pages are read beside each other
    with socket.socket(fileno=int(sys.argv[1])) as owner:
        send(owner, {"ready": True})
        _serve(owner)


def _serve(owner: socket.socket) -> None:
    opened: Opened | None = None
    while True:
        owner.settimeout(_IDLE)
        try:
            told, content = receive(owner)
        except (Closed, TimeoutError):
            return
        owner.settimeout(None)
        try:
            if "open" in told:
                opened = None  # what was open goes before the next comes
                opened = _open(owner, str(told["open"]), content)
            elif opened is not None:
                _page(owner, opened, int(told["draw"]), told["turn"], skip=told["skip"])
        except ReadError as error:
            send(owner, {"refused": error.code, "message_fr": error.message_fr})
        except Closed:
            return
        del content


def _open(owner: socket.socket, filename: str, content: bytes) -> Opened:
    tools.require()
    try:
        opened = open_file(content, filename)
    except ReadError:
        raise
    except MemoryError as error:
        raise ReadError("too_large", what="plus que la mémoire accordée") from error
    except Exception as error:
        # The library that failed did so on the file's bytes: it is the file that is refused.
        raise ReadError("crashed", what=f"({type(error).__name__})") from error
    send(owner, {"count": opened.count, "active": opened.active, "attached": opened.attached})
    return opened


def _page(owner: socket.socket, opened: Opened, index: int, turn: int | None, *, skip: bool) -> None:
    """Draw and read a page; one that fails is said to have failed, and the next can still be asked for."""
    try:
        drawn = opened.draw(index, turn)
        if skip and drawn is not None:
            send(owner, {"skipped": index})
            return
        if isinstance(drawn, Picture):
            send(owner, {"drawn": index})  # from here on it is our own work that takes its time
        page = None if drawn is None else finish(drawn)
    except (ReadError, Closed):
        raise
    except Exception as error:
        send(owner, {"failed": index, "why": type(error).__name__})
        return
    if page is None:
        send(owner, {"over": index})
    else:
        send(owner, from_page(page), page.image)


def _bound() -> None:
    """Let this process have only so much memory and time, and leave no image of its memory behind."""
    limits: tuple[tuple[int, int], ...] = (
        (resource.RLIMIT_DATA, MOST_MEMORY),
        (resource.RLIMIT_CPU, _MOST_SECONDS),
        (resource.RLIMIT_CORE, 0),
    )
    for which, most in limits:
        _, hard = resource.getrlimit(which)
        resource.setrlimit(which, (most if hard < 0 else min(most, hard), hard))


def _end_with(parent: int) -> Any:
    """End this process and what it started when its owner is gone, whatever it is busy with."""
    while os.getppid() == parent:
        time.sleep(_WATCH)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
