"""The diagnosis that a draft rests on: reports before letters, and no side that papers dispute."""

import pytest

from engine.adapters.assembled_analysis import analysis
from engine.adapters.assembled_model import assemble
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.builders import a_brief, a_dossier

HEAD = "Mme FICTIVE-LORRAIN Océane\nExamen du {}\n"
XRAY = "RADIOGRAPHIES DU GENOU\n" + HEAD.format("10/01/2026") + "{}"
LETTER = "Nantes, le {}\nCher confrère,\nMme FICTIVE-LORRAIN Océane : {}\nConfraternellement"

SIDES = {
    "one side": ({"a-radio.pdf": XRAY.format("Gonarthrose gauche.")}, "gonarthrose gauche"),
    "the later paper alone names another": (
        {
            "a-radio.pdf": XRAY.format("Gonarthrose gauche."),
            "b-lettre.pdf": LETTER.format("11/01/2026", "gonarthrose gauche qui gêne la marche depuis deux ans."),
            "c-lettre.pdf": LETTER.format("20/01/2026", "rééducation pour gonarthrose droite, douze séances faites."),
        },
        "gonarthrose gauche",
    ),
    "two papers, two sides": (
        {
            "a-radio.pdf": XRAY.format("Gonarthrose gauche."),
            "c-lettre.pdf": LETTER.format("20/01/2026", "rééducation pour gonarthrose droite, douze séances faites."),
        },
        "gonarthrose",
    ),
    "both sides in one paper": (
        {"a-radio.pdf": XRAY.format("Gonarthrose gauche.\nGonarthrose droite.")},
        "gonarthrose",
    ),
}


@pytest.mark.parametrize("name", SIDES)
def test_the_side_is_the_one_that_papers_agree_on(
    name: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    texts, diagnosis = SIDES[name]
    inputs = a_brief(a_dossier(pathway="gonarthrose"), texts, pathways["gonarthrose"], vocabulary, clinical_reader)[0]
    assert inputs.inputs.diagnosis == diagnosis


def test_what_a_report_denies_is_no_diagnosis_on_the_word_of_a_letter(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    mri = "IRM PELVIENNE\n" + HEAD.format("10/01/2026") + "Ce n'est pas une tumeur du rectum.\nTumeur du sigmoïde."
    letter = LETTER.format("11/01/2026", "adénocarcinome du rectum découvert devant des rectorragies.")
    for texts, said in (({"a-irm.pdf": mri, "b-lettre.pdf": letter}, "sigmoïde"), ({"b-lettre.pdf": letter}, "rectum")):
        given = (a_dossier(pathway="cancer-colon-rectum"), texts, pathways["cancer-colon-rectum"])
        diagnosis = a_brief(*given, vocabulary, clinical_reader)[0].inputs.diagnosis
        assert diagnosis is not None
        assert diagnosis.endswith(said)


def test_reports_establish_a_diagnosis_and_letters_where_no_report_does(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    letter = {"b-lettre.pdf": LETTER.format("11/01/2026", "gonarthrose gauche qui gêne la marche depuis deux ans.")}
    report = {"a-radio.pdf": XRAY.format("Gonarthrose gauche.")}
    for texts, opening in (
        (report | letter, "Diagnostic établi par les documents : "),
        (letter, "Diagnostic posé dans le courrier : "),
    ):
        given = (a_dossier(pathway="gonarthrose"), texts, pathways["gonarthrose"], vocabulary, clinical_reader)
        said = [s.text for s in assemble(a_brief(*given)[0].inputs).statements]
        (told,) = [text for text in said if text.startswith("Diagnostic ")]
        assert told.startswith(f"{opening}gonarthrose gauche ;")
        assert ("qui gêne la marche" in told) == (texts is letter)


def test_a_side_agrees_with_the_name_of_the_disease(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    told = "ÉCHOGRAPHIE CERVICALE\n" + HEAD.format("10/01/2026") + "Nodule thyroïdien droit de 20 mm."
    thyroid = "cancer-thyroide-nodule"
    given = a_brief(a_dossier(pathway=thyroid), {"a.pdf": told}, pathways[thyroid], vocabulary, clinical_reader)[0]
    assert given.inputs.diagnosis == "nodule thyroïdien droit"


def test_a_cancer_that_a_cytology_cannot_tell_from_an_adenoma_is_no_diagnosis(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    told = "CYTOPONCTION THYROÏDIENNE\n" + HEAD.format("10/01/2026") + "Nodule lobaire droit de 20 mm, Bethesda IV. {}"
    thyroid = "cancer-thyroide-nodule"
    for said, diagnosis in (
        ("Un carcinome folliculaire ne peut être distingué d'un adénome.", "nodule thyroïdien droit"),
        ("Aspect de carcinome folliculaire.", "carcinome vésiculaire de la thyroïde"),
    ):
        texts = {"a.pdf": told.format(said)}
        given = a_brief(a_dossier(pathway=thyroid), texts, pathways[thyroid], vocabulary, clinical_reader)[0]
        assert str(given.inputs.diagnosis).startswith(diagnosis)


def test_what_another_paper_affirms_is_not_told_as_absent(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    first = XRAY.format("Gonarthrose gauche. Pas de chondrocalcinose. Pas d'allergie connue.")
    letter = LETTER.format("20/01/2026", "Allergie : pénicilline (choc en 2010).")
    for texts, told in (({"a.pdf": first}, True), ({"a.pdf": first, "b.pdf": letter}, False)):
        given = (a_dossier(pathway="gonarthrose"), texts, pathways["gonarthrose"], vocabulary, clinical_reader)
        said = [s.text for s in analysis(a_brief(*given)[0].inputs, None, [], set())]
        absent = " ".join(s for s in said if s.startswith("Recherché et non retrouvé"))
        assert ("allergie" in absent) is told
        assert "chondrocalcinose" in absent


def test_a_slight_form_that_is_only_not_excluded_is_no_diagnosis(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    mri = "IRM PELVIENNE\n" + HEAD.format("10/01/2026") + "{}"
    for said, disease in (
        ("Myome de 50 mm.\nUne adénomyose débutante n'est pas exclue.", "fibromes"),
        ("Une adénomyose diffuse est probable.", "adénomyose"),
    ):
        given = (a_dossier(pathway="fibromes-uterins"), {"a-irm.pdf": mri.format(said)}, pathways["fibromes-uterins"])
        assert (a_brief(*given, vocabulary, clinical_reader)[0].inputs.diagnosis or "").startswith(disease)
