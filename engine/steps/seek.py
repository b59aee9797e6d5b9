"""A question to what is sought: its words, what guidelines call them, the pathways of which it seems to speak."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from engine.domain.search_words import Question, SearchWords
from engine.domain.wording import fold, words

OWN, MEANT, NAMED, FAINT = 1.0, 0.7, 0.8, 0.25
"""What a word of the question weighs, one that it means, another name of a drug, one that any question may hold."""
PIECE = re.compile(r"(\[(?:\\.|[^\]])*\]|\(\?:|\\.|.)([?*+]|\{[^}]*\})?", re.DOTALL)
"""One character, class or bracket of an expression, and how often it may stand."""
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
            v for v in map(fold, told) if len(v) > 3 and v in folded and re.search(rf"\b{re.escape(v)}\b", folded)
        )
    shared: dict[str, int] = {}
    for found in signs.values():
        for sign in found:
            shared[sign] = shared.get(sign, 0) + 1
    sums = {name: sum(1.0 / shared[sign] for sign in found) for name, found in signs.items() if found}
    most = max(sums.values(), default=0.0)
    return {name: told / most for name, told in sums.items()}


def _meant(folded: str, table: SearchWords) -> tuple[str, ...]:
    return tuple(word.means for word in table.words if any(_search(e, folded) for e in word.said))


def _names(folded: str, table: SearchWords) -> Iterable[str]:
    said = set(words(folded))
    for drug in table.drugs:
        names = (drug.name, *drug.brands)
        if any(_parts(name) <= said for name in names):
            yield " ".join(names)


@lru_cache(maxsize=4096)
def _parts(name: str) -> frozenset[str]:
    return frozenset(words(name))


def _found(folded: str, expressions: Iterable[str]) -> Iterable[str]:
    """What was found, so that a sign that two pathways share counts as one."""
    for expression in expressions:
        if found := _search(expression, folded):
            yield found[0]


def _search(expression: str, folded: str) -> re.Match[str] | None:
    """Look for one of a thousand expressions, of which nine in ten lack their letters and need no closer look."""
    return _within(expression).search(folded) if needed(expression) in folded else None


@lru_cache(maxsize=4096)
def _within(expression: str) -> re.Pattern[str]:
    """The expression between word borders; a blank is any white space, " ?" some or none."""
    written = expression.replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(rf"(?<![a-z0-9])(?:{written})(?![a-z0-9])")


@lru_cache(maxsize=4096)
def needed(expression: str) -> str:
    """The longest run of letters and digits without which an expression never matches; empty where it has none."""
    runs, depth = [""], 0
    for piece, repeated in PIECE.findall(expression):
        depth += piece.startswith("(")
        if piece == "|" and depth == 0:
            return ""
        if depth == 0 and piece.isalnum() and repeated in ("", "+"):
            runs[-1] += piece
        if repeated or depth or not piece.isalnum():
            runs.append("")
        depth -= piece == ")"
    return max(runs, key=len)
