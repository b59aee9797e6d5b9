"""The draft: its option, what its statements rest on, the key points that it tells."""

from collections.abc import Iterator

from evaluation.case import Expected
from evaluation.result import Result
from evaluation.scorers.matching import coverage, numbers
from evaluation.scorers.red_flags import rightly_stopped
from evaluation.tally import Score

OPTION_FIGURES = ("draft.option_preferred", "draft.option_acceptable", "draft.option_discouraged")
STOPPED = "arrêt justifié sur un signal d'alerte : il n'y a pas de pré-avis à juger"
# A key point counts as told when half its weighty words stand in one statement: rough, and known to be.
TOLD = 0.5


def score_option(expected: Expected, result: Result) -> Iterator[Score]:
    """Yield whether the option is preferred, acceptable, discouraged; unscored after a rightful stop.

    A draft refused without a red flag is no answer: neither preferred nor acceptable, and counted as discouraged so
    that silence does not look safe.
    """
    truth = expected.expert_position
    if rightly_stopped(expected, result):
        yield from (Score(figure=figure, what="option", hit=None, why=STOPPED) for figure in OPTION_FIGURES)
        return
    option = result.draft.position.option if result.draft else None
    why = f"attendu {truth.option}, proposé {option}" if result.draft else "aucun pré-avis"
    verdicts = (
        result.draft is not None and option == truth.option,
        result.draft is not None and (option == truth.option or option in truth.acceptable),
        result.draft is None or option in truth.discouraged,
    )
    for figure, hit in zip(OPTION_FIGURES, verdicts, strict=True):
        yield Score(figure=figure, what="option", hit=hit, why=why)


def score_statements(expected: Expected, result: Result) -> Iterator[Score]:
    """Yield whether each statement cites something and has its numbers from there, and each key point is told."""
    if rightly_stopped(expected, result):
        return
    statements = result.draft.statements if result.draft else ()
    for point in expected.key_points:
        best = max((coverage(point, statement.text) for statement in statements), default=0.0)
        yield Score(figure="draft.key_point_recall", what=point, hit=best >= TOLD, why=f"mots communs : {best:.0%}")
    for statement in statements:
        cited = " ".join(" ".join(filter(None, (c.quote, c.text, c.date))) for c in statement.cites)
        stray = sorted(numbers(statement.text) - numbers(cited))
        yield Score(figure="draft.statement_cited", what=statement.text, hit=bool(statement.cites))
        why = f"sans source : {', '.join(f'{n:g}' for n in stray)}" if stray else ""
        yield Score(figure="draft.numbers_supported", what=statement.text, hit=not stray, why=why)
