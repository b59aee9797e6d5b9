"""Whole small dossiers of breast and thyroid, in the form of those of bowel and prostate."""

from tests.unit.whole_cancers import WholeRow

WHOLE_OF_BREAST_AND_THYROID: list[WholeRow] = [
    WholeRow(
        "cancer-sein",
        "a small single tumour keeps its breast though no gene test is told",
        "operer_ou_non",
        ("F", 57),
        {
            "surgery_done": False,
            "surgery_proposed": True,
            "inflammatory": False,
            "rh_positive": True,
            "her2": "negatif",
            "lobular": False,
        },
        """Dr Gérald FONTERIVE, gynécologue
Le 14 septembre 2026
{p}
Cher confrère,
Cancer du sein droit. Grand-mère paternelle : cancer du sein à 81 ans. Je propose une mastectomie avec curage
axillaire le 29 octobre.
---
MAMMOGRAPHIE ET ÉCHOGRAPHIE MAMMAIRE du 20/08/2026
{p}
Sein droit, quadrant supéro-externe : masse unique de 12 mm, ACR 5. Pas d'autre foyer. Aisselle : ganglions
d'aspect normal.
---
BIOPSIE MAMMAIRE du 27/08/2026
{p}
Carcinome infiltrant non spécifique, grade II, RE 100 %, RP 80 %, HER2 0, Ki67 15 %.
---
IRM MAMMAIRE du 08/09/2026
{p}
Lésion unique du sein droit de 13 mm. Pas de seconde lésion. Sein gauche normal.""",
        {"chirurgie_conservatrice"},
        {"mastectomie"},
    ),
    WholeRow(
        "cancer-sein",
        "receptors at nought are a triple negative tumour",
        "operer_ou_non",
        ("F", 42),
        {"surgery_done": False, "surgery_proposed": True, "inflammatory": False},
        """Dr Perrine ALLOUAGNE, chirurgienne
Le 1er octobre 2026
{p}
Cher confrère,
Carcinome infiltrant gauche. Je propose une mastectomie avec ganglion sentinelle le 10 novembre.
Mère : cancer de l'ovaire à 49 ans.
---
MAMMOGRAPHIE ET ÉCHOGRAPHIE du 04/09/2026
{p}
Masse gauche de 29 mm. Un ganglion axillaire gauche au cortex épaissi.
---
BIOPSIE du 11/09/2026
{p}
Carcinome infiltrant non spécifique, grade III. RE 0 %, RP 0 %, HER2 1+. Ki67 80 %.""",
        {"chimiotherapie"},
        {"mastectomie", "hormonotherapie"},
    ),
    WholeRow(
        "cancer-sein",
        "an in situ carcinoma at two sites may lose its breast",
        "operer_ou_non",
        ("F", 51),
        {"surgery_done": False, "surgery_proposed": True, "inflammatory": False},
        """Dr Hélène CASTAGNEDE, chirurgienne
Le 3 novembre 2026
{p}
Cher confrère,
Carcinome in situ étendu du sein droit. Je propose une mastectomie avec reconstruction immédiate et ganglion
sentinelle le 8 décembre.
---
MAMMOGRAPHIE du 22/09/2026
{p}
Sein droit : microcalcifications ACR 5 étendues sur 75 mm, dans deux quadrants.
---
MACROBIOPSIES du 30/09/2026
{p}
Deux sites du sein droit distants de 60 mm : carcinome canalaire in situ de haut grade, nécrose. Pas de
composante infiltrante.
---
IRM MAMMAIRE du 14/10/2026
{p}
Rehaussement non masse segmentaire droit de 78 mm, multicentrique. Sein gauche normal.""",
        {"mastectomie"},
        {"chimiotherapie", "hormonotherapie"},
    ),
    WholeRow(
        "cancer-sein",
        "an amplified gene in a later paper decides",
        "operer_ou_non",
        ("F", 54),
        {"surgery_done": False, "surgery_proposed": True, "inflammatory": False},
        """Dr Ida ROY, chirurgienne
Le 5 octobre 2026
{p}
Cher confrère,
Cancer du sein droit HER2 2+. Je propose une tumorectomie avec curage axillaire le 2 novembre.
---
MAMMOGRAPHIE ET ÉCHOGRAPHIE du 02/09/2026
{p}
Masse droite unique de 34 mm, ACR 5. Ganglion axillaire suspect.
---
BIOPSIE MAMMAIRE du 09/09/2026
{p}
Carcinome infiltrant de type non spécifique, grade III. RE 0 %, RP 0 %, HER2 2+.
---
HYBRIDATION IN SITU - complément du 07/10/2026
{p}
FISH : ratio HER2/CEP17 3,1, amplification du gène HER2. Statut HER2 positif.""",
        {"anti_her2", "chimiotherapie"},
        {"hormonotherapie", "mastectomie"},
    ),
    WholeRow(
        "cancer-sein",
        "a high genomic score calls for chemotherapy",
        "test_genomique",
        ("F", 60),
        {"surgery_done": True, "surgery_proposed": False, "inflammatory": False},
        """Dr Ida ROY, oncologue
Le 5 octobre 2026
{p}
Cher confrère,
Ménopausée. pT2 N0 opéré en août. Je propose une hormonothérapie seule par létrozole.
---
ANATOMOPATHOLOGIE
{p}
Tumorectomie gauche du 20/08/2026. Carcinome infiltrant de type non spécifique de 26 mm, grade III. RE 70 %, RP
5 %, HER2 0. Ki67 35 %. Marges saines. 0 ganglion sur 2. pT2 N0.
---
ONCOTYPE DX
{p}
Rendu le 28/09/2026
Recurrence Score 34""",
        {"chimiotherapie"},
        set(),
    ),
    WholeRow(
        "cancer-thyroide-nodule",
        "one doubtful puncture is done again first",
        "cytologie_indeterminee",
        ("F", 60),
        {"surgery_proposed": True, "surgery_done": False},
        """Dr Rémy LANCEREAU, chirurgien
Le 28 septembre 2026
{p}
Cher confrère,
Nodule gauche de 22 mm, Bethesda III. Je propose une lobo-isthmectomie gauche le 3 décembre.
---
ÉCHOGRAPHIE CERVICALE du 02/09/2026
{p}
Nodule gauche de 22 mm, modérément hypoéchogène, EU-TIRADS 4. Pas d'adénopathie.
---
CYTOPONCTION du 10/09/2026
{p}
Nodule gauche : atypies de signification indéterminée, Bethesda III.""",
        {"cytoponction"},
        {"thyroidectomie_totale", "thermoablation", "iode"},
    ),
    WholeRow(
        "cancer-thyroide-nodule",
        "a toxic nodule is treated as one",
        "operer_ou_non",
        ("M", 71),
        {"surgery_proposed": True, "surgery_done": False, "major_comorbidity": True},
        """Dr Paul-Henri DAMIENS, chirurgien
Le 20 octobre 2026
{p}
Cher confrère,
Nodule droit de 33 mm. Palpitations. Je propose une lobectomie droite en décembre.
---
ÉCHOGRAPHIE du 14/09/2026
{p}
Nodule droit de 33 mm, EU-TIRADS 3, hypervascularisé. Pas d'adénopathie.
---
SCINTIGRAPHIE À L'IODE 123 du 02/10/2026
{p}
Nodule droit hyperfixant extinctif.
---
LABORATOIRE
{p}
Prélèvement du 21/09/2026
TSH 0,03 mUI/L (0,4 - 4,0)
T4 libre 24 pmol/L (9 - 19)""",
        {"nodule_toxique"},
        {"cytoponction", "surveillance_nodule"},
    ),
]
