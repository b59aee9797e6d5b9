"""How long it will take: nothing is told that nobody can know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.steps.estimate import ORDER, reading_pace, seconds_left

MEASURED = {"read": 2.0, "split": 0.01, "extract": 0.2, "assess": 0.01, "draft": 0.03, "compare": 0.01}


@pytest.mark.parametrize(
    ("pages", "seconds", "before", "pace"),
    [
        (0, 0.0, None, None),
        (1, 3.0, None, None),
        (2, 6.0, None, 3.0),
        (0, 0.0, 2.0, 2.0),
        (4, 16.0, 2.0, 3.0),  # half of what it was, half of what it is
        (400, 1600.0, 2.0, pytest.approx(4.0, abs=0.05)),
    ],
)
def test_the_pace_of_reading(pages: int, seconds: float, before: float | None, pace: float | None) -> None:
    assert reading_pace(pages, seconds, before) == pace


def test_what_follows_counts_too() -> None:
    assert seconds_left("read", 10, 0, 0.0, 12, MEASURED) == pytest.approx(20.0 + 12 * 0.26)
    assert seconds_left("extract", 12, 0, 0.0, 12, MEASURED) == pytest.approx(12 * 0.25)
    assert seconds_left("compare", 12, 0, 0.0, 12, MEASURED) == pytest.approx(12 * 0.01)


@pytest.mark.parametrize("unknown", ["split", "extract", "assess"])
def test_unknown_stays_unknown(unknown: str) -> None:
    paces = {step: pace for step, pace in MEASURED.items() if step != unknown}
    assert seconds_left("read", 10, 5, 10.0, 10, paces) is None
    assert seconds_left("read", None, 5, 10.0, 10, MEASURED) is None
    assert seconds_left("read", 10, 0, 0.0, 10, paces) is None


def test_a_dossier_without_a_draft_is_measured_all_the_same() -> None:
    paces = {step: pace for step, pace in MEASURED.items() if step not in ("draft", "compare")}
    assert seconds_left("read", 10, 0, 0.0, 10, paces) == pytest.approx(20.0 + 10 * 0.22)


@given(
    st.sampled_from(ORDER),
    st.integers(0, 500),
    st.integers(0, 600),
    st.floats(0, 10_000, allow_nan=False),
    st.integers(0, 500),
)
def test_it_is_never_negative(step: str, of: int, done: int, seconds: float, pages: int) -> None:
    left = seconds_left(step, of, done, seconds, pages, MEASURED)  # type: ignore[arg-type]
    assert left is not None
    assert left >= 0
