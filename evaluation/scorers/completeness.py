"""Completeness: the status of each requirement, what is flagged, what is asked."""

from collections.abc import Iterator

from evaluation.case import Expected
from evaluation.result import Result
from evaluation.tally import Score

# The statuses that make somebody send or fetch a document.
FLAGS = frozenset({"missing", "outdated", "unreadable"})


def score_completeness(expected: Expected, result: Result) -> Iterator[Score]:
    """Yield the scores of each requirement of the truth; one without a status in the result is wrong."""
    given = {item.requirement: item.status for item in result.completeness.items}
    for requirement, status in expected.completeness.items():
        got = given.get(requirement)
        why = f"attendu {status}, trouvé {got}"
        yield Score(figure="completeness.status_accuracy", what=requirement, hit=got == status, why=why)
        if status in FLAGS:
            yield Score(figure="completeness.flag_recall", what=requirement, hit=got in FLAGS, why=why)
        if got in FLAGS:
            yield Score(figure="completeness.flag_precision", what=requirement, hit=status in FLAGS, why=why)
        if status == "ask":
            yield Score(figure="completeness.ask_recall", what=requirement, hit=got == "ask", why=why)
