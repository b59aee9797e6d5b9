"""Intervals and coefficients against values printed elsewhere."""

import pytest

from engine.domain.rates import Rate, first_order_agreement, paired_difference, rate_of, wilson

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


def test_a_rate_keeps_its_counts() -> None:
    found = rate_of(5, 10)
    assert (found.count, found.of, found.value) == (5, 10, 0.5)
    assert (found.low, found.high) == pytest.approx((0.2366, 0.7634), abs=5e-5)


def test_nothing_counted_has_no_rate() -> None:
    assert rate_of(0, 0) == Rate(count=0, of=0, value=None, low=None, high=None)


# both, first only, second only, neither: difference and bounds.
PAIRED = [
    # Cavo et al. (2012), as the R package contingencytables prints it (Fagerland, Lydersen, Laake 2017, chapter 8).
    ((59, 6, 16, 80), -0.0621, -0.1186, -0.0046),
    # Table of Newcombe (1998), method 10.
    ((36, 12, 2, 0), 0.2000, 0.0569, 0.3404),
]


@pytest.mark.parametrize(("counts", "value", "low", "high"), PAIRED)
def test_paired_difference(counts: tuple[int, int, int, int], value: float, low: float, high: float) -> None:
    found = paired_difference(*counts)
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), abs=5e-5)


def test_the_paired_difference_turns_with_its_sides() -> None:
    there, back = paired_difference(7, 5, 1, 3), paired_difference(7, 1, 5, 3)
    assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low))


def test_two_that_always_agree_differ_by_nothing_for_sure() -> None:
    found = paired_difference(10, 0, 0, 0)
    assert found.value == 0
    assert found.low < 0 < found.high


def test_no_cases_have_no_difference() -> None:
    with pytest.raises(ValueError, match="no proportion"):
        paired_difference(0, 0, 0, 0)


def test_first_order_agreement_of_the_abstractors() -> None:
    """The data set cont3x3abstractors of the R package irrCAC: AC1 0.8493305, standard error 0.04321747."""
    table = {("e", "e"): 13, ("a", "a"): 20, ("a", "n"): 7, ("n", "a"): 4, ("n", "n"): 56}
    found = first_order_agreement([pair for pair, count in table.items() for _ in range(count)], "ean")
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    assert found.of == 100
    assert found.value == pytest.approx(0.8493305, abs=5e-8)
    assert (found.high - found.low) / 2 / 1.959963984540054 == pytest.approx(0.04321747, abs=5e-9)


def test_a_category_that_nobody_chose_counts_for_chance() -> None:
    pairs = [("a", "a"), ("b", "b"), ("a", "b")]
    three, four = first_order_agreement(pairs, "abc"), first_order_agreement(pairs, "abcd")
    assert three is not None
    assert four is not None
    assert three.value < four.value


def test_full_agreement_claims_no_interval() -> None:
    found = first_order_agreement([("a", "a")] * 3, "ab")
    assert found is not None
    assert (found.value, found.low, found.high) == (1.0, None, None)


def test_no_pairs_or_no_choice_have_no_coefficient() -> None:
    assert first_order_agreement([], "ab") is None
    assert first_order_agreement([("a", "a")], "a") is None
