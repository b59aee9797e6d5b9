"""Situations of colorectal cancer and thyroid nodules in which a second opinion is asked."""

from engine.domain.conditions import Value
from tests.unit.situations_breast_prostate import Situation

COLON_OPERATED: dict[str, Value] = {"surgery_done": True, "metastatic": False, "localisation": "sigmoide"}
COLON_IN_PLACE: dict[str, Value] = {"surgery_done": False, "metastatic": False, "localisation": "colon_droit"}
RECTUM: dict[str, Value] = {"surgery_done": False, "metastatic": False, "localisation": "rectum", "clinical_t": "T3"}
NODULE: dict[str, Value] = {"surgery_done": False, "adenopathies": "absentes", "tsh_low": False}
CANCER: dict[str, Value] = {**NODULE, "bethesda": 6, "cancer_confirmed": True, "eutirads": 5}

COLON_SITUATIONS: list[Situation] = [
    (
        "colon without metastasis, not operated",
        "operer_ou_non",
        {**COLON_IN_PLACE, "dmmr": False},
        {"chirurgie"},
        {"chimio_adjuvante", "immunotherapie_neoadjuvante_dmmr", "surveillance_apres_resection", "rectum_neoadjuvant"},
    ),
    (
        "dMMR colon T3, not operated: surgery first, immunotherapy to discuss",
        "operer_ou_non",
        {**COLON_IN_PLACE, "dmmr": True, "T": 3},
        {"chirurgie"},
        {"chimio_adjuvante", "traitement_systemique_metastatique"},
    ),
    (
        "dMMR colon T2 without node, not operated",
        "operer_ou_non",
        {**COLON_IN_PLACE, "dmmr": True, "T": 2, "node_positive": False},
        {"chirurgie"},
        {"immunotherapie_neoadjuvante_dmmr", "chimio_adjuvante"},
    ),
    (
        "rectum T3, not operated, surgery proposed",
        "operer_ou_non",
        {**RECTUM, "surgery_proposed": True},
        {"rectum_neoadjuvant"},
        {"chirurgie", "chimio_adjuvante", "conservation_rectum"},
    ),
    (
        "rectum, complete response",
        "conservation_rectum",
        {**RECTUM, "clinical_complete_response": True},
        {"conservation_rectum"},
        {"chirurgie", "rectum_neoadjuvant", "chimio_adjuvante"},
    ),
    (
        "rectum, near-complete response at endoscopy",
        "conservation_rectum",
        {**RECTUM, "reponse_endoscopique": "quasi complète"},
        {"conservation_rectum"},
        {"rectum_neoadjuvant", "chimio_adjuvante"},
    ),
    (
        "dMMR colon of stage II, operated",
        "chimio_adjuvante",
        {**COLON_OPERATED, "dmmr": True, "stade": "II", "T": 3, "node_positive": False},
        {"surveillance_apres_resection"},
        {"chimio_adjuvante", "rectum_neoadjuvant"},
    ),
    (
        "rectum T2, not operated",
        "operer_ou_non",
        {**RECTUM, "clinical_t": "T2"},
        {"chirurgie", None},
        {"rectum_neoadjuvant", "conservation_rectum", "chimio_adjuvante"},
    ),
    (
        "operated, stage III",
        "chimio_adjuvante",
        {**COLON_OPERATED, "node_positive": True, "stade": "III", "T": 3, "N": 1},
        {"chimio_adjuvante"},
        {"surveillance_apres_resection", "chirurgie", "immunotherapie_neoadjuvante_dmmr"},
    ),
    (
        "operated, stage III, fluoropyrimidine forbidden",
        "chimio_adjuvante",
        {**COLON_OPERATED, "node_positive": True, "stade": "III", "T": 4, "N": 2, "uracile": 170},
        {"surveillance_apres_resection"},
        {"chimio_adjuvante", "chirurgie"},
    ),
    (
        "operated, stage II, low risk",
        "chimio_adjuvante",
        {**COLON_OPERATED, "node_positive": False, "stade": "II", "T": 3, "dmmr": False},
        {"surveillance_apres_resection"},
        {"chimio_adjuvante", "activite_physique", "chirurgie"},
    ),
    (
        "operated, stage II, dMMR",
        "chimio_adjuvante",
        {**COLON_OPERATED, "node_positive": False, "stade": "II", "T": 3, "dmmr": True},
        {"surveillance_apres_resection"},
        {"chimio_adjuvante", "activite_physique", "immunotherapie_neoadjuvante_dmmr"},
    ),
    (
        "operated, stage I",
        "chimio_adjuvante",
        {**COLON_OPERATED, "node_positive": False, "stade": "I", "T": 2},
        {"surveillance_apres_resection"},
        {"chimio_adjuvante", "activite_physique"},
    ),
    (
        "liver metastases: can they be removed?",
        "metastases",
        {"surgery_done": True, "metastatic": True, "localisation": "sigmoide", "dmmr": False},
        {"metastases_hepatiques"},
        {"chimio_adjuvante", "chirurgie", "surveillance_apres_resection", "immunotherapie_neoadjuvante_dmmr"},
    ),
    (
        "metastases, asks about chemotherapy",
        "chimio_adjuvante",
        {"surgery_done": True, "metastatic": True, "localisation": "sigmoide"},
        {"traitement_systemique_metastatique"},
        {"chimio_adjuvante", "metastases_hepatiques", "surveillance_apres_resection"},
    ),
]

THYROID_SITUATIONS: list[Situation] = [
    (
        "small nodules seen before a cancer was taken out",
        "iode",
        {
            **NODULE,
            "surgery_done": True,
            "cancer_confirmed": True,
            "eutirads": 4,
            "nodule_size_mm": 7,
            "microcarcinome": True,
        },
        {"suivi_simple"},
        {"surveillance_nodule"},
    ),
    (
        "benign cytology, surgery proposed",
        "operer_ou_non",
        {**NODULE, "bethesda": 2, "eutirads": 3, "nodule_size_mm": 24, "surgery_proposed": True},
        {"surveillance_nodule"},
        {"thyroidectomie_totale", "lobectomie", "iode", "surveillance_active_cancer", "cytoponction"},
    ),
    (
        "benign cytology, size unknown",
        "surveillance",
        {**NODULE, "bethesda": 2, "eutirads": 3},
        {"surveillance_nodule"},
        {"thyroidectomie_totale", "lobectomie", "iode"},
    ),
    (
        "EU-TIRADS 4 of 22 mm, no cytology",
        "operer_ou_non",
        {**NODULE, "eutirads": 4, "nodule_size_mm": 22, "surgery_proposed": True},
        {"cytoponction"},
        {"thyroidectomie_totale", "lobectomie", "iode", "thermoablation", "surveillance_active_cancer"},
    ),
    (
        "EU-TIRADS 4 of 12 mm, no cytology",
        "surveillance",
        {**NODULE, "eutirads": 4, "nodule_size_mm": 12},
        {"surveillance_nodule"},
        {"thyroidectomie_totale", "lobectomie", "cytoponction"},
    ),
    (
        "EU-TIRADS 3 of 8 mm at fifty: no cancer is known",
        "surveillance",
        {**NODULE, "eutirads": 3, "nodule_size_mm": 8, "age": 50},
        {"surveillance_nodule"},
        {"surveillance_active_cancer", "cytoponction", "lobectomie"},
    ),
    (
        "Bethesda III",
        "cytologie_indeterminee",
        {**NODULE, "bethesda": 3, "eutirads": 3, "nodule_size_mm": 18},
        {"cytoponction"},
        {"thyroidectomie_totale", "iode", "thermoablation", "surveillance_active_cancer"},
    ),
    (
        "Bethesda IV",
        "cytologie_indeterminee",
        {**NODULE, "bethesda": 4, "eutirads": 4, "nodule_size_mm": 26},
        {"lobectomie"},
        {"surveillance_nodule", "thermoablation", "iode", "cytoponction"},
    ),
    (
        "cancer of 25 mm without node",
        "operer_ou_non",
        {**CANCER, "nodule_size_mm": 25, "age": 48},
        {"lobectomie"},
        {"iode", "surveillance_active_cancer", "thermoablation", "surveillance_nodule"},
    ),
    (
        "cancer of 8 mm without node at sixty",
        "surveillance",
        {**CANCER, "nodule_size_mm": 8, "age": 60},
        {"surveillance_active_cancer", "lobectomie"},
        {"thyroidectomie_totale", "iode", "cytoponction"},
    ),
    (
        "cancer of 25 mm, nodes not described: no second puncture",
        "operer_ou_non",
        {"surgery_done": False, "cancer_confirmed": True, "bethesda": 6, "eutirads": 5, "nodule_size_mm": 25},
        {"lobectomie"},
        {"cytoponction", "surveillance_nodule", "surveillance_active_cancer", "iode"},
    ),
    (
        "cancer with nodes",
        "operer_ou_non",
        {**CANCER, "nodule_size_mm": 30, "adenopathies": "présentes", "age": 48},
        {"thyroidectomie_totale"},
        {"lobectomie", "iode", "surveillance_active_cancer", "surveillance_nodule"},
    ),
    (
        "operated, low risk: is iodine needed?",
        "iode",
        {"surgery_done": True, "ata_risque": "faible", "bethesda": 5, "eutirads": 5, "nodule_size_mm": 14},
        {"suivi_simple"},
        {"iode", "lobectomie", "thyroidectomie_totale", "surveillance_nodule"},
    ),
    (
        "operated, microcarcinoma of one focus",
        "iode",
        {"surgery_done": True, "microcarcinome": True, "bethesda": 6, "cancer_confirmed": True, "nodule_size_mm": 8},
        {"suivi_simple"},
        {"iode", "lobectomie", "thyroidectomie_totale", "surveillance_active_cancer"},
    ),
    (
        "operated, high risk",
        "iode",
        {"surgery_done": True, "ata_risque": "élevé", "cancer_confirmed": True},
        {"iode"},
        {"suivi_simple", "lobectomie", "thyroidectomie_totale"},
    ),
    (
        "autonomous nodule, benign cytology",
        "operer_ou_non",
        {**NODULE, "tsh_low": True, "bethesda": 2, "eutirads": 3, "nodule_size_mm": 28},
        {"nodule_toxique"},
        {"cytoponction", "surveillance_nodule", "thyroidectomie_totale", "lobectomie"},
    ),
    (
        "autonomous nodule",
        "operer_ou_non",
        {**NODULE, "tsh_low": True, "tsh_val": 0.02, "eutirads": 3, "nodule_size_mm": 19},
        {"nodule_toxique"},
        {"cytoponction", "surveillance_nodule", "thyroidectomie_totale", "surveillance_active_cancer"},
    ),
]
