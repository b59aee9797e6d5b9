"""The score of a page is the contract's, and doubtful marks are counted."""

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

from evaluation.measure_score import figures, score

CONTRACT = Path(os.environ.get("AVIS_TEST_SCORE_OCR", "/nowhere"))
PAIRS = [
    ("Hémoglobine 11,4 g/dL", ["Hémoglobine 11,4 g/dL"]),
    ("Hémoglobine 114 g/dL 12,0 - 16,0", ["Hémoglobine 11,4 g/dL 12,0 - 16,0"]),
    ("11,4 Hémoglobine", ["Hémoglobine 11,4", "11,4 Hémoglobine"]),
    ("l’examen « normal » – ﬁn…\fpage 2", ["l'examen « normal » - fin... page 2"]),
    ("infiltra-\ntion de 3 μg", ["infiltra-tion de 3 µg"]),
    ("", ["rien de lu 12"]),
    ("mots sans chiffres", ["mots sans chiffres"]),
    ("(12,5) | 13 | «14»", ["12,5 13 14 14"]),
]


@pytest.fixture(scope="module")
def contract() -> ModuleType:
    if not CONTRACT.is_file():
        pytest.skip("the contract's scorer is not on this machine")
    spec = importlib.util.spec_from_file_location("score_ocr", CONTRACT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("text", "truths"), PAIRS)
def test_it_agrees_with_the_contract(text: str, truths: list[str], contract: ModuleType) -> None:
    theirs = contract.score(text, truths)
    ours = score(text, truths)
    assert ours.cer == theirs["cer"]
    assert ours.recall == theirs["num"]


def test_the_nearest_reading_order_counts() -> None:
    assert score("b a", ["a b", "b a"]).cer == 0.0
    assert score("b a", ["a b"]).cer > 0


def test_figures_are_counted_without_their_punctuation() -> None:
    assert figures("(12,5) et 12,5 ; 3e.") == {"12,5": 2, "3e": 1}


def test_doubtful_marks_that_are_right_are_counted() -> None:
    one = score("427 12 9", ["42,7 12 9"], doubtful=["427", "12"])
    assert (one.right, one.figures, one.wrong, one.marked, one.caught) == (2, 3, 1, 2, 1)
