"""Sizes in the neck: those of a lobe are none of a nodule."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.extract import extract
from engine.steps.places import read_page
from tests.builders import a_document, a_page
from tests.unit.sentences import IMAGING, THYROID


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("Lobe droit 41 x 16 x 13 mm, lobe gauche 46 x 18 x 17 mm.", []),
        ("Le lobe gauche mesure 46 x 18 x 17 mm, lobe droit homogène.", []),
        ("Lobe droit : 41 x 16 x 13 mm, isthme 3 mm. Lobe gauche : 46 x 18 mm.", []),
        ("Nodule du lobe droit, 21 x 14 x 12 mm, solide.", [21]),
        ("Formation de 17 x 11 mm du lobe droit.", [17]),
        ("28 x 19 mm, nodule tissulaire du lobe gauche.", [28]),
    ],
)
def test_a_lobe_has_no_size_of_a_nodule(
    text: str,
    sizes: list[int],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    page = a_page(f"ÉCHOGRAPHIE CERVICALE\n{text}")
    place = read_page(page, a_document(kind=IMAGING), vocabulary, clinical_reader)
    facts = extract([place], pathways[THYROID], vocabulary)
    assert [f.value for f in facts if f.key == "taille"] == sizes
