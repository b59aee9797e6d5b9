"""The clauses of a text: the stretches within which a cue governs and from which a quote is taken."""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from engine.domain.wording import fold

TURNS = r"\b(?:mais|toutefois|cependant|en revanche|par contre|sauf|hormis|neanmoins)\b"
STRONG = re.compile(rf"[;•]|\n\s*\n|\n\s*(?:[-•*]|[+]\s*(?=[a-z]{{3}}))|(?:(?<!\D\sm)\.|[?!])(?=\s|$)|{TURNS}")
"""The point of "M. Untel" ends nothing, that of "200 m." does."""
NEW_LINE = re.compile(r"\n(?=\s*[A-ZÀ-Ý0-9«(])")
ITEM = re.compile(
    r"\n(?=\s*[A-ZÀ-Ý][^\n:.;]{2,60} ?:[ \t]|\s*[A-ZÀ-Ý][A-Za-zÀ-ÿ' -]{3,40} \d+(?:[.,]\d+)? ?(?:mg|[µμ]g|mcg|g|UI)\b)"
)
"""What begins a line as an item of a list does, however long the line above: a label, a drug with its dose."""
NUMBERED = re.compile(r"\n\s*(\d{1,2})[.)]\s+(?=\S)")
"""The number of a list's item: no end of the line above."""
DOSED = re.compile(
    r"\s*[-•*]?\s*[A-ZÀ-Ý][^\n]{3,80}\d[^\n]*(?:si (?:besoin|douleurs?|nécessaire)|par (?:jour|semaine|prise)"
    r"|/ ?j(?:our)?|le (?:matin|soir|midi)|matin et soir|au (?:coucher|repas)|\d+ (?:jours?|semaines?|mois))[ \t]*"
)
"""A line of a prescription that ends as doses do: the next one, with a capital, is another item."""
FULL_LINE = 0.75
"""A line shorter than this share of the longest was ended by its author, not by the margin."""
GOES_ON = re.compile(r"\b(?:de|du|des|d.|la|les|une?|et|ou|au|aux|par|pour|avec|sans|en|dans)[ \t]*$")
"""The small words behind which a line goes on, whatever the next one begins with."""


@lru_cache(maxsize=256)
def _boundaries(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Starts and ends of all boundaries: strong punctuation, turning words, and lines that their author ended."""
    folded = fold(text)
    found = {(m.start(), m.end()) for m in STRONG.finditer(folded)}
    longest = max((len(line.rstrip()) for line in text.splitlines()), default=0)
    for match in NEW_LINE.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        ended = (
            match.start() - line_start < FULL_LINE * longest
            or ITEM.match(text, match.start())
            or DOSED.fullmatch(text, line_start, match.start())
        )
        if ended and not GOES_ON.search(folded, max(line_start, match.start() - 12), match.start()):
            found.add((match.start(), match.end()))
    for item in _numbers(text):
        found = {(a, b) for a, b in found if b <= item.start() or a >= item.end()} | {item.span()}
    ordered = sorted(found)
    return tuple(a for a, _ in ordered), tuple(b for _, b in ordered)


def _numbers(text: str) -> list[re.Match[str]]:
    """The numbers that open lines of a list: one that stands alone ends a sentence that goes over the line."""
    items = list(NUMBERED.finditer(text))
    told = {int(item[1]) for item in items}
    return [item for item in items if told & {int(item[1]) - 1, int(item[1]) + 1}]


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause that holds `text[start:end]`, by its offsets."""
    starts, ends = _boundaries(text)
    before = bisect_right(ends, start)
    after = bisect_left(starts, end)
    return (ends[before - 1] if before else 0), (starts[after] if after < len(starts) else len(text))
