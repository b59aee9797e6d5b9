"""Reads the named queries of the folder `sql`."""

import re
from functools import cache
from importlib.resources import files

NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


@cache
def queries() -> dict[str, bytes]:
    """Return each query by its name. Raises `ValueError` when a name is given twice."""
    found: dict[str, bytes] = {}
    for entry in sorted(files("engine.store").joinpath("sql").iterdir(), key=lambda e: e.name):
        _, *parts = NAME.split(entry.read_text(encoding="utf-8"))
        for name, body in zip(parts[::2], parts[1::2], strict=True):
            if name in found:
                raise ValueError(f"the query name {name} is given twice")
            found[name] = body.strip().rstrip(";").encode()
    return found
