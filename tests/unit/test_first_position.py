"""The option that a first opinion chose, read from a note of the intake and from the end of a letter."""

from pathlib import Path

import pytest
import yaml

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.dossier import FirstOpinion
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.first_position import first_position
from tests.builders import a_dossier, a_place

ROWS = yaml.safe_load((Path(__file__).parent / "first_positions.yaml").read_text(encoding="utf-8"))
LETTER = "Cher confrère,\nJ'ai revu votre patient ce jour.\n\n{}\n\nBien confraternellement."


@pytest.mark.parametrize("in_letter", [False, True])
@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:40] for row in ROWS])
def test_what_a_first_doctor_chose(
    row: dict[str, str],
    in_letter: bool,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    letters = [a_place(LETTER.format(row["text"]), "courrier", vocabulary, clinical_reader)] if in_letter else []
    dossier = a_dossier(first_opinion=FirstOpinion(given=True, text=None if in_letter else row["text"]))
    found = first_position(dossier, pathways[row["of"]], letters, vocabulary, clinical_reader)
    assert found is not None
    assert found.options[0] == row["option"]
    assert not row.get("joined") or row["joined"] in found.joined


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Une coloscopie est demandée.", True),
        ("La coloscopie reste à faire.", True),
        ("Coloscopie normale en 2024.", False),
        ("Je n'ai pas redemandé de coloscopie.", False),
        ("Il est inutile de programmer une coloscopie.", False),
    ],
)
def test_an_examination_that_is_told_or_passed_over_was_not_asked_for(
    said: str,
    asked: bool,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    dossier = a_dossier(first_opinion=FirstOpinion(given=True, text=f"Hémicolectomie droite proposée. {said}"))
    found = first_position(dossier, pathways["cancer-colon-rectum"], [], vocabulary, clinical_reader)
    assert found is not None
    assert ("coloscopie" in found.ordered) is asked


@pytest.mark.parametrize(
    ("pathway", "said", "rejected"),
    [
        (
            "scoliose-adolescent",
            "Je propose des exercices de Schroth. Il n'y a pas lieu de parler d'un corset.",
            "corset",
        ),
        ("scoliose-adolescent", "Je propose une simple surveillance, sans kiné ni corset.", "corset"),
        ("gonarthrose", "Je propose une prothèse totale. Pas d'indication d'ostéotomie ici.", "osteotomie"),
        ("gonarthrose", "Prothèse totale proposée, une ostéotomie est à discuter ensuite.", None),
        ("scoliose-adolescent", "Je propose une arthrodèse. Elle n'a jamais porté de corset.", None),
        ("scoliose-adolescent", "Je propose une arthrodèse. Elle refuse le corset, qu'elle n'a pas pris.", None),
    ],
)
def test_what_a_first_doctor_turns_down(
    pathway: str,
    said: str,
    rejected: str | None,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    letter = a_place(LETTER.format(said), "courrier", vocabulary, clinical_reader)
    dossier = a_dossier(first_opinion=FirstOpinion(given=True, text=None))
    found = first_position(dossier, pathways[pathway], [letter], vocabulary, clinical_reader)
    assert found is not None
    assert (rejected in found.rejected) if rejected else not found.rejected
