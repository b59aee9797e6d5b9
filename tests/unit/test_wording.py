"""Folding keeps offsets; the small pattern language of the tables."""

from datetime import date

import pytest

from engine.domain.wording import any_match, fold, french_date, french_number, pattern, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Adénopathie", "adenopathie"),
        ("ŒDÈME MÉDULLAIRE", "œdeme medullaire"),
        ("cœlioscopie", "cœlioscopie"),
        ("L’ostéonécrose – côté droit", "l'osteonecrose - cote droit"),
        ("1\u00a0250\u202fµg/L", "1 250 μg/l"),
        ("½ comprimé", "½ comprime"),
        ("ÇA PIQUE À 10²", "ca pique a 102"),
        ("suites… İnconnues ß", "suites. inconnues ß"),
    ],
)
def test_folding_keeps_every_offset(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("expression", "text", "found"),
    [
        ("compte rendu", "Compte\n  rendu opératoire", "Compte\n  rendu"),
        ("oedeme", "Œdème osseux", "Œdème"),
        ("oedeme", "Oedème osseux", "Oedème"),
        ("soeur", "sa sœur", "sœur"),
        ("a ?: ?b", "a :b", "a :b"),
        ("vitamine d *:", "vitamine D   :", "vitamine D   :"),
        ("[a-z ]+;", "deux mots; trois", "deux mots;"),
        ("visco[ -]?supplementation", "visco-supplémentation", "visco-supplémentation"),
        ("lesion", "Lésions", "Lésion"),
        ("lesion", "saine", None),
    ],
)
def test_a_table_expression_runs_on_folded_text(expression: str, text: str, found: str | None) -> None:
    match = pattern(expression).search(fold(text))
    assert (text[match.start() : match.end()] if match else None) == found


def test_the_first_expression_that_stands_wins_not_the_first_in_the_text() -> None:
    match = any_match(("irm", "scanner"), "scanner puis irm")
    assert match is not None
    assert match[0] == "irm"
    assert any_match((), "irm") is None


def test_words_numbers_and_dates_as_french_readers_write_them() -> None:
    assert words("L’IRM du 3, cœur-de-boeuf !") == ("l", "irm", "du", "3", "cœur", "de", "boeuf")
    assert french_date(date(2026, 6, 5)) == "05/06/2026"
    assert [french_number(n) for n in (7.9, 12.0, 1250, 0.05)] == ["7,9", "12", "1250", "0,05"]
