"""Numbers and written addresses that lead to a person: telephone, mail, social security, registers, streets."""

import re
from collections.abc import Iterator

from engine.domain.identifying import Identifying, IdentifyingTables
from engine.domain.wording import fold, pattern
from engine.steps.deidentify.names_of_page import Hit

FEWEST_DIGITS = 3
KINDS: tuple[Identifying, ...] = ("mail", "link", "nir", "rpps", "finess", "phone", "address", "record")


class Numbers:
    """Finds them in one text, the most telling form first."""

    def __init__(self, tables: IdentifyingTables) -> None:
        self._expressions = [
            (kind, pattern(expression)) for kind in KINDS for expression in getattr(tables.numbers, kind)
        ]

    def find(self, text: str) -> list[Hit]:
        """All numbers of `text`; stretches may overlap, what comes first goes first."""
        folded = fold(text)
        return [hit for kind, expression in self._expressions for hit in _hits(kind, expression, folded)]


def _hits(kind: Identifying, expression: re.Pattern[str], folded: str) -> Iterator[Hit]:
    for match in expression.finditer(folded):
        group = 1 if expression.groups else 0
        told = sum(c.isdigit() for c in match[group])
        if told >= FEWEST_DIGITS or kind not in ("record", "phone"):
            yield Hit(match.start(group), match.end(group), kind, sure=kind not in ("address",))
