"""Three-valued conditions of the pathways."""

import pytest

from engine.domain.conditions import BadExpression, judge, variables_of

CASES = [
    ("always", {}, True),
    ("surgery_proposed == true", {"surgery_proposed": True}, True),
    ("surgery_proposed == true", {"surgery_proposed": False}, False),
    ("surgery_proposed == true", {}, None),
    ("ivf != true", {"ivf": False}, True),
    ("ivf != true", {}, None),
    ("a == true or b == true", {"a": True}, True),
    ("a == true or b == true", {"a": False}, None),
    ("a == true and b == true", {"a": False}, False),
    ("a == true and b == true", {"a": True}, None),
    ("not a == true", {"a": True}, False),
    ("not a == true", {}, None),
    ("wish == true or (surgery == true and age < 43)", {"wish": False, "surgery": True, "age": 43}, False),
    ("wish == true or (surgery == true and age < 43)", {"wish": False, "surgery": True, "age": 42}, True),
    ("localisation == 'rectum' and clinical_t in ['T1','T2']", {"localisation": "rectum", "clinical_t": "T2"}, True),
    ("localisation == 'rectum' and clinical_t in ['T1','T2']", {"localisation": "sigmoide"}, False),
    ("question_type == 'echec'", {"question_type": frozenset({"ptg_douloureuse", "echec"})}, True),
    ("kl >= 3", {"kl": 2}, False),
    ("kl >= 3", {"kl": 0}, False),
]


@pytest.mark.parametrize(("expression", "variables", "expected"), CASES)
def test_conditions_have_three_values(expression, variables, expected):
    assert judge(expression, variables) is expected


@pytest.mark.parametrize("expression", ["__import__('os')", "a + 1", "a ==", "lambda: 1", "a.b == 1", "a < 'x'"])
def test_anything_outside_the_language_is_refused(expression):
    with pytest.raises(BadExpression):
        judge(expression, {"a": 1})


def test_variables_of_an_expression():
    assert variables_of("a == true and (b in ['x'] or age < 43)") == {"a", "b", "age"}
