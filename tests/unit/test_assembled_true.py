"""The embedded author tells nothing that the papers do not: old reports, prescriptions, reasons and refused values."""

import pytest

from engine.adapters.assembled_limits import limits
from engine.adapters.assembled_model import assemble
from engine.adapters.assembled_sentences import plain
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.adapters.idle_quotes import is_no_absence
from engine.domain.drafting import DraftInputs
from engine.domain.fact import InItsStead
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.calculated import add_calculations
from engine.steps.kinds import title_of
from engine.steps.numbering import Numbering
from engine.steps.paper_names import paper_name
from engine.steps.papers import Papers
from tests.builders import a_brief, a_conflict, a_document, a_dossier

NAME = "Mme FICTIVE-LORRAIN Océane"
NOW = f"ÉCHOGRAPHIE THYROÏDIENNE du 12/01/2026\n{NAME}\nConclusion : nodule gauche de 31 mm, EU-TIRADS 4."
OLD = f"ÉCHOGRAPHIE THYROÏDIENNE du 03/05/2023\n{NAME}\nConclusion : nodule gauche de 18 mm d'allure bénigne."
SMEAR = (
    f"CYTOLOGIE\n{NAME}\nCytoponction du 14/01/2026\nNodule du lobe gauche.\n"
    "Conclusion : classe Bethesda III. L'examen ne permet pas d'écarter un carcinome."
)
ORDER = (
    f"ORDONNANCE\nDr Fictif\n20/01/2026\n{NAME}\n1. Paracétamol 1 g si douleur\nRappeler si fièvre ou dyspnée.\n"
    "Contrôle du nodule dans six mois."
)
LETTER = (
    f"Nantes, le 22/01/2026\nCher confrère,\nJ'ai vu {NAME} pour son nodule gauche.\nLa cytologie est Bethesda IV.\n"
    "Pas de ganglion palpable.\nConfraternellement"
)
PAPERS = {"a.pdf": NOW, "b.pdf": OLD, "c.pdf": SMEAR, "d.pdf": ORDER, "e.pdf": LETTER}
RECTUM = (
    f"IRM PELVIENNE DU RECTUM du 12/01/2026\n{NAME}\nTumeur du moyen rectum à 8 cm de la marge anale.\n"
    "Conclusion : cT3 N1, CRM 4 mm, EMVI -, appareil sphinctérien indemne."
)


@pytest.fixture
def told(pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> list[str]:
    dossier = a_dossier(pathway="cancer-thyroide-nodule", questionnaire={"surgery_done": False})
    given = a_brief(dossier, PAPERS, pathways["cancer-thyroide-nodule"], vocabulary, clinical_reader)[0].inputs
    return [s.text for s in assemble(given).statements]


def test_what_a_report_found_years_ago_establishes_no_disease_of_today(told: list[str]) -> None:
    (established,) = [s for s in told if s.startswith("Diagnostic établi")]
    assert "31 mm" in established
    assert "18 mm" not in established
    assert "Contrôle" not in established


def test_a_class_that_the_report_words_otherwise_is_not_told_from_the_letter(told: list[str]) -> None:
    (figures,) = [s for s in told if s.startswith("Données qui comptent")]
    assert "Bethesda" not in figures


def test_what_a_prescription_provides_for_is_no_doubt(told: list[str]) -> None:
    assert not any("fièvre" in s for s in told if s.startswith("Probable"))


def test_what_an_examination_cannot_show_is_no_absence(told: list[str]) -> None:
    assert not any("ne permet pas" in s for s in told if s.startswith("Recherché et non retrouvé"))


def test_another_persons_paper_is_told_with_what_the_dossier_has_in_its_stead() -> None:
    """The contradiction is told there, and not a second time among the others."""
    theirs = a_document(filename="irm.pdf", owner="other_person", owner_reason_fr="Autre identité.")
    instead = InItsStead(file_fr=theirs.file_fr, told_fr="rien d'autre au dossier ne donne cet examen")
    conflict = a_conflict(key="patient", what_fr="« irm.pdf » porte une autre identité.", in_its_stead=(instead,))
    numbering = Numbering()
    add_calculations(numbering, a_dossier(), Papers([theirs], names={theirs.id: "IRM"}), [conflict, a_conflict()])
    about = {"pathway_label": "x", "question": "x", "question_type": "x", "age": 50, "sex": "F", "diagnosis": None}
    given = DraftInputs.model_validate({**about, "evidence": tuple(numbering.evidence), "options": ()})
    others, paper = list(limits(given))
    assert "Rien d'autre au dossier ne donne cet examen. Confusion d'identité" in paper.text
    assert [e.about for c in paper.cites if (e := given.cited(c))] == ["other_person", "conflict"]
    assert "irm.pdf » porte" not in others.text


def test_a_rectum_is_not_called_invaded_by_a_minus_sign(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    answers = {"surgery_done": False, "localisation": "rectum", "clinical_t": "T3", "metastatic": False}
    dossier = a_dossier(pathway="cancer-colon-rectum", questionnaire=answers)
    given = a_brief(dossier, {"irm.pdf": RECTUM}, pathways["cancer-colon-rectum"], vocabulary, clinical_reader)[0]
    said = " ".join(s.text for s in assemble(given.inputs).statements)
    assert "EMVI absent" in said
    assert "EMVI) présent" not in said
    assert "conservation du sphincter envisageable" in said


BIOPSIES = (
    "ANATOMIE PATHOLOGIQUE\nM. FICTIF-LORRAIN Octave\nBiopsies prostatiques du 12/01/2026\n"
    "Lobe droit 2/6 3+3 3 mm\nLobe gauche 1/6 3+3 1 mm\nCible droite 2 1 4 mm 3+3\nApex droit 1\n"
    "Conclusion : adénocarcinome de la prostate, Gleason 6 (3+3), ISUP 1, 4 carottes positives sur 14."
)
UROLOGIST = (
    "Nantes, le 22/01/2026\nCher confrère,\nJ'ai vu M. FICTIF-LORRAIN Octave.\nPSA 6,1 ng/mL, ISUP 1, Gleason 6 (3+3), "
    "risque faible.\nLe risque d'incontinence est expliqué.\nConfraternellement"
)


def test_a_figure_that_another_kind_of_paper_repeats_has_the_day_of_the_one_that_measured(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    imaged = "IRM DE LA PROSTATE DU 05/01/2026\nM. FICTIF-LORRAIN Octave\nCible droite PI-RADS 4 de 9 mm."
    dossier = a_dossier(pathway="cancer-prostate", questionnaire={"surgery_done": False})
    papers = {"i.pdf": imaged, "b.pdf": f"{BIOPSIES}\nCible droite PI-RADS 4 : 3 carottes."}
    given = a_brief(dossier, papers, pathways["cancer-prostate"], vocabulary, clinical_reader)[0].inputs
    (figures,) = [s.text for s in assemble(given).statements if s.text.startswith("Données qui comptent")]
    assert "PI-RADS : 4 (droite) le 05/01/2026" in figures


def test_a_figure_of_the_whole_prostate_has_no_side_and_stands_once(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    dossier = a_dossier(pathway="cancer-prostate", questionnaire={"surgery_done": False, "risk_group": "faible"})
    papers = {"b.pdf": BIOPSIES, "l.pdf": UROLOGIST}
    given = a_brief(dossier, papers, pathways["cancer-prostate"], vocabulary, clinical_reader)[0].inputs
    told = [s.text for s in assemble(given).statements]
    (figures,) = [s for s in told if s.startswith("Données qui comptent")]
    assert figures.count("Grade ISUP : 1") == figures.count("4/14") == 1
    assert "4/14 (droite)" not in figures
    against = [s for s in told if "En défaveur de « Prostatectomie totale »" in s]
    assert len(against) == 1
    assert "et de « Radiothérapie" in against[0], "what one source says of both is said once"
    assert "Réponse :" not in against[0], "a paper says it"
    assert not any("est expliqué" in s for s in told)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("CYTO-HISTOLOGIE DE LA RIVE", "Anatomopathologie"),
        ("Cytologie thyroïdienne", "Cytologie"),
        ("CYTOPATHOLOGIE DU PORT", "Anatomopathologie"),
    ],
)
def test_a_laboratory_of_both_does_not_make_a_specimen_a_smear(title: str, name: str, vocabulary: Vocabulary) -> None:
    document = a_document(kind="anatomopathologie", title=title, filename="piece.pdf")
    assert paper_name(document, vocabulary) == name


def test_no_operation_is_absent_where_one_is_reported(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    letter = (
        f"Nantes, le 22/01/2026\nCher confrère,\nJ'ai vu {NAME} pour son infertilité de 20 mois.\n"
        "Pas de dyspareunie. Aucun antécédent chirurgical.\nConfraternellement"
    )
    report = (
        f"COMPTE RENDU OPÉRATOIRE\n{NAME}\nIntervention du 12/05/2025 : appendicectomie.\nPéritonite localisée, lavage."
    )
    dossier = a_dossier(pathway="infertilite-couple", questionnaire={"prior_art": False})
    pathway = pathways["infertilite-couple"]
    for papers, absent in (({"a.pdf": letter}, True), ({"a.pdf": letter, "b.pdf": report}, False)):
        given = a_brief(dossier, papers, pathway, vocabulary, clinical_reader)[0].inputs
        told = [s.text for s in assemble(given).statements]
        denied = [s for s in told if "Recherché et non retrouvé" in s] if not absent else told
        assert any("Aucun antécédent chirurgical" in s for s in denied) is absent, told


@pytest.mark.parametrize(
    ("quote", "absent"),
    [
        ("consulter sans délai en cas de fièvre ou de douleur croissante", False),
        ("Ni drain ni stomie", False),
        ("Pas de stomie", False),
        ("Curage : non fait", False),
        ("Elle n'a plus de projet de grossesse", False),
        ("Pas de polype", True),
        ("Pas de curage", False),
        ("Pas d'examen extemporané", False),
        ("Pas de carcinose", True),
        ("Ni adénopathie ni épanchement", True),
        ("Pas de fièvre sous méthotrexate", True),
        ("Masse irrégulière du quadrant supéro-externe de 9 mm, sans calcification", False),
        ("Rupture partielle du tendon du moyen fessier sans rétraction", False),
        ("Volumineux kyste de l'ovaire droit, uniloculaire, pas de végétation", False),
        ("Aspect régulier, sans épaississement", True),
        ("Examen calme, pas de fièvre, pas de frissons, abdomen souple", True),
        ("Absence de lésion du foie, du poumon ou de l'os, sans adénopathie", True),
        ("Foie : aucune lésion suspecte, pas de dilatation des voies biliaires", True),
        ("Ni fracture, ni tassement des plateaux, ni lésion lytique", True),
        ("Opacité de 18 mm, sans calcification", False),
        ("Kyste de 3 cm, pas de cloison", False),
        ("Marge de 4 mm : non envahie", False),
        ("Pas de nodule de plus de 3 mm, sans autre anomalie", True),
    ],
)
def test_advice_and_what_an_operation_did_without_are_no_absence(quote: str, absent: bool) -> None:
    assert is_no_absence(quote) is not absent


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("méthotrexate à 10 mg par semaine, porté à", "méthotrexate à 10 mg par semaine"),
        ("arrêt du tabac, sevrage à 3 mois", "arrêt du tabac, sevrage à 3 mois"),
        ("apixaban 5 mg, pris depuis le 3 mars", "apixaban 5 mg, pris depuis le 3 mars"),
    ],
)
def test_a_part_that_ends_on_a_missing_line_is_not_quoted(quote: str, told: str) -> None:
    assert plain(quote) == told


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("IMAGERIE DU VIEUX-BASSIN", "IRM multiparamétrique de la prostate"), "IRM"),
        (("IMAGERIE DE LA FEMME", "MAMMOGRAPHIE BILATÉRALE ET ÉCHOGRAPHIE"), "Mammographie et échographie"),
        (("IRM DES TROIS PHARES", "Bassin de face"), "IRM"),
    ],
)
def test_a_report_is_called_by_its_examination_and_not_by_its_house(
    lines: tuple[str, ...], name: str, vocabulary: Vocabulary
) -> None:
    title = title_of("\n".join(lines), "compte_rendu_imagerie", vocabulary)
    document = a_document(kind="compte_rendu_imagerie", title=title, filename="scan.pdf")
    assert paper_name(document, vocabulary) == name
