"""What papers decide is decided though the questionnaire leaves it open, and what they discourage never comes first."""

from datetime import date

import pytest

from engine.adapters.assembled_model import assemble
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.conditions import Value
from engine.domain.dossier import Patient, Question
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.builders import a_brief, a_dossier
from tests.unit.papers_told import BIRTHS
from tests.unit.situations_told_colon import COLON_TOLD
from tests.unit.situations_told_colon_later import COLON_LATER_TOLD
from tests.unit.situations_told_prostate import PROSTATE_TOLD
from tests.unit.situations_told_thyroid import THYROID_TOLD
from tests.unit.situations_told_thyroid_later import THYROID_LATER_TOLD

PLACES = (
    ("cancer-prostate", PROSTATE_TOLD),
    ("cancer-colon-rectum", (*COLON_TOLD, *COLON_LATER_TOLD)),
    ("cancer-thyroide-nodule", (*THYROID_TOLD, *THYROID_LATER_TOLD)),
)
TOLD = [pytest.param(name, *row, id=f"{name}: {row[0]}") for name, rows in PLACES for row in rows]


@pytest.mark.parametrize(("name", "told", "asked", "answers", "papers", "first", "wrong"), TOLD)
def test_what_the_papers_decide_comes_first(
    name: str,
    told: str,
    asked: str,
    answers: dict[str, Value],
    papers: list[str],
    first: set[str | None],
    wrong: set[str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    patient = Patient(
        family_name="Fictive-Lorrain",
        given_name="Claude",
        sex="M" if name == "cancer-prostate" else "F",
        birth_date=BIRTHS.get(told, date(1964, 5, 17)),
    )
    question = Question(type=asked, text="Que faut-il faire ?")
    dossier = a_dossier(
        pathway=name, received_on=date(2026, 10, 5), patient=patient, question=question, questionnaire=answers
    )
    texts = {f"{number:02}.pdf": paper for number, paper in enumerate(papers, 1)}
    position = assemble(a_brief(dossier, texts, pathways[name], vocabulary, clinical_reader)[0].inputs).position
    assert position.option in first
    assert {position.option, *position.alternatives} & wrong == set()
