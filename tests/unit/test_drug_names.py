"""Where a text names a drug: one look at its words finds what one expression a drug finds."""

import re

import pytest

from engine.domain.vocabulary import Drug, Vocabulary
from engine.domain.wording import fold
from engine.steps.drug_names import DOSE, drug_mentions

PRESCRIPTION = fold(
    "ORDONNANCE du 19/10/2026\nTamsulosine LP 0,4 mg : 1 gélule le soir\nFurosémide (Lasilix) 40 mg : 1 le matin\n"
    "Lantus SoloStar 22 UI le soir\nPrednisone 10 mg puis CORTANCYL 5 mg\nBI-PROFENID LP 100 mg ; acide\nfolique 5 mg\n"
    "Paracétamol-codéine 500 mg, 5-FU, L-Thyroxine 75 µg, apixaban 2,5mg x2\nFer 80 mg, ferritine 12 µg/L, trastuzumabs"
)


def one_expression_a_drug(folded: str, drug: Drug) -> list[tuple[int, int]]:
    names = "|".join(re.escape(fold(name)) for name in (drug.name, *drug.brands))
    return [m.span() for m in re.finditer(rf"\b(?:{names})\b{DOSE}", folded)]


def test_all_drugs_are_found_at_once_as_they_are_one_by_one(vocabulary: Vocabulary) -> None:
    wanted = [(drug.name, span) for drug in vocabulary.drugs for span in one_expression_a_drug(PRESCRIPTION, drug)]
    assert [(drug.name, match.span()) for drug, match in drug_mentions(PRESCRIPTION, vocabulary.drugs)] == wanted
    assert {"tamsulosine", "furosémide", "insuline glargine", "kétoprofène", "fluorouracile"} <= {n for n, _ in wanted}


def test_of_two_names_that_begin_alike_the_longer_counts(vocabulary: Vocabulary) -> None:
    found = [drug.name for drug, _ in drug_mentions("trastuzumab deruxtecan, trastuzumab 6 mg", vocabulary.drugs)]
    assert found == ["trastuzumab", "trastuzumab déruxtécan"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Fer 80 mg par jour", ["fer"]),
        ("retraité des chemins de fer", []),
        ("un bras de fer", []),
        ("sous fer", ["fer"]),
    ],
)
def test_a_word_of_a_trade_is_no_drug(words: str, found: list[str], vocabulary: Vocabulary) -> None:
    assert [drug.name for drug, _ in drug_mentions(fold(words), vocabulary.drugs)] == found


@pytest.mark.parametrize("name", ["insuline glargine", "édoxaban", "azathioprine", "dexaméthasone", "étanercept"])
def test_what_endangers_an_operation_is_watched(name: str, vocabulary: Vocabulary) -> None:
    assert next(d for d in vocabulary.drugs if d.name == name).watched


def test_no_name_means_two_drugs(vocabulary: Vocabulary) -> None:
    names = [fold(name) for drug in vocabulary.drugs for name in (drug.name, *drug.brands)]
    assert sorted(names) == sorted(set(names))
