"""UCUM units as French documents print them."""

import re
from functools import lru_cache

PRINTED = {
    "10*12/L": "T/L",
    "10*9/L": "G/L",
    "10*6/mL": "M/mL",
    "10*3/uL": "G/L",
    "Cel": "°C",
    "a": "ans",
    "mo": "mois",
    "wk": "semaines",
    "d": "jours",
    "deg": "°",
    "mm[Hg]": "mmHg",
    "m[IU]/L": "mUI/L",
    "[IU]/L": "UI/L",
    "k[IU]/L": "kUI/L",
    "m[IU]/mL": "mUI/mL",
    "[IU]/mL": "UI/mL",
    "mL/min/{1.73_m2}": "mL/min/1,73 m²",
    "kg/m2": "kg/m²",
    "[diop]": "dioptries",
    "[pH]": "",
}
"""Where the code is not what is printed."""
ALSO = {
    "ans": ("an", "a"),
    "mois": ("mo",),
    "semaines": ("sem", "sa", "wk"),
    "jours": ("j", "d"),
    "°": ("deg", "degres"),
    "°c": ("c", "cel"),
    "mmhg": ("mm[hg]", "mm hg"),
    "dioptries": ("d", "dioptrie", "[diop]"),
    "ohm": ("ohms", "ω"),
}


def printed(ucum: str | None) -> str:
    """A UCUM code as it is printed in French; empty for a bare count."""
    if not ucum or ucum.startswith("{"):
        return ""
    return PRINTED.get(ucum, re.sub(r"\{[^}]*\}", "", re.sub(r"\bu(?=g|mol|L|U)", "µ", ucum)).replace("[IU]", "UI"))


def follows(folded: str, position: int, ucum: str | None) -> bool:
    """Whether the unit is printed right after a value, in one of its spellings. `folded` is the page's folded text."""
    return ucum is not None and _spelled(ucum).match(_even(folded[position : position + 16])) is not None


@lru_cache(maxsize=1000)
def _spelled(ucum: str) -> re.Pattern[str]:
    """What a unit looks like without its blanks and brackets."""
    wanted = _even(printed(ucum))
    spellings = filter(None, (wanted, *ALSO.get(wanted, ()), _even(ucum)))
    return re.compile(rf"(?:{'|'.join(re.escape(s) for s in spellings)})(?![a-z])")


def _even(text: str) -> str:
    return re.sub(r"[\s\[\]{}*]", "", text.lower()).replace("µ", "u").replace("μ", "u").replace("²", "2")
