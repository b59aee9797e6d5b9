"""Values of couples in the forms in which papers print them, and what only looks like one."""

from typing import Any

IMAGING = "compte_rendu_imagerie"
LABORATORY = "biologie"
LETTER = "courrier"
COUPLE = "infertilite-couple"

PRINTED: list[tuple[str, str, str, str, Any, dict[str, Any]]] = [
    (COUPLE, LETTER, "Le couple essaie de concevoir depuis deux ans.", "duree_infertilite", 24, {}),
    (COUPLE, LETTER, "Deux ans et demi d'infertilité.", "duree_infertilite", 30, {}),
    (COUPLE, LETTER, "Rapports réguliers non protégés depuis un an.", "duree_infertilite", 12, {}),
    (COUPLE, LETTER, "Arrêt de la contraception en janvier 2024, infertilité de 32 mois.", "duree_infertilite", 32, {}),
    (COUPLE, LETTER, "Infertilité\nDurée : 22 mois", "duree_infertilite", 22, {}),
    (COUPLE, LETTER, "Femme de 36 ans, homme de 39 ans.", "age_femme", 36, {}),
    (COUPLE, LETTER, "Femme de 36 ans, homme de 39 ans.", "age_homme", 39, {}),
    (COUPLE, LETTER, "IMC de Madame 22,1, de Monsieur 28,4.", "imc", 22.1, {}),
    (COUPLE, LETTER, "IMC passé de 34 à 30.", "imc", 30, {}),
    (COUPLE, LETTER, "AMH 0,9.", "amh_val", 0.9, {}),
    (COUPLE, LETTER, "AMH effondrée 0,2", "amh_val", 0.2, {}),
    (COUPLE, IMAGING, "Ovaire droit 12 follicules, ovaire gauche 14 follicules.", "cfa_ovaire", 12, {"side": "droite"}),
    (COUPLE, IMAGING, "Ovaire droit 12 follicules, ovaire gauche 14 follicules.", "cfa_ovaire", 14, {"side": "gauche"}),
    (COUPLE, LABORATORY, "F.S.H. (J3) 12,4 mUI/mL", "fsh_val", 12.4, {}),
    (COUPLE, LABORATORY, "Hormone folliculo-stimulante 6,7 UI/L", "fsh_val", 6.7, {}),
    (COUPLE, LETTER, "FSH 9,1 à J3, AMH 1,0.", "fsh_val", 9.1, {}),
    (COUPLE, LETTER, "FSH 9,1 à J3, AMH 1,0.", "amh_val", 1.0, {}),
    (
        COUPLE,
        IMAGING,
        "TROMPES\nDroite : perméable\nGauche : obstruée en distal",
        "trompes",
        "perméable",
        {"side": "droite"},
    ),
    (
        COUPLE,
        IMAGING,
        "TROMPES\nDroite : perméable\nGauche : obstruée en distal",
        "trompes",
        "obstruée distale",
        {"side": "gauche"},
    ),
    (COUPLE, LETTER, "trompe gauche imperméable", "trompes", "obstruée", {"side": "gauche"}),
    (COUPLE, LABORATORY, "PR (progressifs) 28 %", "sperm_pm", 28, {}),
    (COUPLE, LABORATORY, "Absence de spermatozoïdes après centrifugation.", "azoospermie_lue", "oui", {}),
    (COUPLE, LETTER, "Spermogramme : 3 M/mL, mobilité 12 %, 2 % de formes typiques.", "sperm_conc", 3, {}),
    (COUPLE, LETTER, "Spermogramme : 3 M/mL, mobilité 12 %, 2 % de formes typiques.", "sperm_pm", 12, {}),
    (COUPLE, LETTER, "Spermogramme : 3 M/mL, mobilité 12 %, 2 % de formes typiques.", "sperm_morpho", 2, {}),
    (COUPLE, LETTER, "oligoasthénotératospermie sévère à 1,5 M/mL", "sperm_conc", 1.5, {}),
    (COUPLE, LETTER, "numération à 22 millions par mL", "sperm_conc", 22, {}),
    (COUPLE, LETTER, "concentration passée de 14 à 3 M/mL", "sperm_conc", 3, {}),
    (COUPLE, IMAGING, "Varicocèle : absence", "varicocele", "non", {"polarity": "negated"}),
    (COUPLE, LETTER, "AMH normale pour l'âge à 2,9 ng/mL.", "amh_val", 2.9, {}),
    (COUPLE, IMAGING, "CFA : 4 à droite + 3 à gauche = 7", "cfa_val", 7, {}),
    (COUPLE, LETTER, "HSG : trompe gauche bouchée, droite perméable.", "trompes", "obstruée", {"side": "gauche"}),
    (
        COUPLE,
        LABORATORY,
        "Concentration 11 M/mL ≥ 16\nMobilité progressive (1 h) 24 % ≥ 30\nVitalité 61 % ≥ 54",
        "sperm_pm",
        24,
        {},
    ),
    (
        COUPLE,
        LETTER,
        "Spermogramme de mars 2026 : 6 M/mL, 15 % de mobilité progressive, 1 % de formes typiques.",
        "sperm_pm",
        15,
        {},
    ),
    (
        COUPLE,
        LETTER,
        "Spermogramme de mars 2026 : 6 M/mL, 15 % de mobilité progressive, 1 % de formes typiques.",
        "sperm_morpho",
        1,
        {},
    ),
    (COUPLE, LETTER, "AMH initiale à 2,2 ng/mL, actuellement 1,4 ng/mL.", "amh_val", 1.4, {}),
    (COUPLE, LETTER, "L'AMH du 12/03/2026 est à 0,9 ng/mL.", "amh_val", 0.9, {"dated": "2026-03-12"}),
    (COUPLE, LABORATORY, "Concentration (N ≥ 16 M/mL) 9,1 M/mL", "sperm_conc", 9.1, {}),
    (COUPLE, LABORATORY, "Mobilité progressive (N ≥ 30 %) 14 %", "sperm_pm", 14, {}),
]
PRINTED += [
    (COUPLE, LABORATORY, text, "sperm_mobiles_prepares", value, {})
    for text, value in (
        ("Test de migration-survie (12/05) : 0,6 million de spermatozoïdes mobiles progressifs récupérés.", 0.6),
        ("Test de migration-survie : 0,2 million de spermatozoïdes mobiles.", 0.2),
        ("TMS : 1,8 million de mobiles récupérés.", 1.8),
        ("Spermatozoïdes mobiles après préparation : 3,5 millions.", 3.5),
        ("Après gradient, 0,7 million de spermatozoïdes mobiles récupérés.", 0.7),
        ("12 millions de spermatozoïdes progressifs après migration.", 12),
    )
]
PRINTED += [
    (COUPLE, IMAGING, text, key, value, {})
    for text, key, value in (
        ("Myome antérieur FIGO 5 de 26 mm.", "figo", "5"),
        ("Fibrome intramural, type 4 de la classification FIGO.", "figo", "4"),
        ("Fond régulier.\nDistance myome-endomètre : 9 mm.", "distance_myome_endometre", 9),
        ("Myome antérieur de 20 mm, à 5 mm de l'endomètre.", "distance_myome_endometre", 5),
    )
]
PRINTED += [
    (COUPLE, LETTER, text, "genetique_masculine", "oui", {})
    for text in (
        "Caryotype et microdélétions du Y demandés, en attente.",
        "Caryotype de Monsieur en cours.",
        "Microdélétions du Y : résultat non reçu.",
    )
]
PRINTED += [
    (COUPLE, LETTER, text, "avc", value, {})
    for text, value in (
        ("Antécédents : HTA, AIT en 2019.", 2019),
        ("Antécédent d'AIT.", None),
        ("HTA\nAIT 2021\nDiabète", 2021),
        ("Elle a fait un AIT sylvien.", None),
    )
]
NO_VALUES: list[tuple[str, str, str, str, Any]] = [
    (COUPLE, LETTER, "Son AMH de 2,4 ng/mL en 2023 est à 1,6 ng/mL.", "amh_val", 2.4),
    (COUPLE, LETTER, "concentration passée de 14 à 3 M/mL", "sperm_conc", 14),
    (COUPLE, LABORATORY, "Seuil de formes typiques 4 %", "sperm_morpho", None),
    (COUPLE, LETTER, "AMH initiale à 2,2 ng/mL, actuellement 1,4 ng/mL.", "amh_val", 2.2),
    (COUPLE, LETTER, "Norme de la concentration : > 16 M/mL.", "sperm_conc", None),
    (COUPLE, LABORATORY, "Concentration (N ≥ 16 M/mL) 9,1 M/mL", "sperm_conc", 16),
    (COUPLE, LABORATORY, "Mobilité progressive (N ≥ 30 %) 14 %", "sperm_pm", 30),
    (COUPLE, LABORATORY, "FSH 3,5 - 12,5 UI/L", "fsh_val", None),
    (COUPLE, LABORATORY, "Test de migration-survie conseillé avant insémination.", "sperm_mobiles_prepares", None),
    (COUPLE, LABORATORY, "Concentration 7,3 M/mL de spermatozoïdes mobiles.", "sperm_mobiles_prepares", None),
    (COUPLE, LABORATORY, "Test de migration-survie du 12/05 non fait.", "sperm_mobiles_prepares", None),
    *(
        (COUPLE, LETTER, text, "avc", None)
        for text in (
            "Je crois que le Dr X l'ait vu.",
            "Bien qu'elle ait été opérée.",
            "Il semble qu'elle ait, depuis, repris.",
            "Avant que la patiente ait pris sa décision.",
            "Qu'il y ait deux myomes change la voie.",
            "Je souhaite qu'elle ait un suivi.",
        )
    ),
    ("endometriose", "ordonnance", "Diénogest 2 mg : 1 cp par jour", "traitements_essayes", None),
    ("endometriose", LETTER, "Elle a refusé le diénogest.", "traitements_essayes", None),
    (COUPLE, LETTER, "Caryotype 46,XY, pas de microdélétion.", "genetique_masculine", None),
    (COUPLE, IMAGING, "Endomètre de 7 mm, myome de 20 mm.", "distance_myome_endometre", None),
]
"""What is printed, and the key of which it says nothing, or not that value."""
