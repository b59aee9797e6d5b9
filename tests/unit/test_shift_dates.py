"""Dates in every written form: moved by the same days, printed as they were, and back again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.steps.calendar_dates import dates_in
from engine.steps.deidentify.date_forms import moved_dates
from engine.steps.deidentify.shift_dates import Shift

BACK = Shift(-280)


def moved(text: str, shift: Shift = BACK) -> str:
    out, at = "", 0
    for piece in moved_dates(text, shift):
        out, at = out + text[at : piece.start] + piece.new, piece.end
    return out + text[at:]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("le 14/03/2025", "le 07/06/2024"),
        ("le 5/2/25", "le 1/5/24"),
        ("14.03.25 et 14-03-2025", "07.06.24 et 07-06-2024"),
        ("10 / 03 | 2020", "04 / 06 | 2019"),
        ("2025-04-17 08:31", "2024-07-11 08:31"),
        ("né le 1er février 1949", "né le 27 avril 1948"),
        ("le 12 MARS 2024", "le 6 JUIN 2023"),
        ("opérée le 3 janv. 2025.", "opérée le 29 mars 2024."),
        ("en juin 2023", "en septembre 2022"),
        ("« PSA stable en mars »", "« PSA stable en juin »"),
        ("aggravée\ndepuis mars.", "aggravée\ndepuis juin."),
        ("une IRM en\nmars.", "une IRM en\njuin."),
        ("le 3\njanvier 2025", "le 29\nmars 2024"),
        ("02/2025", "05/2024"),
        ("depuis 2017", "depuis 2016"),
        ("Antécédents :\n- 1998 : appendicectomie", "Antécédents :\n- 1997 : appendicectomie"),
        ("du 10 au 14 janvier 2024", "du 5 au 9 avril 2023"),
        ("entre le 01/02 et le 02/02/1952", "entre le 27/04 et le 28/04/1951"),
        ("2 6 0 2 1 9 9 5", "2 2 0 5 1 9 9 4"),
        ("imprimé 23022018", "imprimé 19052017"),
        ("le vingt-six août deux mille dix-sept", "le dix-neuf novembre deux mille seize"),
        (
            "né le deux janvier mille neuf cent soixante dix huit",
            "né le vingt-huit mars mille neuf cent soixante-dix-sept",
        ),
        # Misread on a bad copy: no such day, and none the less someone's birth.
        ("née le 31/02/1979", "née le 24/05/1978"),
        ("née le 12/03/0979", "née le 05/06/0978"),
    ],
)
def test_a_date_moves_and_keeps_its_form(written: str, printed: str) -> None:
    assert moved(written) == printed


@pytest.mark.parametrize(
    "text",
    [
        "TA 12/7, EVA 7/10, acuité 10/12",
        "3 à 5 mm, 12,5 mg/L, 1900 ng/mL",
        "Gleason 7 (4+3), pT2c N0",
        "01 42 16 00 00",
        "2/3 des patients, 1/2 comprimé",
        "De 1 à 3 comprimés pendant 10 jours",
        "valeurs 13,0 - 17,0",
    ],
)
def test_what_is_no_date_stays(text: str) -> None:
    assert moved(text) == text


def test_a_day_of_the_week_stays_true() -> None:
    assert moved("jeudi 8 mai 2025") == "jeudi 1er août 2024"
    assert date(2024, 8, 1).weekday() == date(2025, 5, 8).weekday()


@given(
    st.dates(date(1930, 1, 1), date(2040, 1, 1)),
    st.integers(1, 9000),
    st.integers(-130, -27),
    st.sampled_from(["{:%d/%m/%Y}", "{:%d.%m.%Y}", "{:%Y-%m-%d}", "{0:%d} {1} {0:%Y}"]),
)
def test_intervals_are_kept_and_the_way_back_is_exact(first: date, days: int, weeks: int, form: str) -> None:
    months = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ]
    both = [first, first + timedelta(days=days)]
    text = " puis ".join(form.format(day, months[day.month - 1]) for day in both)
    shift = Shift(7 * weeks)
    hidden = moved(text, shift)
    found = [d.day for d in dates_in(hidden, date(2060, 1, 1))]
    assert found == [day + timedelta(weeks=weeks) for day in both]
    back = [d.day for d in dates_in(moved(hidden, shift.back()), date(2060, 1, 1))]
    assert back == both
