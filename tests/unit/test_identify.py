"""Whose a document is: birth dates in their printed forms, misreadings, homonyms, other people, the couple."""

from datetime import date

import pytest

from engine.domain.dossier import Patient
from engine.domain.vocabulary import Vocabulary
from engine.steps.identify import owner_of

PATIENT = Patient(family_name="Fictive-Lorrain", given_name="Océane", sex="F", birth_date=date(1991, 5, 17))
TODAY = date(2026, 3, 2)

THIS, PARTNER, OTHER, UNKNOWN = "this_patient", "partner", "other_person", "unknown"

OWNERS = [
    # The same person, however the date is printed.
    ("Mme FICTIVE-LORRAIN Océane, née le 17/05/1991", THIS),
    ("FICTIVE LORRAIN Océane née le 17.05.91", THIS),
    ("Patiente : Océane Fictive-Lorrain\nDate de naissance : 17 mai 1991", THIS),
    ("Nom : FICTIVE-LORRAIN\nDDN : 17-05-1991", THIS),
    ("Madame Océane FICTIVE-LORRAIN (17/05/1991)", THIS),
    ("Madame Océane MARTINET née FICTIVE-LORRAIN le 17/05/1991", THIS),
    ("Née le 17/05/1991. IRM pelvienne.", THIS),
    ("Concerne : Mme OCEANE FICTIVE LORRAIN\nnée le 17 MAI 1991", THIS),
    # One or two digits misread, with the name.
    ("Mme FICTIVE-LORRAIN Océane, née le 17/05/1997", THIS),
    ("Mme FICTIVE-LORRAIN Océane, née le 11/06/1991", THIS),
    ("Mme Fictive-Lorrain, vue ce jour pour des douleurs.", THIS),
    # Another person: a homonym, or another name.
    ("Mme FICTIVE-LORRAIN Océane, née le 04/02/1957", OTHER),
    ("Mme INVENTÉE Clara, née le 04/02/1957", OTHER),
    ("Patient : M. Paul IMAGINAIRE\nNé le 22/09/1948\nIRM du genou droit", OTHER),
    ("Madame CHIMÈRE Rose (30/12/1984)\nÉchographie pelvienne", OTHER),
    (
        "Mme INVENTÉE Clara, née le 17/05/1997",
        OTHER,
    ),  # a birth date one digit away is a misreading of the same names only
    # Nobody is named.
    ("IRM pelvienne. Kyste ovarien gauche.", UNKNOWN),
    ("Examen du 12/01/2026. Validé le 13/01/2026.", UNKNOWN),
    ("Ordonnance du 02/02/2026\nParacétamol 1 g", UNKNOWN),
    # A note about both that names her first is hers.
    ("Pour Océane FICTIVE-LORRAIN et son mari\nMonsieur : spermogramme à refaire, abstinence de 3 jours.", THIS),
    # The partner's analysis belongs to the couple.
    ("Laboratoire des Fables\nSpermogramme\nM. Hugo FABULEUX né le 03/03/1989", PARTNER),
    ("Spermocytogramme\nM. FABULEUX Hugo, né le 03/03/1989", PARTNER),
    # A letter that names him alone before it greets, as hers.
    ("Concerne M. Hugo FABULEUX, 44 ans, compagnon de Mme FICTIVE-LORRAIN\nChère amie,\nFSH 5,1 UI/L.", PARTNER),
    ("Objet : Hugo FABULEUX, conjoint de Madame Océane FICTIVE-LORRAIN\nCher ami,\nTesticules normaux.", PARTNER),
    ("M. FICTIVE-LORRAIN Hugo, époux de Mme FICTIVE-LORRAIN Océane\nCher confrère,\nVaricocèle.", PARTNER),
    ("Mme FICTIVE-LORRAIN Océane, compagne de M. FABULEUX\nCher confrère,\nFSH 5,1 UI/L.", THIS),
    ("FICTIVE-LORRAIN Océane, épouse de M. FICTIVE-LORRAIN\nCher confrère,\nFSH 5,1 UI/L.", THIS),
    ("Mme FICTIVE-LORRAIN Océane et M. FABULEUX, conjoint de Mme FICTIVE-LORRAIN\nCher ami,\nBilan.", THIS),
    ("Mme Océane FICTIVE-LORRAIN\nCher confrère,\nM. FABULEUX, mari de Mme FICTIVE-LORRAIN, fume.", THIS),
]


@pytest.mark.parametrize(("text", "owner"), OWNERS)
def test_whose_a_document_is(text: str, owner: str, vocabulary: Vocabulary) -> None:
    said, reason = owner_of(text, PATIENT, vocabulary, TODAY)
    assert (said, reason.endswith(".")) == (owner, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mme FICTIVE-LORRAIN Océane, née le 04/02/1957", "Homonyme : mêmes nom et prénom, mais né(e) le 04/02/1957."),
        ("Mme INVENTÉE Clara, née le 04/02/1957", "Autre identité : né(e) le 04/02/1957."),
        ("Née le 17/05/1991", "Né(e) le 17/05/1991, comme dans la fiche d'accueil."),
        (
            "Mme FICTIVE-LORRAIN Océane, née le 17/05/1997",
            "Nom et prénom concordants ; date de naissance lue à un ou deux",
        ),
    ],
)
def test_the_reason_says_what_was_read(text: str, told: str, vocabulary: Vocabulary) -> None:
    assert owner_of(text, PATIENT, vocabulary, TODAY)[1].startswith(told)


@pytest.mark.parametrize(
    "text",
    [
        "Mme Fictive-Lorrain, opérée le 03/02/2026",
        "Mme Fictive-Lorrain Océane\nIRM du 12/01/2026",
        "FICTIVE-LORRAIN Océane – prélevé le 08/01/2026",
    ],
)
def test_a_recent_day_beside_the_name_is_no_birth(text: str, vocabulary: Vocabulary) -> None:
    assert owner_of(text, PATIENT, vocabulary, TODAY)[0] == THIS


CHILD = Patient(family_name="Inventé-Marelle", given_name="Lilou", sex="F", birth_date=date(2012, 9, 21))
MAN = Patient(family_name="Imaginaire", given_name="Paul", sex="M", birth_date=date(1955, 12, 24))

HARDER: list[tuple[Patient, str, bool, str]] = [
    # Names at birth, in use, by marriage; double names given in part.
    (PATIENT, "Mme MARTINET Océane\nNom de naissance : FICTIVE-LORRAIN\nNée le 17/05/1991", True, THIS),
    (PATIENT, "Mme MARTINET Océane, née le 17/05/1991", True, THIS),
    (PATIENT, "Mme FICTIVE-LORRAIN épouse MARTINET Océane née le 17/05/1991", True, THIS),
    (PATIENT, "Océane et Hugo FICTIVE\nChère amie, nous avons vu ce couple.", True, THIS),
    (PATIENT, "Mme MARTINET Océane", True, UNKNOWN),
    (PATIENT, "Mme MARTINET Clara née le 17/05/1991", True, UNKNOWN),
    # Damaged by reading, or by a fax.
    (PATIENT, "Mme F1CTIVE-L0RRAIN 0céane, née le 17/05/1991", False, THIS),
    (PATIENT, "Mme FICTlVE-LORRAlN Oceanne, vue ce jour", False, THIS),
    (PATIENT, "Mme FICTIVE-LORRAIN Océane, née le 11/06/1991", True, OTHER),
    (PATIENT, "Mme FICTIVE-LORRAIN Océane, née le 17/05/1992", True, UNKNOWN),
    (PATIENT, "Mme FICTIVE-LORRAIN Océane, née le 17/05/1961", True, OTHER),
    (PATIENT, "Mme FICTIVE-LORRAIN Océane, née le 22/08/1991", False, OTHER),
    (PATIENT, "Mme FICTIVE-LORRAIN Océanie, née le 30/10/1974", True, OTHER),
    # The same family: a husband, a mother, a twin, a brother.
    (PATIENT, "M. FICTIVE-LORRAIN Hubert\nINR 2,4", True, OTHER),
    (PATIENT, "M. FICTIVE-LORRAIN Hubert, né le 02/02/1987", True, OTHER),
    (PATIENT, "Mme FICTIVE-LORRAIN Clara\nTSH 2,1", True, UNKNOWN),
    (PATIENT, "Mme FICTIVE-LORRAIN Clara, née le 17/05/1991", True, UNKNOWN),
    (PATIENT, "Mme FICTIVE-LORRAIN, 34 ans, vue ce jour", True, THIS),
    (CHILD, "Lilou INVENTÉ-MARELLE, vue avec sa mère Mme INVENTÉ Sandrine, née le 14/09/1983", True, THIS),
    (CHILD, "Enfant INVENTÉ Lilian 03.01.2015\nRadiographie du poignet", True, OTHER),
    (CHILD, "Courbe de croissance\n12 ans 152 cm", True, UNKNOWN),
    # Labelled as somebody else, without a birth date; a doctor or an addressee is nobody's name.
    (PATIENT, "Patient : IMAGINAIRE Paul\nIRM du genou", True, OTHER),
    (PATIENT, "Madame le Docteur Annie MÉDOC\nIRM pelvienne", True, UNKNOWN),
    # Couples: what only the other can have had, what is said to be the other's, what both had.
    (
        PATIENT,
        "Concentration 52 M/mL\nFormes typiques 9 %\nAbstinence 3 jours\nM. FABLE né le 30/07/1991",
        True,
        PARTNER,
    ),
    (PATIENT, "CARYOTYPE\nM. FABLE Hugo né le 30/07/1991, conjoint de Mme FICTIVE-LORRAIN\nInfertilité", True, PARTNER),
    (PATIENT, "Sérologies du couple\nMme FICTIVE-LORRAIN née le 17/05/1991\nM. FABLE né le 30/07/1991", True, THIS),
    (
        PATIENT,
        "Cher ami,\nMme FICTIVE-LORRAIN (17/05/1991) et M. FABLE (30/07/1991) : spermogramme normal.",
        True,
        THIS,
    ),
    # A consultation of both that names her beside her own examinations is hers, spermogram and all.
    (
        PATIENT,
        "Consultation d'AMP\nCouple FICTIVE-LORRAIN Océane (17/05/1991) et M. FABLE Hugo (30/07/1991)\nAMH 1,3 ng/mL, "
        "trompes perméables.\nSpermogramme : oligospermie.",
        True,
        THIS,
    ),
    (PATIENT, "Glycémie 1,3 g/L\nM. FABLE Hugo né le 30/07/1991, époux de Mme FICTIVE-LORRAIN", True, OTHER),
    (MAN, "Spermogramme\nM. IMAGINAIRE Paul né le 24/12/1955", True, THIS),
    (MAN, "Spermogramme\nM. FABLE Hugo né le 30/07/1991", True, OTHER),
    # An operation is no birth, however old.
    (PATIENT, "Mme FICTIVE-LORRAIN césarienne pratiquée le 14/10/2008", True, THIS),
]


@pytest.mark.parametrize(("patient", "text", "printed", "owner"), HARDER)
def test_whose_a_harder_document_is(
    patient: Patient, text: str, printed: bool, owner: str, vocabulary: Vocabulary
) -> None:
    assert owner_of(text, patient, vocabulary, TODAY, printed=printed)[0] == owner
