"""What a sentence says of a piece that does not lack but cannot be read, or is too old."""

import re
from collections.abc import Collection

QUOTES = re.compile(r"(«[^»]*»)")
KNOWS = re.compile(r"(?i)ancien|récent|périm|actualis|plus d'un an")
"""Words of a sentence that speaks of the state itself."""
NONE_AT_ALL = re.compile(r"^(?:Aucune? |Pas d(?:e |'))(?P<piece>[^:,;]+?) au dossier\b")
LACKS = re.compile(
    r"\b(?:(?:non|pas) (?:fourni|reçu|retrouvé|dosé)(?P<she>e?)(?P<many>s?)|(?:absent|manquant)(?P<her>e?)(?P<all>s?))"
    r"(?: ou (?:trop )?ancien(?:ne)?s?)?\b(?: (?:du|au) dossier| dans les documents)?(?! ou illisible)"
)
WANTED = re.compile(r"\bà (?:demander|obtenir|joindre|fournir)\b")
UNREADABLE, OUTDATED = "unreadable", "outdated"


def as_it_is(text: str, states: Collection[str]) -> str:
    """A sentence about lacking pieces where all of them are there and `states` say what is wrong with them.

    Its first word for what lacks and its first demand are changed, outside quotes; one that knows of the state stays.
    """
    state = next(iter(states), "")
    first, *rest = QUOTES.split(text)
    if len(states) != 1 or state not in (UNREADABLE, OUTDATED) or "lisible" in first:
        return text
    if state == OUTDATED and KNOWS.search(first):
        return text
    told = NONE_AT_ALL.sub(lambda m: f"{m['piece'][0].upper()}{m['piece'][1:]} absent", first)
    told = LACKS.sub(lambda m: _state(m, state), told, count=1)
    if told == first:
        return text
    if state == UNREADABLE:
        told = told.replace(" récentes illisibles", " illisibles").replace(" récente illisible", " illisible")
    told = WANTED.sub("à renvoyer" if state == UNREADABLE else "à actualiser", told, count=1)
    return "".join((told.replace("à renvoyer ou à renvoyer", "à renvoyer"), *rest))


def _state(lacks: re.Match[str], state: str) -> str:
    many = lacks["many"] or lacks["all"] or ""
    if state == UNREADABLE:
        return f"illisible{many}"
    return f"trop ancien{'ne' if lacks['she'] or lacks['her'] else ''}{many}"
