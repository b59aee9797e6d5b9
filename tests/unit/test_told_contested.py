"""The reserve of a sentence that advises on a value which another paper gives otherwise."""

import pytest

from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.interpret import Interpreted
from engine.steps.told_contested import RESERVE_FR, with_contested
from tests.builders import facts_in

REPORT = "Carcinome infiltrant du sein gauche de 22 mm, grade II, RE 95 %."


@pytest.fixture(scope="module")
def report(pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: object) -> tuple[Fact, ...]:
    return facts_in(REPORT, "anatomopathologie", pathways["cancer-sein"], vocabulary, clinical_reader)


def disputed(fact: Fact, key: str) -> Conflict:
    return Conflict(key=key, facts=(fact.id, "F99"), filenames=("a.pdf", "b.pdf"), what_fr="3 contre 2")


@pytest.mark.parametrize(
    ("section", "text", "key", "reserved"),
    [
        ("avis", "Critères non remplis, grade 2", "grade", True),
        ("avis", "Grade 2 : test inutile.", "grade", True),
        ("avis", "Tumeur de 22 mm : test inutile", "grade", False),
        ("avis", "Score 2+ ou 12 mm", "grade", False),
        ("analyse", "Grade 2 à l'examen", "grade", False),
        ("avis", "Critères non remplis, grade 2", "taille", False),
        ("avis", "x" * 900 + " grade 2", "grade", False),
    ],
)
def test_what_rests_on_a_disputed_value_says_so(
    section: str, text: str, key: str, reserved: bool, report: tuple[Fact, ...], pathways: dict[str, Pathway]
) -> None:
    grade = next(f for f in report if f.key == "grade")
    pathway = pathways["cancer-sein"]
    model = next(i for i in pathway.sentences if i.section == section)
    one = Interpreted(
        interpretation=model, text=text, facts=(grade.id,), decided=(), answers=(), pieces=(), dated_by_question=False
    )
    (told,) = with_contested([one], [disputed(grade, key)], report, pathway)
    assert (RESERVE_FR in told.text) is reserved
    assert told.text.startswith(text.rstrip(". "))
