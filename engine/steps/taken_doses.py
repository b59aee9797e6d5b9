"""How much of a drug the words about it come to in a day or a week: "Prednisone 5 mg : 2 comprimés le matin" is 10."""

import re

from engine.domain.wording import fold, pattern

NUMBERS = {
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "huit": 8,
    "dix": 10,
    "1/2": 0.5,
    "½": 0.5,
}
COUNT = rf"(?:1/2|½|\d{{1,2}}(?:[.,]\d)?|{'|'.join(NUMBERS)})"
FORM = r"(?:comprimes?|cps?|gelules?|cpr)\b(?P<half> et demie?\b| 1/2| ½)?"
AMOUNT = r"(?<![\d.,/])(?P<mg>\d+(?:[.,]\d+)?) ?mg\b"
SOME = r"(?<![\d.,/])\d+(?:[.,]\d+)? ?mg\b"
WHOLE = re.compile(rf"{AMOUNT} ?(?:(?:/|par) ?(?:j|jour|24 ?h|semaine|sem)\b|(?=\)))")
"""A dose of the day or week, or the sum in brackets ("6 comprimés (15 mg)")."""
COUNTED = re.compile(
    rf"{AMOUNT}[^.;\n]{{0,12}}?(?:[:,x×(-]| )(?: ?)(?:(?P<count>{COUNT}) ?{FORM}|(?:x|×) ?(?P<times>\d)\b)"
    rf"(?P<rhythm>[^.;\n]{{0,40}})"
)
EACH = re.compile(rf"(?P<count>{COUNT}) ?{FORM} (?:de|a) {AMOUNT}(?P<rhythm>[^.;\n]{{0,40}})")
ENDS = re.compile(
    r"[;•]|\n(?=\s*[-+*•A-ZÀ-Ý])"
    r"|,\s+(?!(?:puis|le|la|les|une?|deux|trois|matin|midi|soir|à|en|par|soit|pendant|jusqu|et|dont|per|sc|avec|dose|actuellement|désormais|maintenant)\b|\d"
    r"|(?:port|mont|augment|major|pass|ramen|diminu|baiss|abaiss|rédui|descend)[a-zé]{1,4} )"
)
"""Where the words about one drug end: with its line, or before another thing of a list."""
NOW = re.compile(
    rf"\b(?:actuellement|a ce jour|desormais|maintenant|a present)\b(?=[^.;]{{0,20}}{SOME})"
    r"|(?<!etre )\b(?:(?:port|augment|major|mont|pass|ramen|diminu|baiss|abaiss)ee?|reduite?|descendue?)"
    rf"(?: progressivement| ensuite)? a (?={SOME})"
)
"""What comes before it was taken once, what comes behind is."""
OFTEN = re.compile(
    r"\b(?P<n>[2-4]) ?(?:fois|x|prises?)\b|\b(?P<three>matin,? midi (?:et|,) soir)\b|\b(?P<two>matin et soir)\b"
)


def taken(quote: str, drug: str) -> frozenset[float]:
    """The doses in mg that a quote tells of a drug (an expression): those of a day or a week where it says so, else
    what strength and count give, else what it prints. Where it says which dose is that of now, none of before."""
    folded = fold(quote)
    named = pattern(drug).search(folded)
    start = named.end() if named else 0
    end = ENDS.search(quote, start)
    folded = folded[start : end.start() if end else len(folded)].replace("\n", " ")
    steps = [*NOW.finditer(folded)]
    folded = folded[steps[-1].end() :] if steps else folded
    each = [*EACH.finditer(folded)]
    told = {_number(m["mg"]) for m in WHOLE.finditer(folded) if not any(e.start() < m.start() < e.end() for e in each)}
    for match in (*COUNTED.finditer(folded), *each):
        often = _number(match.groupdict().get("times") or match["count"]) + (0.5 if match["half"] else 0)
        told.add(_number(match["mg"]) * often * _often(match["rhythm"]))
    return frozenset(told or {_number(m["mg"]) * _often(folded[m.end() :]) for m in re.finditer(AMOUNT, folded)})


def _often(rhythm: str) -> int:
    match = OFTEN.search(rhythm)
    if match is None:
        return 1
    return int(match["n"]) if match["n"] else (3 if match["three"] else 2)


def _number(printed: str) -> float:
    return float(NUMBERS[printed]) if printed in NUMBERS else float(printed.replace(",", "."))
