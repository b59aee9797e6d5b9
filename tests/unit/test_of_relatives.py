"""The age at which a relative fell ill is the relative's, and another person's age is not."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.vocabulary import Vocabulary
from engine.steps.of_relatives import ages_of_relatives
from tests.builders import a_place

AGES = [
    ("Un frère aîné a eu un cancer du rein, traité par chirurgie à 58 ans.", [58]),
    ("Père : cancer du pancréas à 80 ans.", [80]),
    ("Sa tante maternelle a été opérée d'une scoliose à 15 ans.", [15]),
    ("Mère ménopausée à 41 ans ; sœur, cancer du sein à 39 ans.", [41, 39]),
    ("Sa mère, 72 ans, opérée de la hanche à 60 ans.", [60]),
    ("Son frère est décédé d'une embolie\npulmonaire à l'âge de 66 ans.", [66]),
    ("Sa mère a eu ses règles à 13 ans et demi.", [13.5]),
    # The patient's own age, a report by the mother, a denial.
    ("Mère diabétique, premières règles à 12 ans.", []),
    ("La mère signale une bosse vue à 11 ans.", []),
    ("Opérée de l'appendicite à 20 ans.", []),
    ("Sa mère va bien. Première grossesse à 30 ans.", []),
    ("Pas de cancer chez la mère à 70 ans.", []),
]


@pytest.mark.parametrize(("text", "ages"), AGES)
def test_the_age_of_a_relative_is_read_with_its_bearer(
    text: str, ages: list[int], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    found = list(ages_of_relatives(a_place(text, "courrier", vocabulary, clinical_reader), vocabulary.people))
    assert [f.value for f in found] == ages
    assert all((f.bearer, f.unit) == ("family", "ans") for f in found)
