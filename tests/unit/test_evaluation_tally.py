"""Counts, Wilson intervals and the baseline."""

import pytest

from evaluation.baselines import always_agree
from evaluation.scorers import all_scores
from evaluation.tally import Score, Tally, tally, wilson
from tests.unit.evaluation_samples import TRUTH, a_result, an_expected

# Known values of the score interval, to three decimals; 81/263 is the example of Newcombe (1998), 0.2553 to 0.3662.
WILSON = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
    (29, 29, 0.8830, 1.0),
    (5, 10, 0.2366, 0.7634),
]


@pytest.mark.parametrize(("hits", "of", "low", "high"), WILSON)
def test_wilson(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("hits", "of"), [(0, 0), (2, 1), (-1, 3)])
def test_wilson_of_no_proportion(hits: int, of: int) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson(hits, of)


def test_a_score_that_could_not_be_made_is_counted_apart() -> None:
    scores = [Score(figure="f", what="", hit=hit) for hit in (True, False, None, True, None)]
    assert tally(scores) == {"f": Tally(hits=2, of=3, unscored=2)}


def test_nothing_scored_has_no_rate() -> None:
    nothing = tally([Score(figure="f", what="", hit=None)])["f"]
    assert nothing.rate is None
    assert nothing.interval is None


def test_always_agreeing_is_wrong_where_the_specialist_diverges() -> None:
    truth = an_expected()
    counts = tally(always_agree(truth, all_scores(truth, a_result())))
    assert {figure: count.rate for figure, count in counts.items()} == {
        "draft.option_preferred": 0.0,
        "draft.option_acceptable": 0.0,
        "draft.option_discouraged": 1.0,
        "convergence.D": 0.0,
        "convergence.T": 0.0,
        "convergence.E": 0.0,
        "convergence.overall": 0.0,
        "convergence.severity_within_1": 0.0,
        "divergence.sensitivity": 0.0,
    }


def test_always_agreeing_is_right_where_the_specialist_agrees() -> None:
    agreed = {"D": "C", "T": "C", "E": "C", "overall": "C", "severity": 0, "equipoise": False}
    position = {**TRUTH["expert_position"], "option": "ptg", "discouraged": [], "convergence": agreed}
    truth = an_expected(expert_position=position)
    counts = tally(always_agree(truth, all_scores(truth, a_result())))
    assert counts.pop("draft.option_discouraged").rate == 0.0
    assert {count.rate for count in counts.values()} == {1.0}
    assert "divergence.specificity" in counts


def test_without_a_first_opinion_there_is_nothing_to_agree_with() -> None:
    truth = an_expected(first_opinion={"diagnosis": None, "option": None})
    scores = always_agree(truth, all_scores(truth, a_result()))
    assert scores
    assert {score.hit for score in scores} == {None}


def test_the_baseline_is_scored_where_the_engine_is() -> None:
    truth = an_expected(red_flags=["occlusion"])
    stopped = a_result(draft=None, draft_refused="signal d'alerte", convergence=None, red_flags=["occlusion"])
    assert always_agree(truth, all_scores(truth, stopped)) == ()
