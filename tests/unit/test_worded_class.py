"""A Roman figure that lost a stroke on a fax: the words of its sentence say the class."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.extract import extract
from engine.steps.places import read_page
from tests.builders import a_document, a_page

CELLS, LETTER = "anatomopathologie", "courrier"


@pytest.mark.parametrize(
    ("kind", "origin", "text", "read"),
    [
        (CELLS, "ocr", "Atypies de signification indéterminée, Bethesda II (système 2023).", (3, True, "2")),
        (CELLS, "text_layer", "Atypies de signification indéterminée, Bethesda II.", (2, True, "3")),
        (CELLS, "ocr", "Néoplasme folliculaire : Bethesda V.", (4, True, "5")),
        (CELLS, "ocr", "Aspect bénin, catégorie II de Bethesda.", (2, False, None)),
        (CELLS, "ocr", "Bethesda IV.", (4, False, None)),
        (CELLS, "ocr", "Bethesda II, sans cellule suspecte de malignité.", (2, False, None)),
        (CELLS, "ocr", "Bénin ou atypies de signification indéterminée : Bethesda III.", (3, False, None)),
        (CELLS, "ocr", "Bethesda II. Ailleurs, néoplasme folliculaire.", (2, False, None)),
        (LETTER, "ocr", "Bethesda II, et non une tumeur folliculaire.", (2, False, None)),
    ],
)
def test_the_words_of_a_report_decide_what_a_machine_read(
    kind: str,
    origin: str,
    text: str,
    read: tuple[int, bool, str | None],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    document = a_document("d1", kind=kind, filename="cytologie.pdf")
    place = read_page(a_page(text, filename="cytologie.pdf", origin=origin), document, vocabulary, clinical_reader)
    told = [f for f in extract([place], pathways["cancer-thyroide-nodule"], vocabulary) if f.key == "bethesda"]

    assert [(f.value, f.doubtful, f.other_reading) for f in told] == [read]
