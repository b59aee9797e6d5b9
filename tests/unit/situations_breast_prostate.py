"""Situations in which women with breast cancer and men with prostate cancer ask for a second opinion."""

from engine.domain.conditions import Value

LUMINAL: dict[str, Value] = {"rh_positive": True, "her2": "negatif", "triple_negative": False, "brca": False}
TRIPLE: dict[str, Value] = {"rh_positive": False, "her2": "negatif", "triple_negative": True, "brca": False}
HER2: dict[str, Value] = {"rh_positive": True, "her2": "positif", "triple_negative": False, "brca": False}
ONE_FOCUS: dict[str, Value] = {"surgery_done": False, "inflammatory": False, "multifocal_suspected": False}
BREAST_OPERATED: dict[str, Value] = {"surgery_done": True, "inflammatory": False, "multifocal_suspected": False}
PROSTATE_IN_PLACE: dict[str, Value] = {"surgery_done": False, "metastatic": False, "radiotherapy_proposed": False}

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
        {"surveillance_active"},
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
        {"radiotherapie"},
        {"surveillance_active", "hormonotherapie_seule", "rattrapage"},
    ),
    (
        "high risk, extension unknown",
        "operer_ou_non",
        {"surgery_done": False, "risk_group": "haut", "isup": 4},
        {"radiotherapie"},
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
