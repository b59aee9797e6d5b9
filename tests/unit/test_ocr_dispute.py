"""Two readings of one word: which is kept, and what stays doubtful."""

import pytest

from ocr.dispute import are_two_words, decimal_mark, matters, mended, settle, with_comma

SETTLED = [
    # Tesseract's reading and confidence, the recogniser's, what is kept, and whether the two dispute it.
    ("427", 0.87, "42,7", 0.99, "42,7", True),
    ("7,2", 0.78, "7,", 0.58, "7,2", True),
    ("53", 0.77, "5,3", 0.4, "53", True),
    ("mL/minA,73", 0.42, "mL/min/1,73", 0.96, "mL/min/1,73", True),
    ("HbAlc", 0.9, "HbA1c", 0.98, "HbA1c", False),
    ("[RO102]", 0.2, "[R0102]", 0.99, "[R0102]", False),
    ("O1", 0.7, "01", 0.9, "01", False),
    ("l'hospitalisation", 0.9, "1'hospitalisation", 0.9, "l'hospitalisation", False),
    ("Il", 0.63, "I1", 0.88, "Il", False),
    ("m°", 0.9, "m²", 0.98, "m²", False),
    ("UIL", 0.8, "UI/L", 0.95, "UI/L", True),
    ("35", 0.4, "<35", 0.99, "<35", True),
    ("5,49", 0.85, "5.49", 0.85, "5,49", False),
    ("86053600", 0.93, "605360", 0.4, "86053600", True),
    ("14,2", 0.96, "14,2", 0.9, "14,2", False),
    ("11,4", 0.9, "", 0.0, "11,4", False),
    # Words are left to the engine that knows French, unless it was lost.
    ("échantillon", 0.8, "echantillon", 0.95, "échantillon", False),
    ("hosnitafisation", 0.3, "hospitalisation", 0.97, "hospitalisation", False),
]


@pytest.mark.parametrize(("first", "sure", "second", "second_sure", "kept", "disputed"), SETTLED)
def test_two_readings_are_settled(
    first: str, sure: float, second: str, second_sure: float, kept: str, disputed: bool
) -> None:
    settled = settle(first, sure, second, second_sure)
    assert settled.text == kept
    assert (settled.other is not None) is disputed


def test_the_reading_that_is_not_kept_is_told() -> None:
    assert settle("427", 0.8, "42,7", 0.99).other == "427"
    assert settle("7,2", 0.8, "7,8", 0.5).other == "7,8"


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("paracétamol", "paracetanol", True),
        ("paracétamol", "Paracetamol,", False),
        ("hosnitafisation", "hospitalisation", True),
        ("les", "tes", False),
        ("léflunomide", "", False),
    ],
)
def test_two_names_are_told_apart(one: str, other: str, apart: bool) -> None:
    assert are_two_words(one, other) is apart


def test_a_page_that_prints_decimal_points_keeps_them() -> None:
    assert settle("4,01", 0.9, "4.01", 0.8, mark=".").text == "4.01"
    assert settle("4,01", 0.9, "4.01", 0.8, mark=",").text == "4,01"


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        (["4,01", "12,5", "0,3", "7,25", "le"], ","),
        (["4.01", "12.5", "0.3", "7.25", "le"], "."),
        (["4.01", "12,5", "0.3", "7,25"], None),
        (["4,01", "12,5"], None),
    ],
)
def test_the_decimal_mark_of_a_page(words: list[str], mark: str | None) -> None:
    assert decimal_mark(words) == mark


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("mmol/1", "mmol/l"),
        ("2210µmo1/1,", "2210µmol/l,"),
        ("4,5g/d1", "4,5g/dl"),
        ("m1/min", "ml/min"),
        # A page of a page, a date, a rate: no litre.
        ("1/1", "1/1"),
        ("01/10/2018", "01/10/2018"),
        ("mL/min/1,73", "mL/min/1,73"),
        ("c/1,5", "c/1,5"),
    ],
)
def test_the_litre_of_a_unit_is_a_letter(read: str, written: str) -> None:
    assert mended(read) == written


@pytest.mark.parametrize("word", ["12,5", "<5", "mmol/L", "gL", "UIL", "µg", "%", "HbAlc", "m²"])
def test_words_of_which_every_character_counts(word: str) -> None:
    assert matters(word)


@pytest.mark.parametrize("word", ["genou", "Madame", "CHU", "l'IRM", "post-opératoire"])
def test_words_that_are_only_words(word: str) -> None:
    assert not matters(word)


def test_a_doubtful_point_is_written_as_the_page_writes_it() -> None:
    assert with_comma("<21.0") == "<21,0"
    assert with_comma("12.03.2024") == "12.03.2024"
    assert with_comma("1.2.3") == "1.2.3"
