"""Contradictions between documents: reported, and nothing else reported."""

from collections.abc import Iterator

from evaluation.case import Expected, ExpectedConflict
from evaluation.result import Result, ResultConflict
from evaluation.tally import Score


def score_conflicts(expected: Expected, result: Result) -> Iterator[Score]:
    """Yield recall over the expected contradictions and precision over the reported ones."""
    for conflict in expected.conflicts:
        met = any(_same(conflict, given) for given in result.conflicts)
        yield Score(figure="conflicts.recall", what=f"{conflict.key} : {conflict.what}", hit=met)
    for given in result.conflicts:
        met = any(_same(conflict, given) for conflict in expected.conflicts)
        what = f"{given.key} : {', '.join(given.files)}"
        yield Score(figure="conflicts.precision", what=what, hit=met)


def _same(conflict: ExpectedConflict, given: ResultConflict) -> bool:
    """The same key with a file in common, or the same files, one more at most, under whatever key."""
    wanted, got = set(conflict.files), set(given.files)
    if given.key == conflict.key and wanted & got:
        return True
    return wanted <= got and len(given.files) <= len(conflict.files) + 1
