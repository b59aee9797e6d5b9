"""From pages to documents: kinds, dates of the examination, mixed uploads, continuations and duplicates."""

from datetime import date

import pytest

from engine.domain.document import Document, Page
from engine.domain.dossier import Patient
from engine.domain.vocabulary import Vocabulary
from engine.steps.kinds import FILENAME_WEIGHT, guess_kind, is_medical
from engine.steps.split import split
from tests.builders import a_page

RECEIVED = date(2026, 3, 2)
PATIENT = Patient(family_name="Fictive-Lorrain", given_name="Océane", sex="F", birth_date=date(1991, 5, 17))
NAME = "Mme FICTIVE-LORRAIN Océane, née le 17/05/1991"

KINDS = [
    (
        "INFILTRATION FORAMINALE S1 GAUCHE SOUS SCANNER\nRepérage scanner, aiguille 22 G. Dexaméthasone 8 mg.\n"
        "Pas d'allergie. À renouveler selon l'effet.",
        "courrier",
    ),
    (
        "CENTRE HOSPITALIER DES FABLES\nLettre de sortie\nHospitalisation du 14/06/2019 au 20/06/2019\n"
        "Motif : dyspnée.\nHistoire : retour d'un long trajet.\nSortie : rivaroxaban six mois.",
        "compte_rendu_hospitalisation",
    ),
    (
        "Rose FABLE, sage-femme\nÀ joindre au dossier.\nRetard de règles. hCG au laboratoire le 16/11 : 872 UI/L.",
        "courrier",
    ),
    ("Bloc ambulatoire\nCompte rendu de geste\nBiopsies : antibioprophylaxie, 12 carottes.", "compte_rendu_operatoire"),
    (
        "IRM PELVIENNE\nIndication : douleurs.\nTechnique : T2 trois plans.\nRésultats : utérus normal.",
        "compte_rendu_imagerie",
    ),
    (
        "Scanner thoraco-abdomino-pelvien\nTechnique : acquisition après injection.\nConclusion : pas de métastase.",
        "compte_rendu_imagerie",
    ),
    ("Radiographies du genou droit en charge\nPincement de l'interligne interne.", "compte_rendu_imagerie"),
    ("Échographie pelvienne endovaginale\nOvaire gauche : kyste à contenu échogène.", "compte_rendu_imagerie"),
    ("PANGONOGRAMME\nHKA droit 174°, gauche 178°. Incidence de face en charge.", "compte_rendu_imagerie"),
    ("TEP-scanner au 18F-FDG\nRésultats : pas de foyer hypermétabolique.", "compte_rendu_imagerie"),
    ("Hystérosalpingographie\nIndication : infertilité. Trompes perméables.", "compte_rendu_imagerie"),
    ("LABORATOIRE DES FABLES\nPrélevé le 08/01/2026\nHémoglobine 11,8 g/dL  Valeurs de référence 12 - 16", "biologie"),
    ("Analyses de biologie médicale\nAMH 1,8 ng/mL\nBiologiste : Dr Fable", "biologie"),
    ("Spermogramme\nConcentration 18 M/mL\nMobilité progressive 34 %", "biologie"),
    ("Marqueurs tumoraux\nACE 3,4 ng/mL  (norme < 5)  Résultat antérieur 4,1", "biologie"),
    (
        "ANATOMIE ET CYTOLOGIE PATHOLOGIQUES\nMacroscopie : pièce reçue.\nMicroscopie : adénocarcinome infiltrant.",
        "anatomopathologie",
    ),
    ("Compte rendu d'anatomopathologie\nImmunohistochimie : perte de MLH1.", "anatomopathologie"),
    ("Cytoponction thyroïdienne\nLames étalées : stroma colloïde.", "anatomopathologie"),
    (
        "COMPTE RENDU OPÉRATOIRE\nInstallation : décubitus dorsal.\nVoie d'abord : trocarts.\nPertes sanguines nulles.",
        "compte_rendu_operatoire",
    ),
    ("Intervention : sigmoïdectomie\nAnesthésie générale. Incision médiane. Fermeture.", "compte_rendu_operatoire"),
    (
        "COLOSCOPIE\nPréparation : Boston 8. Cæcum atteint. Polype de 6 mm retiré à l'anse froide.",
        "compte_rendu_endoscopie",
    ),
    ("Écho-endoscopie rectale\nSonde radiale. Muqueuse normale.", "compte_rendu_endoscopie"),
    ("FICHE RCP\nQuorum atteint. Proposition de la RCP : chimiothérapie.", "fiche_rcp"),
    (
        "Réunion de concertation pluridisciplinaire\nParticipants : chirurgien, oncologue. Rapporteur : Dr Fable",
        "fiche_rcp",
    ),
    ("ORDONNANCE\nParacétamol 1 g : 1 comprimé matin, midi et soir\nQSP 1 mois", "ordonnance"),
    ("Ordonnance bizone\nDiénogest 2 mg, 1 cp par jour pendant 3 mois, à renouveler 2 fois", "ordonnance"),
    (
        "COMPTE RENDU D'HOSPITALISATION\nDate d'entrée : 02/01/2026\nDate de sortie : 06/01/2026\nÉvolution simple.",
        "compte_rendu_hospitalisation",
    ),
    (
        "Lettre de liaison\nHospitalisée du 02/01/2026 au 06/01/2026\nTraitement de sortie : aucun",
        "compte_rendu_hospitalisation",
    ),
    (
        "Cardiologie\nSéjour du 18/03/2026 au 24/03/2026\nFEVG 52 %.\nSortie sous aspirine 75 mg matin et soir",
        "compte_rendu_hospitalisation",
    ),
    (
        "HÔPITAL DE JOUR DIABÈTE\nHôpital de jour du 13 février 2026\nMonofilament 4/10. HbA1c 8,4 %.",
        "compte_rendu_hospitalisation",
    ),
    (
        "Cher confrère,\nJ'ai vu ce jour votre patiente. Je lui propose une cœlioscopie.\nBien confraternellement",
        "courrier",
    ),
    ("Chère amie,\nJe revois Madame Fictive pour ses douleurs. Au total, traitement poursuivi.", "courrier"),
    (
        "Dr Fable Rhumatologue\nCompte rendu de gestes articulaires\nDate Produit Effet\n"
        "12/01/2026 triamcinolone 40 mg nul\nPonction : liquide mécanique, culture stérile, 400 éléments.",
        "courrier",
    ),
    (
        "IMAGERIE DES FABLES\nPonction du genou droit sous échographie\nTechnique : aiguille 18 G.\nRésultats : 15 mL.",
        "compte_rendu_imagerie",
    ),
    ("Bilan de kinésithérapie\n15 séances réalisées. Flexion 110°.", "courrier"),
    ("Accès à vos images\nIdentifiant 12345, code d'accès : FABLE\nLe lien permet de voir les images.", "images_dicom"),
    ("CD joint : images au format DICOM\nCe support ne contient pas d'interprétation.", "images_dicom"),
    (
        "IMAGERIE DES FABLES\nVos clichés du 10/03/2026 (4 images) sont consultables à l'adresse fables.invalid.",
        "images_dicom",
    ),
    ("Les images de votre IRM sont disponibles six mois sur le portail. Identifiant : 4455", "images_dicom"),
    ("RADIO DES FABLES\nBon d'accès\nScanner lombaire, 312 images. Code personnel : 4499", "images_dicom"),
    (
        "RADIOGRAPHIES DU BASSIN\nIndication : douleur. Tönnis 2. Images consultables en ligne, code d'accès au verso.",
        "compte_rendu_imagerie",
    ),
    ("Cher confrère,\nSes images sont disponibles en ligne. Je propose une prothèse.\nAmitiés", "courrier"),
    ("Liste de courses : pain, lait, confiture.", "autre"),
    ("", "autre"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_kind_of_a_document(text: str, kind: str, vocabulary: Vocabulary) -> None:
    assert guess_kind(text, "scan001.pdf", vocabulary).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "CLINIQUE DES FABLES\nService de radiologie et d'imagerie\nCher confrère,\nMerci de m'avoir adressé cette "
            "patiente, dont l'IRM montre un endométriome. Je lui propose une kystectomie.\nConfraternellement",
            "courrier",
        ),
        (
            "LABORATOIRE D'ANATOMIE PATHOLOGIQUE\nMicroscopie : fragments biopsiques. Embols absents.",
            "anatomopathologie",
        ),
        (
            "IRM du genou\nIndication : bilan avant intervention.\nRésultats : interligne pincé.",
            "compte_rendu_imagerie",
        ),
        (
            "COMPTE RENDU OPÉRATOIRE\nIndication : cancer vu à la coloscopie et au scanner.\nVoie d'abord : trocarts.",
            "compte_rendu_operatoire",
        ),
    ],
)
def test_what_a_document_mentions_is_not_what_it_is(text: str, kind: str, vocabulary: Vocabulary) -> None:
    assert guess_kind(text, "scan001.pdf", vocabulary).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "RÉSEAU DES FABLES - RCP D'UROLOGIE\nRéunion du 14/01/2026 - quorum atteint\n"
            "Dossier : carcinome pT2 (18 mm), Ki67 9 %, HER2 0, Gleason 6.\n"
            "Proposition : surveillance. Signature génomique non demandée.",
            "fiche_rcp",
        ),
        (
            "Cabinet de la Place - Dr Fictif\nVilleneuve, le 03/02/2026\n"
            "Je joins son dossier. Elle n'a ni fièvre ni perte de poids.\n"
            "L'échographie n'a pas été refaite. Pas de scintigraphie.",
            "courrier",
        ),
        (
            "Dr Fictif - Médecine générale\nLe 03/02/2026\nTraitement : acide folique 0,4 mg. "
            "Elle fume 3 cigarettes par jour.",
            "courrier",
        ),
        (
            "Dr Fictif - Médecine générale\nLe 03/02/2026\nOrdonnance : fer 80 mg 2 comprimés par jour, 3 mois.\n"
            "Rappel des résultats du laboratoire : hémoglobine 10,9 g/dL, créatinine 70 µmol/L, ferritine 7 µg/L.",
            "ordonnance",
        ),
        (
            "IMAGERIE DES FABLES - Gestes guidés\nInfiltration épidurale L4-L5 droite sous scanner\nPas d'incident.",
            "courrier",
        ),
        (
            "Dr Fictif - Rhumatologie\nCompte rendu de consultation\n"
            "Infiltration du genou gauche ce jour, bien supportée.",
            "courrier",
        ),
    ],
)
def test_what_a_document_says_of_other_examinations_names_it_no_better(
    text: str, kind: str, vocabulary: Vocabulary
) -> None:
    assert guess_kind(text, "scan001.pdf", vocabulary).kind == kind


@pytest.mark.parametrize(
    ("filename", "kind"),
    [
        ("04-hysteroscopie.pdf", "compte_rendu_endoscopie"),
        ("tentative_FIV2.pdf", "compte_rendu_hospitalisation"),
        ("suivi-corset.pdf", "courrier"),
        ("biopsies.pdf", "anatomopathologie"),
        ("Bio-mars.pdf", "biologie"),
        ("mammo 2025.jpg", "compte_rendu_imagerie"),
        ("echo-endoscopie.pdf", "compte_rendu_endoscopie"),
        ("echoendo_rectale.pdf", "compte_rendu_endoscopie"),
        ("echo pelvienne.pdf", "compte_rendu_imagerie"),
    ],
)
def test_a_page_that_nobody_can_read_is_known_by_its_name(filename: str, kind: str, vocabulary: Vocabulary) -> None:
    assert guess_kind("", filename, vocabulary, needed=FILENAME_WEIGHT).kind == kind


IRM = (
    f"IRM PELVIENNE\n{NAME}\nDate de l'examen : 12/01/2026\nTechnique : T2 trois plans.\n"
    "Résultats : endométriome gauche de 32 mm."
)
LAB = (
    f"LABORATOIRE DES FABLES\n{NAME}\nPrélevé le 08/01/2026\nHémoglobine 11,8 g/dL\nVGM 78 fL\nFerritine 9 µg/L\n"
    "Plaquettes 310 G/L\nAMH 1,8 ng/mL"
)
LETTER = f"Le 02/02/2026\nCher confrère,\nJ'ai vu {NAME}. Je lui propose une cœlioscopie.\nConfraternellement"


def documents(vocabulary: Vocabulary, *pages: Page) -> tuple[Document, ...]:
    return split(pages, PATIENT, RECEIVED, vocabulary)


def upload(number: int, *texts: str) -> list[Page]:
    return [
        a_page(text, upload=f"{number:064d}", filename=f"envoi-{number}.pdf", number=at)
        for at, text in enumerate(texts, start=1)
    ]


def test_a_mixed_upload_is_cut_where_documents_begin(vocabulary: Vocabulary) -> None:
    found = documents(vocabulary, *upload(1, IRM, LAB, LETTER))
    assert [(d.kind, d.pages, d.dated) for d in found] == [
        ("compte_rendu_imagerie", (1,), date(2026, 1, 12)),
        ("biologie", (2,), date(2026, 1, 8)),
        ("courrier", (3,), date(2026, 2, 2)),
    ]
    assert [d.id for d in found] == ["D1", "D2", "D3"]
    assert {d.owner for d in found} == {"this_patient"}


@pytest.mark.parametrize(
    "second",
    [
        "Conclusion : endométriome gauche.\nPage 2/2",
        "Conclusion : endométriome gauche.\nPage 2 sur 2",
        "Suite des résultats : utérus normal.\nDr Fable",
    ],
)
def test_a_page_that_says_so_or_opens_nothing_continues(second: str, vocabulary: Vocabulary) -> None:
    found = documents(vocabulary, *upload(1, IRM, second), *upload(2, LAB))
    assert [d.pages for d in found] == [(1, 2), (1,)]


def test_a_page_of_another_upload_never_continues(vocabulary: Vocabulary) -> None:
    found = documents(vocabulary, *upload(1, IRM), *upload(2, "Conclusion : endométriome gauche.\nPage 2/2"))
    assert [(d.filename, d.pages) for d in found] == [("envoi-1.pdf", (1,)), ("envoi-2.pdf", (1,))]


def test_a_first_page_begins_a_document_of_the_same_kind(vocabulary: Vocabulary) -> None:
    found = documents(vocabulary, *upload(1, IRM + "\nPage 1/1", IRM.replace("12/01", "20/02") + "\nPage 1/1"))
    assert [d.pages for d in found] == [(1,), (2,)]


@pytest.mark.parametrize(("name", "pages"), [("FICTIVE-LORRAINE Olga 03/11/1958", (1,)), (f"{NAME[4:]}", (1, 2))])
def test_a_sheet_of_another_person_under_the_same_letterhead_is_a_document_of_its_own(
    name: str, pages: tuple[int, ...], vocabulary: Vocabulary
) -> None:
    sheet = "LABORATOIRE DES FABLES\nBiologiste : Dr Fable\nMme {} Prélèvement du 08/01/2026\n{}"
    blood, hormones = "Ferritine 9 µg/L\nHémoglobine 11,8 g/dL\nVGM 78 fL", "AMH 1,8 ng/mL\nFSH 7 UI/L\nLH 5 UI/L"
    found = documents(vocabulary, *upload(1, sheet.format(NAME[4:], blood), sheet.format(name, hormones)))
    assert found[0].pages == pages
    assert [d.owner for d in found[1:]] == ["other_person"] * (2 - len(pages))


KNEES = f"""Radiographies du genou gauche
{NAME}
Examen du 12/01/2026
Genou gauche en charge, 4 incidences : interligne interne 2,1 mm, externe 5,2 mm, Kellgren-Lawrence 3, HKA 174°."""
DUPLICATES = [
    (IRM, IRM, True),
    (LAB, LAB.replace("LABORATOIRE", "DUPLICATA\nLABORATOIRE"), True),
    (LAB, LAB.replace("11,8", "12,9").replace("08/01/2026", "08/02/2026"), False),
    (IRM, LETTER, False),
    (KNEES, KNEES.replace("gauche", "droit"), False),  # a report of the other knee is no copy
    (IRM, IRM.replace("Océane", "Océane").replace("17/05/1991", "04/02/1957"), False),
]


@pytest.mark.parametrize(("first", "second", "repeats"), DUPLICATES)
def test_a_document_sent_twice_names_the_first(first: str, second: str, repeats: bool, vocabulary: Vocabulary) -> None:
    one, two = documents(vocabulary, *upload(1, first), *upload(2, second))
    assert one.duplicate_of is None
    assert two.duplicate_of == ("D1" if repeats else None)


def test_an_unreadable_page_keeps_its_file_name_and_nothing_else(vocabulary: Vocabulary) -> None:
    blurred = a_page("", origin="unreadable", quality=0.1, filename="IRM_pelvienne.jpg")
    (found,) = documents(vocabulary, blurred)
    assert (found.kind, found.dated, found.owner, found.legible) == ("compte_rendu_imagerie", None, "unknown", False)


@pytest.mark.parametrize(
    ("text", "medical"),
    [
        (IRM, True),
        (LETTER, True),
        ("Facture d'électricité. Montant : 84,20 €. À régler avant le 15/03/2026.", False),
        ("Compte rendu de l'assemblée des copropriétaires", False),
    ],
)
def test_what_reads_like_a_medical_document(text: str, medical: bool, vocabulary: Vocabulary) -> None:
    assert is_medical(text, vocabulary) is medical


def test_the_name_inside_an_archive_tells_the_kind(vocabulary: Vocabulary) -> None:
    blurred = a_page("", origin="unreadable", quality=0.1, filename="envoi.zip", member="scans/IRM_pelvienne.jpg")
    (found,) = documents(vocabulary, blurred)
    assert (found.kind, found.filename) == ("compte_rendu_imagerie", "envoi.zip")
    assert (found.member, found.file_fr) == ("scans/IRM_pelvienne.jpg", "envoi.zip › scans/IRM_pelvienne.jpg")


COUPLE = "Lettre\nCouple infertile : Mme FICTIVE-LORRAIN Océane (17/05/1991) et M. FABLE Hugo, né le 30/07/1988."


@pytest.mark.parametrize(("born", "owner"), [("30/07/1988", "partner"), ("02/02/1961", "other_person")])
def test_a_paper_of_the_partner_is_known_by_the_birth_date_that_the_letter_of_the_couple_gives(
    born: str, owner: str, vocabulary: Vocabulary
) -> None:
    prescription = f"Ordonnance\nM. FABLE Hugo, né le {born}\nParacétamol 1 g : 1 comprimé si douleur"
    pages = [a_page(COUPLE, filename="lettre.pdf"), a_page(prescription, filename="ordonnance.pdf")]
    assert [d.owner for d in split(pages, PATIENT, RECEIVED, vocabulary)] == ["this_patient", owner]
