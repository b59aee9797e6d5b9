"""A paper of the partner's is known by the birth date that the couple's own papers give."""

from datetime import date

import pytest

from engine.domain.dossier import Patient
from engine.domain.vocabulary import Vocabulary
from engine.steps.split import split
from tests.builders import a_page

RECEIVED = date(2026, 3, 2)
PATIENT = Patient(family_name="Fictive-Lorrain", given_name="Océane", sex="F", birth_date=date(1991, 5, 17))
LETTER = (
    "Brest, le 12/01/2026\nMme Océane FICTIVE-LORRAIN (17/05/1991) et M. Gontran PASTICHE ({})\nCher confrère,\n"
    "Je vois ce couple pour une infertilité de deux ans."
)
SPERM = "LABORATOIRE\nM. PASTICHE Gontran, né le {}\nSPERMOGRAMME\nRecueil du 05/01/2026, abstinence 4 jours"
DRUGS = "ORDONNANCE\nLe 15/12/2025\nM. PASTICHE Gontran, né le 03/11/1984\nAllopurinol 100 mg : 1 comprimé par jour"


@pytest.mark.parametrize(
    ("papers", "owner"),
    [
        ([LETTER.format("03/11/1984"), DRUGS], "partner"),
        ([SPERM.format("03/11/1984"), DRUGS], "partner"),
        ([LETTER.format("08/02/1980"), DRUGS], "other_person"),
        (
            [LETTER.format("03/11/1984").replace("couple pour une infertilité", "malade pour une toux"), DRUGS],
            "other_person",
        ),
        ([DRUGS], "other_person"),
    ],
)
def test_whose_a_prescription_is(papers: list[str], owner: str, vocabulary: Vocabulary) -> None:
    pages = [a_page(text, filename=f"{n}.pdf", upload=f"{n}" * 64) for n, text in enumerate(papers)]
    *_, last = split(pages, PATIENT, RECEIVED, vocabulary)
    assert last.owner == owner
    assert "né(e) le 03/11/1984" in last.owner_reason_fr


@pytest.mark.parametrize(
    ("papers", "owner"),
    [
        ([LETTER.format("03/11/1984"), SPERM.format("03/11/1984")], "partner"),
        ([LETTER.format("03/11/1984"), SPERM.format("08/11/1984")], "partner"),
        ([LETTER.format("03/11/1984"), SPERM.format("22/09/1979")], "other_person"),
        ([LETTER.format("03/11/1984"), SPERM.format("22/09/1979") + "\nConjointe : FICTIVE-LORRAIN Océane"], "partner"),
        ([LETTER.format("chauffeur"), SPERM.format("22/09/1979")], "partner"),
    ],
)
def test_a_sperm_test_of_quite_another_birth_is_a_strangers(
    papers: list[str], owner: str, vocabulary: Vocabulary
) -> None:
    pages = [a_page(text, filename=f"{n}.pdf", upload=f"{n}" * 64) for n, text in enumerate(papers)]
    *_, last = split(pages, PATIENT, RECEIVED, vocabulary)
    assert last.owner == owner
