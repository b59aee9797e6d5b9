"""Where a text names a drug, by its international name or a brand."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from engine.domain.vocabulary import Drug
from engine.domain.wording import any_match, fold

DOSE = r"(?P<dose>[^\n.;,]{0,12}?\d+(?:[.,]\d+)? ?(?:mg|[µμu]g|mcg|g|ui)\b)?"
DOSE_AT_END = re.compile(r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+(?:[.,]\d+)?) ?[^\d\s]+$")
"""The dose itself, its thousands included, at the end of what stands beside a name."""
BEHIND = 20

WORD = re.compile(r"\w+")


def drug_mentions(folded: str, drugs: Sequence[Drug]) -> Iterator[tuple[Drug, re.Match[str]]]:
    """Yield each drug named in `folded`, with the place of its name and, as group `dose`, of a dose beside it; drug by
    drug in their order. Of names that begin at one place ("insuline", "insuline glargine") the longest counts."""
    named = _opening_words(tuple((drug.name, *drug.brands) for drug in drugs))
    found: list[tuple[int, re.Match[str]]] = []
    goes_on: dict[int, int] = {}
    for word in WORD.finditer(folded):
        here = [(n, match) for n, name in named.get(word[0], ()) if (match := name.match(folded, word.start()))]
        longest = max((_name_end(match) for _, match in here), default=0)
        for n, match in here:
            if any_match(drugs[n].not_behind, folded[max(0, word.start() - BEHIND) : word.start()]):
                continue
            if _name_end(match) == longest and word.start() >= goes_on.get(n, 0):
                goes_on[n] = match.end()
                found.append((n, match))
    return ((drugs[n], match) for n, match in sorted(found, key=lambda item: item[0]))


def _name_end(match: re.Match[str]) -> int:
    return match.start("dose") if match["dose"] else match.end()


@lru_cache(maxsize=512)
def _opening_words(names: tuple[tuple[str, ...], ...]) -> Mapping[str, tuple[tuple[int, re.Pattern[str]], ...]]:
    """The first word of every name, with the numbers of the drugs that it may open and how these are written."""
    found: dict[str, dict[int, list[str]]] = {}
    for n, own in enumerate(names):
        for name in map(fold, own):
            opening = WORD.search(name)
            if opening and opening.start() == 0:
                found.setdefault(opening[0], {}).setdefault(n, []).append(name)
    return {
        word: tuple(
            (n, re.compile(rf"(?:{'|'.join(map(re.escape, sorted(own, key=len, reverse=True)))})\b{DOSE}"))
            for n, own in drugs.items()
        )
        for word, drugs in found.items()
    }
