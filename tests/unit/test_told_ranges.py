"""Numbers of a sentence that are nobody's result."""

import pytest

from engine.steps.told_ranges import between, only_told


@pytest.mark.parametrize(
    ("text", "number", "wanted"),
    [
        ("uracilemie entre 16 et 150 ng/ml", "16", True),
        ("uracilemie entre 16 et 150 ng/ml", "150", True),
        ("entre 12 g/dl et 16 g/dl", "12", True),
        # Of a size the two ends tell what became of it.
        ("passee de 20 a 31 mm", "31", False),
        ("entre les deux, 16 mm et 20 mm", "16", False),
    ],
)
def test_the_ends_of_what_is_between_two_numbers(text: str, number: str, wanted: bool) -> None:
    start = text.index(number)
    assert between(text, start, start + len(number)) is wanted


@pytest.mark.parametrize(
    ("text", "value", "ranges", "wanted"),
    [
        ("psa 6,1 ng/ml en avril 2026", 2026, False, True),
        ("psa en 2026", 2026, False, True),
        ("perte de 2000 ml", 2000, False, False),
        ("psa de 4 a 10 ng/ml", 4, True, True),
        ("eva entre 6 et 8", 6, False, False),
        ("psa de 4 a 10, ce jour 4 ng/ml", 4, True, False),
    ],
)
def test_a_value_may_be_printed_as_a_year_or_the_end_of_a_range_only(
    text: str, value: int, ranges: bool, wanted: bool
) -> None:
    assert only_told(text, (0, len(text)), value, ranges=ranges) is wanted
