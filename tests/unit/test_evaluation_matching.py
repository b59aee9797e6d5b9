"""When texts, values and units are held for the same."""

import pytest

from evaluation.scorers.matching import coverage, inside, numbers, repeats, same_unit, same_value

VALUES = [
    (1.2, 1.2, True),
    (1.2, "1,2", True),
    (176, 176.4, True),
    (176, 178, False),
    (2, True, False),
    (2, None, False),
    (None, "n'importe quoi", True),
    ("pT3N1b", "pT3 N1b R0", True),
    ("diénogest 2 mg", "Diénogest", True),
    ("droit", "gauche", False),
    ("droit", None, False),
    ("azathioprine", "az", False),
    ("2", 2, True),
]
UNITS = [
    (None, "mm", True),
    ("ng/mL", "ng/ml", True),
    ("degrés", "°", True),
    ("degrés", "deg", True),
    ("UI/mL", "[IU]/mL", True),
    ("U/mL", "UI/mL", True),
    ("µg/L", "ug/L", True),
    ("µmol/L", "umol/L", True),
    ("kg/m2", "kg/m²", True),
    ("mm/1re h", "mm/h", True),
    ("mm", "cm", False),
    ("mm", None, False),
]
NUMBERS = [
    ("HKA à 176°, varus de 4°", {176, 4}),
    ("le 12/05/2026", {12, 5, 2026}),
    ("2026-05-12", {2026, 5, 12}),
    ("le 12 mai 2026", {12, 5, 2026}),
    ("12.05.2026", {12, 5, 2026}),
    ("AMH : 1,2 ng/mL.", {1.2}),
    ("environ 1 500 mètres", {1500}),
    ("HER2 3+, T2N0, 20mm", {3}),
    ("aucun", set()),
]
QUOTES = [
    ("Pas de laxité frontale", "Pas de laxité frontale.", True),
    ("Pas de laxité frontale", "PAS DE LAXITE FRONTALE, Lachman ferme", True),
    ("AMH | 1,2 | ng/mL", "AMH 1,2 ng/mL", True),
    ("Pas de laxité frontale", "Laxité majeure", False),
    ("Pas de laxité frontale", "Pas de laxité frontale " + "et bien d'autres choses " * 12, False),
    ("Pas de laxité", "", False),
]


@pytest.mark.parametrize(("expected", "given", "same"), VALUES)
def test_values(expected: float | str | None, given: float | str | None, same: bool) -> None:
    assert same_value(expected, given) is same


@pytest.mark.parametrize(("expected", "given", "same"), UNITS)
def test_units(expected: str | None, given: str | None, same: bool) -> None:
    assert same_unit(expected, given) is same


def test_the_ucum_code_counts_as_much_as_the_printed_unit() -> None:
    assert same_unit("M/mL", "millions", "M/mL")


@pytest.mark.parametrize(("text", "found"), NUMBERS)
def test_numbers(text: str, found: set[float]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize(("expected", "given", "same"), QUOTES)
def test_quotes(expected: str, given: str, same: bool) -> None:
    assert repeats(expected, given) is same


@pytest.mark.parametrize(
    ("given", "whole"), [("laxité frontale", True), ("laxité", False), ("laxité sagittale", False), ("", False)]
)
def test_a_bare_mention_is_two_words_at_least_out_of_the_expected_ones(given: str, whole: bool) -> None:
    assert inside(given, "Pas de laxité frontale") is whole


@pytest.mark.parametrize(
    ("text", "share"), [("Le varus est modéré : HKA 176°", 1.0), ("HKA mesuré", 0.25), ("Rien", 0.0)]
)
def test_coverage_counts_the_weighty_words(text: str, share: float) -> None:
    assert coverage("HKA à 176°, varus modéré", text) == pytest.approx(share)


def test_a_point_without_weighty_words_is_not_covered() -> None:
    assert coverage("et de la", "et de la") == 0.0
