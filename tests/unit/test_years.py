"""The year of something past is told with it, and no other number is taken for one."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.builders import facts_in

YEARS = [
    ("Fracture du poignet en 2019 sur une chute.", [(2019, "patient")]),
    ("Césarienne en mars 2008.", [(2008, "patient")]),
    ("HTA depuis 2015, bien réglée.", [(2015, "patient")]),
    ("Son père a eu une embolie pulmonaire en 2012.", [(2012, "family")]),
    ("Pas de fracture depuis 2019.", []),
    ("Infiltrations (mars 2019, mai 2020).", []),
    ("HTA, TA 2015.", []),
]


@pytest.mark.parametrize(("text", "told"), YEARS)
def test_the_year_of_what_is_past_is_read(
    text: str,
    told: list[tuple[int, str]],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, "courrier", pathways["endometriose"], vocabulary, clinical_reader)
    found = {
        (f.value, f.bearer) for f in facts if f.polarity == "affirmed" and isinstance(f.value, int) and f.value > 1900
    }
    assert found == set(told)
