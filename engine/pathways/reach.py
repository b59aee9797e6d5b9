"""Whether a condition can ever be true, given the values that its variables may take."""

import itertools
from collections.abc import Iterable

from engine.domain.conditions import Value, compared, judge, variables_of
from engine.domain.pathway import Pathway

MOST = 20_000
"""Combinations tried at most; a condition with more is taken to be possible."""


def values_of(name: str, pathway: Pathway, literals: Iterable[Value]) -> tuple[Value, ...] | None:
    """What a variable may be, as far as it matters beside `literals`; None for one that nothing knows.

    Numbers are the literals with a little more and less, inside the bounds of the key fact of that name.
    """
    given = tuple(literals)
    variable = next((v for v in pathway.variables if v.id == name), None)
    fact = next((f for f in pathway.key_facts if f.id == name), None)
    if name in ("question_type", "lacks"):
        asked = tuple(frozenset({q.id, q.type}) for q in pathway.patient_questions)
        return asked if name == "question_type" else tuple(frozenset({r.id}) for r in pathway.required_documents)
    if name == "male" or (variable is not None and variable.type == "boolean"):
        return (True, False)
    if variable is not None and variable.type == "choice":
        return tuple(choice.id for choice in variable.choices)
    if name in ("age", "age_femme") or variable is not None:
        low, high = fact.plausible if fact and fact.plausible else (0.0, float("inf"))
        near = {low, high} if fact and fact.plausible else set()
        near |= {value + step for value in given if isinstance(value, int | float) for step in (-1, -0.01, 0, 0.01, 1)}
        return tuple(sorted(value for value in near if low <= value <= high))
    stated = {d.id for d in pathway.derived_variables} | {f.id for f in pathway.found_variables}
    stated |= {c.id for c in pathway.concluded_variables}
    if fact is not None or name in stated:
        # What documents state may be anything that is written, a figure beyond the one compared, too.
        beyond = (v + step for v in given if isinstance(v, int | float) and not isinstance(v, bool) for step in (-1, 1))
        return (*given, *beyond, True, False)
    return None


def possible(expression: str, pathway: Pathway) -> bool:
    """Whether some values of its variables make the condition true. Raises `BadExpression`."""
    literals = compared(expression)
    names = sorted(variables_of(expression))
    choices = [values_of(name, pathway, literals.get(name, ())) or () for name in names]
    total = 1
    for found in choices:
        total *= max(1, len(found))
    if total > MOST:
        return True
    return any(_holds(expression, dict(zip(names, given, strict=True))) for given in itertools.product(*choices))


def _holds(expression: str, values: dict[str, Value]) -> bool:
    try:
        return judge(expression, values) is True
    except ValueError:  # a word compared as a number: not this way
        return False
