"""What an operation of the prostate would put at risk, told with what the patient has of it today."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.mentions import findings
from engine.steps.places import read_page
from tests.builders import a_document, a_page
from tests.unit.sentences import IMAGING, LETTER, PATHOLOGY, PROSTATE, Answers, Told, sentences, told

OFFERED: Answers = {
    "surgery_proposed": True,
    "surgery_done": False,
    "major_comorbidity": False,
    "question_type": frozenset({"operer_ou_non"}),
}
SEXUAL = told("iief", 21, LETTER, "IIEF-5 21/25", unit="/25")
DRY = told("fuites_urinaires", None, LETTER, "Il est parfaitement continent", polarity="negated")
NO_PAD = told("protections", 0, LETTER, "Protection urinaire aucune")
LEAKS = told("fuites_urinaires", None, LETTER, "Fuites à l'effort")
RISKS = "sequelles_de_la_prostatectomie"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ([SEXUAL, DRY], ["IIEF-5 à 21/25", "parfaitement continent", "exposées par l'opération"]),
        ([SEXUAL, NO_PAD], ["IIEF-5 à 21/25", "Protection urinaire aucune"]),
        ([SEXUAL], ["à préserver"]),
        ([], ["incontinence persistante"]),
    ],
)
def test_functions_and_their_risk_stand_in_one_sentence(
    pathways: dict[str, Pathway], facts: list[Told], words: list[str]
) -> None:
    said = sentences(pathways[PROSTATE], facts, OFFERED, age=66)[RISKS]
    assert all(w in said for w in words)


def test_leaks_are_no_continence(pathways: dict[str, Pathway]) -> None:
    assert "continence :" not in sentences(pathways[PROSTATE], [SEXUAL, LEAKS], OFFERED, age=66)[RISKS]
    assert RISKS not in sentences(pathways[PROSTATE], [SEXUAL], {**OFFERED, "surgery_done": True}, age=66)


def read(text: str, vocabulary: Vocabulary, reader: EdsNlpReader) -> set[tuple[str, str | None]]:
    place = read_page(a_page(text), a_document(kind="courrier"), vocabulary, reader)
    return {(f.key, f.polarity or place.assertions.of(f.start, f.end)[0]) for f in findings(place, vocabulary)}


@pytest.mark.parametrize(
    ("text", "dry"),
    [
        ("Il est parfaitement continent.", True),
        ("Continence parfaite.", True),
        ("La continence est conservée.", True),
        ("Il n'est pas totalement continent.", False),
        ("Pas de continence complète à trois mois.", False),
        ("Continence altérée.", False),
    ],
)
def test_a_continence_in_words(text: str, dry: bool, vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> None:
    assert (("fuites_urinaires", "negated") in read(text, vocabulary, clinical_reader)) is dry


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("Anxiété exprimée face à l'idée d'attendre.", True),
        ("Patient très angoissé par le mot cancer.", True),
        ("Syndrome anxiodépressif ancien.", False),
        ("Pas d'anxiété particulière.", False),
    ],
)
def test_a_fear_that_counts(text: str, there: bool, vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> None:
    assert (("anxiete", "affirmed") in read(text, vocabulary, clinical_reader)) is there


@pytest.mark.parametrize(("kind", "clinical"), [(IMAGING, False), (LETTER, True), (PATHOLOGY, True)])
def test_a_stage_that_only_the_image_gives_is_no_clinical_one(
    pathways: dict[str, Pathway], kind: str, clinical: bool
) -> None:
    facts = [told("isup", 1, PATHOLOGY), told("ct", "cT2a", kind)]
    said = sentences(pathways[PROSTATE], facts, {"surgery_done": False})["cancer_prouve_biopsies"]
    assert ("stade clinique" in said) is clinical
