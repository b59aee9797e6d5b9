"""Situations of the gynaecological pathways: what may come first, and what must not stand."""

from collections.abc import Collection

from engine.domain.conditions import Value

Situation = tuple[str, str, dict[str, Value], Collection[str | None], set[str]]

BLEEDING: dict[str, Value] = {
    "age": 43,
    "heavy_bleeding": True,
    "abnormal_bleeding": False,
    "fertility_wish": False,
    "suspicion_sarcoma": False,
    "surgery_proposed": True,
    "hysterectomy_proposed": False,
    "submucosal_suspected": False,
}
QUIET: dict[str, Value] = {**BLEEDING, "heavy_bleeding": False}
CAVITY: dict[str, Value] = {**BLEEDING, "submucosal_suspected": True, "taille_myome": 27, "nombre_myomes": 2}

FIBROID_SITUATIONS: list[Situation] = [
    ("small in the cavity, bleeding", "operer_ou_non", CAVITY, {"resection_hysteroscopique"}, {"traitement_medical"}),
    (
        "small in the cavity, hysterectomy proposed",
        "hysterectomie",
        {**CAVITY, "hysterectomy_proposed": True},
        {"resection_hysteroscopique"},
        {"destruction_endometre", "hysterectomie"},
    ),
    (
        "large in the cavity",
        "operer_ou_non",
        {**CAVITY, "taille_myome": 62},
        {"embolisation"},
        {"resection_hysteroscopique", "traitement_medical"},
    ),
    ("in the wall, nothing tried", "operer_ou_non", BLEEDING, {"traitement_medical"}, {"abstention"}),
    (
        "in the wall, drugs failed",
        "operer_ou_non",
        {**BLEEDING, "echec_medical": True, "hysterectomy_proposed": True},
        {"embolisation", "hysterectomie"},
        {"abstention"},
    ),
    (
        "in the wall, a child is wanted",
        "fertilite",
        {**BLEEDING, "fertility_wish": True},
        {"myomectomie"},
        {"hysterectomie", "destruction_endometre", "embolisation"},
    ),
    ("no complaint", "operer_ou_non", {**QUIET, "symptomes_compression": False}, {"abstention"}, {"hysterectomie"}),
    (
        "a stalked fibroid that weighs",
        "operer_ou_non",
        {**QUIET, "symptomes_compression": True, "figo": "7"},
        {"myomectomie"},
        {"embolisation", "resection_hysteroscopique"},
    ),
    (
        "heaviness without bleeding",
        "operer_ou_non",
        {**QUIET, "symptomes_compression": True},
        {"embolisation", "hysterectomie", "myomectomie"},
        {"resection_hysteroscopique"},
    ),
]

COUPLE: dict[str, Value] = {
    "age": 31,
    "age_femme": 31,
    "cycles_irregular": False,
    "azoospermia": False,
    "prior_art": False,
    "art_planned": True,
    "sperm_concentration": 48,
    "trompes": "perméable",
    "duree_infertilite": 14,
}
INFERTILITY_SITUATIONS: list[Situation] = [
    ("nothing found", "strategie_amp", COUPLE, {"stim_iiu", "expectative"}, {"fiv_icsi"}),
    (
        "damaged tube before IVF",
        "strategie_amp",
        {**COUPLE, "trompes": "hydrosalpinx", "ivf_already_indicated": True},
        {"chirurgie_reproduction", "fiv_icsi"},
        {"stim_iiu", "expectative"},
    ),
    (
        "hardly any sperm, open tubes",
        "strategie_amp",
        {**COUPLE, "sperm_concentration": 2},
        {"fiv_icsi"},
        {"stim_iiu", "expectative"},
    ),
    (
        "no ovulation",
        "strategie_amp",
        {**COUPLE, "cycles_irregular": True},
        {"induction_ovulation"},
        {"fiv_icsi", "expectative"},
    ),
    (
        "damaged tube after a failed IVF",
        "operer_avant",
        {**COUPLE, "trompes": "hydrosalpinx", "ivf_already_indicated": True, "prior_art": True},
        {"chirurgie_reproduction"},
        {"stim_iiu", "expectative"},
    ),
    (
        "ovaries that failed early",
        "strategie_amp",
        {**COUPLE, "cycles_irregular": True, "insuffisance_ovarienne": True, "fsh_val": 62},
        {"don_gametes"},
        {"induction_ovulation", "expectative"},
    ),
]

DEEP: dict[str, Value] = {
    "age": 34,
    "surgery_proposed": True,
    "fertility_wish": False,
    "prior_surgery": False,
    "rectosigmoid_lesion_suspected": True,
    "hydronephrose": False,
    "eva_douleur": 8,
}
CYST: dict[str, Value] = {
    "age": 37,
    "surgery_proposed": True,
    "fertility_wish": True,
    "prior_surgery": False,
    "endometriome_taille": 45,
    "eva_douleur": 4,
    "hormones_essayees": True,
}
ENDOMETRIOSIS_SITUATIONS: list[Situation] = [
    (
        "deep, hormones failed",
        "operer_ou_non",
        {**DEEP, "echec_hormonal": True},
        {"chirurgie_profonde"},
        {"coelioscopie_diagnostique"},
    ),
    (
        "deep, pain controlled",
        "operer_ou_non",
        {**DEEP, "douleur_actuelle": 1, "hormones_essayees": True, "endometriome_taille": 18},
        {"traitement_hormonal"},
        {"chirurgie_profonde", "kystectomie", "coelioscopie_diagnostique"},
    ),
    ("cyst, a child is wanted, little pain", "operer_ou_non", CYST, {"amp"}, {"kystectomie", "traitement_hormonal"}),
    (
        "cyst, no pain, no wish",
        "operer_ou_non",
        {**CYST, "fertility_wish": False, "eva_douleur": 0},
        {"abstention_surveillance"},
        {"kystectomie", "traitement_hormonal"},
    ),
    (
        "adenomyosis after failed hormones",
        "operer_ou_non",
        {**DEEP, "age": 45, "rectosigmoid_lesion_suspected": False, "adenomyose": True, "echec_hormonal": True},
        {"hysterectomie"},
        {"kystectomie", "chirurgie_profonde"},
    ),
    (
        "pain after surgery, no recurrence",
        "douleurs_persistantes",
        {**DEEP, "rectosigmoid_lesion_suspected": False, "prior_surgery": True, "recidive_endometriome": False},
        {"prise_en_charge_douleur"},
        {"kystectomie", "chirurgie_profonde", "coelioscopie_diagnostique"},
    ),
]
