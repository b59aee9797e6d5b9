"""Sentences of endometriosis and fibroids: the right option, the one that is not, the wrong side."""

from tests.unit.facts_of_women import (
    ADENOMYOSIS,
    CYST,
    DIENOGEST,
    GOOD_HB,
    HISTOLOGY,
    IMAGING,
    LABORATORY,
    LETTER,
    LOW_HB,
    LOW_IRON,
    Said,
    read,
)

NODULE = read("nodule_rectal", "nodule rectal de 28 mm", 28, IMAGING, unit="mm")
FAILED = read("hormones_en_echec", "douleurs malgré dix mois de diénogest", "dienogest")
COIL = read("hormones_en_echec", "DIU au lévonorgestrel retiré pour saignements", "diu")
PAIN = read("eva_douleur", "EVA 8/10", 8, unit="/10")
CALM = read("douleur_actuelle", "Ce jour : EVA 1/10", 1, unit="/10")
NO_SIGN = read("rectorragies", "transit normal, pas de rectorragie", polarity="negated")
LOW_AMH = read("amh_val", "AMH 0,45 ng/mL", 0.45, LABORATORY, unit="ng/mL", low=1.0, high=6.0)
SOUND = {"heavy_bleeding": True, "fertility_wish": False, "suspicion_sarcoma": False, "submucosal_suspected": False}
HEAVY = {**SOUND, "hysterectomy_proposed": True}
CAVITY = {**HEAVY, "submucosal_suspected": True}
SMALL = read("taille_myome", "myome de 29 mm", 29, IMAGING, unit="mm")
LARGE = read("taille_myome", "myome de 82 mm", 82, IMAGING, unit="mm")
IN_CAVITY = read("figo", "Myome sous-muqueux FIGO 1", "1", IMAGING)
PRESCRIPTION = "ordonnance"
NOMEGESTROL = read("traitement_en_cours", "Lutényl 5 mg : 1 comprimé par jour", "nomégestrol 5 mg", PRESCRIPTION)
NO_HORMONE = read("traitement_hormonal", "Aucun traitement hormonal", polarity="negated")
FIGO4 = read("figo", "myome FIGO 4", "4", IMAGING)
ENDO, FIBROIDS = "endometriose", "fibromes-uterins"


WOMEN = [
    Said(
        ENDO,
        "profonde_hormones_en_echec",
        "échec du traitement médical, la chirurgie est justifiée si le retentissement",
        (NODULE, FAILED, PAIN),
        {"surgery_proposed": True},
        not_facts=(NODULE, FAILED, PAIN, CALM),
    ),
    Said(
        ENDO,
        "douleur_controlee",
        "Douleur contrôlée (EVA 1/10, 8/10 auparavant) sous traitement hormonal (diénogest 2 mg)",
        (PAIN, CALM, DIENOGEST),
        {"fertility_wish": False},
        not_facts=(PAIN, DIENOGEST),
    ),
    Said(
        ENDO,
        "colorectal_sans_symptome",
        "une résection du rectum, segmentaire notamment, n'est pas justifiée par les pièces",
        (NODULE, NO_SIGN),
        {"rectosigmoid_lesion_suspected": True},
        not_facts=(NODULE, NO_SIGN, read("dyschesie", "dyschésie cataméniale")),
    ),
    Said(
        ENDO,
        "endometriome_cote_droit_discordant",
        "risque d'erreur de côté",
        (CYST, read("endometriome", "un endométriome droit")),
        not_facts=(CYST, read("endometriome", "un endométriome gauche")),
    ),
    Said(
        ENDO,
        "reserve_basse",
        "réserve ovarienne basse",
        (LOW_AMH,),
        not_facts=(read("amh_val", "AMH 2,4 ng/mL", 2.4, LABORATORY, unit="ng/mL", low=1.0, high=6.0),),
    ),
    Said(
        ENDO,
        "adenomyose_en_echec",
        "à 45 ans, l'hystérectomie (cœlioscopique ou vaginale) est une indication admise",
        (ADENOMYOSIS, COIL),
        {"fertility_wish": False},
        age=45,
        not_answers={"fertility_wish": True},
    ),
    Said(
        ENDO,
        "endometriome_sans_douleur",
        "pas d'indication opératoire ni de traitement hormonal de principe",
        (CYST,),
        {"eva_douleur": 0, "fertility_wish": False},
        not_answers={"eva_douleur": 5, "fertility_wish": False},
    ),
    Said(
        ENDO,
        "ovaire_non_suspect",
        "pas d'argument d'imagerie pour un cancer de l'ovaire",
        (read("vegetation", "kyste sans végétation", kind=IMAGING, polarity="negated"),),
        not_facts=(read("vegetation", "une végétation de 6 mm", kind=IMAGING),),
    ),
    Said(
        ENDO,
        "stade_1_2_et_infertilite",
        "avant une FIV d'emblée",
        (read("rasrm", "stade II rASRM", "II", "compte_rendu_operatoire"),),
        {"fertility_wish": True, "prior_surgery": True},
        not_facts=(read("rasrm", "stade IV rASRM", "IV", "compte_rendu_operatoire"),),
    ),
    Said(
        ENDO,
        "histologie_confirmee",
        "exérèse décrite complète",
        (
            read("diagnostic", "endométriose du torus", "endométriose", HISTOLOGY),
            read("exerese_complete", "exérèse complète", kind="compte_rendu_operatoire"),
        ),
        {"prior_surgery": True},
        not_answers={"prior_surgery": False},
    ),
    Said(
        FIBROIDS,
        "cavite_et_hysterectomie",
        "l'hystérectomie n'est pas nécessaire en première intention",
        (SMALL, IN_CAVITY),
        CAVITY,
        not_facts=(LARGE, IN_CAVITY),
    ),
    Said(
        FIBROIDS,
        "cavite_et_hysterectomie",
        "accessible en principe à une résection hystéroscopique",
        (SMALL, IN_CAVITY),
        CAVITY,
        not_facts=(SMALL,),
    ),
    Said(
        FIBROIDS,
        "hysterectomie_apres_echec",
        "l'hystérectomie est justifiée si la patiente demande un traitement définitif",
        (read("traitements_en_echec", "échec du progestatif", "progestatif"),),
        HEAVY,
        not_facts=(),
    ),
    Said(
        FIBROIDS,
        "petits_myomes",
        "ils n'expliquent pas forcément",
        (read("taille_myome", "myome de 22 mm", 22, IMAGING, unit="mm"),),
        SOUND,
        not_facts=(LARGE,),
    ),
    Said(
        FIBROIDS,
        "myome_pedicule",
        "l'embolisation y est peu adaptée",
        (read("figo", "FIGO 7", "7", IMAGING),),
        SOUND,
        not_facts=(read("figo", "FIGO 5", "5", IMAGING),),
    ),
    Said(
        FIBROIDS,
        "embolisation_possible",
        "Myome FIGO 5",
        (read("figo", "FIGO 5", "5", IMAGING),),
        SOUND,
        not_facts=(read("figo", "FIGO 5", "5", LETTER), read("figo", "FIGO 1", "1", IMAGING)),
    ),
    Said(
        FIBROIDS,
        "medical_dit_efficace",
        "il peut être poursuivi",
        (read("medicament", "acide tranexamique efficace sur les règles", "acide tranexamique"),),
        SOUND,
        not_facts=(read("medicament", "acide tranexamique peu efficace", "acide tranexamique"),),
    ),
    Said(
        ENDO,
        "progestatif_adapte",
        "adapté à ce dossier : pas d'estrogène, pas de projet de grossesse actuel, douleurs à EVA 8/10",
        (PAIN, DIENOGEST),
        {"fertility_wish": False, "eva_douleur": 8},
        not_facts=(PAIN, DIENOGEST, FAILED),
    ),
    Said(
        ENDO,
        "pas_d_indication_operatoire",
        "Pas d'indication opératoire dans ces documents : endométriome de 28 mm",
        (CYST,),
        {"surgery_proposed": False, "fertility_wish": False, "eva_douleur": 7},
        not_facts=(CYST, read("vegetation", "végétation de 6 mm", kind=IMAGING)),
    ),
    Said(
        ENDO,
        "uretere_sans_imagerie",
        "une créatinine normale n'écarte pas une dilatation d'un seul rein",
        answers={"ureteral_or_parametrial_lesion": True},
        pieces={"imagerie_renale": "missing"},
        not_pieces={"imagerie_renale": "met"},
    ),
    Said(
        ENDO,
        "commun_progestatif_et_meningiome",
        "IRM cérébrale à vérifier ou à faire avec le prescripteur",
        (NOMEGESTROL,),
        not_facts=(read("medicament", "Lutényl arrêté en 2022", "nomégestrol 5 mg", PRESCRIPTION),),
    ),
    Said(
        ENDO,
        "commun_carence_sans_anemie",
        "carence en fer sans anémie",
        (LOW_IRON, GOOD_HB),
        not_facts=(LOW_IRON, LOW_HB),
    ),
    Said(
        FIBROIDS,
        "embolisation_possible",
        "Myome FIGO 4, ménorragies (Higham 230) : l'embolisation est une option possible",
        (FIGO4, read("higham", "Higham 230", 230)),
        {"heavy_bleeding": True, "suspicion_sarcoma": False},
        not_answers={"heavy_bleeding": True, "suspicion_sarcoma": False, "fertility_wish": True},
    ),
    Said(
        FIBROIDS,
        "embolisation_alternatives",
        "avant ou à la place de l'embolisation proposée",
        answers={**SOUND, "embolization_proposed": True},
        not_answers={**SOUND, "embolization_proposed": False},
    ),
    Said(
        FIBROIDS,
        "projet_non_aborde",
        "Projet de grossesse non abordé ou non renseigné à 36 ans",
        answers={"heavy_bleeding": True, "embolization_proposed": True},
        not_answers={"heavy_bleeding": True, "embolization_proposed": True, "fertility_wish": False},
    ),
    Said(
        FIBROIDS,
        "irm_ancienne_avant_geste",
        "de plus de douze mois : à refaire, avec les images",
        answers={"embolization_proposed": True},
        pieces={"irm_pelvienne_cr": "outdated"},
        not_pieces={"irm_pelvienne_cr": "met"},
    ),
    Said(
        FIBROIDS,
        "progestatif_et_lettre_sans_hormone",
        "La patiente prend une hormone, « Lutényl 5 mg",
        (NOMEGESTROL, NO_HORMONE),
        not_facts=(NOMEGESTROL,),
    ),
    Said(
        ENDO,
        "suivi_sous_hormones",
        "consultation de contrôle de l'efficacité",
        (read("traitement_en_cours", "Désogestrel 75 µg : 1 par jour", "désogestrel 75 µg", PRESCRIPTION),),
        {"surgery_proposed": False, "fertility_wish": False, "eva_douleur": 6},
        not_answers={"surgery_proposed": True, "fertility_wish": False, "eva_douleur": 6},
    ),
    Said(
        FIBROIDS,
        "ulipristal",
        "risque d'atteinte grave du foie",
        (read("medicament", "Esmya 5 mg : 1 comprimé par jour", "ulipristal 5 mg"),),
        not_facts=(read("medicament", "Esmya arrêté en 2020", "ulipristal"),),
    ),
    Said(
        FIBROIDS,
        "diu_au_cuivre",
        "il augmente l'abondance des règles",
        (read("diu", "DIU au cuivre posé en 2023"),),
        {"heavy_bleeding": True},
        not_facts=(read("diu", "DIU au cuivre retiré en 2024"),),
    ),
    Said(
        FIBROIDS,
        "thyroide_et_regles",
        "une hypothyroïdie peut contribuer aux règles abondantes",
        (read("tsh", "TSH 7,4 mUI/L", 7.4, LABORATORY, unit="mUI/L", low=0.4, high=4.0),),
        {"heavy_bleeding": True},
        not_answers={"heavy_bleeding": False},
    ),
    Said(
        FIBROIDS,
        "resection_information",
        "hystéroscopie de contrôle avant de reprendre les essais de grossesse",
        answers={"fertility_wish": True, "submucosal_suspected": True, "surgery_proposed": True},
        not_answers={"fertility_wish": False, "submucosal_suspected": True, "surgery_proposed": True},
    ),
    Said(
        FIBROIDS,
        "fertilite_grand_sous_muqueux",
        "voie d'abord, plusieurs temps",
        (read("taille_myome", "myome de 62 mm", 62, IMAGING, unit="mm"),),
        {"fertility_wish": True, "submucosal_suspected": True},
        not_facts=(SMALL,),
    ),
    Said(
        FIBROIDS,
        "amh_et_projet",
        "AMH non fournie : utile à 36 ans",
        answers={"fertility_wish": True, "surgery_proposed": True},
        pieces={"amh": "missing"},
        not_pieces={"amh": "met"},
    ),
]
