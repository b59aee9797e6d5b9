"""What the gynaecological and breast pathways say of a dossier, and of the nearest one where they must not."""

from collections.abc import Mapping

import pytest

from engine.domain.completeness import Status
from engine.domain.conditions import Value
from engine.domain.fact import Fact
from engine.domain.pathway import Pathway
from engine.steps.interpret import interpret
from engine.steps.known import known_values
from tests.builders import a_completeness, an_item
from tests.unit.facts_of_women import Said
from tests.unit.sentences_couple import INFERTILITY
from tests.unit.sentences_couple_later import LATER
from tests.unit.sentences_fibroids_breast import FIBROIDS_BREAST
from tests.unit.sentences_gynaecology import ENDOMETRIOSIS_INFERTILITY
from tests.unit.sentences_imagined import IMAGINED
from tests.unit.sentences_women import WOMEN
from tests.unit.sentences_women_later import WOMEN_LATER


def sentences(
    pathway: Pathway,
    facts: tuple[tuple[Fact, str], ...],
    answers: Mapping[str, Value],
    pieces: Mapping[str, Status],
    age: int,
) -> dict[str, str]:
    own = [fact for fact, _ in facts]
    kinds = {fact.source.document: kind for fact, kind in facts}
    items = [an_item(requirement=name, status=status) for name, status in pieces.items()]
    known = known_values({"age": age, "age_femme": age, "question_type": frozenset(), **answers}, own, pathway, kinds)
    told = interpret(pathway, own, known, a_completeness(*items), kinds, age)
    return {one.interpretation.id: one.text for one in told}


@pytest.mark.parametrize(
    "case",
    [*ENDOMETRIOSIS_INFERTILITY, *FIBROIDS_BREAST, *WOMEN, *WOMEN_LATER, *INFERTILITY, *LATER, *IMAGINED],
    ids=lambda c: f"{c.pathway}-{c.sentence}",
)
def test_a_sentence_is_said_where_it_holds_and_not_in_the_nearest_dossier(
    pathways: dict[str, Pathway], case: Said
) -> None:
    pathway = pathways[case.pathway]
    told = sentences(pathway, case.facts, case.answers, case.pieces, case.age)
    assert case.text in told.get(case.sentence, "")
    near = sentences(
        pathway,
        case.facts if case.not_facts is None else case.not_facts,
        case.answers if case.not_answers is None else case.not_answers,
        case.pieces if case.not_pieces is None else case.not_pieces,
        case.age,
    )
    assert case.sentence not in near
