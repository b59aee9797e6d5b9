"""Operated thyroid cancers and thyroid nodules whose papers are at odds or say it in other words."""

from tests.unit.papers_told import (
    IN_PLACE,
    OPERATED,
    Told,
    cytology,
    laboratory,
    letter,
    neck_ultrasound,
    specimen,
)

NO_NODE = "Pas d'adénopathie suspecte."

THYROID_LATER_TOLD: list[Told] = [
    (
        "calcitonin 250",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 20 mm, EU-TIRADS 5. {NO_NODE}"),
            laboratory("Calcitonine 250 pg/mL < 10"),
            cytology("Bethesda V."),
            letter("Je propose une lobectomie."),
        ],
        {"thyroidectomie_totale"},
        {"lobectomie", "surveillance_nodule"},
    ),
    (
        "pT1a after lobectomy",
        "operer_ou_non",
        OPERATED,
        [
            specimen("Lobectomie droite : microcarcinome papillaire de 6 mm, pT1a, unifocal, marges saines."),
            letter("Je propose une totalisation et de l'iode."),
        ],
        {"suivi_simple"},
        {"thyroidectomie_totale", "iode"},
    ),
    (
        "pT1b",
        "iode",
        OPERATED,
        [specimen("Lobectomie gauche : carcinome papillaire de 14 mm, pT1b N0, R0, pas d'embole.")],
        {"suivi_simple"},
        {"thyroidectomie_totale", "iode"},
    ),
    (
        "low risk words",
        "iode",
        {**OPERATED, "cancer_treated": True},
        [letter("Thyroïdectomie totale pour carcinome papillaire de 18 mm, risque faible. Je propose 3,7 GBq d'iode.")],
        {"suivi_simple"},
        {"iode"},
    ),
    (
        "high risk",
        "iode",
        OPERATED,
        [
            specimen(
                "Thyroïdectomie totale : carcinome papillaire de 45 mm, pT3a N1b (6/20), extension extrathyroïdienne."
            ),
            letter("Risque élevé de récidive ATA. Je propose l'iode."),
        ],
        {"iode"},
        {"suivi_simple"},
    ),
    (
        "N1b without the word risk",
        "iode",
        OPERATED,
        [specimen("Thyroïdectomie totale : carcinome papillaire de 45 mm, pT3b N1b (6/20), extension macroscopique.")],
        {"iode", None},
        {"suivi_simple"},
    ),
    (
        "intermediate",
        "iode",
        OPERATED,
        [
            specimen("Thyroïdectomie totale : carcinome papillaire de 25 mm, pT2 N1a (4/6), embols vasculaires."),
            letter("Risque intermédiaire."),
        ],
        {"iode"},
        {"suivi_simple"},
    ),
    (
        "B I",
        "cytologie_indeterminee",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 24 mm, EU-TIRADS 4. {NO_NODE}"),
            cytology("Matériel non diagnostique, Bethesda I."),
        ],
        {"cytoponction"},
        {"thyroidectomie_totale", "lobectomie"},
    ),
    (
        "B I in words",
        "cytologie_indeterminee",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 24 mm, EU-TIRADS 3. {NO_NODE}"),
            cytology("Prélèvement non contributif, catégorie I."),
        ],
        {"cytoponction"},
        {"thyroidectomie_totale", "lobectomie"},
    ),
    (
        "words only class IV",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 24 mm, EU-TIRADS 4. {NO_NODE}"),
            cytology("Tumeur folliculaire indéterminée, classe IV (Bethesda)."),
        ],
        {"lobectomie"},
        {"surveillance_nodule"},
    ),
    (
        "B II with EU 5",
        "operer_ou_non",
        IN_PLACE,
        [neck_ultrasound(f"Nodule du lobe droit de 24 mm, EU-TIRADS 5. {NO_NODE}"), cytology("Bethesda II.")],
        {"cytoponction", "surveillance_nodule"},
        {"thyroidectomie_totale", "lobectomie", "thermoablation"},
    ),
    (
        "nodes suspect, no FNA",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound("Nodule du lobe droit de 9 mm, EU-TIRADS 5. Adénopathie suspecte du secteur IV droit."),
            letter("Je propose une surveillance."),
        ],
        {"cytoponction"},
        {"surveillance_nodule", "surveillance_active_cancer"},
    ),
    (
        "thermo asked asymptomatic",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 25 mm, EU-TIRADS 3. {NO_NODE}"),
            cytology("Bethesda II."),
            letter("Pas de gêne, pas de compression. Je propose une radiofréquence."),
        ],
        {"surveillance_nodule"},
        {"thermoablation", "lobectomie"},
    ),
    (
        "thermo with discomfort",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 38 mm, EU-TIRADS 3. {NO_NODE}"),
            cytology("Bethesda II à deux reprises."),
            letter("Gêne cervicale à la déglutition, refuse l'opération. Je propose une radiofréquence."),
        ],
        {"thermoablation", "lobectomie"},
        {"surveillance_nodule", "thyroidectomie_totale"},
    ),
    (
        "nodule two papers: letter says IV, report says III",
        "cytologie_indeterminee",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 31 mm, EU-TIRADS 4. {NO_NODE}"),
            cytology("Nodule droit. Bethesda III."),
            letter("Cytoponction Bethesda IV. Je propose une thyroïdectomie totale."),
        ],
        {"cytoponction"},
        {"thyroidectomie_totale"},
    ),
    (
        "NIFTP",
        "operer_ou_non",
        OPERATED,
        [specimen("Lobectomie droite : NIFTP de 22 mm, marges saines."), letter("Je propose une totalisation.")],
        {"suivi_simple", None},
        {"thyroidectomie_totale", "iode"},
    ),
    (
        "EU 3 of 45 mm no FNA",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 45 mm, EU-TIRADS 3. {NO_NODE}"),
            letter("Je propose une lobectomie."),
        ],
        {"cytoponction"},
        {"surveillance_nodule", "thyroidectomie_totale"},
    ),
]
