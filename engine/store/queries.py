"""Reads the named queries of `queries.sql`."""

import re
from functools import cache
from importlib.resources import files

NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


@cache
def queries() -> dict[str, bytes]:
    """Return each query by its name. Raises `ValueError` when a name is given twice."""
    text = files("engine.store").joinpath("queries.sql").read_text(encoding="utf-8")
    _, *parts = NAME.split(text)
    names, bodies = parts[::2], parts[1::2]
    if len(set(names)) < len(names):
        raise ValueError("a query name is given twice in queries.sql")
    return {name: body.strip().rstrip(";").encode() for name, body in zip(names, bodies, strict=True)}
