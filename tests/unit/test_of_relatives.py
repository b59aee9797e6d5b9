"""The age at which a relative fell ill is the relative's, and another person's age is not."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.of_relatives import ages_of_relatives
from tests.builders import a_place, facts_in

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


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Facteurs : HTA, tabac sevré, père décédé d'un infarctus à 61 ans.", "père décédé d'un infarctus à 61 ans"),
        ("HTA, dyslipidémie ; un frère a eu un infarctus.", "un frère a eu un infarctus"),
        ("Son père, cardiaque, a eu un infarctus.", "Son père, cardiaque, a eu un infarctus"),
        ("Infarctus chez son père.", "Infarctus chez son père"),
    ],
)
def test_what_is_quoted_of_a_relative_leaves_out_the_patients_own_history(
    text: str, quote: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    facts = facts_in(text, "courrier", pathways["coxarthrose"], vocabulary, clinical_reader)
    assert [f.source.quote for f in facts if f.key == "idm" and f.bearer == "family"] == [quote]
