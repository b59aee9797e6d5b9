"""Situations of rheumatoid arthritis in which a second opinion is asked."""

from engine.domain.conditions import Value
from tests.unit.situations_breast_prostate import Situation

ACTIVE: dict[str, Value] = {"das28": 4.8, "mtx_dose": 20, "respiratory_symptoms": False}

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
        "a biological is said to fail, nothing is swollen and the CRP is normal",
        "echec_biotherapie",
        {**ACTIVE, "biologic_or_jak_proposed": True, "sans_gonflement": True, "crp_normale": True, "age": 68},
        {"cible_remission"},
        {"biotherapie_ou_jak", "inhibiteur_jak", "corticoides", "mtx_premiere_ligne"},
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
    (
        "methotrexate prescribed and never taken, biological proposed",
        "choix_traitement",
        {
            **ACTIVE,
            "mtx_dose": 15,
            "jamais_traite": True,
            "biologic_or_jak_proposed": True,
            "erosions": "absentes",
        },
        {"mtx_premiere_ligne"},
        {"biotherapie_ou_jak", "autre_csdmard"},
    ),
]
