"""Three-valued conditions: true, false, or unknown when an answer is missing."""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

from engine.domain.wording import fold

Value = bool | int | float | str | frozenset[str]
Variables = Mapping[str, Value | None]

WITHOUT_OBJECT: frozenset[str] = frozenset()
"""What a number or a choice holds when its question does not arise: every comparison with it is false."""

COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
LITERALS = {"true": True, "false": False}


class BadExpression(ValueError):
    """The expression uses something outside the condition language."""


def judge(expression: str, variables: Variables) -> bool | None:
    """Evaluate `expression`; None means that an unknown variable decides.

    The language: `always`, names, `true`, `false`, numbers, strings, lists, `== != < <= > >= in`, `and or not`. A
    variable that holds a set of words (the question's id and type) equals a word when it contains it. Words are
    compared without regard to case and accents.
    Raises `BadExpression`.
    """
    if expression.strip() == "always":
        return True
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError as error:
        raise BadExpression(expression) from error
    return _truth(tree.body, variables)


def variables_of(expression: str) -> frozenset[str]:
    """The names of the variables that `expression` compares. Raises `BadExpression`."""
    if expression.strip() == "always":
        return frozenset()
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError as error:
        raise BadExpression(expression) from error
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return frozenset(names - LITERALS.keys())


def compared(expression: str) -> dict[str, tuple[Value, ...]]:
    """The values with which `expression` compares each of its names, in order; a bare name stands for `true`.

    Raises `BadExpression`.
    """
    if expression.strip() == "always":
        return {}
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError as error:
        raise BadExpression(expression) from error
    within = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    found: dict[str, tuple[Value, ...]] = {}
    for node in within:
        sides = (node.left, *node.comparators)
        names = [side.id for side in sides if isinstance(side, ast.Name) and side.id not in LITERALS]
        literals = [value for side in sides for value in _literals(side)]
        for name in names:
            found[name] = (*found.get(name, ()), *literals)
    for name in variables_of(expression) - found.keys():
        found[name] = (True,)
    return found


def _literals(node: ast.expr) -> list[Value]:
    match node:
        case ast.Name(id=name) if name in LITERALS:
            return [LITERALS[name]]
        case ast.Constant(value=value) if isinstance(value, bool | int | float | str):
            return [value]
        case ast.List(elts=elements):
            return [value for element in elements for value in _literals(element)]
    return []


def _truth(node: ast.expr, variables: Variables) -> bool | None:
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return _all([_truth(v, variables) for v in values])
        case ast.BoolOp(op=ast.Or(), values=values):
            found = _all([_invert(_truth(v, variables)) for v in values])
            return _invert(found)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _invert(_truth(operand, variables))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compare(_value(left, variables), op, _value(right, variables))
        case ast.Name() | ast.Constant():
            value = _value(node, variables)
            if value is None or isinstance(value, bool):
                return value
    raise BadExpression(ast.unparse(node))


def _all(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _invert(value: bool | None) -> bool | None:
    return None if value is None else not value


def _value(node: ast.expr, variables: Variables) -> Any:
    match node:
        case ast.Name(id=name) if name in LITERALS:
            return LITERALS[name]
        case ast.Name(id=name):
            return variables.get(name)
        case ast.Constant(value=value) if isinstance(value, bool | int | float | str):
            return value
        case ast.List(elts=elements):
            return [_value(e, variables) for e in elements]
    raise BadExpression(ast.unparse(node))


def _compare(left: Any, op: ast.cmpop, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    if WITHOUT_OBJECT in (left, right):
        return False
    if isinstance(op, ast.Eq):
        return _same(left, right)
    if isinstance(op, ast.NotEq):
        return not _same(left, right)
    if isinstance(op, ast.In):
        return any(_same(left, item) for item in right)
    numbers = (int, float)
    if type(op) in COMPARE and isinstance(left, numbers) and isinstance(right, numbers):
        return COMPARE[type(op)](left, right)
    raise BadExpression(f"{left!r} {type(op).__name__} {right!r}")


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, frozenset):
        return right in left
    if isinstance(left, str) and isinstance(right, str):
        return fold(left) == fold(right)
    return type(left) is type(right) and left == right if isinstance(left, bool) else bool(left == right)
