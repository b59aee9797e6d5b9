"""What a system that adds nothing would score."""

from collections.abc import Sequence

from evaluation.case import Expected
from evaluation.result import Result, ResultCompleteness, ResultConvergence, ResultDraft, ResultPosition
from evaluation.scorers import agreement_scores
from evaluation.tally import Score

NO_FIRST_OPINION = "pas de premier avis auquel donner raison"


def always_agree(expected: Expected, engine: Sequence[Score]) -> tuple[Score, ...]:
    """Score « le premier avis a raison » where the engine's scores were made, so that both have the same cases.

    It gives the first opinion's option, concordance on every axis and severity 0. Without a first opinion there is
    nothing to agree with: its scores are kept, unscored.
    """
    made = {score.figure for score in engine if score.hit is not None}
    agreeing = Result(
        documents=(),
        completeness=ResultCompleteness(),
        facts=(),
        draft=ResultDraft(position=ResultPosition(option=expected.first_opinion.option)),
        convergence=ResultConvergence(D="C", T="C", E="C", overall="C", severity=0),
    )
    scores = (score for score in agreement_scores(expected, agreeing) if score.figure in made)
    if expected.first_opinion.given:
        return tuple(scores)
    return tuple(score.model_copy(update={"hit": None, "why": NO_FIRST_OPINION}) for score in scores)
