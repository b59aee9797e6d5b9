"""Rows of two names at once: "ASAT / ALAT 19 / 22 UI/L" holds two results, "Rapport LDL/HDL 3,8" none of either."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from engine.domain.record import Record
from engine.domain.vocabulary import Analyte

STROKE = re.compile(r"(?: ?\([^()\n]{1,12}\))? ?(?:/|(?<= )[1l|](?= )) ?")
"""What parts the two names; a reader may take their stroke for a 1."""
OF_THE_WHOLE = re.compile(r" ?/ ?(?:[a-z]{2,5} )?(?:total|libre)e?s?\b")
"""What goes on after a name that is only the part of a ratio ("PSA libre / total")."""
IN_RATIO = re.compile(r"\b(?:rapport|ratio|index|indice)\b[^\n:/\d]{0,25}/ ?$")
"""What stands before a name that is the other part of one."""
NUMBER = r"(?:[<>] ?)?\d+(?:[.,]\d+)?"
VALUES = re.compile(
    rf"(?: [a-z]{{2,8}}\.?){{0,2}}[ :.|=]*(?P<one>{NUMBER})(?P<unit> ?%)? ?/ ?(?P<other>{NUMBER})(?![\d/]|[.,]\d)"
)
"""The two results behind them."""
REACH = 40
"""Characters before a name in which a ratio is announced."""


class Pair(Record):
    """The place of one result of a row of two names, and where the other one ends."""

    start: int
    end: int
    row: int


def pairs(folded: str, line_end: int, named: Sequence[tuple[Analyte, re.Match[str]]]) -> Mapping[int, Pair | None]:
    """Where each name of such a row begins, with its result: None for one that is only a part of a ratio."""
    found: dict[int, Pair | None] = {}
    for (one, first), (other, second) in pairwise(sorted(named, key=lambda n: n[1].start())):
        stroke = STROKE.fullmatch(folded, first.end(), second.start())
        if stroke is None or one.key == other.key:
            continue
        values = VALUES.match(folded, second.end(), line_end)
        if values is None and "/" not in stroke[0]:
            continue
        for name, group in ((first, "one"), (second, "other")):
            found[name.start()] = values and Pair(
                start=values.start(group), end=values.end(group), row=values.end("other")
            )
    for _, name in named:
        if OF_THE_WHOLE.match(folded, name.end()) or IN_RATIO.search(folded[: name.start()][-REACH:]):
            found.setdefault(name.start(), None)
    return found
