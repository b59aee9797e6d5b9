"""A question to what is sought: its words, what guidelines call them, the pathways of which it seems to speak."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from engine.domain.search_words import Question, SearchWords
from engine.domain.wording import fold, words

OWN, MEANT, NAMED, FAINT = 1.0, 0.7, 0.8, 0.25
"""What a word of the question weighs, one that it means, another name of a drug, one that any question may hold."""
LONGEST = 1000
"""Characters of a question that are looked at."""


def seek(question: str, table: SearchWords, variants: Mapping[str, tuple[str, ...]]) -> Question:
    """Say what to look for. `variants` are the words by which each pathway (by id) is known."""
    asked = question[:LONGEST]
    folded = fold(asked)
    meant = _meant(folded, table)
    weights: dict[str, float] = {}
    for weight, texts in ((MEANT, meant), (NAMED, _names(folded, table)), (OWN, words(asked))):
        for text in texts:
            for word in words(text):
                if word not in table.ignored and (len(word) > 1 or word.isdigit()):
                    told = FAINT if weight == OWN and (word in table.faint or word.isdigit()) else weight
                    weights[word] = max(told, weights.get(word, 0.0))
    text = asked if not meant else f"{asked} ({' '.join(meant)})"
    return Question(text=text, words=weights, pathways=guessed(folded, table, variants))


def guessed(folded: str, table: SearchWords, variants: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    """The pathways of which a question seems to speak, the likeliest 1: a sign that fits few of them tells most."""
    signs = {name: set(_found(folded, told)) for name, told in table.about.items()}
    for name, told in variants.items():
        signs.setdefault(name, set()).update(
            v for v in map(fold, told) if len(v) > 3 and re.search(rf"\b{re.escape(v)}\b", folded)
        )
    shared: dict[str, int] = {}
    for found in signs.values():
        for sign in found:
            shared[sign] = shared.get(sign, 0) + 1
    sums = {name: sum(1.0 / shared[sign] for sign in found) for name, found in signs.items() if found}
    most = max(sums.values(), default=0.0)
    return {name: told / most for name, told in sums.items()}


def _meant(folded: str, table: SearchWords) -> tuple[str, ...]:
    return tuple(word.means for word in table.words if any(_within(e).search(folded) for e in word.said))


def _names(folded: str, table: SearchWords) -> Iterable[str]:
    said = set(words(folded))
    for drug in table.drugs:
        names = (drug.name, *drug.brands)
        if any(set(words(name)) <= said for name in names):
            yield " ".join(names)


def _found(folded: str, expressions: Iterable[str]) -> Iterable[str]:
    """What was found, so that a sign that two pathways share counts as one."""
    for expression in expressions:
        if found := _within(expression).search(folded):
            yield found[0]


@lru_cache(maxsize=2048)
def _within(expression: str) -> re.Pattern[str]:
    """The expression between word borders; a blank is any white space, " ?" some or none."""
    written = expression.replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(rf"(?<![a-z0-9])(?:{written})(?![a-z0-9])")
