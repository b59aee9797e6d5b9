"""What a pathway's conditions compare says how each of its questions is answered."""

import pytest

from engine.domain.conditions import BadExpression, compared
from engine.domain.pathway import Pathway
from engine.domain.wording import typeset
from engine.pathways import expressions_of
from engine.steps.questionnaire import questions


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("always", {}),
        ("fever == true", {"fever": (True,)}),
        ("fever", {"fever": (True,)}),
        ("not fever and age < 43", {"fever": (True,), "age": (43,)}),
        ("cT in ['T1','T2'] or cT == 'T3'", {"cT": ("T1", "T2", "T3")}),
        ("hka == 180 and hka < 190.5", {"hka": (180, 190.5)}),
        ("18 <= age", {"age": (18,)}),
        ("a == b", {"a": (), "b": ()}),
    ],
)
def test_values_that_are_compared(expression: str, found: dict[str, tuple[object, ...]]) -> None:
    assert compared(expression) == found


def test_broken_expression_is_refused() -> None:
    with pytest.raises(BadExpression):
        compared("fever ==")


@pytest.mark.parametrize(
    ("pathway", "variable", "kind", "options"),
    [
        ("gonarthrose", "fever", "yes_no", ()),
        ("gonarthrose", "imc", "number", ()),
        ("gonarthrose", "atypical_pain", "yes_no", ()),
        ("endometriose", "hydronephrose", "yes_no", ()),
        ("endometriose", "eva_douleur", "number", ()),
        ("endometriose", "rasrm", "choice", ("I", "II", "III", "IV")),
        ("cancer-colon-rectum", "clinical_t", "choice", ("T1", "T2", "T3", "T4")),
        ("cancer-colon-rectum", "surgery_proposed", "yes_no", ()),
        (
            *("cancer-colon-rectum", "localisation", "choice"),
            ("cæcum", "côlon droit", "transverse", "gauche", "sigmoïde", "rectum"),
        ),
    ],
)
def test_form_of_an_answer(
    pathways: dict[str, Pathway], pathway: str, variable: str, kind: str, options: tuple[str, ...]
) -> None:
    found = {q.id: q for q in questions(pathways[pathway], expressions_of(pathways[pathway]))}
    assert (found[variable].kind, found[variable].options) == (kind, options)


def test_number_has_its_bounds_and_unit(pathways: dict[str, Pathway]) -> None:
    found = {q.id: q for p in pathways.values() for q in questions(p, expressions_of(p))}
    assert (found["imc"].low, found["imc"].high, found["imc"].unit, found["imc"].whole) == (14, 60, "kg/m2", False)
    assert found["eva_douleur"].whole


def test_every_question_is_there_in_order(pathways: dict[str, Pathway]) -> None:
    for pathway in pathways.values():
        assert [q.id for q in questions(pathway, expressions_of(pathway))] == [v.id for v in pathway.variables]


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("Que faire ?", "Que faire\u00a0?"),
        ("Ceci : « cela »", "Ceci\u00a0: «\u00a0cela\u00a0»"),
        ("a; b", "a; b"),
        ("", ""),
    ],
)
def test_signs_do_not_begin_a_line(written: str, set_: str) -> None:
    assert typeset(written) == set_
