"""The day of the examination among all the days that documents print: letters, faxes, prescriptions, bare dates."""

from datetime import date

import pytest

from engine.domain.vocabulary import Vocabulary
from engine.steps.examination_dates import examination_date

RECEIVED = date(2026, 11, 23)
NAME = "Mme FICTIVE-LORRAIN Océane, née le 17/05/1991"
BORN = date(1991, 5, 17)
BODY = "Patiente stable.\nTraitement bien toléré.\nPas de fièvre.\nPas de douleur.\nBon appétit.\nSommeil correct.\n"

DATES: list[tuple[str, str, date | None]] = [
    # The number of a fax above a letter's day is not the day of a sending; that of a sending dates nothing.
    ("courrier", f"Dr Fictif\nfax 00 00 00 00 00\n\n12 octobre 2026\nObjet : {NAME}\n{BODY}", date(2026, 10, 12)),
    ("courrier", f"FAX 12/10/2026\n{NAME}\n{BODY}", None),
    # What each kind of document prints beside its own day.
    ("compte_rendu_imagerie", f"{NAME}\nIRM pelvienne du 12/01/2026\nÉdité le 14/01/2026", date(2026, 1, 12)),
    ("compte_rendu_imagerie", f"Édité le 14/01/2026\n{NAME}\nDate de l'examen : 12/01/2026", date(2026, 1, 12)),
    (
        "compte_rendu_imagerie",
        "Scanner réalisé le 12 janvier 2026\nComparaison : scanner du 03/06/2025.",
        date(2026, 1, 12),
    ),
    # What a report adds below is of a later day, the report itself of the sampling's; an attempt is dated by its act.
    (
        "anatomopathologie",
        "Prélèvement : 12/01/2026. Validation : 20/01/2026\nBiologie moléculaire (complément du 30/01/2026) : absente",
        date(2026, 1, 12),
    ),
    ("anatomopathologie", "Complément du 30/01/2026\nPrélèvement : 12/01/2026", date(2026, 1, 30)),
    (
        "compte_rendu_hospitalisation",
        "Cycle débuté le 30/12/2025\n03/01/2026 J8\nInsémination intra-utérine le 12/01/2026",
        date(2026, 1, 12),
    ),
    # A fax has a number, and a day of its own.
    (
        "courrier",
        f"Cabinet des Fables fax 00 00 00 00 00\n\n12 janvier 2026\n{NAME}\nCher confrère,",
        date(2026, 1, 12),
    ),
    ("courrier", f"Fax du 14/01/2026\nLe 12/01/2026\n{NAME}\nCher confrère,", date(2026, 1, 12)),
    # A log is dated by its last entry, unless the sheet gives its own day; a line that begins with a day is no log.
    (
        "courrier",
        "Feuille de passage\nCure reçue le 03/10/2026\n+ 14/11 : nausées\n+ 22/11, 18 h : fièvre",
        date(2026, 11, 22),
    ),
    ("courrier", f"Date Produit\n14/11/2025 cortisone\n06/02/2026 nul\n{BODY}Rédigé le 24/07/2026", date(2026, 7, 24)),
    ("courrier", f"12/10/2026 {NAME}\nCher confrère,\n{BODY}", date(2026, 10, 12)),
    # Another test of an old block is of its own day; what a sampling is called between its name and its day.
    (
        "anatomopathologie",
        "Prélèvement d'origine : sein droit, microbiopsies du 06/08/2026\nFISH\nDate de l'analyse : 09/10/2026",
        date(2026, 10, 9),
    ),
    ("anatomopathologie", "Cytoponction échoguidée du 02/07/2026, reçue le 03/07/2026", date(2026, 7, 2)),
    ("ordonnance", f"Dr Fictif\nOrdonnance du 08/06/2026 {NAME}\nParacétamol", date(2026, 6, 8)),
    # Earlier examinations that a head quotes, the line of its reason, and the day of a download.
    (
        "compte_rendu_imagerie",
        "Examens antérieurs : radiographies du 03/06/2025\nIRM du 12/01/2026",
        date(2026, 1, 12),
    ),
    (
        "compte_rendu_imagerie",
        "Indication : nodule vu à l'échographie du 03/06/2025.\nSCANNER\n12/01/2026",
        date(2026, 1, 12),
    ),
    ("compte_rendu_imagerie", "Téléchargé le 15/01/2026\n12/01/2026 Scanner", date(2026, 1, 12)),
    ("compte_rendu_imagerie", "Dernière IRM 03/06/2025\nIRM 12/01/2026", date(2026, 1, 12)),
    (
        "anatomopathologie",
        "Prélèvement : 12/01/2026.\nValidation : 20/01/2026\nBiologie moléculaire (complément du 02/02/2026) : MSI",
        date(2026, 1, 12),
    ),
    ("anatomopathologie", "Rappel : biopsie du 03/06/2025.\nPièce reçue le 12/01/2026", date(2026, 1, 12)),
    (
        "compte_rendu_operatoire",
        "Intervention antérieure le 03/06/2025\nDate opératoire : 12/01/2026",
        date(2026, 1, 12),
    ),
    ("compte_rendu_imagerie", "IRM\nComparaison à l'examen du 03/06/2025.\nLyon, le 12/01/2026", date(2026, 1, 12)),
    ("compte_rendu_imagerie", "Échographie du 12.01.26\nStable par rapport au 03/06/2025.", date(2026, 1, 12)),
    ("biologie", f"{NAME}\nPrélevé le 08/01/2026 à 7h40\nValidé le 09/01/2026\nÉdité le 10/01/2026", date(2026, 1, 8)),
    ("biologie", "Date d'édition : 10/01/2026\nPrélèvement du 08/01/2026\nAntériorités 03/02/2025", date(2026, 1, 8)),
    ("biologie", "Validation électronique : 09/01/2026\nPrélèvement effectué le jeudi 08/01/2026", date(2026, 1, 8)),
    (
        "anatomopathologie",
        "Prélèvement du 15/01/2026, reçu le 16/01/2026\nCompte rendu validé le 22/01/2026",
        date(2026, 1, 15),
    ),
    (
        "anatomopathologie",
        "Pièce opératoire reçue le 16/01/2026\nSigné électroniquement le 22/01/2026",
        date(2026, 1, 16),
    ),
    (
        "anatomopathologie",
        "COMPTE RENDU COMPLÉMENTAIRE du 09/10/2026\nréf. du prélèvement : 08/09/2026",
        date(2026, 10, 9),
    ),
    (
        "compte_rendu_operatoire",
        "Date d'intervention : 20/01/2026\nCompte rendu dicté le 21/01/2026",
        date(2026, 1, 20),
    ),
    ("compte_rendu_operatoire", "Mme Fictive opérée le 20/01/2026\nÉdité le 23/01/2026", date(2026, 1, 20)),
    ("compte_rendu_endoscopie", "Coloscopie du 22/01/2026\nPrécédente du 04/05/2021.", date(2026, 1, 22)),
    ("fiche_rcp", "RCP digestive du 27/01/2026\nScanner du 12/01/2026\nRendez-vous le 05/02/2026", date(2026, 1, 27)),
    (
        "compte_rendu_hospitalisation",
        "Hospitalisée du 02/01/2026 au 06/01/2026\nOpérée le 03/01/2026",
        date(2026, 1, 6),
    ),
    ("compte_rendu_hospitalisation", "Date d'entrée : 02/01/2026\nDate de sortie : 06/01/2026", date(2026, 1, 6)),
    ("courrier", f"Lyon, le 02/02/2026\nCher confrère,\nJ'ai vu {NAME}. IRM du 12/01/2026.", date(2026, 2, 2)),
    ("courrier", "Consultation du 02/02/2026\nIntervention programmée le 15/04/2027", date(2026, 2, 2)),
    ("courrier", "Docteur Yvon CASTELET\n\nLe 2 février 2026\nCher ami,\nIl vient le 1er décembre.", date(2026, 2, 2)),
    ("ordonnance", "Dr Imaginaire\nler septembre 2026\nFer 80 mg", date(2026, 9, 1)),
    ("courrier", "Le 2 février 2026\nCher ami,\nElle a été opérée le 03/05/2012 d'une appendicite.", date(2026, 2, 2)),
    ("ordonnance", "Dr Fable\nLe 05/02/2026\nParacétamol jusqu'au 05/05/2027", date(2026, 2, 5)),
    ("autre", f"{NAME}", None),
    ("courrier", "Cher confrère, rendez-vous prévu le 15/04/2027.", None),
    ("compte_rendu_imagerie", "IRM du 31/02/2026", None),
    ("biologie", "Dernières règles : 28/12/2025\nPrélevé le 02/01/2026", date(2026, 1, 2)),
    # A letter is dated above its salutation, not by what it tells.
    ("courrier", "Villefictive, 30/03/26\n\nChère amie,\nAnémie à 9,6 g/dL le 16/03/2026.", date(2026, 3, 30)),
    ("courrier", "Villefictive le mardi 6 octobre 2026\nMon cher Simon,\nIRM du 08/09/2026.", date(2026, 10, 6)),
    ("courrier", f"Cher confrère,\nJ'ai revu le 1er septembre 2026 votre patiente.\n{BODY}", date(2026, 9, 1)),
    (
        "courrier",
        f"Cher ami,\nMerci pour l'IRM du 08/09/2026.\n{BODY}Fait à Fable, le 12/10/2026\nDr Fable",
        date(2026, 10, 12),
    ),
    ("courrier", f"Cher ami,\nElle a été opérée le 03/05/2012, scanner du 04/06/2026.\n{BODY}Dr Fable", None),
    ("courrier", "Bilan de fin\nPrescription du 05/01/2026\nDate du bilan : 16/03/2026", date(2026, 3, 16)),
    ("courrier", "20 séances du 12/01/2026 au 16/03/2026\nFable, le 17/03/2026", date(2026, 3, 17)),
    (
        "courrier",
        "Télécopie 00 00 00 00 00\nDICTÉ le 20/10/2026 Tapé le 22/10/2026\nCher Confrère,\nBonjour.",
        date(2026, 10, 20),
    ),
    ("courrier", f"Examen du 20 octobre\n{BODY}", date(2026, 10, 20)),
    ("courrier", f"Consultation du 5 décembre\n{BODY}", date(2025, 12, 5)),
    ("ordonnance", "Dr Fable\nMme X le 16.07.2026\nMéthotrexate : 6 cp, depuis le 10/03/2025", date(2026, 7, 16)),
    # Sampled, received, requested, validated, printed.
    ("biologie", "Échantillon reçu le 17/08/2026 – Validation finale 21/08/2026", date(2026, 8, 17)),
    ("biologie", "Prescrit par Dr FABLE le 27/11/2025\nPrélevé le 08/12/2025\nÉdité le 10/12/2025", date(2025, 12, 8)),
    ("biologie", "Demande du 04/05/2026   Éd. 05/05/2026", date(2026, 5, 4)),
    (
        "biologie",
        "PRÉLEVÉ : 02/07/26 7 h 30 Résultats transmis le 03/07/26\nAntériorité : 6,1 le 11/09/2025",
        date(2026, 7, 2),
    ),
    (
        "anatomopathologie",
        "Intervention du 09/11/2026\nPièce reçue le : 10/11/2026\nValidé le 18/11/2026",
        date(2026, 11, 9),
    ),
    (
        "compte_rendu_imagerie",
        "Exam. : 29/05/2026    Imp. : 30/05/2026\nstable depuis le 03/06/2022",
        date(2026, 5, 29),
    ),
    (
        "compte_rendu_imagerie",
        "Dernière mammographie le 14/06/2024.\nExamen réalisé le jeudi 21 mai 2026",
        date(2026, 5, 21),
    ),
    ("compte_rendu_imagerie", "22/06/2026 14:31 FAX\nIRM du 12/01/2026", date(2026, 1, 12)),
    (
        "compte_rendu_hospitalisation",
        "Hospitalisation du 20/08/2026\nCompte rendu validé le 25/08/2026",
        date(2026, 8, 20),
    ),
    # A day that opens the sheet is its own, though a row of its table repeats it.
    (
        "courrier",
        "Dr Fable, pédiatre\n30/05/2026 — croissance de Jean\n11/2025 150 cm\n30/05/2026 153 cm\n"
        "Vitesse : 6 cm par an\nRègles : non\nÂge osseux du 20/05/2026 : 13 ans\nPoids stable\nSport : oui\nFin",
        date(2026, 5, 30),
    ),
    # What is no day of an examination.
    ("autre", "CARTE\nValable du 01/01/2026 au 31/12/2026", None),
    ("autre", "Née le 12.12.1982\nDélivrée le 04.04.2021", None),
    ("biologie", "Née le 17/05/1991", None),
    ("biologie", "17/05/1991\nCRP 4 mg/L", None),
    ("biologie", "Prochain contrôle 12/01/2027", None),
]


@pytest.mark.parametrize(("kind", "text", "day"), DATES)
def test_the_day_among_others(kind: str, text: str, day: date | None, vocabulary: Vocabulary) -> None:
    assert examination_date(text, kind, RECEIVED, vocabulary, BORN) == day
