"""Breast cancer: the situations in which a second opinion is asked, as papers tell them."""

from tests.unit.grid_papers import Row, letter, mammogram, pathology, row

OPERATED = {"surgery_done": True, "inflammatory": False, "neoadjuvant_planned": False}
IN_PLACE = {"surgery_done": False, "surgery_proposed": True, "inflammatory": False}
RH = "RE 95 %, RP 70 %. HER2 score 0. Ki67 12 %."
TRIPLE = "RE 0 %, RP 0 %. HER2 score 0. Triple négatif. Ki67 70 %."
HER = "RE 0 %, RP 0 %. HER2 score 3+. Ki67 40 %."
PIECE = "Pièce de tumorectomie gauche. Carcinome infiltrant de type non spécifique"
BIOPSY = "Microbiopsie du sein gauche. Carcinome infiltrant de type non spécifique"
CLEAN = "Marges saines."
LETTER = letter("Opérée d'un cancer du sein gauche. Ménopausée. Examen : cicatrice souple, aisselles libres.")
SEEN = letter("Cancer du sein gauche. Ménopausée. Examen : masse mobile, pas de signe inflammatoire, aisselles libres.")
YOUNG = letter("Cancer du sein gauche. 37 ans, non ménopausée. Masse mobile, pas de signe inflammatoire.")
SMALL = mammogram(
    "Sein gauche : masse unique de 12 mm, ACR 5. Pas d'autre lésion. Aisselles sans adénopathie suspecte."
)
LARGE = mammogram(
    "Sein gauche : masse unique de 34 mm, ACR 5. Pas d'autre lésion. Aisselles sans adénopathie suspecte."
)

BREAST_GRID: list[Row] = [
    row(
        "hormone dependent, operated, no node, grade 1",
        "chimiotherapie",
        {**OPERATED, "rh_positive": True, "node_positive": False},
        (LETTER, pathology(f"{PIECE}, 12 mm, grade I. {RH} pT1c pN0(sn). {CLEAN}")),
        "hormonotherapie",
        "anti_her2|mastectomie|chirurgie_conservatrice",
    ),
    row(
        "the same, nothing answered",
        "chimiotherapie",
        {},
        (LETTER, pathology(f"{PIECE}, 12 mm, grade I. {RH} pT1c pN0(sn). {CLEAN}")),
        "hormonotherapie",
        "anti_her2|mastectomie|chirurgie_conservatrice",
    ),
    row(
        "grade 2 of 24 mm, HER2 2+ awaited",
        "chimiotherapie",
        {**OPERATED, "rh_positive": True, "node_positive": False},
        (
            LETTER,
            pathology(
                f"{PIECE}, 24 mm, grade II. RE 95 %, RP 70 %. HER2 2+, hybridation en attente. pT2 pN0(sn). {CLEAN}"
            ),
        ),
        "hormonotherapie|",
        "anti_her2|mastectomie|chirurgie_conservatrice",
    ),
    row(
        "four nodes, hormone dependent, after the menopause",
        "chimiotherapie",
        {**OPERATED, "rh_positive": True},
        (LETTER, pathology(f"{PIECE}, 28 mm, grade III. {RH} pT2 pN2a, 5N+/14. {CLEAN}")),
        "chimiotherapie",
        "anti_her2|mastectomie|chirurgie_conservatrice",
    ),
    row(
        "one node, grade 2, after the menopause, low score",
        "chimiotherapie",
        {**OPERATED, "rh_positive": True},
        (LETTER, pathology(f"{PIECE}, 18 mm, grade II. {RH} pT1c pN1a(sn), 1N+/3. Oncotype DX 14. {CLEAN}")),
        "hormonotherapie",
        "anti_her2|mastectomie|chimiotherapie",
    ),
    row(
        "one node before the menopause",
        "chimiotherapie",
        {**OPERATED, "rh_positive": True},
        (YOUNG, pathology(f"{PIECE}, 18 mm, grade II. {RH} pT1c pN1a, 2N+/12. {CLEAN}")),
        "chimiotherapie",
        "anti_her2|mastectomie",
    ),
    row(
        "HER2 positive, operated",
        "chimiotherapie",
        {**OPERATED, "rh_positive": False},
        (LETTER, pathology(f"{PIECE}, 16 mm, grade III. {HER} pT1c pN0(sn). {CLEAN}")),
        "anti_her2",
        "hormonotherapie|mastectomie|chirurgie_conservatrice",
    ),
    row(
        "HER2 positive and hormone dependent, operated, nothing answered",
        "chimiotherapie",
        {},
        (LETTER, pathology(f"{PIECE}, 16 mm, grade III. RE 90 %, RP 50 %. HER2 score 3+. pT1c pN0(sn). {CLEAN}")),
        "anti_her2|hormonotherapie",
        "mastectomie|chirurgie_conservatrice",
    ),
    row(
        "HER2 2+ amplified by hybridisation, operated",
        "chimiotherapie",
        {**OPERATED, "rh_positive": False},
        (LETTER, pathology(f"{PIECE}, 16 mm, grade III. RE 0 %, RP 0 %. HER2 2+ FISH amplifié. pT1c pN0(sn). {CLEAN}")),
        "anti_her2",
        "hormonotherapie|mastectomie",
    ),
    row(
        "HER2 2+ not amplified, operated",
        "chimiotherapie",
        {},
        (
            LETTER,
            pathology(f"{PIECE}, 16 mm, grade II. RE 90 %. HER2 score 2+.\nFISH : négative. pT1c pN0(sn). {CLEAN}"),
        ),
        "hormonotherapie",
        "anti_her2|mastectomie",
    ),
    row(
        "triple negative of 22 mm, operated",
        "chimiotherapie",
        {**OPERATED, "triple_negative": True, "rh_positive": False},
        (LETTER, pathology(f"{PIECE}, 22 mm, grade III. {TRIPLE} pT2 pN0(sn). {CLEAN}")),
        "chimiotherapie",
        "hormonotherapie|anti_her2|mastectomie",
    ),
    row(
        "triple negative of 22 mm, operated, nothing answered",
        "chimiotherapie",
        {},
        (LETTER, pathology(f"{PIECE}, 22 mm, grade III. {TRIPLE} pT2 pN0(sn). {CLEAN}")),
        "chimiotherapie",
        "hormonotherapie|anti_her2|mastectomie",
    ),
    row(
        "triple negative of 30 mm, in place, surgery proposed",
        "operer_ou_non",
        {**IN_PLACE, "triple_negative": True, "rh_positive": False, "stage_clinical": "T2"},
        (SEEN, pathology(f"{BIOPSY}, grade III. {TRIPLE}"), LARGE),
        "chimiotherapie",
        "hormonotherapie|anti_her2|chirurgie_conservatrice|mastectomie",
    ),
    row(
        "triple negative of 34 mm, in place, nothing answered but the operation",
        "operer_ou_non",
        {"surgery_proposed": True},
        (SEEN, pathology(f"{BIOPSY}, grade III. {TRIPLE}"), LARGE),
        "chimiotherapie",
        "hormonotherapie|anti_her2|chirurgie_conservatrice",
    ),
    row(
        "triple negative of 8 mm, in place",
        "operer_ou_non",
        {
            **IN_PLACE,
            "triple_negative": True,
            "rh_positive": False,
            "stage_clinical": "T1",
            "node_positive": False,
            "multifocal_suspected": False,
        },
        (SEEN, pathology(f"{BIOPSY}, grade III. {TRIPLE}"), mammogram("Sein gauche : masse unique de 8 mm, ACR 5.")),
        "chirurgie_conservatrice",
        "hormonotherapie|anti_her2|mastectomie",
    ),
    row(
        "mastectomy proposed for 12 mm",
        "operer_ou_non",
        {
            **IN_PLACE,
            "rh_positive": True,
            "stage_clinical": "T1",
            "node_positive": False,
            "multifocal_suspected": False,
            "brca": False,
        },
        (SEEN, pathology(f"{BIOPSY}, grade I. {RH}"), SMALL),
        "chirurgie_conservatrice",
        "mastectomie|anti_her2|chimiotherapie",
    ),
    row(
        "mastectomy proposed for 12 mm, nothing answered but the operation",
        "operer_ou_non",
        {"surgery_proposed": True},
        (SEEN, pathology(f"{BIOPSY}, grade I. {RH}"), SMALL),
        "chirurgie_conservatrice",
        "mastectomie|anti_her2|chimiotherapie",
    ),
    row(
        "mastectomy proposed for 12 mm, stage printed in the letter only",
        "operer_ou_non",
        {"surgery_proposed": True, "surgery_done": False},
        (
            letter("Cancer du sein gauche cT1c cN0. Ménopausée. Pas de signe inflammatoire. Lésion unique."),
            pathology(f"{BIOPSY}, grade II. {RH}"),
        ),
        "chirurgie_conservatrice",
        "mastectomie|anti_her2|chimiotherapie",
    ),
    row(
        "34 mm, hormone dependent, in place",
        "operer_ou_non",
        {
            **IN_PLACE,
            "rh_positive": True,
            "stage_clinical": "T2",
            "node_positive": False,
            "multifocal_suspected": False,
        },
        (SEEN, pathology(f"{BIOPSY}, grade II. {RH}"), LARGE),
        "chirurgie_conservatrice",
        "anti_her2",
    ),
    row(
        "inflammatory cancer",
        "operer_ou_non",
        {**IN_PLACE, "inflammatory": True, "rh_positive": True},
        (letter("Sein gauche inflammatoire, peau d'orange, cT4d."), pathology(f"{BIOPSY}, grade III. {RH}")),
        "chimiotherapie",
        "mastectomie|chirurgie_conservatrice|anti_her2",
    ),
    row(
        "inflammatory told by the letter only",
        "operer_ou_non",
        {"surgery_proposed": True, "surgery_done": False},
        (letter("Cancer du sein gauche cT4d N1, peau d'orange."), pathology(f"{BIOPSY}, grade III. {RH}")),
        "chimiotherapie",
        "mastectomie|chirurgie_conservatrice|anti_her2",
    ),
    row(
        "HER2 positive of 34 mm, in place",
        "operer_ou_non",
        {**IN_PLACE, "rh_positive": False, "stage_clinical": "T2"},
        (SEEN, pathology(f"{BIOPSY}, grade III. {HER}"), LARGE),
        "anti_her2",
        "hormonotherapie|mastectomie|chirurgie_conservatrice",
    ),
    row(
        "HER2 positive of 34 mm, in place, nothing answered but the operation",
        "operer_ou_non",
        {"surgery_proposed": True},
        (SEEN, pathology(f"{BIOPSY}, grade III. {HER}"), LARGE),
        "anti_her2",
        "hormonotherapie|mastectomie|chirurgie_conservatrice",
    ),
    row(
        "margins involved",
        "operer_ou_non",
        {**OPERATED, "rh_positive": True},
        (LETTER, pathology(f"{PIECE}, 15 mm, grade II. {RH} pT1c pN0(sn). Marge interne atteinte.")),
        "chirurgie_conservatrice|hormonotherapie",
        "anti_her2",
    ),
    row(
        "both breasts because of a sister, small tumour",
        "operer_ou_non",
        {
            **IN_PLACE,
            "family_history_breast_ovary": True,
            "rh_positive": True,
            "stage_clinical": "T1",
            "multifocal_suspected": False,
            "node_positive": False,
        },
        (SEEN, pathology(f"{BIOPSY}, grade I. {RH}"), SMALL),
        "chirurgie_conservatrice",
        "anti_her2|chimiotherapie",
    ),
    row(
        "is a genomic test needed: grade 2, no node, operated",
        "test_genomique",
        {**OPERATED, "rh_positive": True, "node_positive": False},
        (LETTER, pathology(f"{PIECE}, 21 mm, grade II. {RH} pT2 pN0(sn). {CLEAN}")),
        "hormonotherapie",
        "anti_her2|mastectomie",
    ),
    row(
        "triple negative and a variant of BRCA1, operated, nodes",
        "chimiotherapie",
        {**OPERATED, "brca": True, "triple_negative": True, "rh_positive": False},
        (LETTER, pathology(f"{PIECE}, 26 mm, grade III. {TRIPLE} pT2 pN1a, 2N+/11. {CLEAN}")),
        "chimiotherapie",
        "hormonotherapie|anti_her2",
    ),
    row(
        "in situ only, in place",
        "operer_ou_non",
        {**IN_PLACE, "stage_clinical": "Tis", "multifocal_suspected": False},
        (SEEN, pathology("Microbiopsies du sein gauche. Carcinome canalaire in situ de haut grade. RE 90 %.")),
        "chirurgie_conservatrice",
        "chimiotherapie|anti_her2",
    ),
    row(
        "multifocal of three places, in place",
        "operer_ou_non",
        {**IN_PLACE, "stage_clinical": "T2", "multifocal_suspected": True, "rh_positive": True},
        (
            SEEN,
            pathology(f"{BIOPSY}, grade II. {RH}"),
            mammogram("Sein gauche : trois masses distantes, 22, 14 et 9 mm."),
        ),
        "|mastectomie|rcp_obligatoire",
        "chirurgie_conservatrice|anti_her2",
    ),
]
