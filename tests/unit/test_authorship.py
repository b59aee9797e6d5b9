"""Who wrote a document and where: signatures, labels, letterheads, and who only stands on the page."""

from datetime import date

import pytest

from engine.domain.dossier import Patient
from engine.domain.vocabulary import Vocabulary
from engine.steps.authorship import author_of, establishment_of

PATIENT = Patient(family_name="Fictive-Lorrain", given_name="Océane", sex="F", birth_date=date(1991, 5, 17))
ABOUT = "Mme FICTIVE-LORRAIN Océane, née le 17/05/1991"
BODY = "Utérus antéversé. Ovaires normaux.\nPas d'épanchement.\nConclusion : examen normal."

AUTHORS = [
    # Behind a label.
    (
        f"{ABOUT}\n{BODY}\nCompte rendu validé électroniquement par le Dr Edgar MOUSSAILLON le 13/01/2026",
        "Dr Edgar MOUSSAILLON",
    ),
    (f"Examen réalisé le 12/01/2026 par le Dr Jeanne RAYONNET\n{ABOUT}\n{BODY}", "Dr Jeanne RAYONNET"),
    (f"{ABOUT}\nRéalisé le 12/01/2026 - Dr P. LARIGOT\n{BODY}", "Dr P. LARIGOT"),
    (f"{ABOUT}\n{BODY}\nBiologiste responsable : Dr Odette FIOLE", "Dr Odette FIOLE"),
    (f"{ABOUT}\n{BODY}\nInterne : Jean STAGE senior : Dr Aminata RENARDE", "Dr Aminata RENARDE"),
    (f"{ABOUT}\nOpérateur : Docteur Alban COTYLE Aide : M. TRÉPAN\n{BODY}", "Docteur Alban COTYLE"),
    # On a line of its own at the end, in full where the letterhead has it.
    (f"Drs MARTEAU, ENCLUME\n{ABOUT}\n{BODY}\nDr C. ENCLUME", "Dr C. ENCLUME"),
    (f"Dr Armelle SYNOVIE\n{ABOUT}\n{BODY}\nAmicalement,\nA. SYNOVIE", "Dr Armelle SYNOVIE"),
    (f"Dr B. SCALPEL, Dr G. PINCE\n{ABOUT}\n{BODY}\nDr G. PINCE\nDicté le 12/01/2026", "Dr G. PINCE"),
    (f"Rhumatologie\n{ABOUT}\n{BODY}\nSincères salutations, Dr L. Rotule", "Dr L. Rotule"),
    (f"{ABOUT}\n{BODY}\nA. FLACON — validé le 19/06/2026", "A. FLACON"),
    # The only one of the letterhead.
    (f"CENTRE DES FABLES\nDr Blaise INVENTÉ\n{ABOUT}\n{BODY}", "Dr Blaise INVENTÉ"),
    (f"Romaric BALANCELLE, kinésithérapeute D.E.\n{ABOUT}\n{BODY}", "Romaric BALANCELLE"),
    # A list of doctors, a prescriber, an addressee, the patient: none of them wrote it.
    (f"CENTRE DES FABLES\nDr A. UN – Dr B. DEUX – Dr C. TROIS\n{ABOUT}\n{BODY}", None),
    (f"CENTRE DES FABLES\nMédecin prescripteur : Dr PANTOUFLE\n{ABOUT}\n{BODY}", None),
    (f"LABORATOIRE DES FABLES\n{ABOUT} Prélevé le 08/01/2026 Médecin : Dr BARDE\n{BODY}", None),
    (f"{BODY}\nCopie : Dr GRELOT", None),
    (f"{BODY}\nOcéane FICTIVE-LORRAIN", None),
    (f"{ABOUT}\n{BODY}\nPRESCRIPTIONS SANS RAPPORT AVEC L'ALD", None),
    (f"{ABOUT}\n{BODY}\nSANS RAPPORT AVEC L'ALD", None),
    (f"{ABOUT}\n{BODY}\nJP SYNOVIE", "JP SYNOVIE"),
    # What a stamp leaves of itself on a fax.
    (f"{ABOUT}\n{BODY}\nGr HTV VAT", None),
    (f"{ABOUT}\n{BODY}\nCl UTE VAT", None),
    (f"{ABOUT}\n{BODY}\nTh. SYNOVIE", "Th. SYNOVIE"),
    (f"{ABOUT}\n{BODY}\nCl. NRD-MT LAPI", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "author"), AUTHORS)
def test_who_wrote_it(text: str, author: str | None, vocabulary: Vocabulary) -> None:
    assert author_of(text, PATIENT, vocabulary) == author


PLACES = [
    (
        "CENTRE D'IMAGERIE MÉDICALE DES QUAIS\nIRM - Scanner\n12 quai Fictif, 00000 VILLE",
        "CENTRE D'IMAGERIE MÉDICALE DES QUAIS",
    ),
    ("Dr Guénolé INVENTÉ\nChirurgie viscérale — Clinique du Roc Blanc", "Clinique du Roc Blanc"),
    ("Laboratoire BIO-PLATEAU 00000 HAUTEFICTION\nDirecteur : Dr F. Tube", "Laboratoire BIO-PLATEAU"),
    ("CHU de Hautefiction Urologie Pr A. INVENTÉ\nService de nuit", "CHU de Hautefiction Urologie"),
    ("FAX 00 00 00 00 00 12/01/2026 11:47 p. 001/001\nMATERNITÉ SAINTE-FABLE", "MATERNITÉ SAINTE-FABLE"),
    ("BIOFABLE — site du port\nResponsable : G. Fiole", "BIOFABLE"),
    ("Service de rhumatologie\nHôpital de la Lune — 3e étage", "Hôpital de la Lune"),
    ("Dr Pélagie INVENTÉE\nmédecine générale - 00000 FABLE", None),
    (f"Dr Pélagie INVENTÉE\n{ABOUT}\nAdressée à la clinique des Pins.", None),
    ("Nom : FICTIVE-LORRAIN\nClinique des Pins", None),
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_where_it_was_written(text: str, place: str | None, vocabulary: Vocabulary) -> None:
    assert establishment_of(text, vocabulary) == place
