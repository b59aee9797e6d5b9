"""From papers to the option: what short papers print decides what comes first, whoever leaves a question open."""

from collections.abc import Collection
from datetime import date

import pytest

from engine.adapters.assembled_model import assemble
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.conditions import Value
from engine.domain.dossier import Patient, Question
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.options import preferred
from tests.builders import a_brief, a_dossier
from tests.unit.papers_of_hips import HIPS
from tests.unit.papers_of_knees import KNEES
from tests.unit.papers_of_spines import SPINES
from tests.unit.papers_of_spines_late import LATE_SPINES

RECEIVED = date(2026, 11, 16)
ROWS = [
    pytest.param(pathway, *row[1:], id=f"{pathway}: {row[0]}")
    for pathway, rows in (
        ("gonarthrose", KNEES),
        ("coxarthrose", HIPS),
        ("scoliose-adolescent", (*SPINES, *LATE_SPINES)),
    )
    for row in rows
]


@pytest.mark.parametrize(("name", "asked", "answers", "age", "texts", "first", "never"), ROWS)
def test_what_papers_print_decides_the_option(
    name: str,
    asked: str,
    answers: dict[str, Value],
    age: int,
    texts: dict[str, str],
    first: Collection[str | None],
    never: set[str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    born = date(RECEIVED.year - age, 1, 20)
    patient = Patient(family_name="Fictive-Lorrain", given_name="Océane", sex="F", birth_date=born)
    question = Question(type=asked, text="Que faut-il faire ?")
    dossier = a_dossier(pathway=name, received_on=RECEIVED, patient=patient, question=question, questionnaire=answers)
    given, _ = a_brief(dossier, texts, pathways[name], vocabulary, clinical_reader)
    best = preferred(given.weighed)
    assert (best.option.id if best else None) in first
    position = assemble(given.inputs).position
    assert {position.option, *position.alternatives} & never == set()
