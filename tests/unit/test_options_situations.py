"""In the situations that patients ask about, what comes first is acceptable and what is wrong never stands."""

from collections.abc import Collection, Mapping

import pytest

from engine.domain.conditions import Value, judge
from engine.domain.pathway import Pathway
from engine.domain.wording import fold, pattern
from engine.steps.options import Known, known_values, preferred, weigh
from tests.builders import a_fact

BREAST, PROSTATE, COLON = "cancer-sein", "cancer-prostate", "cancer-colon-rectum"
THYROID, ARTHRITIS = "cancer-thyroide-nodule", "polyarthrite-rhumatoide"

LUMINAL: dict[str, Value] = {"rh_positive": True, "her2": "negatif", "triple_negative": False, "brca": False}
TRIPLE: dict[str, Value] = {"rh_positive": False, "her2": "negatif", "triple_negative": True, "brca": False}
HER2: dict[str, Value] = {"rh_positive": True, "her2": "positif", "triple_negative": False, "brca": False}
ONE_FOCUS: dict[str, Value] = {"surgery_done": False, "inflammatory": False, "multifocal_suspected": False}
BREAST_OPERATED: dict[str, Value] = {"surgery_done": True, "inflammatory": False, "multifocal_suspected": False}
PROSTATE_IN_PLACE: dict[str, Value] = {"surgery_done": False, "metastatic": False, "radiotherapy_proposed": False}
COLON_OPERATED: dict[str, Value] = {"surgery_done": True, "metastatic": False, "localisation": "sigmoide"}
COLON_IN_PLACE: dict[str, Value] = {"surgery_done": False, "metastatic": False, "localisation": "colon_droit"}
RECTUM: dict[str, Value] = {"surgery_done": False, "metastatic": False, "localisation": "rectum", "clinical_t": "T3"}
NODULE: dict[str, Value] = {"surgery_done": False, "adenopathies": "absentes", "tsh_low": False}
CANCER: dict[str, Value] = {**NODULE, "bethesda": 6, "cancer_confirmed": True, "eutirads": 5}
ACTIVE: dict[str, Value] = {"das28": 4.8, "mtx_dose": 20, "respiratory_symptoms": False}

# What is asked and known; the options that may come first (None: none alone); those that must not stand at all.
Situation = tuple[str, str, dict[str, Value], set[str | None], set[str]]

BREAST_SITUATIONS: list[Situation] = [
    (
        "small tumour, one focus, not operated",
        "operer_ou_non",
        {**ONE_FOCUS, **LUMINAL, "stage_clinical": "T1", "node_positive": False},
        {"chirurgie_conservatrice"},
        {"mastectomie", "chimiotherapie", "anti_her2", "ciblage_cdk"},
    ),
    (
        "T2 luminal, one focus, not operated",
        "operer_ou_non",
        {**ONE_FOCUS, **LUMINAL, "stage_clinical": "T2", "taille": 27},
        {"chirurgie_conservatrice"},
        {"anti_her2", "immunotherapie_neoadjuvante"},
    ),
    (
        "several foci suspected",
        "operer_ou_non",
        {**ONE_FOCUS, **LUMINAL, "multifocal_suspected": True, "stage_clinical": "T2"},
        {"rcp_obligatoire", "mastectomie", None},
        {"chirurgie_conservatrice", "hormonotherapie", "chimiotherapie"},
    ),
    (
        "triple negative T2 before surgery",
        "operer_ou_non",
        {**ONE_FOCUS, **TRIPLE, "stage_clinical": "T2", "taille": 32, "surgery_proposed": True},
        {"chimiotherapie"},
        {"chirurgie_conservatrice", "mastectomie", "hormonotherapie", "anti_her2"},
    ),
    (
        "triple negative T1c before surgery",
        "operer_ou_non",
        {**ONE_FOCUS, **TRIPLE, "stage_clinical": "T1", "taille": 15, "node_positive": False},
        {"chimiotherapie"},
        {"chirurgie_conservatrice", "mastectomie", "hormonotherapie"},
    ),
    (
        "triple negative of 8 mm without node: surgery first",
        "operer_ou_non",
        {**ONE_FOCUS, **TRIPLE, "stage_clinical": "T1", "taille": 8, "node_positive": False},
        {"chirurgie_conservatrice"},
        {"chimiotherapie", "immunotherapie_neoadjuvante", "mastectomie"},
    ),
    (
        "HER2 positive of more than 2 cm before surgery",
        "operer_ou_non",
        {**ONE_FOCUS, **HER2, "stage_clinical": "T2", "taille": 30},
        {"anti_her2", "chimiotherapie"},
        {"chirurgie_conservatrice", "mastectomie", "hormonotherapie", "ciblage_cdk"},
    ),
    (
        "inflammatory",
        "operer_ou_non",
        {**ONE_FOCUS, **LUMINAL, "inflammatory": True, "stage_clinical": "T4"},
        {"chimiotherapie"},
        {"chirurgie_conservatrice", "mastectomie", "desescalade_axillaire"},
    ),
    (
        "operated, luminal, no node, low genomic score, after the menopause",
        "chimiotherapie",
        {
            **BREAST_OPERATED,
            **LUMINAL,
            "stage_clinical": "T1",
            "node_positive": False,
            "menopause": "post",
            "score_genomique": 14,
        },
        {"hormonotherapie"},
        {"chirurgie_conservatrice", "mastectomie", "chimiotherapie", "desescalade_axillaire", "ciblage_cdk"},
    ),
    (
        "operated, luminal, node, before the menopause, low genomic score",
        "chimiotherapie",
        {
            **BREAST_OPERATED,
            **LUMINAL,
            "stage_clinical": "T2",
            "node_positive": True,
            "menopause": "pré",
            "score_genomique": 18,
        },
        {"chimiotherapie", "hormonotherapie"},
        {"chirurgie_conservatrice", "mastectomie", "anti_her2"},
    ),
    (
        "operated, luminal, grade 3 with nodes: a targeted drug only goes beside",
        "chimiotherapie",
        {**BREAST_OPERATED, **LUMINAL, "node_positive": True, "grade": 3, "menopause": "post"},
        {"hormonotherapie", "chimiotherapie"},
        {"chirurgie_conservatrice", "mastectomie", "olaparib_brca"},
    ),
    (
        "operated, triple negative, no treatment before",
        "chimiotherapie",
        {**BREAST_OPERATED, **TRIPLE, "taille": 24, "neoadjuvant": False, "stage_clinical": "T2"},
        {"chimiotherapie"},
        {"chirurgie_conservatrice", "mastectomie", "hormonotherapie", "immunotherapie_neoadjuvante"},
    ),
    (
        "operated, triple negative with BRCA variant, residual disease",
        "chimiotherapie",
        {**BREAST_OPERATED, **TRIPLE, "brca": True, "taille": 24, "neoadjuvant": True},
        {"olaparib_brca"},
        {"chirurgie_conservatrice", "mastectomie", "hormonotherapie", "chimiotherapie"},
    ),
    (
        "operated, HER2 positive",
        "chimiotherapie",
        {**BREAST_OPERATED, **HER2, "taille": 22, "stage_clinical": "T2"},
        {"anti_her2"},
        {"chirurgie_conservatrice", "mastectomie", "ciblage_cdk"},
    ),
    (
        "margins involved",
        "operer_ou_non",
        {**BREAST_OPERATED, **LUMINAL, "marges": "atteintes", "stage_clinical": "T1"},
        {"chirurgie_conservatrice"},
        {"chimiotherapie", "desescalade_axillaire"},
    ),
    (
        "relapse with metastases",
        "metastatique",
        {**ONE_FOCUS, **LUMINAL, "stage_clinical": "T2", "node_positive": True},
        {"rcp_obligatoire", "hormonotherapie", None},
        {"chirurgie_conservatrice", "mastectomie"},
    ),
]

PROSTATE_SITUATIONS: list[Situation] = [
    (
        "low risk, surgery proposed",
        "operer_ou_non",
        {**PROSTATE_IN_PLACE, "risk_group": "faible", "isup": 1, "surgery_proposed": True},
        {"surveillance_active"},
        {"prostatectomie", "radiotherapie", "hormonotherapie_seule", "rattrapage"},
    ),
    (
        "low risk, asks about side effects",
        "effets_secondaires",
        {**PROSTATE_IN_PLACE, "risk_group": "faible", "isup": 1},
        {"surveillance_active"},
        {"prostatectomie", "radiotherapie", "hormonotherapie_seule"},
    ),
    (
        "favourable intermediate risk: two options stand equal",
        "surveillance_active",
        {**PROSTATE_IN_PLACE, "risk_group": "intermediaire_favorable", "isup": 2, "surgery_proposed": True},
        {None},
        {"hormonotherapie_seule", "rattrapage", "abstention_surveillance"},
    ),
    (
        "favourable intermediate risk, grade unknown: nothing stands alone",
        "operer_ou_non",
        {**PROSTATE_IN_PLACE, "risk_group": "intermediaire_favorable"},
        {None},
        {"hormonotherapie_seule", "rattrapage"},
    ),
    (
        "unfavourable intermediate risk: surgery and radiotherapy stand equal",
        "operer_ou_non",
        {**PROSTATE_IN_PLACE, "risk_group": "intermediaire_defavorable", "isup": 3},
        {None},
        {"surveillance_active", "hormonotherapie_seule", "rattrapage"},
    ),
    (
        "high risk, extension unknown",
        "operer_ou_non",
        {"surgery_done": False, "risk_group": "haut", "isup": 4},
        {None},
        {"surveillance_active", "rattrapage", "hormonotherapie_seule"},
    ),
    (
        "metastases at diagnosis",
        "operer_ou_non",
        {**PROSTATE_IN_PLACE, "metastatic": True, "risk_group": "haut", "isup": 4},
        {None},
        {"prostatectomie", "radiotherapie", "surveillance_active", "hormonotherapie_seule"},
    ),
    (
        "PSA rises after surgery",
        "recidive",
        {"surgery_done": True, "risk_group": "haut", "isup": 3, "tdpsa": 8, "psa": 0.4},
        {"rattrapage"},
        {"prostatectomie", "radiotherapie", "surveillance_active", "hormonotherapie_seule"},
    ),
    (
        "PSA rises slowly after surgery, low grade",
        "recidive",
        {"surgery_done": True, "risk_group": "faible", "isup": 2, "tdpsa": 18, "psa": 0.3},
        {"avis_imagerie", None},
        {"rattrapage", "prostatectomie", "surveillance_active"},
    ),
    (
        "metastases after surgery",
        "recidive",
        {"surgery_done": True, "metastatic": True, "isup": 4, "tdpsa": 3},
        {"avis_imagerie", None},
        {"rattrapage", "prostatectomie", "radiotherapie", "surveillance_active"},
    ),
    (
        "PSA rises after radiotherapy",
        "recidive",
        {**PROSTATE_IN_PLACE, "risk_group": "haut", "isup": 4},
        {"avis_imagerie", None},
        {"rattrapage", "prostatectomie", "radiotherapie", "surveillance_active"},
    ),
    (
        "operated, in remission, low risk at diagnosis",
        "effets_secondaires",
        {"surgery_done": True, "metastatic": False, "risk_group": "faible", "isup": 1},
        {None},
        {"surveillance_active", "prostatectomie", "radiotherapie", "rattrapage"},
    ),
]

COLON_SITUATIONS: list[Situation] = [
    (
        "colon without metastasis, not operated",
        "operer_ou_non",
        {**COLON_IN_PLACE, "dmmr": False},
        {"chirurgie"},
        {"chimio_adjuvante", "immunotherapie_neoadjuvante_dmmr", "surveillance_apres_resection", "rectum_neoadjuvant"},
    ),
    (
        "dMMR colon T3, not operated: surgery first, immunotherapy to discuss",
        "operer_ou_non",
        {**COLON_IN_PLACE, "dmmr": True, "T": 3},
        {"chirurgie"},
        {"chimio_adjuvante", "traitement_systemique_metastatique"},
    ),
    (
        "dMMR colon T2 without node, not operated",
        "operer_ou_non",
        {**COLON_IN_PLACE, "dmmr": True, "T": 2, "node_positive": False},
        {"chirurgie"},
        {"immunotherapie_neoadjuvante_dmmr", "chimio_adjuvante"},
    ),
    (
        "rectum T3, not operated, surgery proposed",
        "operer_ou_non",
        {**RECTUM, "surgery_proposed": True},
        {"rectum_neoadjuvant"},
        {"chirurgie", "chimio_adjuvante", "conservation_rectum"},
    ),
    (
        "rectum, complete response",
        "conservation_rectum",
        {**RECTUM, "clinical_complete_response": True},
        {"conservation_rectum"},
        {"chirurgie", "rectum_neoadjuvant", "chimio_adjuvante"},
    ),
    (
        "rectum T2, not operated",
        "operer_ou_non",
        {**RECTUM, "clinical_t": "T2"},
        {"chirurgie", None},
        {"rectum_neoadjuvant", "conservation_rectum", "chimio_adjuvante"},
    ),
    (
        "operated, stage III",
        "chimio_adjuvante",
        {**COLON_OPERATED, "node_positive": True, "stade": "III", "T": 3, "N": 1},
        {"chimio_adjuvante"},
        {"surveillance_apres_resection", "chirurgie", "immunotherapie_neoadjuvante_dmmr"},
    ),
    (
        "operated, stage III, fluoropyrimidine forbidden",
        "chimio_adjuvante",
        {**COLON_OPERATED, "node_positive": True, "stade": "III", "T": 4, "N": 2, "uracile": 170},
        {"surveillance_apres_resection"},
        {"chimio_adjuvante", "chirurgie"},
    ),
    (
        "operated, stage II, low risk",
        "chimio_adjuvante",
        {**COLON_OPERATED, "node_positive": False, "stade": "II", "T": 3, "dmmr": False},
        {"surveillance_apres_resection"},
        {"chimio_adjuvante", "activite_physique", "chirurgie"},
    ),
    (
        "operated, stage II, dMMR",
        "chimio_adjuvante",
        {**COLON_OPERATED, "node_positive": False, "stade": "II", "T": 3, "dmmr": True},
        {"surveillance_apres_resection"},
        {"chimio_adjuvante", "activite_physique", "immunotherapie_neoadjuvante_dmmr"},
    ),
    (
        "operated, stage I",
        "chimio_adjuvante",
        {**COLON_OPERATED, "node_positive": False, "stade": "I", "T": 2},
        {"surveillance_apres_resection"},
        {"chimio_adjuvante", "activite_physique"},
    ),
    (
        "liver metastases: can they be removed?",
        "metastases",
        {"surgery_done": True, "metastatic": True, "localisation": "sigmoide", "dmmr": False},
        {"metastases_hepatiques"},
        {"chimio_adjuvante", "chirurgie", "surveillance_apres_resection", "immunotherapie_neoadjuvante_dmmr"},
    ),
    (
        "metastases, asks about chemotherapy",
        "chimio_adjuvante",
        {"surgery_done": True, "metastatic": True, "localisation": "sigmoide"},
        {"traitement_systemique_metastatique"},
        {"chimio_adjuvante", "metastases_hepatiques", "surveillance_apres_resection"},
    ),
]

THYROID_SITUATIONS: list[Situation] = [
    (
        "benign cytology, surgery proposed",
        "operer_ou_non",
        {**NODULE, "bethesda": 2, "eutirads": 3, "nodule_size_mm": 24, "surgery_proposed": True},
        {"surveillance_nodule"},
        {"thyroidectomie_totale", "lobectomie", "iode", "surveillance_active_cancer", "cytoponction"},
    ),
    (
        "benign cytology, size unknown",
        "surveillance",
        {**NODULE, "bethesda": 2, "eutirads": 3},
        {"surveillance_nodule"},
        {"thyroidectomie_totale", "lobectomie", "iode"},
    ),
    (
        "EU-TIRADS 4 of 22 mm, no cytology",
        "operer_ou_non",
        {**NODULE, "eutirads": 4, "nodule_size_mm": 22, "surgery_proposed": True},
        {"cytoponction"},
        {"thyroidectomie_totale", "lobectomie", "iode", "thermoablation", "surveillance_active_cancer"},
    ),
    (
        "EU-TIRADS 4 of 12 mm, no cytology",
        "surveillance",
        {**NODULE, "eutirads": 4, "nodule_size_mm": 12},
        {"surveillance_nodule"},
        {"thyroidectomie_totale", "lobectomie", "cytoponction"},
    ),
    (
        "EU-TIRADS 3 of 8 mm at fifty: no cancer is known",
        "surveillance",
        {**NODULE, "eutirads": 3, "nodule_size_mm": 8, "age": 50},
        {"surveillance_nodule"},
        {"surveillance_active_cancer", "cytoponction", "lobectomie"},
    ),
    (
        "Bethesda III",
        "cytologie_indeterminee",
        {**NODULE, "bethesda": 3, "eutirads": 3, "nodule_size_mm": 18},
        {"cytoponction"},
        {"thyroidectomie_totale", "iode", "thermoablation", "surveillance_active_cancer"},
    ),
    (
        "Bethesda IV",
        "cytologie_indeterminee",
        {**NODULE, "bethesda": 4, "eutirads": 4, "nodule_size_mm": 26},
        {"lobectomie"},
        {"surveillance_nodule", "thermoablation", "iode", "cytoponction"},
    ),
    (
        "cancer of 25 mm without node",
        "operer_ou_non",
        {**CANCER, "nodule_size_mm": 25, "age": 48},
        {"lobectomie"},
        {"iode", "surveillance_active_cancer", "thermoablation", "surveillance_nodule"},
    ),
    (
        "cancer of 8 mm without node at sixty",
        "surveillance",
        {**CANCER, "nodule_size_mm": 8, "age": 60},
        {"surveillance_active_cancer", "lobectomie"},
        {"thyroidectomie_totale", "iode", "cytoponction"},
    ),
    (
        "cancer with nodes",
        "operer_ou_non",
        {**CANCER, "nodule_size_mm": 30, "adenopathies": "présentes", "age": 48},
        {"thyroidectomie_totale"},
        {"lobectomie", "iode", "surveillance_active_cancer", "surveillance_nodule"},
    ),
    (
        "operated, low risk: is iodine needed?",
        "iode",
        {"surgery_done": True, "ata_risque": "faible", "bethesda": 5, "eutirads": 5, "nodule_size_mm": 14},
        {"suivi_simple"},
        {"iode", "lobectomie", "thyroidectomie_totale", "surveillance_nodule"},
    ),
    (
        "operated, microcarcinoma of one focus",
        "iode",
        {"surgery_done": True, "microcarcinome": True, "bethesda": 6, "cancer_confirmed": True, "nodule_size_mm": 8},
        {"suivi_simple"},
        {"iode", "lobectomie", "thyroidectomie_totale", "surveillance_active_cancer"},
    ),
    (
        "operated, high risk",
        "iode",
        {"surgery_done": True, "ata_risque": "élevé", "cancer_confirmed": True},
        {"iode"},
        {"suivi_simple", "lobectomie", "thyroidectomie_totale"},
    ),
    (
        "autonomous nodule",
        "operer_ou_non",
        {**NODULE, "tsh_low": True, "tsh_val": 0.02, "eutirads": 3, "nodule_size_mm": 19},
        {"nodule_toxique"},
        {"cytoponction", "surveillance_nodule", "thyroidectomie_totale", "surveillance_active_cancer"},
    ),
]

ARTHRITIS_SITUATIONS: list[Situation] = [
    (
        "first treatment",
        "choix_traitement",
        {"biologic_or_jak_proposed": False, "jak_proposed": False, "respiratory_symptoms": False, "das28": 4.9},
        {"mtx_premiere_ligne"},
        {"biotherapie_ou_jak", "inhibiteur_jak", "desescalade"},
    ),
    (
        "active under a low dose of methotrexate, biological proposed",
        "choix_traitement",
        {**ACTIVE, "mtx_dose": 10, "biologic_or_jak_proposed": True, "erosions": "presentes"},
        {"mtx_premiere_ligne"},
        {"desescalade", "autre_csdmard"},
    ),
    (
        "active and erosive under methotrexate, nothing more proposed",
        "choix_traitement",
        {**ACTIVE, "biologic_or_jak_proposed": False, "jak_proposed": False, "erosions": "presentes"},
        {"biotherapie_ou_jak"},
        {"autre_csdmard", "desescalade"},
    ),
    (
        "active and erosive under methotrexate, JAK inhibitor proposed at 68",
        "choix_traitement",
        {**ACTIVE, "biologic_or_jak_proposed": True, "jak_proposed": True, "erosions": "presentes", "age": 68},
        {"biotherapie_ou_jak"},
        {"inhibiteur_jak", "autre_csdmard", "mtx_premiere_ligne", "desescalade"},
    ),
    (
        "active under methotrexate without erosion, nothing more proposed",
        "choix_traitement",
        {**ACTIVE, "biologic_or_jak_proposed": False, "erosions": "absentes"},
        {"autre_csdmard"},
        {"desescalade", "biotherapie_ou_jak"},
    ),
    (
        "biological proposed though in remission",
        "choix_traitement",
        {**ACTIVE, "das28": 2.1, "biologic_or_jak_proposed": True, "jak_proposed": False, "cortico_dose": 0},
        {"cible_remission", None},
        {"biotherapie_ou_jak", "autre_csdmard"},
    ),
    (
        "in remission, no cortisone",
        "choix_traitement",
        {**ACTIVE, "das28": 1.9, "biologic_or_jak_proposed": False, "jak_proposed": False, "cortico_dose": 0},
        {"desescalade"},
        {"biotherapie_ou_jak", "autre_csdmard"},
    ),
    (
        "a biological fails",
        "echec_biotherapie",
        {**ACTIVE, "biologic_or_jak_proposed": True, "jak_proposed": False},
        {"biotherapie_ou_jak"},
        {"mtx_premiere_ligne", "desescalade"},
    ),
    (
        "wants a child",
        "grossesse",
        {**ACTIVE, "biologic_or_jak_proposed": True, "erosions": "presentes", "age": 31},
        {"adaptation_grossesse"},
        {"mtx_premiere_ligne", "biotherapie_ou_jak", "desescalade"},
    ),
    (
        "wants a child, in remission",
        "grossesse",
        {**ACTIVE, "das28": 2.0, "cortico_dose": 5, "biologic_or_jak_proposed": False, "age": 31},
        {"adaptation_grossesse"},
        {"mtx_premiere_ligne", "desescalade", "biotherapie_ou_jak"},
    ),
    (
        "lung disease",
        "poumon",
        {
            **ACTIVE,
            "pneumopathie_interstitielle": "presente",
            "biologic_or_jak_proposed": True,
            "erosions": "presentes",
        },
        {"pr_pid"},
        {"desescalade", "mtx_premiere_ligne"},
    ),
    (
        "is it rheumatoid arthritis?",
        "confirmation_diag",
        {"das28": 4.4, "mtx_dose": 10, "biologic_or_jak_proposed": True, "respiratory_symptoms": False},
        {"diagnostic_differentiel"},
        {"mtx_premiere_ligne", "biotherapie_ou_jak", "desescalade"},
    ),
]

SITUATIONS = [
    pytest.param(pathway, asked, values, first, wrong, id=f"{pathway}: {told}")
    for pathway, situations in (
        (BREAST, BREAST_SITUATIONS),
        (PROSTATE, PROSTATE_SITUATIONS),
        (COLON, COLON_SITUATIONS),
        (THYROID, THYROID_SITUATIONS),
        (ARTHRITIS, ARTHRITIS_SITUATIONS),
    )
    for told, asked, values, first, wrong in situations
]


def asked_of(pathway: Pathway, values: Mapping[str, Value], asked: str) -> dict[str, Value | None]:
    """The values as a dossier gives them: with the question's id and type."""
    types = {q.type for q in pathway.patient_questions if q.id == asked}
    assert types, f"{pathway.id} has no question {asked}"
    return {**values, "question_type": frozenset({asked, *types})}


@pytest.mark.parametrize(("name", "asked", "values", "first", "wrong"), SITUATIONS)
def test_what_comes_first_is_acceptable_and_what_is_wrong_does_not_stand(
    name: str,
    asked: str,
    values: dict[str, Value],
    first: Collection[str | None],
    wrong: set[str],
    pathways: dict[str, Pathway],
) -> None:
    pathway = pathways[name]
    assert wrong | {f for f in first if f} <= {o.id for o in pathway.options}
    weighed = weigh(pathway, Known(values=asked_of(pathway, values, asked), facts={}))
    best = preferred(weighed)
    assert (best.option.id if best else None) in first
    assert {w.option.id for w in weighed if w.supported and not w.discouraged} & wrong == set()


@pytest.mark.parametrize(
    ("values", "standing"),
    [
        ({"risk_group": "intermediaire_favorable", "isup": 2}, {"surveillance_active", "prostatectomie"}),
        ({"risk_group": "intermediaire_defavorable", "isup": 3}, {"prostatectomie", "radiotherapie"}),
        ({"risk_group": "haut", "isup": 4}, {"prostatectomie", "radiotherapie"}),
    ],
)
def test_options_that_stand_equal_are_both_kept(
    values: dict[str, Value], standing: set[str], pathways: dict[str, Pathway]
) -> None:
    given = asked_of(pathways[PROSTATE], {**PROSTATE_IN_PLACE, **values}, "operer_ou_non")
    weighed = weigh(pathways[PROSTATE], Known(values=given, facts={}))
    assert {w.option.id for w in weighed if w.supported and not w.discouraged} == standing


@pytest.mark.parametrize("name", [BREAST, PROSTATE, COLON, THYROID, ARTHRITIS])
def test_what_the_first_opinion_proposes_makes_no_operation_preferred(name: str, pathways: dict[str, Pathway]) -> None:
    for option in (o for o in pathways[name].options if o.surgical):
        for rule in option.supports_if:
            assert judge(rule.expr, {"surgery_proposed": True}) is None, (option.id, rule.expr)


STATED = [
    (BREAST, "tnm", "pT1c N0(sn)", {"surgery_done": True, "node_positive": False, "neoadjuvant": False}),
    (BREAST, "tnm", "pT2 N1a", {"surgery_done": True, "node_positive": True}),
    (BREAST, "tnm", "pT1c N1(mi)", {"surgery_done": True, "node_positive": None}),
    (BREAST, "tnm", "ypT1 N0", {"surgery_done": True, "node_positive": None, "neoadjuvant": True}),
    (BREAST, "tnm", "cT2 N1", {"surgery_done": None, "node_positive": None, "stage_clinical": "T2"}),
    (BREAST, "tnm", "cT4d N1", {"inflammatory": True, "stage_clinical": "T4"}),
    (BREAST, "marges", "saines", {"surgery_done": True}),
    (BREAST, "ganglions", "5/14", {"envahis": 4, "node_positive": True}),
    (BREAST, "ganglions", "12 N+/15", {"envahis": 4, "node_positive": True}),
    (BREAST, "ganglions", "2/3", {"envahis": 2, "node_positive": True}),
    (BREAST, "ganglions", "0/2", {"envahis": 0, "node_positive": False}),
    (BREAST, "re", 95, {"rh_positive": True}),
    (BREAST, "rp", 5, {"rh_positive": None}),
    (BREAST, "re", 0, {"rh_positive": None}),
    (PROSTATE, "pt", "pT3a N0 R1", {"surgery_done": True}),
    (PROSTATE, "ct", "cT3a N0 M0", {"surgery_done": None, "metastatic": False}),
    (PROSTATE, "ct", "cT3b N1 M1b", {"metastatic": True}),
    (PROSTATE, "ct", "cT1c", {"metastatic": None}),
    (COLON, "tnm", "pT3 N0 M0", {"surgery_done": True, "stade": "II", "T": 3, "N": 0, "metastatic": False}),
    (COLON, "tnm", "pT4a N2b", {"stade": "III", "T": 4, "N": 2, "metastatic": None}),
    (COLON, "tnm", "pT2 N0", {"stade": "I", "T": 2}),
    (COLON, "tnm", "pT1 N0", {"surgery_done": None, "stade": "I"}),
    (COLON, "tnm", "cT3 N1", {"surgery_done": None, "stade": None, "clinical_t": "T3", "T": 3, "N": None}),
    (COLON, "tnm", "mrT2 N0", {"clinical_t": "T2", "T": 2}),
    (COLON, "tnm", "ypT2 N0", {"surgery_done": True, "stade": None, "clinical_t": None}),
    (THYROID, "pt", "pT1a N0", {"surgery_done": True, "microcarcinome": True}),
    (THYROID, "pt", "pT1a(m)", {"surgery_done": True, "microcarcinome": None}),
    (THYROID, "pt", "mpT1a", {"surgery_done": True, "microcarcinome": None}),
    (THYROID, "pt", "pT1a N1a", {"microcarcinome": None}),
    (THYROID, "pt", "pT2 N0", {"surgery_done": True, "microcarcinome": None}),
]


@pytest.mark.parametrize(("name", "key", "value", "told"), STATED)
def test_documents_tell_what_the_questionnaire_leaves_open(
    name: str, key: str, value: str | float, told: dict[str, Value | None], pathways: dict[str, Pathway]
) -> None:
    known = known_values({}, (a_fact(key=key, value=value, side=None),), pathways[name], {"d1": "anatomopathologie"})
    assert {variable: known.values.get(variable) for variable in told} == told


NAMED = [
    (PROSTATE, "radio-hormonothérapie de 6 mois", {"radiotherapie"}),
    (PROSTATE, "radiothérapie et hormonothérapie courte", {"radiotherapie"}),
    (PROSTATE, "une hormonothérapie seule", {"hormonotherapie_seule"}),
    (PROSTATE, "une irradiation de la loge", {"rattrapage"}),
    (COLON, "immunothérapie néoadjuvante", {"immunotherapie_neoadjuvante_dmmr"}),
    (COLON, "pembrolizumab en première ligne métastatique", {"traitement_systemique_metastatique"}),
    (COLON, "un traitement néoadjuvant total", {"rectum_neoadjuvant"}),
    (THYROID, "une hémithyroïdectomie droite", {"lobectomie"}),
    (THYROID, "une thyroïdectomie totale", {"thyroidectomie_totale"}),
    (ARTHRITIS, "ajouter un anti-TNF, activité persistante sous méthotrexate", {"biotherapie_ou_jak"}),
    (ARTHRITIS, "méthotrexate 15 mg par semaine, acide folique", {"mtx_premiere_ligne"}),
    (ARTHRITIS, "décroissance de la prednisone", {"corticoides"}),
]


@pytest.mark.parametrize(("name", "said", "options"), NAMED)
def test_the_words_of_an_option_catch_no_other_act(
    name: str, said: str, options: set[str], pathways: dict[str, Pathway]
) -> None:
    folded = fold(said)
    assert {o.id for o in pathways[name].options if any(pattern(e).search(folded) for e in o.named_by)} == options
