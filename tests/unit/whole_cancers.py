"""Whole small dossiers: letter, reports and laboratory together, some questions unanswered.

Papers are parted by a line of dashes; {p} is the patient's line.
"""

from collections.abc import Mapping
from typing import NamedTuple

from engine.domain.conditions import Value


class WholeRow(NamedTuple):
    """Who asks what with which papers; `first` may come first (None: nothing), `never` may not stand."""

    pathway: str
    told: str
    asked: str
    who: tuple[str, int]
    answers: Mapping[str, Value]
    papers: str
    first: set[str | None]
    never: set[str]


WHOLE_CANCERS: list[WholeRow] = [
    WholeRow(
        "cancer-colon-rectum",
        "a malignant polyp removed whole needs no colectomy",
        "operer_ou_non",
        ("F", 71),
        {"surgery_done": False, "surgery_proposed": True, "metastatic": False},
        """Dr Hervé LANTIER, chirurgien digestif
Le 21 septembre 2026
{p}
Cher confrère,
Un cancer dans un polype du sigmoïde réséqué en juillet. Je propose une sigmoïdectomie cœlioscopique avec curage
pour ne pas prendre de risque, le 27 octobre.
---
COLOSCOPIE du 08/07/2026
{p}
Polype pédiculé du sigmoïde de 22 mm, à 30 cm, résection en bloc à l'anse. Tatouage. Cæcum atteint.
---
ANATOMOPATHOLOGIE
{p}
Polypectomie du 08/07/2026. Adénome tubulovilleux avec foyer d'adénocarcinome bien différencié, sm1 (400 µm).
Marge de résection à 2 mm, saine. Pas d'embole lymphatique ni veineux. Budding de grade 1. pT1.
---
SCANNER TAP du 02/09/2026
{p}
Pas d'épaississement résiduel. Pas d'adénopathie. Pas de métastase.""",
        {"surveillance_apres_resection", None},
        {"chirurgie", "chimio_adjuvante"},
    ),
    WholeRow(
        "cancer-colon-rectum",
        "an upper rectal tumour of stage I is resected first",
        "operer_ou_non",
        ("F", 69),
        {"surgery_done": False, "surgery_proposed": True, "metastatic": False},
        """Dr Sibylle MARCHENOIR, oncologue radiothérapeute
Le 3 novembre 2026
{p}
Cher confrère,
Tumeur du haut rectum. Je propose une radiochimiothérapie de 50 Gy avec capécitabine, puis exérèse du mésorectum
à huit semaines.
---
COLOSCOPIE du 05/10/2026
{p}
Lésion du haut rectum à 13 cm de la marge anale, 25 mm. Examen complet.
---
IRM PELVIENNE du 19/10/2026
{p}
Tumeur du haut rectum dont le pôle inférieur est à 13 cm de la marge anale. Musculeuse atteinte sans la
franchir. Pas de ganglion suspect. mrT2 N0. EMVI négatif. Marge circonférentielle libre.
---
BIOPSIES du 05/10/2026
{p}
Adénocarcinome lieberkühnien. pMMR.
---
SCANNER TAP du 21/10/2026
{p}
Pas de métastase.""",
        {"chirurgie"},
        {"rectum_neoadjuvant"},
    ),
    WholeRow(
        "cancer-colon-rectum",
        "a single liver metastasis may be resected",
        "metastases",
        ("M", 64),
        {"surgery_done": True, "surgery_proposed": False},
        """Dr Oscar BRUMEL, oncologue
Le 22 septembre 2026
{p}
Cher confrère,
Opéré en mai d'une sigmoïdectomie pT3 N1a. Métastase hépatique unique. Je propose une chimiothérapie palliative
par FOLFIRI.
---
IRM HÉPATIQUE du 02/09/2026
{p}
Métastase hépatique unique du segment VI de 22 mm. Pas d'autre lésion.
---
SCANNER TAP du 25/08/2026
{p}
Lésion du segment VI de 21 mm. Pas de nodule pulmonaire.
---
ANATOMOPATHOLOGIE
{p}
Sigmoïdectomie du 12/05/2026. Adénocarcinome. 1 ganglion métastatique sur 19. pMMR. pT3 N1a.""",
        {"metastases_hepatiques", "traitement_systemique_metastatique"},
        {"chimio_adjuvante", "surveillance_apres_resection"},
    ),
    WholeRow(
        "cancer-colon-rectum",
        "a tumour left behind forbids to keep the rectum",
        "conservation_rectum",
        ("F", 66),
        {"surgery_done": False, "surgery_proposed": False, "metastatic": False},
        """Dr Alma SERVIN, radiothérapeute
Le 22 septembre 2026
{p}
Cher confrère,
Bonne réponse après radiochimiothérapie. Je propose une conservation du rectum, « watch and wait ».
---
IRM DU RECTUM du 08/10/2026
{p}
Réponse incomplète. Résidu tumoral de 18 mm, ymrT2 N0. TRG 3.
---
RECTOSCOPIE du 12/10/2026
{p}
Ulcération résiduelle de 15 mm à 5 cm de la marge anale. Biopsies.
---
ANATOMOPATHOLOGIE
{p}
Biopsies rectales du 12/10/2026. Adénocarcinome résiduel.""",
        {"chirurgie", None},
        {"conservation_rectum"},
    ),
    WholeRow(
        "cancer-prostate",
        "a marker lowered by dutasteride opens no surveillance",
        "operer_ou_non",
        ("M", 69),
        {"surgery_proposed": True, "radiotherapy_proposed": False, "surgery_done": False},
        """Dr Fabrice GUÉRINEL, urologue
Le 22 septembre 2026
{p}
Cher confrère,
Patient de 68 ans. PSA 7,4 ng/mL. Biopsies : Gleason 7 (3+4), ISUP 2, 5 carottes sur 12. TR : induration droite,
T2a. Je propose une prostatectomie totale robot-assistée le 25 novembre. Pas de traitement particulier.
---
ANATOMOPATHOLOGIE
{p}
Biopsies du 25/08/2026
12 carottes, 5 positives à droite. Adénocarcinome Gleason 7 (3+4), ISUP 2, 30 % de grade 4. Engainement
périnerveux.
---
LABORATOIRE
{p}
Prélèvement du 20/08/2026
PSA 7,4 ng/mL
Créatinine 92 µmol/L
---
Dr MERCADIER, médecin traitant - ORDONNANCE du 10/09/2026
{p}
Dutastéride 0,5 mg par jour, depuis 2023
Apixaban 5 mg matin et soir
Tamsulosine LP 0,4 mg""",
        {"prostatectomie", "radiotherapie"},
        {"hormonotherapie_seule", "abstention_surveillance"},
    ),
    WholeRow(
        "cancer-prostate",
        "a failing heart that no answer tells calls for watching only",
        "operer_ou_non",
        ("M", 80),
        {"surgery_proposed": False, "radiotherapy_proposed": True, "surgery_done": False},
        """Dr Lambert ROYANT, radiothérapeute
Le 8 octobre 2026
{p}
Cher confrère,
PSA 9,1 ng/mL, ISUP 2 (3+4) 3 carottes sur 12, T1c, risque intermédiaire favorable. Je propose une irradiation
de 60 Gy en 20 séances avec six mois d'analogue de la LH-RH.
---
ANATOMOPATHOLOGIE
{p}
Biopsies du 01/09/2026
3 carottes positives sur 12. Gleason 3+4 = 7, ISUP 2, 10 % de grade 4.
---
LABORATOIRE
{p}
Prélèvement du 12/08/2026
PSA 9,1 ng/mL
NT-proBNP 2450 ng/L
---
CARDIOLOGIE - Dr Irène SALVADOUR
Le 17 septembre 2026
{p}
Cardiopathie ischémique, insuffisance cardiaque NYHA III, FEVG 30 %, défibrillateur. Deux hospitalisations cette
année. QTc 490 ms.""",
        {"abstention_surveillance"},
        {"prostatectomie", "hormonotherapie_seule"},
    ),
    WholeRow(
        "cancer-prostate",
        "a marker above twenty is no low risk whatever the letter says",
        "surveillance_active",
        ("M", 68),
        {"surgery_proposed": False, "radiotherapy_proposed": False, "surgery_done": False},
        """Dr Yvon KERLEGUER, urologue
Le 27 octobre 2026
{p}
Cher confrère,
Gleason 6 sur une carotte, faible risque. PSA à contrôler. Je propose une surveillance active avec PSA dans un
an.
---
ANATOMOPATHOLOGIE
{p}
Biopsies systématiques du 04/05/2026
1 carotte positive sur 12. Gleason 6 (3+3), ISUP 1. Pas de biopsie ciblée.
---
IRM PROSTATIQUE du 21/10/2026
{p}
Lésion antérieure de 24 mm, PI-RADS 5, avec aspect de franchissement antérieur. Prostate de 40 mL.
---
LABORATOIRE
{p}
Prélèvement du 12/10/2026
PSA 23,4 ng/mL
Antériorité 02/03/2026 : 14,8 ng/mL""",
        {None, "radiotherapie", "prostatectomie"},
        {"surveillance_active", "abstention_surveillance"},
    ),
]
