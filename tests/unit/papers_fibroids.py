"""Invented papers of the situations in which women with fibroids ask, and what may come first.

Each is (told, question's type, age, answers, papers, options of which one comes first, options that may not stand).
"""

from engine.domain.conditions import Value
from tests.unit.papers_endometriosis import Row

BLEEDS: dict[str, Value] = {
    "heavy_bleeding": True,
    "abnormal_bleeding": False,
    "suspicion_sarcoma": False,
    "surgery_proposed": True,
    "hysterectomy_proposed": False,
    "embolization_proposed": False,
}
DONE: dict[str, Value] = {**BLEEDS, "fertility_wish": False}
WISHES: dict[str, Value] = {**BLEEDS, "fertility_wish": True}
SILENT: dict[str, Value] = {**DONE, "heavy_bleeding": False}
UTERUS_OUT: dict[str, Value] = {**DONE, "hysterectomy_proposed": True}
EMBOLISED: dict[str, Value] = {**BLEEDS, "surgery_proposed": False, "embolization_proposed": True}
WALL = "irm: Myome postérieur FIGO 4 de 56 mm. Pas de critère d'atypie."
FAILED = "lettre: Ménorragies, Higham 260. Échec de l'acide tranexamique puis du progestatif."
LOST = {"abstention", "hifu"}

FIBROID_PAPERS: list[Row] = [
    *(
        (
            f"small in the cavity: {printed}",
            "operer_ou_non",
            43,
            DONE,
            (f"irm: Myome {printed} de 24 mm. Pas de critère d'atypie.", "lettre: Ménorragies, Higham 300."),
            {"resection_hysteroscopique"},
            {"traitement_medical", "hysterectomie", "embolisation", *LOST},
        )
        for printed in ("FIGO 1", "sous-muqueux", "type 2 de la classification FIGO", "sous-muqueux FIGO 0", "FIGO II")
    ),
    (
        "small in the cavity, told by an hysteroscopy alone",
        "hysterectomie",
        44,
        UTERUS_OUT,
        ("hysteroscopie: Myome sous-muqueux type 1 de 22 mm.", "lettre: Ménorragies."),
        {"resection_hysteroscopique"},
        {"hysterectomie", *LOST},
    ),
    (
        "small in the cavity beside one in the wall",
        "hysterectomie",
        44,
        UTERUS_OUT,
        (
            "irm: Myome fundique FIGO 5 de 30 mm. Myome FIGO 1 de 21 mm. Pas de critère d'atypie.",
            "lettre: Ménorragies.",
        ),
        {"resection_hysteroscopique"},
        {"traitement_medical", *LOST},
    ),
    (
        "small in the cavity, child wanted",
        "fertilite",
        34,
        WISHES,
        ("echo: Myome FIGO 0 de 18 mm.", "lettre: Infertilité depuis 2 ans."),
        {"resection_hysteroscopique"},
        {"hysterectomie", "embolisation", "destruction_endometre", *LOST},
    ),
    (
        "large in the cavity",
        "operer_ou_non",
        46,
        DONE,
        ("irm: Myome FIGO 2 de 62 mm. Pas de critère d'atypie.", FAILED),
        {"embolisation", "hysterectomie"},
        {"resection_hysteroscopique", *LOST},
    ),
    (
        "large in the cavity, child wanted",
        "fertilite",
        36,
        WISHES,
        ("irm: Myome FIGO 2-5 de 68 mm. Pas de critère d'atypie.", FAILED),
        {"myomectomie"},
        {"hysterectomie", "embolisation", "resection_hysteroscopique", *LOST},
    ),
    (
        "large, perhaps in the cavity, wish not asked",
        "embolisation",
        42,
        EMBOLISED,
        ("irm: Myome FIGO 4 de 54 mm. Pas de critère d'atypie.", "echo: Myome de 62 mm, FIGO 2-5 possible.", FAILED),
        {"embolisation", "myomectomie"},
        {"destruction_endometre", *LOST},
    ),
    (
        "wall, nothing tried",
        "hysterectomie",
        45,
        UTERUS_OUT,
        (WALL, "lettre: Ménorragies, Higham 180. Aucun traitement essayé."),
        {"traitement_medical"},
        {*LOST},
    ),
    *(
        (
            f"wall, drugs failed: {told}",
            "hysterectomie",
            46,
            UTERUS_OUT,
            (WALL, f"lettre: Ménorragies, Higham 260. {failed}"),
            {"embolisation", "hysterectomie"},
            {"resection_hysteroscopique", *LOST},
        )
        for told, failed in (
            ("failure", "Échec de l'acide tranexamique puis du progestatif."),
            ("despite", "Persistance des saignements malgré l'acide tranexamique."),
            ("partial", "Acide tranexamique pendant trois cycles, effet partiel."),
            ("expelled", "DIU au lévonorgestrel posé en 2024, expulsé en 2025."),
            ("no help", "L'acide tranexamique n'a pas suffi."),
            ("not effective", "Exacyl et Mirena essayés sans efficacité."),
            ("stopped", "Mirena retiré au bout de 8 mois car saignements persistants."),
            ("bad tolerance", "Diénogest mal supporté, arrêté."),
        )
    ),
    (
        "wall, drugs failed, child wanted",
        "fertilite",
        35,
        WISHES,
        (WALL, FAILED),
        {"myomectomie"},
        {"hysterectomie", "embolisation", "destruction_endometre", *LOST},
    ),
    (
        "wall, drugs failed, wish not asked",
        "embolisation",
        41,
        EMBOLISED,
        (WALL, FAILED),
        {"embolisation", "myomectomie"},
        {"destruction_endometre", *LOST},
    ),
    (
        "wall, nothing tried, wish not asked",
        "embolisation",
        41,
        EMBOLISED,
        (WALL, "lettre: Ménorragies, Higham 180. Aucun traitement essayé."),
        {"traitement_medical"},
        {"hysterectomie", "destruction_endometre", *LOST},
    ),
    (
        "wall, drugs failed, nothing answered",
        "operer_ou_non",
        47,
        {"surgery_proposed": True},
        (WALL, "lettre: Ménorragies, Higham 260. Échec du traitement médical. Pas de projet de grossesse."),
        {"embolisation", "hysterectomie"},
        {*LOST},
    ),
    (
        "embolisation, child wanted",
        "embolisation",
        36,
        {**EMBOLISED, "fertility_wish": True},
        (WALL, FAILED),
        {"myomectomie"},
        {"hysterectomie", "embolisation", *LOST},
    ),
    (
        "no complaint, uterus to be taken out",
        "operer_ou_non",
        48,
        {**SILENT, "hysterectomy_proposed": True},
        (WALL, "lettre: Aucune gêne. Pas de pesanteur. Cycles réguliers."),
        {"abstention"},
        {"hysterectomie", "embolisation", "hifu"},
    ),
    (
        "no complaint, child wanted",
        "fertilite",
        33,
        {**SILENT, "fertility_wish": True},
        ("irm: Myome FIGO 6 de 38 mm, cavité respectée. Pas de critère d'atypie.", "lettre: Aucune gêne."),
        {"abstention"},
        {"hysterectomie", "myomectomie", "embolisation", "hifu"},
    ),
    (
        "weighs, no wish",
        "operer_ou_non",
        45,
        SILENT,
        ("irm: Myome FIGO 5 de 90 mm. Pas de critère d'atypie.", "lettre: Pesanteur pelvienne et pollakiurie."),
        {"embolisation", "hysterectomie", "myomectomie"},
        {"resection_hysteroscopique", "destruction_endometre", *LOST},
    ),
    (
        "weighs, child wanted",
        "fertilite",
        34,
        {**SILENT, "fertility_wish": True},
        ("irm: Myome FIGO 5 de 90 mm. Pas de critère d'atypie.", "lettre: Pesanteur pelvienne et pollakiurie."),
        {"myomectomie"},
        {"hysterectomie", "embolisation", *LOST},
    ),
    (
        "weighs on a stalk",
        "embolisation",
        41,
        {**SILENT, "embolization_proposed": True},
        ("irm: Myome FIGO 7 pédiculé de 70 mm. Pas de critère d'atypie.", "lettre: Pesanteur pelvienne."),
        {"myomectomie"},
        {"embolisation", "resection_hysteroscopique", *LOST},
    ),
    (
        "image of doubt",
        "embolisation",
        52,
        {**EMBOLISED, "fertility_wish": False, "suspicion_sarcoma": True},
        ("irm: Masse utérine de 90 mm, restriction marquée de diffusion.", "lettre: Croissance rapide."),
        {"hysterectomie", None},
        {"embolisation", "myomectomie", "traitement_medical", *LOST},
    ),
    (
        "image of doubt that nobody answered",
        "embolisation",
        52,
        {"heavy_bleeding": True, "embolization_proposed": True, "surgery_proposed": False, "fertility_wish": False},
        ("irm: Masse utérine atypique de 90 mm, restriction marquée de diffusion.", "lettre: Ménorragies."),
        {"hysterectomie", None},
        {"embolisation", "myomectomie", "traitement_medical", "antagonistes_gnrh", *LOST},
    ),
    (
        "bleeds after the menopause",
        "embolisation",
        57,
        {**EMBOLISED, "heavy_bleeding": False, "abnormal_bleeding": True, "fertility_wish": False},
        ("echo: Myome FIGO 4 de 40 mm. Endomètre de 9 mm.", "lettre: Ménopausée depuis 2020, métrorragies."),
        {None},
        {"embolisation", "traitement_medical", *LOST},
    ),
    (
        "many in the wall, child wanted",
        "fertilite",
        35,
        WISHES,
        ("irm: Cinq myomes, le plus gros FIGO 4 de 60 mm. Pas de critère d'atypie.", FAILED),
        {"myomectomie"},
        {"hysterectomie", "embolisation", *LOST},
    ),
    (
        "focused ultrasound asked",
        "operer_ou_non",
        44,
        {**DONE, "surgery_proposed": False},
        (WALL, "lettre: Ménorragies, Higham 180. Aucun traitement essayé. Des ultrasons focalisés sont envisagés."),
        {"traitement_medical"},
        {"hifu", "abstention"},
    ),
]
