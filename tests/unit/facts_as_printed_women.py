"""Values of gynaecology in the forms in which papers print them, and what only looks like one."""

from typing import Any

HISTOLOGY = "anatomopathologie"
IMAGING = "compte_rendu_imagerie"
LABORATORY = "biologie"
LETTER = "courrier"
OPERATION = "compte_rendu_operatoire"
ENDOMETRIOSIS = "endometriose"
FIBROIDS = "fibromes-uterins"

TWO_DAYS = (
    "Analyse Résultat Références Antériorité 12/05/2026\n"
    "Hémoglobine 9,6 g/dL * 11,5 15,5 10,4\nFerritine 6 µg/L * 15 150 9"
)

PRINTED: list[tuple[str, str, str, str, Any, dict[str, Any]]] = [
    (ENDOMETRIOSIS, IMAGING, "dPEI passé de léger à modéré depuis 2024.", "dpei", "modéré", {}),
    (ENDOMETRIOSIS, OPERATION, "Score AFSr : stade II", "rasrm", "II", {}),
    (ENDOMETRIOSIS, OPERATION, "Endométriose stade IV de l'ASRM", "rasrm", "IV", {}),
    (ENDOMETRIOSIS, OPERATION, "EFI (Endometriosis Fertility Index) à 7/10.", "efi", 7, {}),
    (ENDOMETRIOSIS, OPERATION, "Endometriosis Fertility Index : 5", "efi", 5, {}),
    (ENDOMETRIOSIS, IMAGING, "Endométriome gauche passé de 36 à 42 mm.", "endometriome_taille", 42, {"side": "gauche"}),
    (
        ENDOMETRIOSIS,
        IMAGING,
        "endométriome gauche mesuré à 33 mm sur les clichés du 04/03/2025, 39 mm aujourd'hui.",
        "endometriome_taille",
        39,
        {"side": "gauche"},
    ),
    (ENDOMETRIOSIS, IMAGING, "RECTUM\nNodule de 15 mm de la face antérieure", "nodule_rectal", 15, {}),
    (ENDOMETRIOSIS, IMAGING, "Distance à la marge anale : 10 cm.", "hauteur_nodule", 10, {}),
    (ENDOMETRIOSIS, IMAGING, "situé à 12 cm de la M.A.", "hauteur_nodule", 12, {}),
    (ENDOMETRIOSIS, IMAGING, "Pôle inférieur à 95 mm de la marge anale.", "hauteur_nodule", 9.5, {}),
    (
        ENDOMETRIOSIS,
        IMAGING,
        "Uretères fins, cavités pyélocalicielles non dilatées.",
        "hydronephrose",
        "non",
        {"polarity": "negated"},
    ),
    (ENDOMETRIOSIS, IMAGING, "Uretères : non dilatés des deux côtés.", "hydronephrose", "non", {"polarity": "negated"}),
    (
        ENDOMETRIOSIS,
        IMAGING,
        "Reins de taille normale, sans dilatation des cavités.",
        "hydronephrose",
        "non",
        {"polarity": "negated"},
    ),
    (
        ENDOMETRIOSIS,
        IMAGING,
        "Uretère gauche au contact du nodule, non dilaté.",
        "hydronephrose",
        "non",
        {"polarity": "negated"},
    ),
    (ENDOMETRIOSIS, IMAGING, "Épaisseur de la ZJ : 9 mm", "zone_jonctionnelle", 9, {}),
    (ENDOMETRIOSIS, IMAGING, "Utérus adénomyosique.", "adenomyose", "oui", {}),
    (ENDOMETRIOSIS, LETTER, "AMH passée de 2,4 à 1,3 ng/mL en deux ans.", "amh_val", 1.3, {}),
    (ENDOMETRIOSIS, LETTER, "Son AMH : 0,7.", "amh_val", 0.7, {}),
    (ENDOMETRIOSIS, IMAGING, "CFA total : 14 (8 à droite, 6 à gauche).", "cfa_ovaire", 8, {"side": "droite"}),
    (ENDOMETRIOSIS, IMAGING, "CFA total : 14 (8 à droite, 6 à gauche).", "cfa_ovaire", 6, {"side": "gauche"}),
    (
        ENDOMETRIOSIS,
        IMAGING,
        "Compte des follicules antraux : 7 à droite et 5 à gauche.",
        "cfa_ovaire",
        7,
        {"side": "droite"},
    ),
    (
        ENDOMETRIOSIS,
        IMAGING,
        "Compte des follicules antraux : 7 à droite et 5 à gauche.",
        "cfa_ovaire",
        5,
        {"side": "gauche"},
    ),
    (ENDOMETRIOSIS, IMAGING, "CFA 7 + 5 = 12", "cfa_val", 12, {}),
    (ENDOMETRIOSIS, IMAGING, "CFA D 7, G 5.", "cfa_ovaire", 7, {"side": "droite"}),
    (ENDOMETRIOSIS, IMAGING, "CFA D 7, G 5.", "cfa_ovaire", 5, {"side": "gauche"}),
    (
        ENDOMETRIOSIS,
        IMAGING,
        "Ovaire droit : 8 follicules antraux. Ovaire gauche : 5 follicules antraux.",
        "cfa_ovaire",
        8,
        {"side": "droite"},
    ),
    (
        ENDOMETRIOSIS,
        IMAGING,
        "Ovaire droit : 8 follicules antraux. Ovaire gauche : 5 follicules antraux.",
        "cfa_ovaire",
        5,
        {"side": "gauche"},
    ),
    (ENDOMETRIOSIS, IMAGING, "Soit un total de 13 follicules antraux.", "cfa_val", 13, {}),
    (ENDOMETRIOSIS, LETTER, "EVA 8/10 en janvier, 4/10 aujourd'hui.", "douleur_actuelle", 4, {}),
    (ENDOMETRIOSIS, LETTER, "Dysménorrhée : 8/10, dyspareunie : 5/10.", "eva_douleur", 8, {}),
    (
        ENDOMETRIOSIS,
        IMAGING,
        "Trompe gauche non opacifiée, trompe droite perméable.",
        "trompes",
        "obstruée",
        {"side": "gauche"},
    ),
    (
        ENDOMETRIOSIS,
        IMAGING,
        "Trompe gauche non opacifiée, trompe droite perméable.",
        "trompes",
        "perméable",
        {"side": "droite"},
    ),
    (
        ENDOMETRIOSIS,
        IMAGING,
        "L'uretère gauche est dilaté à 8 mm en amont.",
        "hydronephrose",
        "oui",
        {"side": "gauche"},
    ),
    (FIBROIDS, IMAGING, "Myome antérieur intramural (type 4 de la FIGO), 56 x 48 x 50 mm.", "figo", "4", {}),
    (FIBROIDS, IMAGING, "Myome antérieur intramural (type 4 de la FIGO), 56 x 48 x 50 mm.", "taille_myome", 56, {}),
    (FIBROIDS, IMAGING, "Myome de type 2-5 selon FIGO, 62 mm.", "taille_myome", 62, {}),
    (FIBROIDS, IMAGING, "| M2 | fundique | 38 x 35 mm | FIGO 5 |", "taille_myome", 38, {}),
    (FIBROIDS, IMAGING, "Myome interstitiel type 3 de 33 mm", "figo", "3", {}),
    (FIBROIDS, IMAGING, "Myome interstitiel type 3 de 33 mm", "taille_myome", 33, {}),
    (FIBROIDS, IMAGING, "Myome passé de 55 à 68 mm en dix mois.", "taille_myome", 68, {}),
    (FIBROIDS, IMAGING, "Trois myomes de 20, 35 et 41 mm.", "taille_myome", 41, {}),
    (FIBROIDS, IMAGING, "Nombre de myomes : 4", "nombre_myomes", 4, {}),
    (FIBROIDS, IMAGING, "Sept myomes interstitiels.", "nombre_myomes", 7, {}),
    (FIBROIDS, IMAGING, "Myome solitaire fundique.", "nombre_myomes", 1, {}),
    (FIBROIDS, IMAGING, "Myomes au nombre de trois.", "nombre_myomes", 3, {}),
    (FIBROIDS, IMAGING, "Utérus bimyomateux.", "nombre_myomes", 2, {}),
    (FIBROIDS, IMAGING, "Épaisseur endométriale : 9 mm", "epaisseur_endometre", 9, {}),
    (FIBROIDS, IMAGING, "ENDOMÈTRE\n11 mm, hétérogène", "epaisseur_endometre", 11, {}),
    (FIBROIDS, IMAGING, "Distance à la séreuse de 8 mm.", "mur_securite", 8, {}),
    (FIBROIDS, IMAGING, "Recul séreux 9 mm", "mur_securite", 9, {}),
    (FIBROIDS, IMAGING, "60 % du myome fait saillie dans la cavité.", "saillie_cavite", 60, {}),
    (FIBROIDS, IMAGING, "Diffusion : pas de restriction.", "restriction_diffusion", "non", {"polarity": "negated"}),
    (FIBROIDS, LETTER, "L'hémoglobine est remontée de 8,4 à 10,6 g/dL sous fer.", "hb", 10.6, {}),
    (FIBROIDS, LETTER, "Hb 10,2 (8,8 en mai).", "hb", 10.2, {}),
    (FIBROIDS, LETTER, "anémie à 9 g/dL d'hémoglobine", "hb", 9, {}),
    (FIBROIDS, LETTER, "Hémoglobine stable à 11,4 g/dL", "hb", 11.4, {}),
    (FIBROIDS, LETTER, "ferritine effondrée (5 µg/L)", "ferritine", 5, {}),
    (FIBROIDS, LETTER, "Score de Higham passé de 320 à 140 sous acide tranexamique.", "higham", 140, {}),
    (FIBROIDS, LETTER, "Règles de 8 jours, abondantes, avec caillots.", "menorragies", "oui", {}),
    (FIBROIDS, HISTOLOGY, "Hyperplasie glandulo-kystique sans atypie.", "hyperplasie", "oui", {}),
    (
        FIBROIDS,
        LABORATORY,
        TWO_DAYS,
        "hb_rappele",
        10.4,
        {"dated": "2026-05-12"},
    ),
    (
        FIBROIDS,
        LABORATORY,
        TWO_DAYS,
        "ferritine_rappele",
        9,
        {"dated": "2026-05-12"},
    ),
    (FIBROIDS, IMAGING, "Myome passé de 55 mm à 68 mm en un an.", "taille_myome", 68, {}),
    (FIBROIDS, LETTER, "Hb 10,1 g/dL le 02/06/2026 puis 11,9 g/dL le 03/09/2026.", "hb", 11.9, {}),
]
PRINTED += [
    ("fibromes-uterins", "compte_rendu_imagerie", f"Utérus augmenté de volume.\n{text}", key, value, {})
    for text, key, value in (
        ("Hypersignal net en diffusion, ADC diminué.", "atypie_irm", "oui"),
        ("La diffusion est restreinte.", "atypie_irm", "oui"),
        ("Masse fundique unique de 70 mm.", "nombre_myomes", 1),
    )
]
NO_VALUES: list[tuple[str, str, str, str, Any]] = [
    *(
        ("fibromes-uterins", "compte_rendu_imagerie", f"Utérus augmenté de volume.\n{text}", "atypie_irm", None)
        for text in ("Hypersignal en diffusion avec ADC élevé.", "ADC bas en hyposignal T2.", "Pas de restriction.")
    ),
    (ENDOMETRIOSIS, IMAGING, "Le dPEI va de léger (1-2) à sévère (> 5).", "dpei", None),
    (ENDOMETRIOSIS, OPERATION, "Un EFI supérieur à 5 permettrait d'attendre.", "efi", None),
    (ENDOMETRIOSIS, LETTER, "On n'opère un endométriome qu'au-delà de 40 mm.", "endometriome_taille", None),
    (ENDOMETRIOSIS, LETTER, "Je voudrais éliminer une hydronéphrose par une échographie.", "hydronephrose", None),
    (
        ENDOMETRIOSIS,
        IMAGING,
        "Une zone jonctionnelle supérieure à 12 mm définit l'adénomyose.",
        "zone_jonctionnelle",
        None,
    ),
    (ENDOMETRIOSIS, OPERATION, "Kystectomie gauche en 2021 (endométriome de 50 mm).", "endometriome_taille", 50),
    (FIBROIDS, IMAGING, "Les types FIGO 0 à 2 relèvent d'une hystéroscopie.", "figo", None),
    (FIBROIDS, IMAGING, "Myome passé de 55 à 68 mm en dix mois.", "taille_myome", 55),
    (FIBROIDS, LETTER, "Une myomectomie de trois myomes a été faite en 2019.", "nombre_myomes", None),
    (FIBROIDS, IMAGING, "Un mur de sécurité d'au moins 5 mm est nécessaire.", "mur_securite", None),
    (FIBROIDS, IMAGING, "Saillie endocavitaire de plus de 50 %.", "saillie_cavite", 50),
    (FIBROIDS, LETTER, "L'hémoglobine est remontée de 8,4 à 10,6 g/dL sous fer.", "hb", 8.4),
    (FIBROIDS, LETTER, "Score de Higham passé de 320 à 140 sous acide tranexamique.", "higham", 320),
    (FIBROIDS, LETTER, "Un score de Higham supérieur à 100 définit les ménorragies.", "higham", None),
    (FIBROIDS, LETTER, "La ménopause est attendue vers 51 ans.", "menopause_acquise", None),
    (FIBROIDS, IMAGING, "Myome passé de 55 mm à 68 mm en un an.", "taille_myome", 55),
    (FIBROIDS, IMAGING, "FIGO 0-2 : hystéroscopie.", "figo", None),
    (FIBROIDS, LETTER, "L'hystéroscopie convient aux myomes de moins de 4 cm.", "taille_myome", None),
]
"""What is printed, and the key of which it says nothing, or not that value."""
