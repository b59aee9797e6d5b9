"""What is told, planned or conditional as papers print it: (pathway, kind, text, key, value, what else it says)."""

from typing import Any

HYPOTHETICAL: dict[str, Any] = {"polarity": "hypothetical"}
NEGATED: dict[str, Any] = {"polarity": "negated"}
LATER = "Le 15/09/2026\n"
ROWS = "Date Jour Ovaires Estradiol\n03/09/2026 J8 11 foll. 1 120 pg/mL\n06/09/2026 J11 12 foll. 4 630 pg/mL\n"

_TOLD: list[tuple[str, str, Any, dict[str, Any]]] = [
    # What is done only if something else fails has not been done.
    ("endometriose|En cas d'échec,\ndiénogest.", "traitements_essayes", "diénogest", HYPOTHETICAL),
    ("endometriose|Si échec, diénogest 2 mg par jour.", "medicament", "diénogest 2 mg", HYPOTHETICAL),
    ("endometriose|Diénogest en cas d'intolérance de la pilule.", "medicament", "diénogest", HYPOTHETICAL),
    ("endometriose|Échec du diénogest en 2023.", "hormones_en_echec", "diénogest", {}),
    ("polyarthrite-rhumatoide|Si réponse insuffisante, rituximab.", "medicament", "rituximab", HYPOTHETICAL),
    ("gonarthrose|En cas d'échec, une infiltration.", "infiltrations", None, HYPOTHETICAL),
    ("coxarthrose|En cas de douleur, paracétamol 1 g.", "medicament", "paracétamol 1 g", {}),
    ("fibromes-uterins|Appeler si protection trempée, malaise.", "malaise", None, HYPOTHETICAL),
    ("fibromes-uterins|Elle a dû consulter pour malaise.", "malaise", None, {}),
    # What a prescription begins on a later day is not taken yet.
    (
        f"cancer-prostate@ordonnance|{LATER}Leuproréline LP 45 mg : 1 injection sous-cutanée le 18/11/2026 à domicile",
        "traitement_en_cours",
        "leuproréline 45 mg",
        HYPOTHETICAL,
    ),
    (
        f"fibromes-uterins@ordonnance|{LATER}Triptoréline 3,75 mg : 3 injections, première le\n27/11/2026",
        "traitement_en_cours",
        "triptoréline 3,75 mg",
        HYPOTHETICAL,
    ),
    (
        f"cancer-prostate@ordonnance|{LATER}Bicalutamide 50 mg : 1 par jour, dès le 05/11/2026",
        "traitement_en_cours",
        "bicalutamide 50 mg",
        HYPOTHETICAL,
    ),
    (
        f"cancer-prostate@ordonnance|{LATER}Ramipril 5 mg : 1 le matin jusqu'au 18/11/2026",
        "traitement_en_cours",
        "ramipril 5 mg",
        {},
    ),
    (
        f"cancer-prostate@ordonnance|{LATER}Amlodipine 5 mg : 1 le matin. Contrôle le 18/11/2026",
        "traitement_en_cours",
        "amlodipine 5 mg",
        {},
    ),
    # The strength of a tablet is not its dose.
    (
        f"polyarthrite-rhumatoide@ordonnance|{LATER}Prednisone 5 mg : 10 mg/j jusqu'au 15/10, puis 7,5 mg/j",
        "cortico_dose",
        10,
        {"unit": "mg/j"},
    ),
    ("cancer-colon-rectum@fiche_rcp|75 ans - OMS 1 - G8 13/17", "g8", 13, {"unit": "/17"}),
    # A day that opens a row is that of the row, the next row's is not.
    (f"infertilite-couple@compte_rendu_hospitalisation|{ROWS}", "estradiol_rappele", 1120, {"dated": "2026-09-03"}),
    (f"infertilite-couple@compte_rendu_hospitalisation|{ROWS}", "estradiol_rappele", 4630, {"dated": "2026-09-06"}),
    ("scoliose-adolescent|Date Poids\n03/03/2026 39 kg\n06/09/2026 41 kg", "mesure", 39, {"dated": "2026-03-03"}),
    # Ligaments, tests, and how long a couple has tried.
    ("gonarthrose|Tiroir antérieur net, Lachman mou à droite.", "laxite", "présent", {"side": "droite"}),
    ("gonarthrose|Tiroir antérieur négatif, Lachman à arrêt dur.", "laxite", "absent", NEGATED),
    ("gonarthrose|Pivot central respecté.", "croise", "intact", {}),
    ("infertilite-couple|Soit sept mois d'essais sans succès.", "duree_infertilite", 7, {}),
    ("infertilite-couple|Dix-huit mois d'essais.", "duree_infertilite", 18, {}),
    # What a condition only supposes, a drug taken when needed, and since when something is so.
    ("cancer-sein@fiche_rcp|Si HER2 négatif, intérêt d'une signature.", "her2", "négatif", HYPOTHETICAL),
    ("cancer-sein@fiche_rcp|HER2 négatif.", "her2", "négatif", {}),
    ("cancer-sein@fiche_rcp|S'il existe un HER2 négatif, signature.", "her2", "négatif", HYPOTHETICAL),
    ("cancer-sein@fiche_rcp|Quand HER2 négatif, signature génomique.", "her2", "négatif", HYPOTHETICAL),
    ("coxarthrose|Douleur même si elle prend du paracétamol 1 g.", "medicament", "paracétamol 1 g", {}),
    ("cancer-prostate|S'il vous plaît, PSA 8,2 ng/mL.", "psa", 8.2, {}),
    ("cancer-colon-rectum|paracétamol si besoin\nni aspirine ni anticoagulant", "anticoagulant", None, NEGATED),
    ("cancer-sein|Depuis avant-hier jambes faibles.", "faiblesse_jambes", None, {"dated": "2026-09-15"}),
    ("cancer-sein|Avant-hier les jambes faibles.", "faiblesse_jambes", None, {"dated": "2026-09-13"}),
    ("hernie-discale-lombaire|Depuis la mi-juillet, sans effort, sciatique gauche.", "duree", 8, {}),
    # Who shares no blood.
    (
        "cancer-sein|Belle-sœur suivie pour un cancer du sein.",
        "cancer_sein",
        None,
        {"bearer": "family", "by_marriage": "True"},
    ),
    (
        "cancer-sein|Tante\npar alliance : cancer du sein.",
        "cancer_sein",
        None,
        {"bearer": "family", "by_marriage": "True"},
    ),
    ("cancer-sein|Sœur opérée d'un cancer du sein.", "cancer_sein", None, {"bearer": "family", "by_marriage": "False"}),
    # A rectal tumour: how far it is from the anal verge, in rows, in prose and broken over a line, and where it sits.
    (
        "cancer-colon-rectum@compte_rendu_imagerie|Pôle inférieur / marge anale | 6,5 cm",
        "distance_ma",
        6.5,
        {"unit": "cm"},
    ),
    ("cancer-colon-rectum@compte_rendu_imagerie|Distance à la marge anale (cm) : 9", "distance_ma", 9, {}),
    (
        "cancer-colon-rectum@compte_rendu_imagerie|Distance bord inférieur - marge 7,2 crn\nanale",
        "distance_ma",
        7.2,
        {},
    ),
    ("cancer-colon-rectum@compte_rendu_imagerie|Bord inférieur à la marge anale : 54 mm", "distance_ma", 5.4, {}),
    ("cancer-colon-rectum|Cancer du rectum à 11 cm, opérable.", "distance_ma", 11, {"unit": "cm"}),
    ("cancer-colon-rectum|Tumeur de la jonction située à 15 cm.", "distance_ma", 15, {"unit": "cm"}),
    ("cancer-colon-rectum|Lésion de la charnière.", "localisation", "charnière recto-sigmoïdienne", {}),
    ("cancer-colon-rectum|Cancer recto-sigmoïdien.", "localisation", "charnière recto-sigmoïdienne", {}),
    ("cancer-colon-rectum|Tumeur du sigmoïde.", "localisation", "sigmoïde", {}),
    # A range of stages is told whole; what is denied before "et je" is not denied behind it.
    ("cancer-colon-rectum|Classée cT2-T3 N0.", "tnm", "cT2-T3 N0", {}),
    ("cancer-colon-rectum|Pas de lésion à distance et je la classe cT3-4 N1.", "tnm", "cT3-4 N1", {}),
    ("cancer-colon-rectum|Stade cT3 N1.", "tnm", "cT3 N1", {}),
    # A status that is awaited is neither.
    (
        "cancer-colon-rectum@anatomopathologie|MMR (MLH1, MSH2, MSH6, PMS2) : en attente.",
        "mmr",
        "indéterminé",
        HYPOTHETICAL,
    ),
    ("cancer-colon-rectum@anatomopathologie|Statut MSI : résultat à suivre.", "mmr", "indéterminé", HYPOTHETICAL),
    ("cancer-colon-rectum@anatomopathologie|Statut MMR : complément demandé.", "mmr", "indéterminé", HYPOTHETICAL),
    ("cancer-colon-rectum@anatomopathologie|MMR : expression conservée des quatre protéines.", "mmr", "pMMR/MSS", {}),
    # How high a risk is written, whatever stands between.
    ("cancer-thyroide-nodule@fiche_rcp|Risque ATA : faible.", "ata_risque", "faible", {}),
    ("cancer-thyroide-nodule@fiche_rcp|Risque de récidive (ATA 2015) : bas", "ata_risque", "faible", {}),
    ("cancer-thyroide-nodule@fiche_rcp|Risque de rechute retenu : faible", "ata_risque", "faible", {}),
    ("cancer-thyroide-nodule@fiche_rcp|ATA 2015 : élevé", "ata_risque", "élevé", {}),
    # Scores with a word before their number.
    ("cancer-prostate|IIEF-5 : total 19/25.", "iief", 19, {"unit": "/25"}),
    ("cancer-prostate|Score IPSS global : 9/35", "ipss", 9, {"unit": "/35"}),
    ("cancer-sein|Oncotype DX : 21/100", "score_genomique", 21, {}),
    ("cancer-sein@compte_rendu_imagerie|Adénopathie axillaire, masse du sein de 19 mm.", "taille", 19, {"unit": "mm"}),
    # Symptoms.
    ("cancer-sein|Douleur dorsale T8-T9 intense, nocturne.", "douleur_dos", None, {}),
    ("cancer-prostate|Pas de douleur osseuse franche.", "douleur_osseuse", None, NEGATED),
    ("cancer-prostate|Les jambes ne le portent plus.", "faiblesse_jambes", None, {}),
    ("cancer-colon-rectum|Plus de gaz ni de selles depuis hier.", "arret_gaz_selles", None, {}),
    ("cancer-colon-rectum|Nausées sans vomissement.", "vomissements", None, NEGATED),
    ("cancer-colon-rectum|Il est essoufflé à l'effort.", "dyspnee", None, {}),
    ("fibromes-uterins|Malaise et palpitations à l'effort.", "palpitations", None, {}),
    ("gonarthrose|Genou droit rouge et chaud, frissons.", "signes_inflammatoires", None, {"side": "droite"}),
]
_NOT_TOLD: list[tuple[str, str, Any]] = [
    # The range of a score, and another organ's lesion, are not the patient's score and tumour.
    ("cancer-sein@biologie|Pas de bénéfice attendu (RS 0 à 25).", "score_genomique", None),
    ("cancer-sein@biologie|Recurrence Score 11-25", "score_genomique", None),
    ("cancer-sein@biologie|RS inférieur ou égal à 25", "score_genomique", None),
    ("cancer-sein@compte_rendu_imagerie|Nodule pulmonaire droit de 6 mm.", "taille", None),
    ("cancer-sein@compte_rendu_imagerie|Foie : lésion de 13 mm.", "taille", None),
    ("cancer-sein@compte_rendu_imagerie|Formation kystique de 12 mm. Foyer costal de 9 mm.", "taille", None),
    ("cancer-colon-rectum|Lésion du rectum à 3 h, de 4 cm.", "distance_ma", None),
    ("cancer-colon-rectum@compte_rendu_imagerie|Distance à la marge circonférentielle : 3 mm", "distance_ma", None),
    ("cancer-colon-rectum@compte_rendu_imagerie|Tumeur rectale ou de la charnière.", "localisation", None),
    ("cancer-colon-rectum|Tumeur recto-sigmoïdienne.", "localisation", "sigmoïde"),
    ("cancer-thyroide-nodule|Risque anesthésique : faible.", "ata_risque", None),
    ("cancer-colon-rectum@biologie|ACE : 1 µg/L = 1 ng/mL", "ace_val", None),
    # Who is seen is no treatment.
    ("cancer-prostate|Décision après avis d'urologie et de radiothérapie.", "radiotherapie", None),
    ("cancer-prostate|Vu en consultation de radiothérapie.", "radiotherapie", None),
    ("cancer-prostate|Adressé au service de radiothérapie.", "radiotherapie", None),
    ("endometriose|En cas d'échec, diénogest.", "hormones_en_echec", None),
    ("endometriose|Diénogest en cas d'intolérance de la pilule.", "hormones_en_echec", None),
    ("endometriose|Diénogest en cas d'intolérance de la pilule.", "allergie", None),
    ("gonarthrose|Genou stable dans le plan frontal.", "laxite", None),
    (f"polyarthrite-rhumatoide@ordonnance|{LATER}Prednisone 5 mg : 10 mg/j", "cortico_dose", 5),
    ("hernie-discale-lombaire|Depuis juin, plus de sciatique.", "duree", None),
    ("cancer-sein@ordonnance|Vitamine B12 : 1 ampoule par mois", "vitamine_b12_rappele", None),
]


def _row(text: str) -> tuple[str, str, str]:
    """The pathway, the kind (a letter where none is told) and the text of a row."""
    where, _, told = text.partition("|")
    pathway, _, kind = where.partition("@")
    return pathway, kind or "courrier", told


PRINTED = [(*_row(text), key, value, over) for text, key, value, over in _TOLD]
NO_VALUES = [(*_row(text), key, value) for text, key, value in _NOT_TOLD]
