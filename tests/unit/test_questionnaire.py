"""What a pathway's conditions compare says how each of its questions is answered."""

import pytest

from engine.domain.conditions import BadExpression, compared
from engine.domain.pathway import Pathway
from engine.domain.wording import typeset
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
        ("cancer-colon-rectum", "clinical_t", "choice", ("Tis", "T1", "T2", "T3", "T4")),
        ("scoliose-adolescent", "risser", "number", ()),
        ("cancer-colon-rectum", "surgery_proposed", "yes_no", ()),
        ("cancer-sein", "her2", "choice", ("negatif", "positif")),
    ],
)
def test_form_of_an_answer(
    pathways: dict[str, Pathway], pathway: str, variable: str, kind: str, options: tuple[str, ...]
) -> None:
    found = {q.id: q for q in questions(pathways[pathway])}
    assert (found[variable].kind, found[variable].options) == (kind, options)


def test_number_has_its_bounds_and_unit(pathways: dict[str, Pathway]) -> None:
    found = {q.id: q for p in pathways.values() for q in questions(p)}
    assert (found["imc"].low, found["imc"].high, found["imc"].unit, found["imc"].whole) == (14, 60, "kg/m2", False)
    assert found["eva_douleur"].whole


def test_every_question_is_there_in_order(pathways: dict[str, Pathway]) -> None:
    for pathway in pathways.values():
        assert [q.id for q in questions(pathway)] == [v.id for v in pathway.variables]


def test_what_only_a_doctor_knows_is_never_put_to_a_patient(pathways: dict[str, Pathway]) -> None:
    put = {q.id for p in pathways.values() for q in questions(p) if q.asked_of == "patient"}
    assert {"inflammatory", "sphincters", "voice_change", "family_history_men2"} <= put
    assert not put & {
        "risk_group",
        "her2",
        "suspicion_sarcoma",
        "clinical_t",
        "cancer_confirmed",
        "amh_missing",
        "cobb",
    }


def test_every_question_can_be_read_out_and_a_choice_says_its_answers(pathways: dict[str, Pathway]) -> None:
    for question in (q for p in pathways.values() for q in questions(p)):
        assert question.question_fr.endswith("?")
        assert question.phone_fr
        assert (question.kind == "choice") == (len(question.options) >= 2)
        assert len(question.options) == len(set(question.labels_fr))


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
