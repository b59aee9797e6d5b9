"""Sentences of endometriosis and fibroids: what is forbidden, not begun, or justified next."""

from tests.unit.facts_of_women import LABORATORY, LOW_HB, LOW_IRON, Said, read
from tests.unit.sentences_women import (
    COIL,
    ENDO,
    FAILED,
    FIBROIDS,
    FIGO4,
    IN_CAVITY,
    LOW_AMH,
    PAIN,
    PRESCRIPTION,
    SOUND,
)

AGONIST, STOPPED_AGONIST = (
    read("traitement_en_cours", quote, "triptoréline 3,75 mg", PRESCRIPTION)
    for quote in ("Triptoréline LP 3,75 mg : première injection le 12/11/2026", "Arrêt de la triptoréline LP 3,75 mg")
)
FREE_CAVITY = read("cavite_normale", "cavité utérine normale", kind="compte_rendu_endoscopie")
HER_AMH = read("amh_val", "AMH 3,1 ng/mL", 3.1, LABORATORY, unit="ng/mL", low=0.9, high=9.5)
WISH = {**SOUND, "heavy_bleeding": False, "fertility_wish": True, "surgery_proposed": True}
NO_SPERM = read("spermogramme", "Pas de spermogramme à ce jour", polarity="negated")
AURA_ENDO = read("migraine", "Migraine avec aura depuis dix ans")
FAILED_PILL = read("hormones_en_echec", "Pilule en continu depuis un an, effet insuffisant", "Pilule en continu")
SAID_ANAEMIA = read("anemie", "Commentaire : anémie microcytaire ferriprive", kind=LABORATORY)
BARE_HB = read("hb", "Hémoglobine 9,4", 9.4, LABORATORY, unit="g/dL")
HER_MOTHER = read("thrombose", "Mère : phlébite", bearer="family")
TRANEXAMIC = read("traitement_en_cours", "Acide tranexamique 500 mg : 2 par jour", "acide tranexamique", PRESCRIPTION)

WOMEN_LATER = [
    Said(
        FIBROIDS,
        "anemie_dite_par_le_laboratoire",
        "Hb 9,4 le 12/01/2026 : carence à corriger",
        (SAID_ANAEMIA, BARE_HB),
        not_facts=(SAID_ANAEMIA, LOW_HB),
    ),
    Said(
        FIBROIDS,
        "tranexamique_et_famille",
        "qui n'est pas celle de la patiente : à signaler au prescripteur",
        (HER_MOTHER, TRANEXAMIC),
        not_facts=(HER_MOTHER, TRANEXAMIC, read("thrombose", "phlébite en 2020")),
    ),
    Said(
        ENDO,
        "deuxieme_intention_justifiee",
        "malgré un premier traitement hormonal (« Pilule en continu depuis un an, effet insuffisant »)",
        (FAILED_PILL, PAIN),
        {"fertility_wish": False, "eva_douleur": 8},
        not_facts=(FAILED_PILL, PAIN, FAILED),
    ),
    Said(
        ENDO,
        "deuxieme_intention_justifiee",
        "le passage à une deuxième intention est justifié",
        (FAILED_PILL,),
        {"fertility_wish": False, "eva_douleur": 8},
        not_answers={"fertility_wish": True, "eva_douleur": 8},
    ),
    Said(
        ENDO,
        "deuxieme_intention_justifiee",
        "avant d'opérer",
        (FAILED_PILL,),
        {"fertility_wish": False, "eva_douleur": 8},
        not_facts=(FAILED_PILL, AURA_ENDO),
    ),
    Said(
        ENDO,
        "deuxieme_ligne",
        "se discute avant d'opérer",
        (read("traitements_essayes", "diénogest un an", "diénogest"),),
        {"fertility_wish": False, "eva_douleur": 8},
        not_facts=(read("traitements_essayes", "pilule en continu", "pilule en continu"),),
    ),
    Said(
        FIBROIDS,
        "agoniste_et_projet",
        "à ne pas débuter avant d'en avoir reparlé avec le prescripteur ; il bloque l'ovulation",
        (AGONIST, FIGO4),
        WISH,
        not_facts=(STOPPED_AGONIST, FIGO4),
    ),
    Said(FIBROIDS, "agoniste_et_projet", "sans anémie à corriger", (AGONIST,), WISH, not_facts=(AGONIST, LOW_HB)),
    Said(FIBROIDS, "agoniste_et_projet", "retarde", (AGONIST,), WISH, not_answers={**WISH, "fertility_wish": False}),
    Said(FIBROIDS, "agoniste_et_projet", "retarde", (AGONIST,), WISH, not_facts=(AGONIST, IN_CAVITY)),
    Said(
        FIBROIDS,
        "essais_trop_courts",
        "d'essais seulement ; « Pas de spermogramme à ce jour »",
        (read("duree_essais", "sept mois d'essais", 7, unit="mois"), NO_SPERM),
        {**WISH, "duree_essais": 7},
        age=33,
        not_answers={**WISH, "duree_essais": 16},
    ),
    Said(
        FIBROIDS,
        "essais_trop_courts",
        "attendre est légitime",
        (read("duree_essais", "sept mois d'essais", 7, unit="mois"),),
        {**WISH, "duree_essais": 7},
        age=33,
        not_answers={**WISH, "fertility_wish": False, "duree_essais": 7},
    ),
    Said(
        FIBROIDS,
        "cavite_normale_a_l_hysteroscopie",
        "s'il est écrit ailleurs (lettre, échographie), n'est pas confirmé, discordance à signaler",
        (FREE_CAVITY, FIGO4),
        WISH,
        not_facts=(FREE_CAVITY, IN_CAVITY),
    ),
    Said(
        FIBROIDS,
        "fertilite_reserve_normale",
        "AMH 3,1 ng/mL le 12/01/2026, dans les bornes du laboratoire",
        (HER_AMH,),
        WISH,
        not_facts=(LOW_AMH,),
    ),
    Said(
        ENDO,
        "anemie_et_regles",
        "traiter la carence, recontrôler, et réduire les règles",
        (read("hemoglobine", "Hémoglobine 9,9 g/dL", 9.9, LABORATORY, unit="g/dL", low=12, high=16), LOW_IRON),
        {"fertility_wish": False},
        not_facts=(read("hemoglobine", "Hémoglobine 13 g/dL", 13, LABORATORY, unit="g/dL", low=12, high=16), LOW_IRON),
    ),
    Said(
        ENDO,
        "hormones_a_la_place_de_la_pilule",
        "en tenant compte de ce qui a déjà été essayé (« désogestrel arrêté pour spottings »)",
        (AURA_ENDO, read("traitements_essayes", "désogestrel arrêté pour spottings", "désogestrel")),
        {"fertility_wish": False, "eva_douleur": 7},
        not_facts=(read("migraine", "Migraine sans aura"),),
    ),
    Said(
        ENDO,
        "hormones_a_la_place_de_la_pilule",
        "pas d'indication à opérer ou à réopérer à ce stade",
        (AURA_ENDO, COIL),
        {"fertility_wish": False, "eva_douleur": 7},
        not_facts=(AURA_ENDO, FAILED),
    ),
    Said(
        ENDO,
        "irm_a_actualiser_sans_projet",
        "aucune échographie endovaginale écrite au dossier",
        (),
        {"fertility_wish": False},
        {"irm_pelvienne_cr": "outdated", "echo_endovaginale_cr": "missing"},
        not_pieces={"irm_pelvienne_cr": "met", "echo_endovaginale_cr": "missing"},
    ),
]
