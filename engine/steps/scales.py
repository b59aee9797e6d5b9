"""Which of several scores a value is of, where one key fact stands for all of them ("WOMAC/KOOS/Oxford/Lequesne")."""

import re

from engine.domain.fact import Fact
from engine.domain.wording import fold

SCORE = "{score}"
APART = re.compile(r"\s*/\s*")


def scale_of(fact: Fact, label_fr: str) -> str | None:
    """The one score of the label that the quote names, as the label prints it; None where it names none or several.

    Two scores count from other ends and to other sums: what one gives after the other is no evolution.
    """
    return named_scale(fact, label_fr) if fact.unit_ucum == SCORE else None


def named_scale(fact: Fact, label_fr: str) -> str | None:
    """The same, whatever the unit: of names that all begin with a capital, as those of scores do."""
    names = APART.split(label_fr)
    if len(names) < 2 or not all(name[:1].isupper() and " " not in name for name in names):
        return None
    quote = fold(fact.source.quote)
    named = [name for name in names if re.search(rf"\b{re.escape(fold(name))}\b", quote)]
    return named[0] if len(named) == 1 else None
