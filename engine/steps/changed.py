"""Words that part a name from its present value: what the value was before, and the range that is printed beside it."""

import re
from functools import lru_cache

from engine.domain.record import Record

NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?"
UNIT = r"(?:\s?(?:°|%|/\s?\d{1,3}|kg/m[2²]?|[a-zμ]{1,5}/m?[ld]l?\b|(?:mm|cm|m|km|kg|points?|degres|metres)\b))?"
TIME = r"(?:\s\(?(?:en|le|au|aux|fin|debut|avant|il\sy\sa|lors|a\sl'|initialement)[^.;:\n()]{0,30}?\)?,?)?"
BECAME = re.compile(
    r"(?:\b(?:est|sont|etait|a|ont|s'est)\s)?\b(?:passe|tombe|descend|evolue|augmente|diminue|progresse|remonte|monte"
    r"|baisse|chute|reduit|regresse|amelior|aggrave|majore)[a-z]{0,4}\s(?:[a-z]{4,14}ment\s)?"
    rf"de\s(?P<old>{NUMBER}){UNIT}{TIME}\sa\s(?={NUMBER}(?![\d.,/]*\d\s?(?:jours?|mois|semaines?|ans?)\b))"
)
"""What stands between a name and the value that it came to ("est passé de 36 en mars à "), on folded text."""
FELL = re.compile(
    rf"\bde\s(?P<old>{NUMBER}){UNIT}\sa\s(?={NUMBER}{UNIT}\s(?:(?:en|apres|depuis)\s"
    r"|a\s(?:\d{1,2}|une?|deux|trois|six|quinze|vingt|trente)\s(?:semaines?|mois|ans?)\b))"
)
FIRST = re.compile(
    rf"\b(?:initial(?:e|ement)?|pre-?op[a-z]*|(?:de|au)\sdepart|au\sdebut)\s?:?\s?(?:a\s)?(?P<old>{NUMBER}){UNIT}\s?[,;/]\s"
    r"?(?:puis\s|et\s)?(?P<name>[a-z]{2,10}\s)?(?:actuel(?:le|lement)?|post-?op[a-z]*|finale?|ce\sjour|de\ssortie"
    rf"|a\s(?:un|\d{{1,2}})\s(?:an|mois))\s?:?\s?(?:a\s)?(?={NUMBER})"
)
"""Two values of one name, that of before and that of now, where no verb stands ("EVA de 8 à 1 à vingt minutes")."""
NORM = re.compile(
    r"[(\[]\s?(?:n|vn|norm(?:e|es|al|ale|ales|aux)|ref(?:erences?)?|seuils?|cibles?|objectifs?|attendue?s?"
    r"|valeurs?\s(?:normales?|usuelles?|de\sreference))\b[^()\[\]\n]{0,30}[)\]]"
)
"""A range in brackets between a name and its value ("VCE (normale > 25°) : 19°")."""


class Change(Record):
    """A value that became another: the old one stands at `old`, the new one begins at `new`."""

    begin: int
    old: tuple[int, int]
    new: int


@lru_cache(maxsize=128)
def without_norms(folded: str) -> str:
    """The text, of the same length, with blanks for ranges in brackets."""
    return NORM.sub(lambda found: " " * len(found[0]), folded)


@lru_cache(maxsize=128)
def changes_in(folded: str) -> tuple[Change, ...]:
    """The values of a text that are said to have become others ("passé de 36 à 33,4")."""
    found = [m for expression in (BECAME, FELL, FIRST) for m in expression.finditer(folded)]
    ordered = sorted((Change(begin=m.start(), old=m.span("old"), new=m.end()) for m in found), key=lambda c: c.begin)
    return tuple(c for n, c in enumerate(ordered) if not n or c.begin >= ordered[n - 1].new)


def at_once(folded: str, changes: tuple[Change, ...]) -> str:
    """The text, of the same length, with blanks where it tells the old values: each name stands before the new one."""
    for change in changes:
        folded = folded[: change.begin] + " " * (change.new - change.begin) + folded[change.new :]
    return folded
