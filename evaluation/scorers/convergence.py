"""Agreement of the draft with the first opinion, against the agreement that a specialist sees."""

from collections.abc import Iterator
from typing import Literal

from evaluation.case import Expected
from evaluation.result import Result
from evaluation.scorers.draft import STOPPED
from evaluation.scorers.red_flags import rightly_stopped
from evaluation.tally import Score

AxisName = Literal["D", "T", "E", "overall"]
AXES: tuple[AxisName, ...] = ("D", "T", "E", "overall")
SILENT = "la vérité ne se prononce pas"
NEAR = 1


def score_convergence(expected: Expected, result: Result) -> Iterator[Score]:
    """Yield the axes, the severity within one degree, and whether a real divergence was seen or a false one raised.

    Without a comparison in the result every score is wrong, but for a rightful stop, which leaves nothing to score.
    """
    stopped = rightly_stopped(expected, result)
    for score in _scores(expected, result):
        yield score.model_copy(update={"hit": None, "why": STOPPED}) if stopped else score


def _scores(expected: Expected, result: Result) -> Iterator[Score]:
    truth, given = expected.expert_position.convergence, result.convergence
    for axis in AXES:
        wanted = getattr(truth, axis)
        got = getattr(given, axis) if given else None
        if wanted is None:
            yield Score(figure=f"convergence.{axis}", what=axis, hit=None, why=SILENT)
        else:
            why = f"attendu {wanted}, trouvé {got}"
            yield Score(figure=f"convergence.{axis}", what=axis, hit=got == wanted, why=why)
    if truth.overall is None or truth.overall == "N":
        return
    diverges = truth.overall == "X"
    overall = given.overall if given else None
    seen = given is not None and (overall == "X") == diverges
    figure = "divergence.sensitivity" if diverges else "divergence.specificity"
    yield Score(figure=figure, what="overall", hit=seen, why=f"attendu {truth.overall}, trouvé {overall}")
    if truth.severity is not None:
        severity = given.severity if given else None
        near = severity is not None and abs(severity - truth.severity) <= NEAR
        why = f"attendu {truth.severity}, trouvé {severity}"
        yield Score(figure="convergence.severity_within_1", what="severity", hit=near, why=why)
