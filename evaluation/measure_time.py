"""Time spent by this process and by the programs that it waited for."""

import resource
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def cpu_seconds() -> float:
    """Return the processor seconds of this process and of its ended children, so far."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def timed(work: Callable[[], T]) -> tuple[T, float, float]:
    """Do the work; return what it returned, its processor seconds and its seconds on the wall clock."""
    cpu, wall = cpu_seconds(), time.perf_counter()
    value = work()
    return value, cpu_seconds() - cpu, time.perf_counter() - wall
