"""What a letter tells from another person's paper: nothing of the patient rests on it."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.fact import Fact
from engine.domain.vocabulary import Vocabulary
from engine.steps.contradict_leaning import drawn
from engine.steps.drawn_from_strangers import without_strangers
from tests.builders import a_conflict, a_fact, a_page, a_place

LETTER = "Sa réserve : AMH 0,37 ng/mL, donc insuffisance ovarienne. Son âge : 33 ans. CFA 18."


PAGE = a_page(LETTER)


def of_letter(fact_id: str, key: str, quote: str, value: float | str, document: str = "d1") -> Fact:
    fact = a_fact(fact_id, PAGE, quote, key=key, value=value, side=None)
    return fact.model_copy(update={"source": fact.source.model_copy(update={"document": document})})


def test_a_sentence_that_rests_on_a_strangers_result_is_left_out() -> None:
    low = of_letter("amh", "amh_val", "AMH 0,37 ng/mL, donc insuffisance ovarienne", 0.37)
    meant = of_letter("poi", "insuffisance_ovarienne", "insuffisance ovarienne", "oui")
    kept = of_letter("cfa", "cfa_val", "CFA 18", 18)
    elsewhere = of_letter("r", "insuffisance_ovarienne", "insuffisance ovarienne", "oui", "d9")
    facts = (low, meant, kept, elsewhere)
    assert without_strangers(facts, [a_conflict(key="patient", facts=("amh",))]) == (kept, elsewhere)
    assert without_strangers(facts, [a_conflict(key="amh_val", facts=("amh",))]) == facts


@pytest.mark.parametrize(
    ("key", "value", "strange", "results", "own", "is_drawn"),
    [
        ("amh_val", 0.37, set(), {("amh", "0,37", "ng/ml")}, None, True),
        ("amh_val", 0.37, {("amh_val", 0.37)}, set(), None, True),
        ("amh_val", 0.37, {("amh_val", 0.37)}, set(), 0.37, False),
        ("amh_val", 0.37, {("amh_val", 0.9)}, {("amh", "0,9", "ng/ml")}, None, False),
        ("cfa_val", 18, set(), {("amh", "0,37", "ng/ml")}, None, False),
        ("age_femme", 33, {("age_femme", 33)}, set(), None, False),
        ("trompes", "perméable", {("trompes", "perméable")}, set(), None, False),
    ],
)
def test_which_figures_a_letter_has_from_a_stranger(
    key: str,
    value: float | str,
    strange: set[tuple[str, float | int | str]],
    results: set[tuple[str, str, str]],
    own: float | None,
    is_drawn: bool,
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    letter = a_place(LETTER, "courrier", vocabulary, clinical_reader)
    told = of_letter("f1", key, "CFA 18", value, letter.document.id)
    facts = [told] if own is None else [told, of_letter("f2", key, "CFA 18", own, "d9")]
    assert drawn(strange, results, letter, facts) == (["f1"] if is_drawn else [])
