"""How much of a drug words come to, and which days a loosely told time may mean."""

from datetime import date

import pytest

from engine.steps.taken_doses import taken
from engine.steps.told_when import stretches

DRUG = r"\b(?:prednisone|cortancyl|methotrexate|mtx)\b"


@pytest.mark.parametrize(
    ("quote", "amounts"),
    [
        ("Prednisone 5 mg : 10 mg/j, puis 7,5 mg/j", {10, 7.5}),
        ("naproxène 550 mg x 2, puis prednisone 10 mg/j", {10}),
        ("Prednisone 5 mg × 2", {10}),
        ("Cortancyl 5 mg : 2 comprimés le matin", {10}),
        ("Prednisone 5 mg, 1 cp matin et soir", {10}),
        ("Prednisone 5 mg, un comprimé et demi", {7.5}),
        ("Prednisone 20 mg 1/2 cp le matin", {10}),
        ("Méthotrexate : 4 comprimés de 2,5 mg par semaine", {10}),
        ("MTX 10 mg le lundi, acide folique 5 mg par jour", {10}),
        ("Prednisone le matin", set()),
        ("méthotrexate depuis 2022, 10 mg puis 15 mg, actuellement 20\nmg par semaine", {20}),
        ("MTX 15 mg/semaine actuellement", {15}),
        ("MTX 10 mg/semaine, porté à 15 mg puis monté à 20 mg par semaine", {20}),
        ("MTX 15 mg/semaine, à porter à 20 mg/semaine", {15, 20}),
    ],
)
def test_strength_count_and_rhythm_make_the_dose(quote: str, amounts: set[float]) -> None:
    assert taken(quote, DRUG) == amounts


@pytest.mark.parametrize(
    ("told", "held", "not_held"),
    [
        ("au printemps", date(2026, 5, 2), date(2026, 9, 2)),
        ("l'hiver dernier", date(2026, 1, 15), date(2026, 9, 20)),
        ("en mai", date(2026, 5, 12), date(2026, 7, 1)),
        ("en novembre", date(2025, 11, 3), date(2026, 9, 1)),
        ("en 2024", date(2024, 10, 1), date(2026, 5, 12)),
        ("l'an dernier", date(2025, 3, 1), date(2026, 8, 30)),
        ("il y a six mois", date(2026, 4, 2), date(2026, 9, 8)),
        ("il y a dix-huit mois", date(2025, 4, 2), date(2026, 9, 8)),
        ("remonte a plus de six mois", date(2025, 1, 1), date(2026, 9, 24)),
        ("03/2026", date(2026, 3, 12), date(2026, 9, 8)),
    ],
)
def test_a_time_told_loosely_holds_the_days_that_it_may_mean(told: str, held: date, not_held: date) -> None:
    (found,) = stretches(told, date(2026, 10, 15))
    assert found.holds(held)
    assert not found.holds(not_held)
