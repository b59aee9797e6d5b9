"""What other papers say of a piece that the dossier lacks, and which papers came after the first opinion."""

from collections.abc import Callable
from datetime import date

import pytest

from engine.adapters.assembled_model import assemble
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.brief import Brief
from tests.builders import a_brief, a_dossier

Told = Callable[[dict[str, str]], Brief]
LETTER = (
    "Brest, le 12/01/2026\nCher confrère,\nJe vois Mme FICTIVE-LORRAIN Océane pour une infertilité de deux ans. {}\n"
    "Je propose une FIV.\nConfraternellement"
)
ULTRASOUND = (
    "ÉCHOGRAPHIE PELVIENNE DU {}\nMme FICTIVE-LORRAIN Océane\nAdénomyose diffuse avec myomètre épaissi en arrière. "
    "Pas de polype dans la cavité utérine.\nConclusion : endométriome droit de 24 mm."
)


@pytest.fixture
def told(pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> Told:
    def of(texts: dict[str, str]) -> Brief:
        answers = {"ivf_already_indicated": False}
        dossier = a_dossier(pathway="infertilite-couple", received_on=date(2026, 3, 2), questionnaire=answers)
        return a_brief(dossier, texts, pathways["infertilite-couple"], vocabulary, clinical_reader)[0]

    return of


def tubes(given: Brief) -> str | None:
    return next(e.beside for e in given.inputs.evidence if e.key == "permeabilite_tubaire")


def test_what_a_letter_says_of_a_missing_examination_stands_beside_it(told: Told) -> None:
    given = told({"01-lettre.pdf": LETTER.format("Une hystérographie n'a jamais été faite.")})
    assert tubes(given) == "« Une hystérographie n'a jamais été faite » (lettre du 12/01/2026)"


@pytest.mark.parametrize("sentence", ["", "Je propose une hystérographie avant la FIV.", "Les trompes sont inconnues."])
def test_what_is_only_proposed_or_not_named_is_not_told(told: Told, sentence: str) -> None:
    assert tubes(told({"01-lettre.pdf": LETTER.format(sentence)})) is None


@pytest.mark.parametrize(("day", "later"), [("20/01/2026", True), ("12/01/2026", False), ("05/01/2026", False)])
def test_a_report_after_the_letter_of_the_first_opinion_says_so(told: Told, day: str, *, later: bool) -> None:
    given = told({"01-lettre.pdf": LETTER.format(""), "02-echo.pdf": ULTRASOUND.format(day)})
    (paper,) = (p for p in given.inputs.papers if p.kind == "compte_rendu_imagerie")
    assert paper.beside == ("après le courrier de premier avis du 12/01/2026" if later else None)
    said = [s.text for s in assemble(given.inputs).statements if s.section == "resume"]
    assert any("(après le courrier de premier avis du 12/01/2026)" in text for text in said) is later
