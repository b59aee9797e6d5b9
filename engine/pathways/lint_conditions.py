"""What is wrong with the conditions of a pathway: unreadable, unknown words, never true."""

from collections.abc import Iterator, Set

from engine.domain.condition_words import called
from engine.domain.conditions import BadExpression, compared, judge, variables_of
from engine.domain.pathway import Pathway
from engine.pathways.lines import Fault, Place
from engine.pathways.lint_words import COMPUTED
from engine.pathways.reach import possible, values_of


def placed_conditions(pathway: Pathway) -> Iterator[tuple[Place, str]]:
    """Every condition of a pathway with its place."""
    for number, requirement in enumerate(pathway.required_documents):
        yield ("required_documents", number, "condition", "expr"), requirement.condition.expr
        for inner, reservation in enumerate(requirement.reservations):
            if reservation.when:
                yield ("required_documents", number, "reservations", inner, "when"), reservation.when
    for number, option in enumerate(pathway.options):
        for side in ("supports_if", "discourages_if"):
            for inner, rule in enumerate(getattr(option, side)):
                yield ("options", number, side, inner, "expr"), rule.expr
    for number, flag in enumerate(pathway.red_flags):
        for inner, answer in enumerate(flag.answers):
            yield ("red_flags", number, "answers", inner), answer
    for number, variable in enumerate(pathway.variables):
        if variable.ask_if:
            yield ("variables", number, "ask_if"), variable.ask_if
    for number, concluded in enumerate(pathway.concluded_variables):
        yield ("concluded_variables", number, "when"), concluded.when
    yield from (
        ((group, number, field), expr)
        for group in ("interpretations", "shared")
        for number, one in enumerate(getattr(pathway, group))
        for field, expr in (("when", one.when), ("unless", one.unless))
        if expr
    )


def check_conditions(pathway: Pathway) -> Iterator[Fault]:
    """The faults of every condition of a pathway."""
    known = {v.id for v in pathway.variables} | {f.id for f in pathway.key_facts} | COMPUTED
    known |= {d.id for d in pathway.derived_variables} | {f.id for f in pathway.found_variables}
    known |= {c.id for c in pathway.concluded_variables}
    weighed = set[str]()
    for place, expression in placed_conditions(pathway):
        try:
            judge(expression, {})
        except BadExpression as error:
            yield place, "erreur", f"condition illisible : « {error} »"
            continue
        strangers = sorted(variables_of(expression) - known)
        if strangers:
            yield place, "erreur", f"variable inconnue : {', '.join(strangers)}"
            continue
        yield from _values(place, expression, pathway)
        if place[0] == "options":
            weighed |= variables_of(expression)
    yield from _unnamed(pathway, weighed)


def _unnamed(pathway: Pathway, weighed: Set[str]) -> Iterator[Fault]:
    """Variables of the options' rules that only have a question: a doctor reads them in drafts, as what is unknown."""
    names = called(pathway)
    for number, variable in enumerate(pathway.variables):
        if variable.id in weighed and variable.question_fr in names[variable.id].name_fr:
            told = "variable d'une option sans « label_fr » : le médecin en lirait la question posée"
            yield ("variables", number), "avertissement", told


def _values(place: Place, expression: str, pathway: Pathway) -> Iterator[Fault]:
    """Words that a variable never takes, and conditions that nothing makes true."""
    for name, literals in compared(expression).items():
        choices = values_of(name, pathway, literals) or ()
        words = {word for value in choices for word in (value if isinstance(value, frozenset) else {value})}
        for literal in literals:
            if isinstance(literal, str) and literal not in words:
                told = f"« {name} » ne vaut jamais « {literal} » : cette partie de la condition n'est jamais vraie"
                yield place, "avertissement", told
    if not possible(expression, pathway):
        yield place, "erreur", f"condition jamais vraie : « {expression} »"
