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
    ("letter", "born", "owner"),
    [
        (LETTER.format("03/11/1984"), "08/02/1980", "other_person"),
        (LETTER.format("03/11/1984"), "03/11/1984", "partner"),
        # A figure misread, and a letter that gives no birth.
        (LETTER.format("03/11/1984"), "03/11/1934", "partner"),
        (LETTER.replace(" ({})", ""), "08/02/1980", "partner"),
        # It names her: the birth date may be mistyped.
        (LETTER.format("03/11/1984"), "08/02/1980\nConjointe : FICTIVE-LORRAIN Océane", "partner"),
    ],
)
def test_a_semen_analysis_of_another_birth_is_a_strangers(
    letter: str, born: str, owner: str, vocabulary: Vocabulary
) -> None:
    pages = [
        a_page(text, filename=f"{n}.pdf", upload=f"{n}" * 64) for n, text in enumerate((letter, SPERM.format(born)))
    ]
    *_, last = split(pages, PATIENT, RECEIVED, vocabulary)
    assert last.owner == owner
    assert ("les papiers du couple donnent le 03/11/1984" in last.owner_reason_fr) is (owner == "other_person")
