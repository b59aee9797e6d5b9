"""Counts and the baseline."""

from evaluation.baselines import always_agree
from evaluation.scorers import all_scores
from evaluation.tally import Score, Tally, tally
from tests.unit.evaluation_samples import TRUTH, a_result, an_expected


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
