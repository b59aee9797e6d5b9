"""Conditions told as French sentences, so that a doctor can judge what a pathway asks of a dossier."""

import ast
from collections.abc import Mapping

from pydantic import Field

from engine.domain.conditions import LITERALS, BadExpression
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.domain.wording import french_number

COMPUTED_FR = {
    "age": "Âge",
    "age_femme": "Âge de la femme",
    "male": "Le patient est-il un homme ?",
    "question_type": "Question du patient",
    "lacks": "Pièces absentes, anciennes ou illisibles",
}
"""What the program computes from identity, question and completeness, and what it is called."""
TYPES_FR = {
    "decision_chirurgicale": "faut-il opérer ?",
    "choix_traitement": "quel traitement ?",
    "choix_technique": "quelle technique ?",
    "confirmation_diagnostic": "le diagnostic est-il sûr ?",
    "echec_traitement": "le traitement n'a pas marché",
    "strategie_fertilite": "projet d'enfant",
    "examen_complementaire": "faut-il un autre examen ?",
    "rythme_suivi": "quel suivi ?",
}
"""The types of questions, for those that no question of the pathway has."""
ORDER_FR: dict[type[ast.cmpop], str] = {ast.Lt: "moins de", ast.LtE: "au plus", ast.Gt: "plus de", ast.GtE: "au moins"}
MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
}


class Called(Record):
    """What a variable is called: a question in quotes, or a thing that is measured; its unit, its answers by id."""

    name_fr: str
    unit: str | None = None
    answers: dict[str, str] = Field(default_factory=dict)


def told(expression: str, pathway: Pathway) -> str:
    """Return the condition in French: « Toujours », or each term with its value (« Âge : au moins 45 ans »), joined by
    « et » and « ou ».

    Raises `BadExpression`.
    """
    if expression.strip() == "always":
        return "Toujours"
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError as error:
        raise BadExpression(expression) from error
    return _told(tree.body, called(pathway))


def called(pathway: Pathway) -> dict[str, Called]:
    """What each variable of a pathway is called, by its name."""
    names = {fact.id: Called(name_fr=fact.label_fr, unit=fact.unit) for fact in pathway.key_facts}
    for variable in pathway.variables:
        answers = {choice.id: choice.label_fr for choice in variable.choices}
        measured = variable.type in ("integer", "number") and variable.id in names
        asked_fr = variable.label_fr or f"« {variable.question_fr} »"
        name_fr = names[variable.id].name_fr if measured else asked_fr
        names[variable.id] = Called(name_fr=name_fr, unit=variable.unit, answers=answers)
    for derived in pathway.derived_variables:
        if derived.since and derived.fact in names:
            rising = names[derived.fact]
            names[derived.id] = Called(name_fr=f"{rising.name_fr}, hausse depuis la mesure d'avant", unit=rising.unit)
        elif derived.label_fr:
            names[derived.id] = Called(name_fr=derived.label_fr, unit=None)
    names |= {f.id: Called(name_fr=f.label_fr, unit=None) for f in pathway.found_variables if f.label_fr}
    names |= {c.id: Called(name_fr=c.label_fr, unit=None) for c in pathway.concluded_variables if c.label_fr}
    questions: dict[str, list[str]] = {}
    for question in pathway.patient_questions:
        for key in (question.id, question.type):
            if question.label_fr not in questions.setdefault(key, []):
                questions[key].append(question.label_fr)
    asked = {key: " », ou « ".join(labels) for key, labels in questions.items()}
    required = {r.id: r.label_fr for r in pathway.required_documents}
    for name, name_fr in COMPUTED_FR.items():
        names[name] = Called(
            name_fr=f"« {name_fr} »" if name_fr.endswith("?") else name_fr,
            unit="ans" if name.startswith("age") else None,
            answers={"question_type": {**TYPES_FR, **asked}, "lacks": required}.get(name, {}),
        )
    return names


def _told(node: ast.expr, names: Mapping[str, Called], *, inside: bool = False) -> str:
    match node:
        case ast.BoolOp(op=op, values=values):
            word = " et " if isinstance(op, ast.And) else " ou "
            joined = word.join(_told(value, names, inside=True) for value in values)
            return f"({joined})" if inside else joined
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return f"il n'est pas vrai que {_told(operand, names, inside=True)}"
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compared(left, op, right, names)
        case ast.Name(id=name):
            return f"{_called(name, names).name_fr} : oui"
    raise BadExpression(ast.unparse(node))


def _compared(left: ast.expr, op: ast.cmpop, right: ast.expr, names: Mapping[str, Called]) -> str:
    if not isinstance(left, ast.Name) or left.id in LITERALS:
        if isinstance(right, ast.Name) and type(op) in MIRRORED:
            return _compared(right, MIRRORED[type(op)](), left, names)
        raise BadExpression(ast.unparse(left))
    variable = _called(left.id, names)
    if type(op) in ORDER_FR:
        return f"{variable.name_fr} : {ORDER_FR[type(op)]} {_value(right, variable)}"
    if isinstance(op, ast.In) and isinstance(right, ast.List):
        return f"{variable.name_fr} : {' ou '.join(_value(item, variable) for item in right.elts)}"
    if isinstance(op, ast.Eq | ast.NotEq):
        other = "" if isinstance(op, ast.Eq) else "autre que "
        return f"{variable.name_fr} : {other}{_value(right, variable)}"
    raise BadExpression(ast.unparse(left))


def _unit(variable: Called) -> str:
    return f" {variable.unit}" if variable.unit and not variable.unit.startswith("/") else variable.unit or ""


def _value(node: ast.expr, variable: Called) -> str:
    match node:
        case ast.Constant(value=bool() as value):
            return "oui" if value else "non"
        case ast.Constant(value=int() | float() as value):
            return f"{french_number(value)}{_unit(variable)}"
        case ast.Constant(value=str() as value):
            return f"« {variable.answers.get(value, value)} »"
        case ast.Name(id=name) if name in LITERALS:
            return "oui" if LITERALS[name] else "non"
    raise BadExpression(ast.unparse(node))


def _called(name: str, names: Mapping[str, Called]) -> Called:
    return names.get(name) or Called(name_fr=name)
