"""Reading order: words that stand on one visual row make one line, columns of prose stay apart.

Logic: a layout engine hands over runs of words (its lines). A table's row comes out of it in one run or in several,
cell by cell or column by column; so runs that overlap vertically are put back on one row. True columns of prose are the
exception: there a gutter that no word crosses runs beside many rows, and both sides are full of words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ocr.page import Box, Word


@dataclass(frozen=True, slots=True)
class Token:
    """One word before it has a place in the page's text; the box in any one unit, y downwards.

    `doubtful` when a second reading disputes it, which is then `other`.
    """

    text: str
    box: Box
    confidence: float
    doubtful: bool = False
    other: str | None = None


_LEAST_ROWS = 8  # fewer rows side by side are a letterhead or a table


Run = Sequence[Token]
"""Words that a layout engine put on one line, left to right."""


def arrange(runs: Iterable[Run]) -> list[list[Token]]:
    """Return the page's rows from top to bottom, each left to right; columns of prose one after the other."""
    kept = [list(run) for run in runs if run]
    whole = _rows(kept)
    gutter = _gutter(whole)
    if gutter is None:
        return whole
    x, top, bottom = gutter
    above, left, right, below = [], [], [], []
    for part in (piece for run in kept for piece in _cut(run, x, top, bottom)):
        box = _hull(part)
        middle = (box[1] + box[3]) / 2
        if middle < top:
            above.append(part)
        elif middle > bottom:
            below.append(part)
        elif box[2] <= x:
            left.append(part)
        else:
            right.append(part)
    return [*_rows(above), *_rows(left), *_rows(right), *arrange(below)]


def compose(rows: Iterable[Sequence[Token]], width: float, height: float) -> tuple[str, tuple[Word, ...]]:
    """Write the rows as text, an empty line where the page leaves a gap, and give each word its place in it.

    A word that a hyphen breaks at the end of a row is written in one, as two words side by side.

    `width` and `height` are the page's, in the tokens' unit; the boxes of the words are fractions of them.
    """
    parts: list[str] = []
    words: list[Word] = []
    at = 0
    solid = [row for row in rows if row]
    heights = [_hull(row)[3] - _hull(row)[1] for row in solid]
    usual = median(heights) if heights else 0.0
    for number, row in enumerate(solid):
        if number:
            separator = _separator(solid[number - 1], row, usual)
            parts.append(separator)
            at += len(separator)
        for place, token in enumerate(row):
            if place:
                parts.append(" ")
                at += 1
            box = _fraction(token.box, width, height)
            words.append(Word(token.text, at, box, token.confidence, token.doubtful, token.other))
            parts.append(token.text)
            at += len(token.text)
    return "".join(parts), tuple(words)


def _separator(above: Sequence[Token], row: Sequence[Token], usual: float) -> str:
    """What stands between two rows: nothing inside a word that a hyphen breaks, an empty line where there is a gap."""
    gap = _hull(row)[1] - _hull(above)[3]
    if gap > 1.2 * usual or gap < -2 * usual:
        return "\n\n"
    broken = len(above[-1].text) > 1 and above[-1].text[-2:-1].isalpha() and above[-1].text.endswith("-")
    return "" if broken and row[0].text[:1].islower() else "\n"


def _fraction(box: Box, width: float, height: float) -> Box:
    x0, y0, x1, y1 = (
        min(1.0, max(0.0, value)) for value in (box[0] / width, box[1] / height, box[2] / width, box[3] / height)
    )
    return (x0, y0, max(x0, x1), max(y0, y1))


def _hull(run: Run) -> Box:
    return (
        min(token.box[0] for token in run),
        min(token.box[1] for token in run),
        max(token.box[2] for token in run),
        max(token.box[3] for token in run),
    )


def _rows(runs: list[list[Token]]) -> list[list[Token]]:
    """Join the runs that stand beside each other.

    A run joins the row of which it shares most of its height, unless it lies over words that are there already.
    """
    rows: list[tuple[list[list[Token]], float, float]] = []
    for run in sorted(runs, key=lambda run: (_middle(run), run[0].box[0])):
        _, y0, _, y1 = _hull(run)
        best: int | None = None
        best_share = 0.5
        for index in range(len(rows) - 1, max(-1, len(rows) - 9), -1):
            members, top, bottom = rows[index]
            share = (min(bottom, y1) - max(top, y0)) / max(1e-9, min(bottom - top, y1 - y0))
            if share > best_share and not any(_beside(run, member) for member in members):
                best, best_share = index, share
        if best is None:
            rows.append(([run], y0, y1))
        else:
            members, top, bottom = rows[best]
            members.append(run)
            # The row keeps the height of its tallest line: a union would creep down a page that is a little askew.
            rows[best] = (members, y0, y1) if y1 - y0 > bottom - top else (members, top, bottom)
    return [sorted((t for run in members for t in run), key=lambda t: t.box[0]) for members, _, _ in rows]


def _middle(run: Run) -> float:
    _, y0, _, y1 = _hull(run)
    return (y0 + y1) / 2


def _beside(run: Run, other: Run) -> bool:
    """Tell whether the two lie over each other from left to right, so that they cannot be one row."""
    return any(
        min(a.box[2], b.box[2]) - max(a.box[0], b.box[0]) > 0.3 * min(a.box[2] - a.box[0], b.box[2] - b.box[0])
        for a in run
        for b in other
    )


def _cut(run: list[Token], x: float, top: float, bottom: float) -> list[list[Token]]:
    """Cut a run that an engine drew across the gutter."""
    if not top <= _middle(run) <= bottom:
        return [run]
    sides = [[t for t in run if t.box[2] <= x], [t for t in run if t.box[2] > x]]
    return [side for side in sides if side]


def _gutter(rows: list[list[Token]]) -> tuple[float, float, float] | None:
    """Find two columns of prose: return the gutter's x, and the top and bottom of the stretch that it parts."""
    if sum(len(row) >= 6 for row in rows) < _LEAST_ROWS:
        return None
    left = min(_hull(row)[0] for row in rows)
    right = max(_hull(row)[2] for row in rows)
    half = (right - left) * 0.01
    # Gutters are looked for only where many rows of six words or more leave a gap in their middle.
    gaps = [
        (a.box[2], b.box[0])
        for row in rows
        if len(row) >= 6
        for a, b in pairwise(row)
        if b.box[0] - a.box[2] > 2 * half
    ]
    best: tuple[float, float, float] | None = None
    best_count = _LEAST_ROWS - 1
    for step in range(30, 71, 2):
        x = left + (right - left) * step / 100
        if sum(start <= x - half and x + half <= end for start, end in gaps) < _LEAST_ROWS // 2:
            continue
        for stretch in _stretches(rows, x, half):
            if len(stretch) > best_count and _is_prose(stretch, x, left, right):
                best_count = len(stretch)
                hulls = [_hull(row) for row in stretch]
                best = (x, min(h[1] for h in hulls), max(h[3] for h in hulls))
    return best


def _stretches(rows: list[list[Token]], x: float, half: float) -> list[list[list[Token]]]:
    """Split the rows into stretches in which no word touches the strip `x - half .. x + half`."""
    stretches: list[list[list[Token]]] = [[]]
    for row in rows:
        if any(token.box[0] < x + half and token.box[2] > x - half for token in row):
            stretches.append([])
        else:
            stretches[-1].append(row)
    return stretches


def _is_prose(rows: list[list[Token]], x: float, left: float, right: float) -> bool:
    """Tell prose in two columns from a table: both sides well filled, mostly letters, and the rows not in step.

    A table's cells start level with each other and are short; prose fills its column on nearly every row.
    """
    sides = [[[t for t in row if (t.box[2] <= x) is is_left] for row in rows] for is_left in (True, False)]
    for side, span in zip(sides, (x - left, right - x), strict=True):
        full = [cells for cells in side if len(cells) >= 3]
        letters = sum(t.text.isalpha() for cells in side for t in cells)
        count = sum(len(cells) for cells in side)
        filled = [(_hull(cells)[2] - _hull(cells)[0]) / span for cells in full]
        if len(full) < 0.75 * len(rows) or letters < 0.6 * count or median(filled) < 0.75:
            return False
        if any(b.box[0] - a.box[2] > 0.12 * span for cells in full for a, b in pairwise(cells)):
            return False
    return True
