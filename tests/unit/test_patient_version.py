"""The text proposed for the patient: plain, short, and with nothing that the draft does not hold."""

import pytest

from engine.adapters.assembled_model import AssembledModel
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.opinion import Draft
from engine.domain.pathway import Pathway
from engine.domain.review import PATIENT_WORDS
from engine.domain.vocabulary import Vocabulary
from engine.steps.draft import write
from engine.steps.ground import Grounder
from engine.steps.patient_version import patient_version
from tests.builders import a_brief, a_dossier

TEXT = (
    "RADIOGRAPHIES DU GENOU DROIT\nMme FICTIVE-LORRAIN Océane, née le 17/05/1991\nExamen du 12/01/2026\n"
    "Genou droit : {kl}. Gonarthrose droite."
)


def drafted(kl: str, pathway: Pathway, vocabulary: Vocabulary, reader: EdsNlpReader) -> Draft:
    dossier = a_dossier(pathway=pathway.id, questionnaire={"surgery_proposed": True, "fever": False})
    given, completeness = a_brief(dossier, {"radio.pdf": TEXT.format(kl=kl)}, pathway, vocabulary, reader)
    return write(given, completeness, pathway, AssembledModel(), Grounder(vocabulary, reader))[0]


def test_it_names_what_is_preferred_what_is_not_and_what_is_missing(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    told = drafted("Kellgren 4", pathways["gonarthrose"], vocabulary, clinical_reader).patient_fr
    preferred = "remplacer l'articulation du genou par une prothèse (prothèse totale)"
    assert f"Ce qui paraît le plus adapté, à discuter avec votre médecin : {preferred}." in told
    assert "nettoyer le genou" in told.partition("pas adapté pour le moment")[2]
    assert "Ce que montrent vos documents : une usure du cartilage du genou" in told
    assert "gonarthrose), à droite." in told
    assert "Appelez le 15 sans attendre si vous avez un de ces signes :\n– un genou chaud et rouge" in told
    assert "après une chute" not in told, "a sign that nobody read on its source"
    assert "examinée" in told
    assert 60 < len(told.split()) <= PATIENT_WORDS


def test_another_reading_of_the_film_gives_another_text(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    told = drafted("Kellgren 1", pathways["gonarthrose"], vocabulary, clinical_reader).patient_fr
    assert "(prothèse totale)" in told.partition("pas adapté pour le moment")[2]


@pytest.mark.parametrize("words", [10, 400])
def test_a_long_question_never_makes_it_longer_than_it_may_be(
    words: int, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    pathway = pathways["gonarthrose"]
    dossier = a_dossier(pathway=pathway.id)
    given, _ = a_brief(dossier, {"radio.pdf": TEXT.format(kl="Kellgren 4")}, pathway, vocabulary, clinical_reader)
    draft = drafted("Kellgren 4", pathway, vocabulary, clinical_reader)
    asked = given.inputs.model_copy(update={"question": "mot " * words})
    told = patient_version(asked, draft.position, pathway)
    assert ("mot mot" in told) == (words < 60)
    assert len(told.split()) <= PATIENT_WORDS
