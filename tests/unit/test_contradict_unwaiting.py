"""A meeting that lets a result choose and a letter that does not wait for it; a consultation is no proposal."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.unit.test_contradict_states import BREAST, MEETING, PROSTATE, letter, told_of

CHOOSES = (
    "Carcinome du sein gauche.\nPROPOSITION : test génomique demandé : si score bas, hormonothérapie seule ; "
    "si score élevé, chimiothérapie à discuter."
)
PLAIN = "Carcinome du sein gauche.\nPROPOSITION : chimiothérapie puis hormonothérapie."
PROPOSES = "Je lui propose une chimiothérapie adjuvante."
UNWAITING = [
    "Je préfère ne pas attendre le test génomique.",
    "Je ne souhaite pas attendre le test.",
    "Il est inutile d'attendre ce score.",
    "Nous n'attendrons pas le résultat.",
    "Cela sans attendre le score.",
    "Le résultat ne modifiera pas mon indication.",
    "Le test ne changera rien à ma proposition.",
    "Et ce, quel que soit le résultat.",
]
WAITING = [
    "Nous attendrons le résultat du test.",
    "Consulter sans attendre en cas de fièvre.",
    "Comme proposé en RCP, sans attendre le score.",
    "",
]


@pytest.mark.parametrize(
    ("said", "meeting", "told"),
    [
        *((said, CHOOSES, True) for said in UNWAITING),
        *((said, CHOOSES, False) for said in WAITING),
        (UNWAITING[0], PLAIN, False),
    ],
)
def test_a_letter_that_does_not_wait_for_what_a_meeting_lets_choose_proposes_otherwise(
    said: str,
    meeting: str,
    told: bool,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    papers = (letter(f"{PROPOSES} {said}"), (MEETING, "2026-10-02", meeting))
    found = told_of(pathways[BREAST], vocabulary, clinical_reader, *papers)
    assert ("strategie" in {c.key for c in found}) is told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("PROPOSITION : décision après consultation d'urologie et de radiothérapie.", False),
        ("PROPOSITION : avis de radiothérapie.", False),
        ("PROPOSITION : adresser au service de radiothérapie.", False),
        ("PROPOSITION : la radiothérapie aurait été une alternative.", False),
        ("PROPOSITION : la radiothérapie reste une possibilité.", False),
        ("PROPOSITION : surveillance, plutôt qu'une radiothérapie qui serait lourde.", False),
        ("PROPOSITION : prostatectomie, au lieu d'une radiothérapie longue.", False),
        ("PROPOSITION : radiothérapie exclusive.", True),
        ("PROPOSITION : irradiation après consultation de suivi.", True),
    ],
)
def test_a_consultation_contradicts_no_answer_about_a_treatment(
    said: str, told: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    answers = {"radiotherapy_proposed": False}
    papers = (letter("Suivi."), (MEETING, "2026-10-02", said))
    found = told_of(pathways[PROSTATE], vocabulary, clinical_reader, *papers, answers=answers)
    assert ("radiotherapy_proposed" in {c.key for c in found}) is told


@pytest.mark.parametrize(("kind", "told"), [("compte_rendu_operatoire", False), ("compte_rendu_hospitalisation", True)])
def test_an_operation_that_was_done_is_not_proposed_now(
    kind: str, told: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    report = (kind, "2021-04-02", "Intervention prévue : myomectomie par cœlioscopie.\nJe propose une myomectomie.")
    pathway = pathways["fibromes-uterins"]
    found = told_of(pathway, vocabulary, clinical_reader, report, answers={"surgery_proposed": False})
    assert ("surgery_proposed" in {c.key for c in found}) is told
