"""Thyroid nodules before any treatment as papers tell them, with a questionnaire that leaves most of it open."""

from tests.unit.papers_told import (
    IN_PLACE,
    Told,
    cytology,
    laboratory,
    letter,
    neck_ultrasound,
    scintigraphy,
)

NO_NODE = "Pas d'adénopathie suspecte."

THYROID_TOLD: list[Told] = [
    (
        "B II, EU 3",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 28 mm, EU-TIRADS 3. {NO_NODE}"),
            cytology("Nodule droit. Conclusion : bénin, Bethesda II."),
            letter("Aucune gêne. Je propose une lobectomie."),
        ],
        {"surveillance_nodule"},
        {"lobectomie", "thyroidectomie_totale"},
    ),
    (
        "B II in words",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 28 mm, EU-TIRADS 3. {NO_NODE}"),
            cytology("Nodule droit. Conclusion : nodule folliculaire bénin, catégorie 2 du système de Bethesda."),
            letter("Aucune gêne. Je propose une thyroïdectomie totale."),
        ],
        {"surveillance_nodule"},
        {"lobectomie", "thyroidectomie_totale"},
    ),
    (
        "B II old and new",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 28 mm, EU-TIRADS 4. {NO_NODE}"),
            cytology("Nodule droit. Bethesda III.", "10/01/2026"),
            cytology("Nodule droit. Bethesda II.", "02/08/2026"),
        ],
        {"surveillance_nodule", "cytoponction"},
        {"thyroidectomie_totale"},
    ),
    (
        "B II with compression",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 52 mm, EU-TIRADS 3. {NO_NODE}"),
            cytology("Nodule droit. Bethesda II."),
            letter("Gêne à la déglutition, sensation de compression. Je propose une lobectomie."),
        ],
        {"lobectomie", "thermoablation"},
        {"thyroidectomie_totale", "surveillance_nodule"},
    ),
    (
        "two lobes B II",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule droit de 30 mm, EU-TIRADS 3. Nodule gauche de 22 mm, EU-TIRADS 3. {NO_NODE}"),
            cytology("Nodule droit : Bethesda II. Nodule gauche : Bethesda II."),
            letter("Pas de gêne."),
        ],
        {"surveillance_nodule"},
        {"thyroidectomie_totale", "lobectomie"},
    ),
    (
        "B III once",
        "cytologie_indeterminee",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 22 mm, EU-TIRADS 4. {NO_NODE}"),
            cytology("Nodule droit. Bethesda III (AUS)."),
            letter("Je propose une lobectomie."),
        ],
        {"cytoponction"},
        {"thyroidectomie_totale"},
    ),
    (
        "B III twice",
        "cytologie_indeterminee",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 22 mm, EU-TIRADS 4. {NO_NODE}"),
            cytology("Nodule droit. Bethesda III.", "10/01/2026"),
            cytology("Nodule droit, seconde ponction. Bethesda III.", "02/08/2026"),
        ],
        {"lobectomie", "cytoponction"},
        {"thyroidectomie_totale", "surveillance_nodule"},
    ),
    (
        "B IV",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 24 mm, EU-TIRADS 4. {NO_NODE}"),
            cytology("Conclusion : néoplasme folliculaire, catégorie IV de Bethesda (2023)."),
        ],
        {"lobectomie"},
        {"thyroidectomie_totale", "surveillance_nodule", "thermoablation"},
    ),
    (
        "B IV in letter only",
        "operer_ou_non",
        IN_PLACE,
        [letter("Nodule droit de 24 mm, EU-TIRADS 4, cytoponction Bethesda 4. Je propose une thyroïdectomie totale.")],
        {"lobectomie"},
        {"surveillance_nodule", "thermoablation"},
    ),
    (
        "B V",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 16 mm, EU-TIRADS 5. {NO_NODE}"),
            cytology("Suspect de malignité, Bethesda V."),
        ],
        {"lobectomie"},
        {"surveillance_nodule", "thermoablation"},
    ),
    (
        "B VI 8 mm",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 8 mm, EU-TIRADS 5, à distance de la trachée. {NO_NODE}"),
            cytology("Carcinome papillaire, Bethesda VI."),
        ],
        {"lobectomie", "surveillance_active_cancer"},
        {"thyroidectomie_totale", "surveillance_nodule"},
    ),
    (
        "B VI 25 mm N0",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 25 mm, EU-TIRADS 5. {NO_NODE}"),
            cytology("Carcinome papillaire, Bethesda VI."),
        ],
        {"lobectomie"},
        {"surveillance_nodule", "surveillance_active_cancer", "thermoablation"},
    ),
    (
        "B VI 46 mm",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 46 mm, EU-TIRADS 5. {NO_NODE}"),
            cytology("Carcinome papillaire, Bethesda VI."),
        ],
        {"thyroidectomie_totale"},
        {"surveillance_nodule", "lobectomie", "surveillance_active_cancer"},
    ),
    (
        "B VI N1",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(
                "Nodule du lobe droit de 18 mm, EU-TIRADS 5. Adénopathie suspecte du secteur III droit de 14 mm."
            ),
            cytology("Carcinome papillaire, Bethesda VI."),
        ],
        {"thyroidectomie_totale", "cytoponction"},
        {"surveillance_nodule", "lobectomie", "surveillance_active_cancer"},
    ),
    (
        "EU 4 20 mm no FNA",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 20 mm, EU-TIRADS 4. {NO_NODE}"),
            laboratory("TSH 1,8 mUI/L 0,4 - 4,0"),
            letter("Je propose une lobectomie."),
        ],
        {"cytoponction"},
        {"lobectomie", "thyroidectomie_totale"},
    ),
    (
        "EU 5 8 mm",
        "surveillance",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 8 mm, EU-TIRADS 5. {NO_NODE}"),
            laboratory("TSH 1,8 mUI/L 0,4 - 4,0"),
        ],
        {None, "recherche_multiple", "surveillance_nodule"},
        {"cytoponction", "lobectomie", "thyroidectomie_totale"},
    ),
    (
        "EU 3 15 mm",
        "surveillance",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 15 mm, EU-TIRADS 3. {NO_NODE}"),
            letter("Je propose une cytoponction."),
        ],
        {"surveillance_nodule"},
        {"cytoponction", "lobectomie", "thyroidectomie_totale"},
    ),
    (
        "EU 4 12 mm",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe gauche de 12 mm, score EU-TIRADS : 4. {NO_NODE}"),
            letter("Je propose une lobectomie."),
        ],
        {"surveillance_nodule"},
        {"cytoponction", "lobectomie", "thyroidectomie_totale"},
    ),
    (
        "TSH low",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 30 mm, EU-TIRADS 3. {NO_NODE}"),
            laboratory("TSH 0,05 mUI/L 0,4 - 4,0"),
            letter("Je propose une lobectomie."),
        ],
        {"nodule_toxique"},
        {"cytoponction", "surveillance_nodule"},
    ),
    (
        "TSH 0,2",
        "operer_ou_non",
        IN_PLACE,
        [
            neck_ultrasound(f"Nodule du lobe droit de 30 mm, EU-TIRADS 3. {NO_NODE}"),
            laboratory("TSH 0,2 mUI/L 0,4 - 4,0"),
            letter("Je propose une lobectomie."),
        ],
        {"nodule_toxique"},
        {"cytoponction", "lobectomie", "thyroidectomie_totale", "surveillance_nodule"},
    ),
    (
        "TSH 0,2 wrongly answered",
        "operer_ou_non",
        {**IN_PLACE, "tsh_low": False},
        [
            neck_ultrasound(f"Nodule du lobe droit de 30 mm, EU-TIRADS 3. {NO_NODE}"),
            laboratory("TSH 0,2 mUI/L 0,4 - 4,0"),
        ],
        {"nodule_toxique", None},
        {"lobectomie", "thyroidectomie_totale"},
    ),
    (
        "hot nodule",
        "operer_ou_non",
        IN_PLACE,
        [
            letter("Nodule chaud à la scintigraphie, TSH basse à 0,02 mUI/L, Je propose une thyroïdectomie totale."),
            scintigraphy("Nodule hyperfixant du lobe droit, extinctif.\nConclusion : nodule autonome."),
        ],
        {"nodule_toxique"},
        {"cytoponction", "surveillance_nodule", "thyroidectomie_totale"},
    ),
]
