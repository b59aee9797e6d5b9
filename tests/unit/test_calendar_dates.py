"""Calendar dates in all their printed forms, and what merely looks like one."""

from datetime import date

import pytest

from engine.steps.calendar_dates import add_months, dates_in, lapse_fr, months_between

LATEST = date(2026, 11, 2)

PRINTED = [
    ("le 12/03/2024", date(2024, 3, 12)),
    ("le 12.03.24.", date(2024, 3, 12)),
    ("le 12-03-2024", date(2024, 3, 12)),
    ("le 2/3/2024", date(2024, 3, 2)),
    ("le 12 / 03 / 2024", date(2024, 3, 12)),
    ("12 mars 2024", date(2024, 3, 12)),
    ("1er avril 2025", date(2025, 4, 1)),
    ("1ER AVRIL 2025", date(2025, 4, 1)),
    ("3 févr. 2025", date(2025, 2, 3)),
    ("3 fév 2025", date(2025, 2, 3)),
    ("15 août 2025", date(2025, 8, 15)),
    ("15 Aout 2025", date(2025, 8, 15)),
    ("24 déc. 2025", date(2025, 12, 24)),
    ("9\u00a0sept. 2025", date(2025, 9, 9)),
    ("20 juil. 25", date(2025, 7, 20)),
    ("le 7\njuin 2025", date(2025, 6, 7)),
    ("2025-06-07", date(2025, 6, 7)),
    ("29/02/2024", date(2024, 2, 29)),
    ("Reçu : 27-Mar-1961", date(1961, 3, 27)),
    ("5 Feb 2026", date(2026, 2, 5)),
    ("12-févr.-2025", date(2025, 2, 12)),
    ("Lyon, le 05.06.2026", date(2026, 6, 5)),
    # Two digits slide: a birth in 57 is past, an examination in 26 is this century.
    ("née le 04/02/57", date(1957, 2, 4)),
    ("IRM du 04/02/26", date(2026, 2, 4)),
    ("rendez-vous le 04/02/27", date(2027, 2, 4)),
    ("né le 04/02/28", date(1928, 2, 4)),
    ("le 4 mai 99", date(1999, 5, 4)),
]


@pytest.mark.parametrize(("text", "day"), PRINTED)
def test_a_printed_date_is_read_with_its_place(text: str, day: date) -> None:
    found = dates_in(text, LATEST)
    assert [f.day for f in found] == [day]
    assert text[found[0].start].isdigit()
    assert text[found[0].end - 1].isdigit()


@pytest.mark.parametrize(
    "text",
    [
        "31/04/2025",
        "29/02/2025",
        "12/13/2025",
        "00/05/2025",
        "32 mars 2025",
        "Tél. 04.78.00.11.22",
        "INS 2 79 03 51 215 189 89",
        "TSH 1.950 mUI/L",
        "sous 12/8 de tension",
        "vertèbres L3-4-5",
        "lot 12/03/20249",
        "en mars 2024",
        "03/2024",
        "le 12/03",
        "à 3 mois",
        "J14",
        "version 1.2.2024.3",
    ],
)
def test_what_is_no_full_date_or_none_of_the_calendar_is_left(text: str) -> None:
    assert dates_in(text, LATEST) == ()


def test_the_first_of_a_month_may_be_read_with_a_letter() -> None:
    assert [f.day for f in dates_in("ler septembre 2026, hier mars 2026", LATEST)] == [date(2026, 9, 1)]


def test_several_dates_come_in_the_order_of_the_text() -> None:
    text = "Vu le 3 mai 2026, IRM du 12/04/2026, né le 1957-02-04"
    assert [f.day for f in dates_in(text, LATEST)] == [date(2026, 5, 3), date(2026, 4, 12), date(1957, 2, 4)]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 11, 15), 3, date(2026, 2, 15)),
        (date(2025, 12, 1), 12, date(2026, 12, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 3, 27), 0, date(2025, 3, 27)),
    ],
)
def test_months_are_added_up_to_the_last_day_of_a_short_month(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2026, 1, 15), date(2026, 2, 14), 0),
        (date(2026, 1, 15), date(2026, 2, 15), 1),
        (date(2025, 3, 1), date(2026, 3, 1), 12),
        (date(2025, 3, 2), date(2026, 3, 1), 11),
    ],
)
def test_only_completed_months_count(earlier: date, later: date, months: int) -> None:
    assert months_between(earlier, later) == months


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2025, 8, 20), date(2026, 2, 18), "6 mois"),
        (date(2025, 8, 20), date(2026, 2, 1), "5 mois"),
        (date(2025, 8, 20), date(2026, 2, 20), "6 mois"),
        (date(2024, 5, 1), date(2026, 6, 3), "25 mois"),
        (date(2026, 1, 3), date(2026, 1, 31), "28 jours"),
    ],
)
def test_a_lapse_is_told_to_the_nearest_month(first: date, last: date, told: str) -> None:
    assert lapse_fr(first, last) == told


def test_a_lapse_from_a_mere_month_is_no_longer_than_the_months() -> None:
    assert lapse_fr(date(2023, 9, 1), date(2026, 8, 17), of_months=True) == "35 mois"
    assert lapse_fr(date(2026, 8, 1), date(2026, 8, 17), of_months=True) == "16 jours"
