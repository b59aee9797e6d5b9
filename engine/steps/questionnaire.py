"""From a pathway's variables to the questions of a form: what its conditions compare says how an answer looks."""

import re
from collections.abc import Sequence

from engine.domain.conditions import Value, compared
from engine.domain.pathway import KeyFact, Pathway, Variable
from engine.domain.questionnaire import AnswerKind, AskedVariable


def questions(pathway: Pathway, expressions: Sequence[str]) -> tuple[AskedVariable, ...]:
    """The questions of a pathway, in its order; `expressions` are all conditions that it evaluates."""
    values: dict[str, list[Value]] = {}
    for expression in expressions:
        for name, literals in compared(expression).items():
            values.setdefault(name, []).extend(literals)
    for check in pathway.answer_checks:
        values.setdefault(check.variable, []).append(check.answer)
    facts = {fact.id: fact for fact in pathway.key_facts}
    return tuple(_asked(v, values.get(v.id, []), facts.get(v.id)) for v in pathway.variables)


def _asked(variable: Variable, literals: Sequence[Value], fact: KeyFact | None) -> AskedVariable:
    words = [v for v in literals if isinstance(v, str)]
    kind: AnswerKind
    if words:
        kind = "choice"
    elif any(not isinstance(v, bool) for v in literals):
        kind = "number"
    elif literals or fact is None or fact.value_type == "boolean":
        # A question that no condition compares is one to be answered by yes or no: so are all of those written.
        kind = "yes_no"
    else:
        kind = "number" if fact.value_type in ("integer", "decimal") else "text"
    low, high = fact.plausible if fact and fact.plausible and kind == "number" else (None, None)
    return AskedVariable(
        id=variable.id,
        question_fr=variable.question_fr,
        asked_of=variable.asked_of,
        kind=kind,
        options=_options(words, fact) if kind == "choice" else (),
        low=low,
        high=high,
        unit=fact.unit if fact and kind == "number" else None,
        whole=kind == "number" and fact is not None and fact.value_type == "integer",
    )


def _options(words: Sequence[str], fact: KeyFact | None) -> tuple[str, ...]:
    """The words that conditions compare, and the others of the key fact of that name: « II (6-15) » is II."""
    known = sorted(set(words))
    if fact is None or fact.value_type != "enum" or not fact.plausible_range_or_values:
        return tuple(known)
    found: list[str] = []
    for token in fact.plausible_range_or_values.split("|"):
        plain = re.sub(r"\(.*?\)", "", token).strip()
        first = plain.split(" ", 1)[0]
        found.append(first if first in known else plain)
    return tuple(dict.fromkeys([*found, *known]))
