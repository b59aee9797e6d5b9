"""Sentences of endometriosis and fibroids: what is forbidden, not begun, or justified next."""

from tests.unit.facts_of_women import IMAGING, LABORATORY, LOW_HB, LOW_IRON, Said, read
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
POOR = (LOW_HB, LOW_IRON)
IRON = read("traitement_en_cours", "Tardyferon 80 mg : 1 par jour", "fer 80 mg", PRESCRIPTION)
NO_IRON = read("traitement_en_cours", "ni fer pour l'instant", "fer", PRESCRIPTION, polarity="negated")
NO_DIFFUSION = read("irm_sans_diffusion", "diffusion non réalisée", kind=IMAGING)

WOMEN_LATER = [
    Said(
        FIBROIDS,
        "anemie_dite_par_le_laboratoire",
        "Hb 9,4 le 12/01/2026 : carence à corriger",
        (SAID_ANAEMIA, BARE_HB),
        pieces={"ordonnances_en_cours": "missing"},
        not_facts=(SAID_ANAEMIA, LOW_HB),
    ),
    Said(
        FIBROIDS,
        "anemie_dite_sans_fer",
        "sans fer parmi les traitements retrouvés",
        (SAID_ANAEMIA, BARE_HB),
        pieces={"ordonnances_en_cours": "met"},
        not_facts=(SAID_ANAEMIA, BARE_HB, IRON),
    ),
    Said(FIBROIDS, "anemie_dite_sous_fer", "fer déjà relevé", (SAID_ANAEMIA, BARE_HB, IRON), not_facts=(SAID_ANAEMIA,)),
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
    *(
        Said(FIBROIDS, name, text, (LOW_HB, LOW_IRON, *iron), pieces={"ordonnances_en_cours": paper}, not_facts=other)
        for name, text, iron, paper, other in (
            ("anemie_sans_fer", "sans fer parmi les traitements retrouvés : à corriger", (), "met", (*POOR, IRON)),
            ("anemie_sans_fer", "(« ni fer pour l'instant »)", (NO_IRON,), "met", (LOW_HB,)),
            ("anemie_sous_fer", "fer déjà relevé (« Tardyferon 80 mg : 1 par jour »)", (IRON,), "met", POOR),
            ("anemie_carence", "fer à donner", (), "missing", (*POOR, IRON)),
        )
    ),
    Said(
        FIBROIDS,
        "irm_sans_diffusion",
        "ne peut pas être affirmée sur cet examen",
        (NO_DIFFUSION,),
        {"embolization_proposed": True},
        {"irm_pelvienne_cr": "met"},
        not_facts=(NO_DIFFUSION, read("restriction_diffusion", "pas de restriction", kind=IMAGING, polarity="negated")),
    ),
    Said(
        FIBROIDS,
        "endometre_apres_45_ans",
        "sans biopsie d'endomètre",
        (),
        {"heavy_bleeding": True},
        {"biopsie_endometre": "missing"},
        not_answers={"heavy_bleeding": True, "abnormal_bleeding": True},
    ),
    Said(
        FIBROIDS,
        "anticoagulant",
        "(noté : « embolie pulmonaire en janvier 2026 ») (noté : « phlébite en 2016 »)",
        (
            read("traitement_en_cours", "Rivaroxaban 20 mg le soir", "rivaroxaban 20 mg", PRESCRIPTION),
            read("embolie", "embolie pulmonaire en janvier 2026"),
            read("thrombose", "phlébite en 2016"),
        ),
        not_facts=(
            read("traitement_en_cours", "Aspirine 1 g dès l'aura", "acide acétylsalicylique 1 g", PRESCRIPTION),
        ),
    ),
    Said(
        ENDO,
        "lesion_profonde_decrite",
        "(« nodule du ligament utéro-sacré gauche, 9 mm »), endométriome à gauche (28 mm), pas d'atteinte du rectum",
        (
            read("nodule_torus", "torus un peu épaissi", kind=IMAGING),
            read("atteinte_lus", "nodule du ligament utéro-sacré gauche, 9 mm", 9, IMAGING),
            read("endometriome_taille", "gauche : endométriome de 28 mm", 28, IMAGING, unit="mm"),
            read("atteinte_rectale", "rectum normal", kind=IMAGING, polarity="negated"),
        ),
        not_facts=(read("nodule_torus", "torus un peu épaissi", kind=IMAGING),),
    ),
]
