"""How long ago a printed onset was at the day of its document."""

from datetime import date

import pytest

from engine.steps.elapsed import elapsed

LETTER = date(2026, 10, 6)


@pytest.mark.parametrize(
    ("printed", "until", "unit", "told"),
    [
        ("3 août 2026", LETTER, "semaines", 9),
        ("3 août", LETTER, "semaines", 9),
        ("03/08/2026", LETTER, "semaines", 9),
        ("début août", LETTER, "semaines", 9),
        ("juillet 2026", LETTER, "semaines", 11),
        ("mi-juillet", LETTER, "semaines", 11),
        ("décembre", LETTER, "semaines", 42),
        ("mars 2024", LETTER, "mois", 30),
        ("3 août 2026", None, "semaines", None),
        ("3 novembre 2026", LETTER, "semaines", None),
        ("longtemps", LETTER, "semaines", None),
        ("3 août 2026", LETTER, "mg", None),
    ],
)
def test_time_since_an_onset(printed: str, until: date | None, unit: str, told: int | None) -> None:
    assert elapsed(printed, until, unit) == told
