"""Values of rheumatoid arthritis in the forms in which papers print them, and what only looks like one."""

from typing import Any

IMAGING = "compte_rendu_imagerie"
LABORATORY = "biologie"
LETTER = "courrier"
PRESCRIPTION = "ordonnance"
ARTHRITIS = "polyarthrite-rhumatoide"

PRINTED: list[tuple[str, str, str, str, Any, dict[str, Any]]] = [
    (ARTHRITIS, LABORATORY, "anti CCP 96 U/mL", "ccp", 96, {}),
    (ARTHRITIS, LETTER, "FR positif à 120 UI/mL, anti-CCP fortement positifs à 280 U/mL.", "ccp", 280, {}),
    (ARTHRITIS, LETTER, "FR et ACPA négatifs", "fr", "négatif", {"polarity": "negated"}),
    (ARTHRITIS, LETTER, "DAS28-CRP passé de 5,4 à 3,1 en trois mois.", "das28", 3.1, {}),
    (ARTHRITIS, LETTER, "score DAS 28 (4 variables, CRP) : 4,62", "das28", 4.62, {}),
    (ARTHRITIS, LETTER, "DAS28 stable à 2,2", "das28", 2.2, {}),
    (ARTHRITIS, LETTER, "CRP à 24 mg/L, VS 38 mm.", "vs", 38, {}),
    (ARTHRITIS, LETTER, "CRP passée de 45 à 6 mg/L sous traitement.", "crp", 6, {}),
    (ARTHRITIS, LETTER, "CRP 14 (38 en juin).", "crp", 14, {}),
    (ARTHRITIS, LETTER, "VS à 52 à la première heure", "vs", 52, {}),
    (ARTHRITIS, LETTER, "CRP du 02/09/2026 : 18 mg/L", "crp", 18, {"dated": "2026-09-02"}),
    (ARTHRITIS, LETTER, "NAD28 : 12 ; NAG28 : 7", "nad_nag", "12/7", {}),
    (ARTHRITIS, LETTER, "NAD = 4/28, NAG = 2/28", "nad_nag", "4/2", {}),
    (ARTHRITIS, LETTER, "Nombre d'articulations douloureuses : 10 ; gonflées : 6", "nad_nag", "10/6", {}),
    (ARTHRITIS, LETTER, "NAD 14 (8 en mars), NAG 9 (5 en mars)", "nad_nag", "14/9", {}),
    (ARTHRITIS, LETTER, "11 articulations sensibles sur 28, 6 tuméfiées", "nad_nag", "11/6", {}),
    (ARTHRITIS, LETTER, "aucune articulation gonflée, 3 douloureuses", "nad_nag", "3/0", {}),
    (ARTHRITIS, IMAGING, "Aucune image érosive.", "erosions", "absentes", {"polarity": "negated"}),
    (ARTHRITIS, LETTER, "PR érosive séropositive.", "erosions", "présentes", {}),
    (ARTHRITIS, LETTER, "HAQ passé de 1,9 à 1,1.", "haq", 1.1, {}),
    (ARTHRITIS, LETTER, "EVA globale patient à 70", "eva_globale", 70, {}),
    (ARTHRITIS, LETTER, "Méthotrexate augmenté de 10 à 15 mg par semaine.", "mtx_dose", 15, {}),
    (ARTHRITIS, PRESCRIPTION, "MÉTHOTREXATE 10 mg\n2 comprimés une fois par semaine, le dimanche", "mtx_dose", 20, {}),
    (ARTHRITIS, LETTER, "MTX 15 puis 20 mg/sem", "mtx_dose", 20, {}),
    (ARTHRITIS, LETTER, "Méthotrexate depuis 2022, 10 puis 15 mg, actuellement 20 mg par semaine", "mtx_dose", 20, {}),
    (ARTHRITIS, LETTER, "Corticoïdes diminués de 10 à 5 mg/j.", "cortico_dose", 5, {}),
    (ARTHRITIS, LETTER, "Prednisone à débuter à 10 mg/j.", "cortico_dose", 10, {"polarity": "hypothetical"}),
    (ARTHRITIS, LABORATORY, "TGP 47 UI/L", "alat", 47, {}),
    (
        ARTHRITIS,
        PRESCRIPTION,
        "1) PREDNISONE 5 mg cp : 1 cp le matin pendant 15 jours puis arrêt",
        "cortico_dose",
        5,
        {"unit": "mg/j"},
    ),
    (
        ARTHRITIS,
        PRESCRIPTION,
        "Méthotrexate 2,5 mg, comprimé : 7 comprimés en une seule prise, le mercredi",
        "mtx_dose",
        17.5,
        {"unit": "mg/semaine"},
    ),
    (
        ARTHRITIS,
        PRESCRIPTION,
        "METHOTREXATE BELLON 2,5 mg - 4 cp / semaine en 1 prise le vendredi",
        "mtx_dose",
        10,
        {"unit": "mg/semaine"},
    ),
    (
        ARTHRITIS,
        PRESCRIPTION,
        "Métoject 17,5 mg/0,35 mL : une injection SC par semaine",
        "mtx_dose",
        17.5,
        {"unit": "mg/semaine"},
    ),
    (ARTHRITIS, LETTER, "Prednisone : 10 mg en mars, 5 mg aujourd'hui.", "cortico_dose", 5, {}),
    (ARTHRITIS, LETTER, "DAS28 (VS) calculé ce jour à 5,6.", "das28", 5.6, {}),
    (ARTHRITIS, LETTER, "DAS28 initial à 6,1, actuellement 3,9.", "das28", 3.9, {}),
    (
        ARTHRITIS,
        LETTER,
        "Biologie du 02/09/2026 : CRP 12 mg/L, VS 30 mm, FR 88 UI/mL, anti-CCP 210 U/mL.",
        "ccp",
        210,
        {"dated": "2026-09-02"},
    ),
    (ARTHRITIS, LETTER, "DAS28 à 6 mois : 3,9.", "das28", 3.9, {}),
]
NO_VALUES: list[tuple[str, str, str, str, Any]] = [
    (ARTHRITIS, LETTER, "DAS28-CRP passé de 5,4 à 3,1 en trois mois.", "das28", 5.4),
    (ARTHRITIS, LETTER, "DAS28 3,1 (5,4 en mars).", "das28", 5.4),
    (ARTHRITIS, LETTER, "DAS28 5,1 en juin, 3,4 ce jour.", "das28", 5.1),
    (ARTHRITIS, LETTER, "CRP passée de 45 à 6 mg/L sous traitement.", "crp", 45),
    (ARTHRITIS, LETTER, "CRP 14 (38 en juin).", "crp", 38),
    (ARTHRITIS, LETTER, "HAQ passé de 1,9 à 1,1.", "haq", 1.9),
    (ARTHRITIS, LETTER, "Méthotrexate augmenté de 10 à 15 mg par semaine.", "mtx_dose", 10),
    (ARTHRITIS, LETTER, "MTX 15 puis 20 mg/sem", "mtx_dose", 15),
    (ARTHRITIS, LETTER, "Méthotrexate 15 mg : arrêté en mai 2026.", "mtx_dose", None),
    (ARTHRITIS, LETTER, "Corticoïdes diminués de 10 à 5 mg/j.", "cortico_dose", 10),
    (ARTHRITIS, LETTER, "Prednisone arrêtée en juillet (10 mg/j).", "cortico_dose", None),
    (ARTHRITIS, LETTER, "Prednisolone 20 mg/j pendant 5 jours en juin 2026.", "cortico_dose", 20),
    (ARTHRITIS, LETTER, "Prednisone : 10 mg en mars, 5 mg aujourd'hui.", "cortico_dose", 10),
    (ARTHRITIS, LETTER, "DAS28 initial à 6,1, actuellement 3,9.", "das28", 6.1),
    (ARTHRITIS, LETTER, "DAS28 à 3 mois attendu en rémission.", "das28", None),
    (ARTHRITIS, LETTER, "DAS28 à 6 mois : 3,9.", "das28", 6),
    (ARTHRITIS, LETTER, "Méthotrexate : dose cible 20 mg/semaine.", "mtx_dose", None),
]
"""What is printed, and the key of which it says nothing, or not that value."""
