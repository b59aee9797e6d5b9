"""A word that two readings dispute stays doubtful in the fact that it gives."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.document import Page, Word
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.extract import extract
from engine.steps.places import read_page
from tests.builders import a_document, a_page

LAB = "LABORATOIRE DES FABLES\nPrélevé le 08/01/2026\nHémoglobine 11,8 g/dL 12,0 - 16,0\nFerritine 250 µg/L"


def disputed(text: str, word: str, other: str) -> Page:
    page = a_page(text)
    words = tuple(w.model_copy(update={"doubtful": True, "other": other}) if w.text == word else w for w in page.words)
    return page.model_copy(update={"words": words})


@pytest.mark.parametrize(
    ("word", "other", "doubtful"),
    [
        ("11,8", "118", {"hemoglobine": "118"}),
        ("250", "256", {"ferritine": "256"}),
        ("FABLES", "FABIES", {}),
        ("Ferritine", "Ferr?tine", {}),
        ("Ferritine", ":erritinc", {}),
        ("Ferritine", "Ferrltine", {"ferritine": "Ferrltine"}),
        ("250", "2?0", {"ferritine": "2?0"}),
        ("250", "‘250", {}),
        ("250", "<250", {"ferritine": "<250"}),
        ("µg/L", "ug/L", {}),
        ("µg/L", "pg/L", {}),
        ("µg/L", "uq/E", {}),
        ("µg/L", "ng/L", {"ferritine": "ng/L"}),
        ("µg/L", "250µg/L", {"ferritine": "250µg/L"}),
    ],
)
def test_a_fact_is_doubtful_when_its_own_words_are(
    word: str,
    other: str,
    doubtful: dict[str, str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    page = disputed(LAB, word, other)
    document = a_document("d1", kind="biologie", filename=page.filename)
    facts = extract([read_page(page, document, vocabulary, clinical_reader)], pathways["endometriose"], vocabulary)
    assert {f.key for f in facts} >= {"hemoglobine", "ferritine"}
    assert {f.key: f.other_reading for f in facts if f.doubtful} == doubtful


def test_a_result_in_words_that_is_half_read_is_doubtful(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    page = disputed("ANATOMOPATHOLOGIE\nRécepteurs : HER2 positif", "positif", "n?gatif")
    document = a_document("d1", kind="anatomopathologie", filename=page.filename)
    place = read_page(page, document, vocabulary, clinical_reader)
    facts = extract([place], pathways["cancer-sein"], vocabulary)
    told = [f for f in facts if "positif" in f.source.quote]
    assert told
    assert all(f.doubtful for f in told)


def test_a_drug_read_in_two_ways_is_doubtful(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    page = a_page("ORDONNANCE du 08/01/2026\nPrendre paracétamol 1 g trois fois par jour")
    words = tuple(w.model_copy(update={"other": "paracetanol"}) if w.text == "paracétamol" else w for w in page.words)
    page = page.model_copy(update={"words": words})
    document = a_document("d1", kind="ordonnance", filename=page.filename)
    facts = extract([read_page(page, document, vocabulary, clinical_reader)], pathways["endometriose"], vocabulary)
    assert {f.other_reading for f in facts if f.doubtful} == {"paracetanol"}


def test_an_old_record_has_no_doubts() -> None:
    word = Word.model_validate({"text": "12", "start": 0, "box": (0, 0, 1, 1), "confidence": 0.9})
    assert (word.doubtful, word.other) == (False, None)
    old = a_page().model_dump(exclude={"blank"})
    assert Page.model_validate(old).blank is False
