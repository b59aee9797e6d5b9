"""Scorers: each compares one part of a result with the truth and yields scores."""

from evaluation.case import Expected
from evaluation.result import Result
from evaluation.scorers.completeness import score_completeness
from evaluation.scorers.conflicts import score_conflicts
from evaluation.scorers.convergence import score_convergence
from evaluation.scorers.documents import score_documents
from evaluation.scorers.draft import score_option, score_statements
from evaluation.scorers.facts import score_facts
from evaluation.scorers.red_flags import score_red_flags
from evaluation.tally import Score

__all__ = ["agreement_scores", "all_scores"]

PARTS = (score_documents, score_completeness, score_facts, score_conflicts, score_red_flags, score_statements)
AGREEMENT = (score_option, score_convergence)


def all_scores(expected: Expected, result: Result) -> tuple[Score, ...]:
    """Everything that is scored of one case."""
    parts = tuple(score for scorer in PARTS for score in scorer(expected, result))
    return parts + agreement_scores(expected, result)


def agreement_scores(expected: Expected, result: Result) -> tuple[Score, ...]:
    """The position alone: its option and how it stands to the first opinion; a baseline is scored on these."""
    return tuple(score for scorer in AGREEMENT for score in scorer(expected, result))
