"""What a paper tells and the letter of the first opinion does not name by any word; every false absence is grave."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.extract import extract
from engine.steps.left_out import LeftOut, left_out
from engine.steps.papers import Papers
from tests.builders import a_place
from tests.unit.papers_left_out import NOT_TOLD, STAY, TOLD, WHOLE

LETTER = "Nantes, le 12/01/2026\nCher confrère,\nJe vois Mme FICTIVE-LORRAIN Océane.\n{}\nConfraternellement"


def found(
    row: tuple[str, str, str, str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    reader: EdsNlpReader,
    *,
    judged: tuple[str, ...] = ("letter",),
    dated: date | None = date(2025, 12, 20),
    quality: float = 0.96,
) -> tuple[LeftOut, ...]:
    pathway, kind, paper, letter = row
    places = [
        a_place(LETTER.format(letter), "courrier", vocabulary, reader, "letter", title="Lettre", author="Dr Conte"),
        a_place(f"Mme FICTIVE-LORRAIN Océane\n{paper}", kind, vocabulary, reader, "paper", dated=dated, title="Papier"),
    ]
    places[0] = places[0].model_copy(update={"page": places[0].page.model_copy(update={"quality": quality})})
    facts = extract(places, pathways[pathway], vocabulary)
    documents = [p.document for p in places]
    return left_out(Papers(documents, places, judged), facts, pathways[pathway], vocabulary)


@pytest.mark.parametrize("row", TOLD, ids=lambda row: f"{row[4]}-{row[2][:30]}")
def test_what_a_paper_tells_and_the_letter_does_not(
    row: tuple[str, str, str, str, str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    told = found(row[:4], pathways, vocabulary, clinical_reader)
    assert row[4] in [one.matter.id for one in told]
    assert all(one.quote for one in told)


@pytest.mark.parametrize("row", NOT_TOLD, ids=lambda row: f"{row[2][:30]}-{row[3][:20]}")
def test_nothing_is_said_to_lack(
    row: tuple[str, str, str, str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    assert [one.matter.id for one in found(row, pathways, vocabulary, clinical_reader)] == []


@pytest.mark.parametrize("row", WHOLE, ids=lambda row: f"{row[0]}-{row[2][:20]}")
def test_what_whole_papers_tell(
    row: tuple[str, str, str, str, set[str]],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    assert {one.matter.id for one in found(row[:4], pathways, vocabulary, clinical_reader)} == row[4]


def test_without_a_first_letter_or_a_good_reading_nothing_lacks(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    row = ("gonarthrose", STAY, "Diabète de type 2.", "HTA.")
    given = (row, pathways, vocabulary, clinical_reader)
    assert found(*given)
    assert not found(*given, judged=())
    assert not found(*given, quality=0.6)


def test_an_infection_of_long_ago_is_not_told(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    row = ("gonarthrose", STAY, "Sepsis urinaire.", "HTA.")
    assert not found(row, pathways, vocabulary, clinical_reader, dated=date(2016, 5, 2))
