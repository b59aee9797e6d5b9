"""Scales of the drawings: where days and values stand, and how their ticks are called."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_ui.scales import TimeScale, ValueScale, month_fr, round_values, text_width

LEFT, RIGHT = 100.0, 740.0


def scale(*days: str) -> TimeScale:
    return TimeScale([date.fromisoformat(d) for d in days], LEFT, RIGHT)


def labels(time: TimeScale) -> list[str]:
    return [tick.label.replace("\u00a0", " ") for tick in time.ticks()]


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        (("2026-10-06",), ["oct. 2026"]),
        (("2026-10-05", "2026-10-26"), ["5 oct. 2026", "26 oct. 2026"]),
        (
            ("2025-11-10", "2026-06-20"),
            ["déc. 2025", "janv. 2026", "févr. 2026", "mars 2026", "avr. 2026", "mai 2026", "juin 2026"],
        ),
        (
            ("2024-02-01", "2025-02-01", "2026-02-01"),
            [
                "avr. 2024",
                "juil. 2024",
                "oct. 2024",
                "janv. 2025",
                "avr. 2025",
                "juil. 2025",
                "oct. 2025",
                "janv. 2026",
            ],
        ),
        (
            ("2010-05-01", "2013-05-01", "2016-05-01", "2018-05-01"),
            ["2011", "2012", "2013", "2014", "2015", "2016", "2017", "2018"],
        ),
    ],
)
def test_ticks_are_months_or_years_in_french(days: tuple[str, ...], wanted: list[str]) -> None:
    assert labels(scale(*days)) == wanted


def test_a_long_emptiness_is_cut_and_the_cut_is_shown() -> None:
    time = scale("2008-10-14", "2026-07-21", "2026-09-10")
    assert len(time.cuts) == 1
    (left, right) = time.cuts[0]
    assert time.at(date(2008, 10, 14)) < left < right <= time.at(date(2026, 7, 21))
    # What is left has nearly all the room.
    assert time.at(date(2026, 9, 10)) - time.at(date(2026, 7, 21)) > 400
    assert labels(time)[0] == "oct. 2008"


def test_two_days_far_apart_are_not_cut_for_then_nothing_would_be_left() -> None:
    time = scale("2024-03-02", "2026-09-14")
    assert time.cuts == ()
    assert (time.at(date(2024, 3, 2)), time.at(date(2026, 9, 14))) == (LEFT, RIGHT)


@given(st.lists(st.dates(date(1990, 1, 1), date(2030, 1, 1)), min_size=1, max_size=60))
def test_days_keep_their_order_and_stay_on_the_drawing(days: list[date]) -> None:
    time = TimeScale(days, LEFT, RIGHT)
    places = [time.at(day) for day in sorted(set(days))]
    assert places == sorted(places)
    assert all(LEFT <= at <= RIGHT for at in places)
    ticks = time.ticks()
    for one, other in itertools.pairwise(ticks):
        assert one.at + text_width(one.label) / 2 < other.at - text_width(other.label) / 2


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [
        (0.0, 8.4, (0.0, 5.0, 10.0)),
        (0.01, 0.38, (0.0, 0.1, 0.2, 0.3, 0.4)),
        (6900, 7120, (6900, 7000, 7100, 7200)),
        (5, 5, (4.0, 4.5, 5.0, 5.5, 6.0)),
    ],
)
def test_values_stand_between_round_numbers(low: float, high: float, wanted: tuple[float, ...]) -> None:
    assert round_values(low, high, 4) == pytest.approx(wanted)


def test_a_small_change_is_not_blown_up() -> None:
    values = ValueScale([70, 71], 200.0, 0.0)
    assert values.at(70) - values.at(71) < 20


def test_values_far_apart_stand_by_their_logarithm() -> None:
    values = ValueScale([0.01, 0.38, 11.2], 200.0, 0.0)
    assert values.logarithmic
    assert [tick.label for tick in values.ticks()] == ["0,01", "0,1", "1", "10", "20"]
    assert not ValueScale([0.0, 11.2], 200.0, 0.0).logarithmic


@given(st.lists(st.floats(0, 1e6, allow_subnormal=False).map(lambda v: round(v, 3)), min_size=1, max_size=20))
def test_values_keep_their_order_and_stay_on_the_drawing(values: list[float]) -> None:
    drawn = ValueScale(values, 200.0, 0.0)
    places = [drawn.at(v) for v in sorted(values)]
    assert places == sorted(places, reverse=True)
    assert all(0 <= at <= 200 for at in places)
    assert 2 <= len(drawn.ticks()) <= 12


@pytest.mark.parametrize(("day", "wanted"), [(date(2025, 1, 31), "janv. 2025"), (date(2024, 8, 1), "août 2024")])
def test_months_are_called_as_in_french(day: date, wanted: str) -> None:
    assert month_fr(day).replace("\u00a0", " ") == wanted
