"""The side that a word, a sentence, a heading or a table's columns give."""

import re
from collections import Counter

from engine.domain.fact import Side
from engine.domain.wording import fold

REFERS_BACK = re.compile(r"\s*(?:cet?|cette|ces|celle-ci|celui-ci|il|elle|son|sa|ses)\b")
"""How a clause begins that goes on about what stands before it."""
MOST = 4
"""How many times as often a text names the side that it is about."""
PART = (
    r"(?:\b(?:seins?|genou|hanche|ovaire|axillaire|lobe|epaule|main|poignet|coude|pied|cheville|rein|uretere|trompe|hallux"
    r"|anterieure?|posterieure?|membre|jambe|femorale?|tibiale?|cuisse|loge)\b)"
)
"""Words behind which "D" and "G" are sides."""
SIDES: tuple[tuple[str, Side], ...] = (
    (r"\b(?:bilatera(?:l|le|les|ux)|des deux cotes|deux (?:genoux|ovaires))\b", "bilatéral"),
    (rf"\b(?:droite?s?|lusd)\b|{PART} \bd\b(?!['’.])|\bd(?= \d+ ?(?:mm|°|[+]|/))", "droite"),
    (rf"\b(?:gauches?|lusg)\b|{PART} \bg\b(?![’'.])|\bg(?= \d+ ?(?:mm|°|[+]|/))", "gauche"),
)


def side_in(text: str, start: int, end: int, default: Side | None) -> Side | None:
    """The side that governs `text[start:end]`.

    In this order: one named between its commas, the sentence's opening ("Genou gauche : …"), the nearest one of the
    sentence, the last one that its item named, the heading above when no other stands between, `default`.
    """
    folded = fold(text)
    left = max(folded.rfind(mark, 0, start) for mark in (". ", ".\n", ";", "\n\n")) + 1
    stop = re.compile(r"[.;](?=\s|$)").search(folded, end)
    right = min(stop.start() if stop else len(folded), end + 90)
    own = folded.rfind(", ", left, start), folded.find(", ", end, right)
    # "Stade 4 à droite, stade 2 à gauche": what stands between the same commas goes first.
    near = _sides(folded, max(own[0], left), own[1] if own[1] >= 0 else right)
    opening = re.compile(r"\s*([^\n:.]{2,50}):").match(folded, left, start)
    named = _sides(opening[1], 0, len(opening[1])) if opening else []
    if not near and len(named) == 1:
        # "Genou gauche : interligne 4,1 mm contre 4,6 mm à droite, stade 2": the opening governs what names no side.
        return named[0][2]
    near = near or _sides(folded, left, right)
    if near:
        return min(near, key=lambda s: 0 if start <= s[0] < end else min(abs(s[0] - end), abs(s[1] - start)))[2]
    item = max(folded.rfind(mark, 0, start) for mark in ("\n\n", "\n•", "\n- ", "\n* ")) + 1
    before = _sides(folded, item, left)
    if before and (folded[item] in "•-*" or REFERS_BACK.match(folded, left)):
        # "Trompe droite visible ; cet aspect …": the last side that the same item named goes on.
        return max(before, key=lambda s: s[0])[2]
    headings = list(re.finditer(r"(?:^|\n|\. )([^\n:.]{2,50}):", folded[:start]))
    named = _sides(headings[-1][1], 0, len(headings[-1][1])) if headings else []
    return named[0][2] if len(named) == 1 else default


def only_side(text: str) -> Side | None:
    """The one side that a whole text speaks of, or None when it names both or neither."""
    folded = fold(text)
    named = {side for _, _, side in _sides(folded, 0, len(folded))}
    return named.pop() if len(named) == 1 else None


def main_side(text: str) -> Side | None:
    """The side that a text is about: the only one, or one that it names four times as often as the other."""
    folded = fold(text)
    counted = Counter(side for _, _, side in _sides(folded, 0, len(folded))).most_common(2)
    if not counted:
        return None
    (side, often), *rest = counted
    return side if not rest or often >= MOST * rest[0][1] else None


def two_sided_row(text: str, start: int, end: int) -> tuple[tuple[Side, int, int], ...]:
    """The two values of a table row whose header names both sides: (side, start, end) of each number, in order.

    `text[start:end]` holds the row's name and its first number; the header stands at most eight lines above. Empty
    when the row is none.
    """
    folded = fold(text)
    line_end = folded.find("\n", end)
    row_end = line_end if line_end >= 0 else len(folded)
    numbers = list(re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?").finditer(folded, start, row_end))
    above = folded[:start].splitlines()[-8:]
    columns = next((c for line in reversed(above) if (c := _side_columns(line))), None)
    if columns is None or len(numbers) != 2 or re.search(r"[a-z]{4}|\. ", folded[end:row_end]):
        return ()
    return tuple((side, m.start(), m.end()) for side, m in zip(columns, numbers, strict=True))


def _side_columns(line: str) -> tuple[Side, Side] | None:
    """The order of the sides in a table's header ("Mesure Droite Gauche", "Angle D G"), or None for any other line."""
    right, left = (re.search(rf"\b(?:{full}|{short})\b", line) for full, short in (("droite?", "d"), ("gauche", "g")))
    if not right or not left or re.search(r"[.:]", line) or len(line.split()) > 6:
        return None
    return ("droite", "gauche") if right.start() < left.start() else ("gauche", "droite")


def _sides(folded: str, start: int, end: int) -> list[tuple[int, int, Side]]:
    return [
        (m.start(), m.end(), side)
        for expression, side in SIDES
        for m in re.compile(expression).finditer(folded, start, end)
    ]


def side_of(printed: str) -> Side | None:
    """The side that a printed word names, or None."""
    named = _sides(fold(printed), 0, len(printed))
    return named[0][2] if named else None
