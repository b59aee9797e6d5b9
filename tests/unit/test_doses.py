"""A dose in a day or a week is reckoned from what is printed, and only where that is plain."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.builders import facts_in

DOSES = [
    ("Méthotrexate 10 mg par SEMAINE, le lundi", (10, "mg/semaine")),
    ("Méthotrexate 2,5 mg : 6 cp par semaine", (15, "mg/semaine")),
    ("Biotine 10 mg : 2 cp par jour (cheveux)", (20, "mg/j")),
    ("Diénogest 2 mg : 1 cp par jour", (2, "mg/j")),
    ("Prednisone 7,5 mg/j depuis juin", (7.5, "mg/j")),
    ("Apixaban 5 mg : 1 cp matin et soir", (10, "mg/j")),
    ("Metformine 500 mg 1-0-1", (1000, "mg/j")),
    ("Nomégestrol 5 mg : 1 cp par jour, 20 jours sur 28", (5, "mg/j")),
    ("Méthotrexate oral depuis mars 2023, 15 mg une seule fois par semaine", (15, "mg/semaine")),
    ("Lévothyroxine 75 ug le matin", (75, "µg/j")),
    ("Lévothyroxine 75 µg le matin", (75, "µg/j")),
    # Not plain: on demand, per square metre, every other week, stopped, no rhythm.
    ("Paracétamol 1 g si douleur", None),
    ("Capécitabine 1000 mg/m² matin et soir", None),
    ("Adalimumab 40 mg, 1 injection tous les 14 jours", None),
    ("STOP Diénogest 2 mg par jour", None),
    ("Oméprazole 20 mg", None),
    ("Paracétamol 1 g, jusqu'à 3 fois par jour", None),
]


@pytest.mark.parametrize(("text", "told"), DOSES)
def test_a_plain_dose_is_reckoned(
    text: str,
    told: tuple[object, object] | None,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, "ordonnance", pathways["endometriose"], vocabulary, clinical_reader)
    found = [f for f in facts if f.key.startswith("dose_")]
    assert [(f.value, f.unit) for f in found] == ([told] if told else [])
    assert not any(f.named for f in found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Apixaban 5 mg : 1 cp matin et soir", "apixaban 5 mg x 2/j"),
        ("Diénogest 2 mg : 1 cp par jour", "diénogest 2 mg/j"),
        ("Kétoprofène LP 100 mg : 1 matin et 1 soir", "kétoprofène LP 100 mg x 2/j"),
        ("Méthotrexate 10 mg par SEMAINE, le lundi", "méthotrexate 10 mg/semaine"),
        ("Paracétamol 1 g, jusqu'à 3 fois par jour", "paracétamol 1 g"),
        ("Adalimumab 40 mg, 1 injection tous les 14 jours", "adalimumab 40 mg"),
        ("Prednisone 5 mg : 1 cp et demi le matin", "prednisone 5 mg"),
        ("Oméprazole 20 mg", "oméprazole 20 mg"),
        ("Oméprazole", "oméprazole"),
    ],
)
def test_a_result_tells_how_often_a_drug_is_taken(
    text: str, told: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    facts = facts_in(text, "ordonnance", pathways["endometriose"], vocabulary, clinical_reader)
    drug = next(f for f in facts if f.key in ("traitement_en_cours", "medicament"))
    assert (drug.taken_fr or drug.value) == told
