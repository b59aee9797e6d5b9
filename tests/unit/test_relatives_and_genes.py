"""A relative's breast cancer: how near decides whether a genetic test is asked for or only discussed."""

import pytest

from engine.domain.pathway import Pathway
from tests.unit.sentences import LETTER, Answers, sentences, told

ASKED, CRITERION, DISCUSSED = (
    "oncogenetique_et_famille",
    "oncogenetique_critere_et_famille_eloignee",
    "oncogenetique_et_famille_eloignee",
)
LACKING = {"oncogenetique": "missing"}


@pytest.mark.parametrize(
    ("words", "age", "answers", "said"),
    [
        ("mère : cancer du sein à 49 ans", 60, {}, ASKED),
        ("sœur opérée d'un cancer du sein", 60, {}, ASKED),
        ("deux tantes : cancer du sein", 60, {}, ASKED),
        ("tante : cancer de l'ovaire", 60, {}, ASKED),
        ("tante paternelle : cancer du sein à 74 ans", 60, {}, DISCUSSED),
        ("grand-mère : cancer du sein à 80 ans", 60, {}, DISCUSSED),
        ("cousine : cancer du sein à 66 ans", 35, {}, CRITERION),
        ("cousine : cancer du sein à 66 ans", 60, {"triple_negative": True}, CRITERION),
    ],
)
def test_only_a_near_relative_or_a_criterion_asks_for_the_test(
    words: str, age: int, answers: Answers, said: str, pathways: dict[str, Pathway]
) -> None:
    relative = told("cancer_sein", None, LETTER, words, bearer="family")
    known: Answers = {"triple_negative": False, **answers}
    found = sentences(pathways["cancer-sein"], [relative], known, LACKING, age=age)
    assert {ASKED, CRITERION, DISCUSSED} & set(found) == {said}
