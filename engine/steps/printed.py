"""The value of a fact as its quote prints it."""

import re

from engine.domain.fact import Fact
from engine.domain.wording import fold
from engine.steps.printed_time import printed_time

MARK = r"(?:HH?|LL?)(?![\w/-])"
"""A laboratory's mark, which may touch its result ("47L")."""
PRINTED = re.compile(
    r"(?<![A-Za-zµ\d])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\dA-Za-zµ])"
    rf"|\d+(?:[.,]\d+)?(?!\d|(?!{MARK})[A-Za-zµ]))"
)
"""A number of its own: not that of a class (A1, KL4)."""
DAY = re.compile(r"\b\d{1,2}/\d{1,2}/\d{2,4}\b")

COUNTS = re.compile(r"(\d+) ?/ ?(\d+)")
IN_FULL = {
    "cig/j": r"cig(?:arettes?)?\b(?:\s?(?:/|par)\s?j(?:our)?\b)?",
    "paquets-années": r"paquets?[ -]{0,2}années?|p\.?a\b",
}
"""How units are printed that are kept under one short name."""
OFTEN = {"semaine": r"\bsem(?:aine)?\b|\bhebdo", "j": r"\bj(?:our)?\b|\bmatin\b|\bsoir\b|\bquotidien"}


def printed(fact: Fact) -> str | None:
    """« 28 mm », « 12 % », « 8,90 ng/mL », « pT3 N1b ». None where a fact has no value, or one with a figure that its
    quote does not print."""
    if fact.value is None:
        return None
    quote = fact.source.quote
    if isinstance(fact.value, float | int):
        value = next((n for n in PRINTED.findall(DAY.sub("", quote)) if _number(n) == float(fact.value)), None)
        # A point before three figures ("1.120") reads as thousands.
        value = value.replace(".", ",") if value else None
    else:
        told, words = (re.sub(r"\s", "", text).casefold() for text in (str(fact.value), quote))
        counts = COUNTS.fullmatch(told)
        # "0/2" does not stand in "10/2026".
        alone = counts is None or re.search(rf"(?<![\d/]){counts[1]} ?/ ?{counts[2]}(?![\d/])", quote) is not None
        whole = (told in words and alone) or _counts(fact, quote)
        value = str(fact.value) if whole or not re.search(r"\d", str(fact.value)) else None
    if value is None:
        return printed_time(fact)
    unit = _unit(fact.unit, value, quote) if fact.unit else ""
    return f"{value}{'' if unit.startswith(('/', '°')) else ' '}{unit}".strip()


def prints(quote: str, fact: Fact) -> bool:
    """Whether a quote prints the number that a fact is."""
    try:
        value = _number(str(fact.value))
    except ValueError:
        return False
    return any(_number(n) == value for n in PRINTED.findall(DAY.sub("", quote)))


def _unit(unit: str, value: str, quote: str) -> str:
    """The unit where the quote prints it; of a dose, its amount and how often, which may stand apart ("20 mg : une
    injection par semaine")."""
    if unit in quote:
        return unit
    own = IN_FULL.get(unit) and re.search(rf"(?<![\d.,]){re.escape(value)}\s?({IN_FULL[unit]})", quote, re.IGNORECASE)
    if own:
        return own[1]
    amount, _, often = unit.partition("/")
    if often not in OFTEN or not re.search(rf"{re.escape(value)}\s?{re.escape(amount)}\b", quote):
        return ""
    return unit if re.search(OFTEN[often], fold(quote)) else amount


def _counts(fact: Fact, quote: str) -> bool:
    """Whether two counts ("2/14") stand both in the quote, in whatever words ("2 carottes positives sur 14")."""
    counts = COUNTS.fullmatch(str(fact.value))
    return counts is not None and {counts[1], counts[2]} <= set(re.findall(r"(?<![\d.,])\d+(?![\d.,]*\d)", quote))


def _number(text: str) -> float:
    return float(re.sub(r"\s", "", text).replace(",", "."))
