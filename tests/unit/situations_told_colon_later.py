"""Colorectal cancers whose papers contradict each other, lack or find more than was known."""

from tests.unit.papers_told import (
    IN_PLACE,
    OPERATED,
    Told,
    colonoscopy,
    letter,
    operation,
    scan,
    specimen,
)

COLON_LATER_TOLD: list[Told] = [
    (
        "letter III, pathology N0",
        "chimio_adjuvante",
        {**OPERATED, "metastatic": False, "node_positive": True},
        [
            specimen("Adénocarcinome pT3 N0 (0/19) R0. dMMR."),
            letter("Je considère cette tumeur comme un stade III, N+ au scanner. Chimiothérapie adjuvante."),
        ],
        {"surveillance_apres_resection"},
        {"chimio_adjuvante"},
    ),
    (
        "letter II, pathology N1",
        "chimio_adjuvante",
        {**OPERATED, "metastatic": False, "node_positive": False},
        [specimen("Adénocarcinome pT3 N1b (3/19) R0. pMMR."), letter("Tumeur de stade II. Surveillance.")],
        {"chimio_adjuvante"},
        {"surveillance_apres_resection"},
    ),
    (
        "malignant polyp, pT1 favourable",
        "operer_ou_non",
        {"surgery_done": False, "localisation": "sigmoide", "metastatic": False},
        [
            colonoscopy("Polype du sigmoïde réséqué en monobloc."),
            specimen("Adénocarcinome pT1 sm1, bien différencié, sans embole, marge saine 3 mm."),
        ],
        {None, "chirurgie", "surveillance_apres_resection"},
        {"chimio_adjuvante"},
    ),
    (
        "old stage III",
        "chimio_adjuvante",
        {**OPERATED, "metastatic": False, "major_comorbidity": True},
        [specimen("Adénocarcinome du côlon pT3 N2a (4/20) R0. pMMR."), letter("82 ans. G8 à 11/17.")],
        {"chimio_adjuvante", "surveillance_apres_resection"},
        set(),
    ),
    (
        "TNM in letter only",
        "chimio_adjuvante",
        {**OPERATED, "metastatic": False},
        [letter("Hémicolectomie droite le 01/08/2026 : pT3N1bM0, 3N+/22, R0, MSS. Je propose FOLFOX.")],
        {"chimio_adjuvante"},
        {"surveillance_apres_resection"},
    ),
    (
        "no pathology",
        "chimio_adjuvante",
        {**OPERATED, "metastatic": False},
        [
            letter("Hémicolectomie droite le 01/08/2026. Je propose FOLFOX pendant 6 mois."),
            operation("Hémicolectomie droite sans incident."),
        ],
        {None},
        {"chimio_adjuvante", "surveillance_apres_resection"},
    ),
    (
        "dMMR in place",
        "operer_ou_non",
        {**IN_PLACE, "localisation": "colon_droit", "metastatic": False},
        [
            colonoscopy("Tumeur du côlon droit. Biopsies : adénocarcinome dMMR, perte de MLH1."),
            scan("Tumeur cT4 N+ sans métastase."),
        ],
        {"chirurgie", "immunotherapie_neoadjuvante_dmmr"},
        {"chimio_adjuvante"},
    ),
    (
        "MSI metastatic",
        "metastases",
        {**OPERATED, "metastatic": True},
        [specimen("Adénocarcinome pT4 N2, MSI-H, dMMR."), scan("Métastases hépatiques et péritonéales.")],
        {"traitement_systemique_metastatique", "metastases_hepatiques"},
        {"chimio_adjuvante", "surveillance_apres_resection"},
    ),
    (
        "stage III told, metastases in the scan",
        "chimio_adjuvante",
        OPERATED,
        [
            specimen("Adénocarcinome du sigmoïde pT3 N1a (1/18) R0."),
            scan("Conclusion : métastases hépatiques multiples."),
            letter("Je propose FOLFOX adjuvant."),
        ],
        {"traitement_systemique_metastatique", "metastases_hepatiques"},
        {"chimio_adjuvante", "surveillance_apres_resection"},
    ),
]
