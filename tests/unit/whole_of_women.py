"""Whole small dossiers of endometriosis and fibroids, in the form of those of cancers."""

from tests.unit.whole_cancers import WholeRow

WHOLE_OF_WOMEN: list[WholeRow] = [
    WholeRow(
        "endometriose",
        "no hormones for who tries to conceive, whether or not a fertilisation is decided",
        "fertilite",
        ("F", 35),
        {
            "eva_douleur": 3,
            "surgery_proposed": False,
            "fertility_wish": True,
            "partner_male": True,
            "prior_surgery": False,
        },
        """Dr Alix RONDELEUX, médecin généraliste
Le 28 septembre 2026
{p}
Cher confrère,
Endométriose avec endométriome droit. Je propose diénogest 2 mg un an.
---
IRM PELVIENNE du 02/09/2026
{p}
Endométriome droit de 26 mm. Pas d'atteinte profonde.
---
LABORATOIRE
{p}
Prélèvement du 14/09/2026
AMH 2,1 ng/mL""",
        {"amp"},
        {"traitement_hormonal", "coelioscopie_diagnostique"},
    ),
    WholeRow(
        "endometriose",
        "a bowel narrowed after hormones that failed is operated",
        "traitement_medical",
        ("F", 42),
        {"eva_douleur": 8, "surgery_proposed": False, "prior_surgery": False, "fertility_wish": False},
        """Dr Ida ROY, gynécologue
Le 5 octobre 2026
{p}
Chère consœur,
Échec de deux progestatifs. EVA 8. Je propose le diénogest.
---
IRM PELVIENNE du 12/09/2026
{p}
Nodule de la charnière rectosigmoïdienne de 38 mm infiltrant la musculeuse, sténose digestive de 60 %. Pas de
dilatation urétérale.
---
COLOSCANNER du 22/09/2026
{p}
Sténose sigmoïdienne serrée de 40 mm.""",
        {"chirurgie_profonde"},
        {"abstention_surveillance", "coelioscopie_diagnostique"},
    ),
    WholeRow(
        "fibromes-uterins",
        "a fibroid without symptoms is left alone though nobody was asked of atypia",
        "hysterectomie",
        ("F", 42),
        {
            "heavy_bleeding": False,
            "abnormal_bleeding": False,
            "surgery_proposed": True,
            "hysterectomy_proposed": True,
            "fertility_wish": False,
        },
        """Dr Maryvonne TREGUIER, gynécologue
Le 6 octobre 2026
{p}
Cher confrère,
Fibrome de 51 mm découvert par hasard. Je propose une hystérectomie avant qu'il ne grossisse.
---
ÉCHOGRAPHIE du 14/09/2026
{p}
Myome FIGO 5 de 51 mm. Pas d'élément suspect. Endomètre 5 mm. Reins normaux.
---
LABORATOIRE
{p}
Prélèvement du 01/10/2026
Hémoglobine 13,4 g/dL""",
        {"abstention"},
        {"hysterectomie", "embolisation", "myomectomie"},
    ),
    WholeRow(
        "fibromes-uterins",
        "a fibroid off the cavity is left alone before a pregnancy",
        "fertilite",
        ("F", 34),
        {
            "heavy_bleeding": False,
            "abnormal_bleeding": False,
            "surgery_proposed": True,
            "fertility_wish": True,
            "hysterectomy_proposed": False,
        },
        """Dr Thibaut GASQUET, gynécologue
Le 13 octobre 2026
{p}
Cher confrère,
Projet de grossesse depuis trois mois. Myome de 42 mm. Je propose une myomectomie cœlioscopique préventive.
---
ÉCHOGRAPHIE du 21/09/2026
{p}
Myome antérieur FIGO 5 de 42 mm. Cavité non déformée. Follicules normaux.
---
HYSTÉROSCOPIE du 05/10/2026
{p}
Cavité normale.""",
        {"abstention"},
        {"myomectomie", "hysterectomie", "embolisation", "resection_hysteroscopique"},
    ),
    WholeRow(
        "fibromes-uterins",
        "a large fibroid of the cavity is no case for hysteroscopy",
        "fertilite",
        ("F", 36),
        {
            "heavy_bleeding": True,
            "surgery_proposed": True,
            "fertility_wish": True,
            "hysterectomy_proposed": False,
            "submucosal_suspected": True,
        },
        """Dr Gontran BELLEFORT, gynécologue
Le 24 septembre 2026
{p}
Cher confrère,
Myome FIGO 2. Je propose une résection hystéroscopique en un temps.
---
IRM PELVIENNE du 07/09/2026
{p}
Myome FIGO 2 postérieur de 63 mm, mur de sécurité de 3 mm. Pas d'atypie.
---
HYSTÉROSCOPIE du 14/09/2026
{p}
Myome bombant dans la cavité, angle obtus.""",
        {"myomectomie"},
        {"resection_hysteroscopique", "embolisation", "hysterectomie"},
    ),
    WholeRow(
        "fibromes-uterins",
        "a fibroid of the cavity is not left alone before a pregnancy",
        "fertilite",
        ("F", 35),
        {
            "heavy_bleeding": False,
            "abnormal_bleeding": False,
            "surgery_proposed": False,
            "fertility_wish": True,
            "hysterectomy_proposed": False,
        },
        """Dr Ida ROY, gynécologue
Le 5 octobre 2026
{p}
Chère consœur,
Fibrome de 26 mm. Surveillance simple.
---
IRM PELVIENNE du 12/09/2026
{p}
Myome FIGO 2 de 26 mm déformant la cavité. Sans atypie.""",
        {"resection_hysteroscopique", "myomectomie"},
        {"embolisation", "hysterectomie", "abstention"},
    ),
]
