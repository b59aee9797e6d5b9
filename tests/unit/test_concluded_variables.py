"""What others together mean of a variable that nobody states, and what the first opinion is called."""

from typing import Any

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.dossier import FirstOpinion
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.first_position import first_position
from engine.steps.known import known_values
from tests.builders import a_dossier, facts_in

LOW = {"surgery_done": False, "risk_group": "faible"}
TAKEN = "LABORATOIRE FICTIF\nPrélèvement du 02/08/2026\n"
LABORATORY, PATHOLOGY, LETTER, IMAGING = "biologie", "anatomopathologie", "courrier", "compte_rendu_imagerie"
WISH = {"submucosal_suspected": True, "fertility_wish": True}
POLYP = "Polypectomie du 08/07/2026. Foyer d'adénocarcinome. Marge de résection à 2 mm, {margin}. {emboli}."

CONCLUDED: list[tuple[str, str, str, dict[str, Any], str, Any]] = [
    ("cancer-prostate", LABORATORY, TAKEN + "PSA 23,4 ng/mL", LOW, "risk_group", "haut"),
    ("cancer-prostate", LABORATORY, TAKEN + "PSA 8,4 ng/mL", LOW, "risk_group", "faible"),
    ("cancer-prostate", LABORATORY, TAKEN + "Prostatite aiguë.\nPSA 23,4 ng/mL", LOW, "risk_group", "faible"),
    ("cancer-prostate", LABORATORY, TAKEN + "PSA 8,4 ng/mL", LOW, "psa_connu", True),
    ("cancer-prostate", LETTER, "Sous dutastéride 0,5 mg par jour. PSA 7,4 ng/mL.", LOW, "psa_connu", False),
    ("cancer-prostate", LETTER, "Insuffisance cardiaque NYHA III.", LOW, "major_comorbidity", True),
    ("cancer-prostate", LETTER, "Pas d'insuffisance cardiaque.", LOW, "major_comorbidity", None),
    ("cancer-sein", PATHOLOGY, "Biopsie. RE 0 %, RP 0 %, HER2 1+.", {}, "triple_negative", True),
    ("cancer-sein", PATHOLOGY, "Biopsie. RE 90 %, RP 0 %, HER2 1+.", {}, "triple_negative", None),
    ("cancer-sein", PATHOLOGY, "Biopsie. RE 0 %, RP 0 %, HER2 2+.", {}, "triple_negative", None),
    ("cancer-sein", PATHOLOGY, "FISH : amplification du gène HER2.", {}, "her2", "positif"),
    ("cancer-sein", PATHOLOGY, "FISH : pas d'amplification du gène HER2.", {}, "her2", "negatif"),
    ("cancer-sein", PATHOLOGY, "Biopsie.", {"taille": 14, "surgery_done": False}, "stage_clinical", "T1"),
    ("cancer-sein", PATHOLOGY, "Biopsie.", {"taille": 29, "surgery_done": False}, "stage_clinical", "T2"),
    ("cancer-sein", PATHOLOGY, "Pièce.", {"taille": 29, "surgery_done": True}, "stage_clinical", None),
    ("fibromes-uterins", LETTER, "Fibrome découvert par hasard.", {}, "sans_gene_dite", True),
    ("fibromes-uterins", LETTER, "Pesanteur pelvienne.", {}, "sans_gene_dite", False),
    ("fibromes-uterins", LETTER, "Fibrome.", {"suspicion_sarcoma": True}, "sans_atypie_dite", False),
    ("fibromes-uterins", LETTER, "Fibrome.", WISH, "cavite_et_projet", True),
    ("fibromes-uterins", IMAGING, "Myome FIGO 2 postérieur de 63 mm.", {}, "taille_myome", 63),
    ("endometriose", LETTER, "Endométriose.", {}, "fiv_decidee", False),
    *(
        ("cancer-thyroide-nodule", "ordonnance", f"ORDONNANCE\n{drug}", {"tsh_low": said}, "tsh_low", known)
        for drug, said, known in (
            ("Biotine 10 mg : 1 cp 3 fois par jour", True, None),
            ("Biotine 10 mg : 1 cp 3 fois par jour", False, False),
            ("Ramipril 5 mg : 1 le matin", True, True),
        )
    ),
    (
        "cancer-colon-rectum",
        PATHOLOGY,
        POLYP.format(margin="saine", emboli="Pas d'embole vasculaire"),
        {"surgery_done": False},
        "polype_sans_risque",
        True,
    ),
    (
        "cancer-colon-rectum",
        PATHOLOGY,
        POLYP.format(margin="saine", emboli="Embole lymphatique présent"),
        {"surgery_done": False},
        "polype_sans_risque",
        None,
    ),
    (
        "cancer-colon-rectum",
        PATHOLOGY,
        POLYP.format(margin="atteinte", emboli="Pas d'embole vasculaire"),
        {"surgery_done": False},
        "polype_sans_risque",
        None,
    ),
]


@pytest.mark.parametrize(("name", "kind", "text", "answers", "variable", "value"), CONCLUDED)
def test_what_others_mean_of_a_variable(
    name: str,
    kind: str,
    text: str,
    answers: dict[str, Any],
    variable: str,
    value: object,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, kind, pathways[name], vocabulary, clinical_reader)
    assert known_values(answers, facts, pathways[name], {"d1": kind}).values.get(variable) == value


def test_what_figures_mean_rests_on_the_figure(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    prostate = pathways["cancer-prostate"]
    facts = facts_in(TAKEN + "PSA 23,4 ng/mL", LABORATORY, prostate, vocabulary, clinical_reader)
    known = known_values(LOW, facts, prostate, {"d1": LABORATORY})
    assert known.facts["risk_group"] == next(f.id for f in facts if f.key == "psa")


@pytest.mark.parametrize(
    ("name", "text", "option"),
    [
        ("cancer-colon-rectum", "Surveillance, pas de chimiothérapie.", "surveillance_apres_resection"),
        ("cancer-colon-rectum", "Chimio, puis rayons, puis opération.", "rectum_neoadjuvant"),
        ("cancer-thyroide-nodule", "Surveillance, échographie dans un an.", "surveillance_nodule"),
        ("cancer-prostate", "Surveillance du PSA jusqu'à 2 ng/mL.", "abstention_surveillance"),
        ("fibromes-uterins", "Surveillance du fibrome.", "abstention"),
    ],
)
def test_who_only_watches_proposes_that(
    name: str,
    text: str,
    option: str,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    dossier = a_dossier(first_opinion=FirstOpinion(given=True, by="Dr Inventé", text=text))
    found = first_position(dossier, pathways[name], [], vocabulary, clinical_reader)
    assert found is not None
    assert found.options[:1] == (option,)
