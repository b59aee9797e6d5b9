"""Look again at the words of a page that matter and of which Tesseract is not sure, with the second engine."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ocr import dispute, recogniser, spacing
from ocr.recogniser import Glyph
from ocr.rows import Run, Token

Gray = NDArray[np.uint8]

_SURE = 0.95  # of a figure: above it one in three hundred is wrong
_LOST = 0.5  # of any word: under it most are wrong
_APART = 1.0  # of the height: cells of a table, which are read one by one
_BUDGET = 30_000  # pixels of line, 48 high: about two seconds


def look_again(runs: Sequence[Run], image: Gray, budget: int = _BUDGET) -> list[list[Token]]:
    """Return the runs with the words that matter settled between the two engines and blanks put where the ink has them.

    `image` is dark on light and the boxes are in its pixels. The least sure words come first when there are too many.
    """
    groups = [group for run in runs for group in _groups(run)]
    chosen: dict[int, list[Token]] = {}
    spent = 0.0
    for group in sorted(groups, key=lambda group: min(token.confidence for token in group.tokens)):
        left, top, right, bottom = group.box
        spent += 48 * (right - left) / max(1, bottom - top)
        if spent > budget:
            break
        glyphs = recogniser.read_line(image[top:bottom, left:right])
        for token, seen in zip(group.tokens, _shared_out(group, glyphs), strict=True):
            chosen[id(token)] = [_settled(token, seen)]
    return [
        [part for token in run for word in chosen.get(id(token), [token]) for part in spacing.cut(word, image)]
        for run in runs
    ]


class _Group:
    """Words side by side that are looked at in one crop (`box`, whole pixels)."""

    def __init__(self, tokens: Sequence[Token], left: float, right: float, top: float, bottom: float) -> None:
        margin = 0.15 * (bottom - top)
        self.tokens = tokens
        self.box = (
            max(0, round(left)),
            max(0, round(top - margin)),
            round(right) + 1,
            round(bottom + margin) + 1,
        )


def _groups(run: Run) -> Iterator[_Group]:
    """Cut a run into its cells and each cell into stretches of words worth another look."""
    for cell in _cells(run):
        top, bottom = min(token.box[1] for token in cell), max(token.box[3] for token in cell)
        margin = 0.25 * (bottom - top)
        stretch: list[int] = []
        for index in range(len(cell) + 1):
            if index < len(cell) and _is_wanted(cell[index]):
                stretch.append(index)
                continue
            if stretch:
                first, last = stretch[0], stretch[-1]
                before = cell[first - 1].box[2] if first else -np.inf
                after = cell[last + 1].box[0] if last + 1 < len(cell) else np.inf
                left = max(cell[first].box[0] - margin, (before + cell[first].box[0]) / 2)
                right = min(cell[last].box[2] + margin, (after + cell[last].box[2]) / 2)
                yield _Group(cell[first : last + 1], left, right, top, bottom)
            stretch = []


def _cells(run: Run) -> Iterator[list[Token]]:
    usual = median(token.box[3] - token.box[1] for token in run)
    cell: list[Token] = []
    for token in run:
        if cell and token.box[0] - cell[-1].box[2] > _APART * usual:
            yield cell
            cell = []
        cell.append(token)
    if cell:
        yield cell


def _is_wanted(token: Token) -> bool:
    if dispute.matters(token.text):
        return token.confidence < _SURE
    return token.confidence < _LOST and sum(char.isalnum() for char in token.text) > 1


def _shared_out(group: _Group, glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Give each word of the group the characters that stand over it."""
    left, _, right, _ = group.box
    tokens = group.tokens
    ends = [(a.box[2] + b.box[0]) / 2 for a, b in zip(tokens, tokens[1:], strict=False)]
    shares: list[list[Glyph]] = [[] for _ in tokens]
    for glyph in glyphs:
        at = left + glyph.place * (right - left)
        shares[sum(at >= end for end in ends)].append(glyph)
    return shares


def _settled(token: Token, seen: Sequence[Glyph]) -> Token:
    text = "".join(glyph.char for glyph in seen).replace(" ", "")
    sure = min((glyph.sure for glyph in seen if glyph.char != " "), default=0.0)
    kept = dispute.settle(token.text, token.confidence, text, sure)
    return replace(token, text=kept.text, confidence=kept.confidence, doubtful=kept.other is not None, other=kept.other)
