"""The passage of a page in which the sought words stand together, and the piece of text around it."""

import re
from collections.abc import Collection
from functools import lru_cache
from itertools import islice

from engine.domain.search import Mark, plain

WORD = re.compile(r"\w+")
AROUND = 90
"""Characters shown on each side of the passage."""
TOGETHER = 120
"""Characters that a passage spans at most: beyond, its words no longer tell one thing."""
SIDE_BY_SIDE = 3
"""Characters between two marked words that make one run: a blank, a comma, « : »."""


@lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[str, ...]:
    """The folded words of one word: the same ones come on every page."""
    return tuple(plain(word))


def wanted_words(text: str) -> set[str]:
    """The distinct folded words of a text."""
    return {part for found in WORD.finditer(text) for part in _parts(found[0])}


def passage(text: str, marked: Collection[str]) -> tuple[int, int] | None:
    """Offsets of the place with the most different `marked` (folded) words close together, the first of equals.

    Returns one run of marked words side by side where there is one, so that an image marks no word in between.
    """
    spots = [(f.start(), f.end(), f[0]) for f in WORD.finditer(text) if any(p in marked for p in _parts(f[0]))]
    if not spots:
        return None
    best, most = 0, (0, 0)
    for i, (start, _, _) in enumerate(spots):
        near = [s for s in spots[i : i + 12] if s[1] - start <= TOGETHER]
        kinds = len({_parts(word)[0] for _, _, word in near})
        score = (kinds, len(_run(spots, i)))
        if score > most:
            best, most = i, score
    near = [s for s in spots[best : best + 12] if s[1] - spots[best][0] <= TOGETHER]
    run = max((_run(spots, best + i) for i in range(len(near))), key=len)
    return run[0][0], run[-1][1]


def _run(spots: list[tuple[int, int, str]], first: int) -> list[tuple[int, int, str]]:
    run = [spots[first]]
    for spot in islice(spots, first + 1, None):
        if spot[0] - run[-1][1] > SIDE_BY_SIDE or spot[1] - run[0][0] > TOGETHER:
            break
        run.append(spot)
    return run


def snippet(text: str, around: tuple[int, int], marked: Collection[str]) -> tuple[Mark, ...]:
    """The text around a passage, cut between words, with every marked word in it; line ends become blanks."""
    start, end = max(0, around[0] - AROUND), min(len(text), around[1] + AROUND)
    while 0 < start < around[0] and not text[start - 1].isspace():
        start += 1
    while around[1] < end < len(text) and not text[end].isspace():
        end -= 1
    pieces: list[Mark] = [Mark(text="… ")] if text[:start].strip() else []
    at = start
    for found in WORD.finditer(text, start, end):
        if any(part in marked for part in _parts(found[0])):
            pieces += [Mark(text=_flat(text[at : found.start()])), Mark(text=found[0], marked=True)]
            at = found.end()
    pieces += [Mark(text=_flat(text[at:end]) + (" …" if text[end:].strip() else ""))]
    return tuple(p for p in pieces if p.text)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
