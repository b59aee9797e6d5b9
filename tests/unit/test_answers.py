"""A misspelt answer is told; an answer that the pathway asks for, in any of its places, is not."""

import pytest

from engine.pathways import expressions_of, load
from engine.steps.answers import unused_answers
from tests.builders import a_dossier


def told(pathway: str, **answers: bool) -> tuple[str, ...]:
    asked = load(pathway)
    return unused_answers(a_dossier(pathway=pathway, questionnaire=answers), asked, expressions_of(asked))


def test_a_misspelt_answer_is_told_with_the_nearest_question() -> None:
    (line,) = told("gonarthrose", surgery_propsed=True)
    assert "« questionnaire.surgery_propsed »" in line
    assert "Vouliez-vous dire « surgery_proposed » ?" in line


def test_a_question_already_answered_is_not_proposed_again() -> None:
    (line,) = told("gonarthrose", surgery_propsed=True, surgery_proposed=True)
    assert "« surgery_proposed »" not in line


def test_an_answer_like_no_question_is_told_without_a_guess() -> None:
    (line,) = told("gonarthrose", xqzw=True)
    assert line.endswith("ne décide de rien.")


@pytest.mark.parametrize("pathway", ["endometriose", "gonarthrose", "cancer-colon-rectum"])
def test_every_question_of_a_pathway_may_be_answered(pathway: str) -> None:
    asked = load(pathway)
    answers = {v.id: True for v in asked.variables} | {c.variable: c.answer for c in asked.answer_checks}
    assert answers
    assert told(pathway, **answers) == ()
