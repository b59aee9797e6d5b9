"""Which of several scores a value is of, where one key fact stands for all of them ("WOMAC/KOOS/Oxford/Lequesne")."""

import re

from engine.domain.fact import Fact
from engine.domain.wording import fold

SCORE = "{score}"
APART = re.compile(r"\s*/\s*")
STAGE = "TNM"
STAGED = re.compile(r"(?:yp|c|p)(?=T)")
"""How a stage tells whether an examination, a specimen, or one after a treatment gives it."""


def scale_of(fact: Fact, label_fr: str) -> str | None:
    """The one score of the label that the quote names, as the label prints it; None where it names none or several.

    Two scores count from other ends and to other sums: what one gives after the other is no evolution.
    """
    return named_scale(fact, label_fr) if fact.unit_ucum == SCORE else None


def named_scale(fact: Fact, label_fr: str) -> str | None:
    """The same, whatever the unit: of scores, of what one scale measures ("EVA dysménorrhée / dyspareunie", of which
    the scale alone is left where the quote names neither), and of stages ("cTNM / pTNM") by how the value begins."""
    names = APART.split(label_fr.partition(" + ")[0])
    if len(names) < 2:
        return None
    if all(name.endswith(STAGE) for name in names):
        begun = STAGED.match(str(fact.value))
        return next((name for name in names if begun and name == f"{begun[0]}{STAGE}"), None)
    quote = fold(fact.source.quote)
    scale, _, first = names[0].partition(" ")
    if first and scale.isupper() and all(name[:1].islower() for name in names[1:]):
        told = [what for what in (first, *names[1:]) if fold(what) in quote]
        return f"{scale} {told[0]}" if len(told) == 1 else scale
    if not all(name[:1].isupper() and " " not in name for name in names):
        return None
    named = [name for name in names if re.search(rf"\b{re.escape(fold(name))}\b", quote)]
    return named[0] if len(named) == 1 else None
