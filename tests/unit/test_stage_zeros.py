"""Letters of a stage that were read for naughts, and the same letters in a drug's name."""

import pytest

from engine.steps.key_fact_values import zeros


@pytest.mark.parametrize(
    ("printed", "told"), [("pT3a pNO", "pT3a pN0"), ("NOMO", "N0M0"), ("DIÉNOGEST", "DIÉNOGEST"), ("Non", "Non")]
)
def test_a_letter_o_becomes_a_naught_in_a_stage_and_not_in_a_drugs_name(printed: str, told: str) -> None:
    assert zeros(printed) == told
