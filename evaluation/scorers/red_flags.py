"""Red flags: all of them, no others, and no draft before a doctor has cleared them."""

from collections.abc import Iterator

from evaluation.case import Expected
from evaluation.result import Result
from evaluation.tally import Score


def score_red_flags(expected: Expected, result: Result) -> Iterator[Score]:
    """Yield recall, precision and, where a flag is due, whether the engine stopped before drafting."""
    due, raised = sorted(set(expected.red_flags)), sorted(set(result.red_flags))
    for flag in due:
        yield Score(figure="red_flags.recall", what=flag, hit=flag in raised)
    for flag in raised:
        yield Score(figure="red_flags.precision", what=flag, hit=flag in due)
    if due:
        yield Score(figure="draft.stopped_on_red_flag", what=", ".join(due), hit=result.refused)


def rightly_stopped(expected: Expected, result: Result) -> bool:
    """Whether there is no position to judge because the engine stopped on a red flag that is really there."""
    return bool(expected.red_flags) and result.refused
