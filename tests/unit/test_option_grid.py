"""Whole papers through the engine: the option put first is a right one in each situation, a wrong one never stands."""

from datetime import date

import pytest

from engine.adapters.assembled_model import assemble
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.dossier import Patient, Question
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.builders import a_brief, a_dossier
from tests.unit.grid_arthritis import ARTHRITIS_GRID
from tests.unit.grid_breast import BREAST_GRID
from tests.unit.grid_disc import DISC_GRID
from tests.unit.grid_disc_other import OTHER_DISC_GRID
from tests.unit.grid_papers import Row

PATIENT = Patient(family_name="Fictive-Lorrain", given_name="Océane", sex="F", birth_date=date(1968, 5, 17))
GRIDS = (
    ("cancer-sein", BREAST_GRID),
    ("polyarthrite-rhumatoide", ARTHRITIS_GRID),
    ("hernie-discale-lombaire", [*DISC_GRID, *OTHER_DISC_GRID]),
)
ROWS = [pytest.param(name, situation, id=f"{name}: {situation.told}") for name, grid in GRIDS for situation in grid]


@pytest.mark.parametrize(("name", "situation"), ROWS)
def test_the_papers_decide_the_option(
    name: str, situation: Row, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    pathway = pathways[name]
    assert situation.never | (situation.first - {""}) <= {o.id for o in pathway.options}
    dossier = a_dossier(
        pathway=name,
        patient=PATIENT,
        question=Question(type=situation.asked, text="Que me conseillez-vous ?"),
        questionnaire=dict(situation.answers),
    )
    inputs = a_brief(dossier, dict(situation.papers), pathway, vocabulary, clinical_reader)[0].inputs
    standing = {o.id for o in inputs.options if o.supported_by and not o.discouraged_by}
    assert (assemble(inputs).position.option or "") in situation.first
    assert standing & situation.never == set()
