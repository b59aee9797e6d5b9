"""`avis` forked from a process that has imported it already: each run is a process of its own, without the seconds that
importing takes. What a start itself does (signals, the network, what is imported) is tried with the real command."""

import os
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path

from engine.cli import main

PRELOADED = ["engine.cli", "engine.app", "review_ui.command", "evaluation.command", "tests.acceptance.warm_reader"]


def context() -> ForkServerContext:
    """The place where commands are forked; its process starts with the first one."""
    made = get_context("forkserver")
    made.set_forkserver_preload(PRELOADED)
    return made


def run(
    forks: ForkServerContext, arguments: list[str], environment: Mapping[str, str], home: Path, out: Path, err: Path
) -> int:
    """Run `avis` with those arguments to its end, and return its exit code; `out` and `err` take what it says."""
    process = forks.Process(target=_command, args=(arguments, dict(environment), home, out, err))
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


def _command(arguments: list[str], environment: dict[str, str], home: Path, out: Path, err: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(home)
    for place, number, flags in ((os.devnull, 0, os.O_RDONLY), (out, 1, os.O_WRONLY), (err, 2, os.O_WRONLY)):
        opened = os.open(place, flags)
        os.dup2(opened, number)
        os.close(opened)
    letters, _, errors = environment.get("PYTHONIOENCODING", "utf-8").partition(":")
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as the interpreter itself opens them
    sys.stdout = open(1, "w", encoding=letters, errors=errors or "strict", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding=letters, errors="backslashreplace", closefd=False, buffering=1)  # noqa: SIM115
    sys.argv = ["avis", *arguments]
    main()
