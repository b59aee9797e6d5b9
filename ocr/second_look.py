"""Look again at the words of a page that matter and of which Tesseract is not sure, with the second engine."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from ocr import dispute, quality, recogniser, spacing
from ocr.images import Gray
from ocr.recogniser import Glyph
from ocr.rows import Run, Token

_SURE = 0.95  # of a figure: above it one in fifty is wrong, nearly always for a decimal mark that was not seen
_LOST = 0.5  # of any word: under it most are wrong
_APART = 1.0  # of the height: cells of a table, which are read one by one
_BUDGET = 30_000  # pixels of line, 48 high: about two seconds
_CLEAN, _CLEAN_BUDGET = 0.92, 3_000  # mean confidence of clean print, which may not cost much more than one reading
_OVERLOOKED = 60  # places with ink and no word; more is a picture or the back of the sheet


def look_again(runs: Sequence[Run], image: Gray) -> list[list[Token]]:
    """Return the runs with the words that matter settled between the two engines and blanks put where the ink has them.

    `image` is dark on light and the boxes are in its pixels. The least sure words come first when there are too many.
    Words that Tesseract passed over come as runs of their own.
    """
    mark = dispute.decimal_mark([token.text for run in runs for token in run])
    sure = quality.confidence([token for run in runs for token in run])
    budget = _CLEAN_BUDGET if sure >= _CLEAN else _BUDGET
    groups = [group for run in runs for group in _groups(run, image)]
    chosen: dict[int, list[Token]] = {}
    for group in sorted(groups, key=lambda group: min(token.confidence for token in group.tokens)):
        budget -= group.length
        if budget < 0:
            break
        for token, seen in zip(group.tokens, _shared_out(group, _glyphs(image, group.box)), strict=True):
            chosen[id(token)] = _settled(token, seen, mark)
    looked = [[word for token in run for word in chosen.get(id(token), [token])] for run in runs]
    return [
        [part for token in run for part in spacing.cut(token, image)]
        for run in [*looked, *_overlooked(looked, image, budget)]
    ]


class _Group:
    """Words side by side that are looked at in one crop (`box`, whole pixels)."""

    def __init__(self, tokens: Sequence[Token], left: float, right: float, top: float, bottom: float) -> None:
        margin = 0.15 * (bottom - top)
        self.tokens = tokens
        self.box = (max(0, round(left)), max(0, round(top - margin)), round(right) + 1, round(bottom + margin) + 1)

    @property
    def length(self) -> int:
        left, top, right, bottom = self.box
        return 48 * (right - left) // max(1, bottom - top)


def _glyphs(image: Gray, box: tuple[int, int, int, int]) -> list[Glyph]:
    left, top, right, bottom = box
    return recogniser.read_line(image[top:bottom, left:right])


def _groups(run: Run, image: Gray) -> Iterator[_Group]:
    """Cut a run into its cells and each cell into stretches of words worth another look."""
    for cell in _cells(run):
        top, bottom = min(token.box[1] for token in cell), max(token.box[3] for token in cell)
        margin = 0.25 * (bottom - top)
        stretch: list[int] = []
        for index in range(len(cell) + 1):
            if index < len(cell) and _is_wanted(cell[index], image):
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


def _is_wanted(token: Token, image: Gray) -> bool:
    if dispute.matters(token.text):
        return token.confidence < _SURE or (token.text.isdigit() and spacing.hides_more(token, image))
    return token.confidence < _LOST and sum(char.isalnum() for char in token.text) > 1


def _shared_out(group: _Group, glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Give each word of the group the characters that stand over it."""
    left, _, right, _ = group.box
    ends = [(a.box[2] + b.box[0]) / 2 for a, b in pairwise(group.tokens)]
    shares: list[list[Glyph]] = [[] for _ in group.tokens]
    for glyph in glyphs:
        at = left + glyph.place * (right - left)
        shares[sum(at >= end for end in ends)].append(glyph)
    return shares


def _settled(token: Token, seen: Sequence[Glyph], mark: str | None) -> list[Token]:
    """Settle one word, and cut it where the recogniser saw a blank, as two numbers have between them."""
    solid = [glyph for glyph in seen if glyph.char != " "]
    sure = min((glyph.sure for glyph in solid), default=0.0)
    seen_as = "".join(glyph.char for glyph in solid)
    kept = dispute.settle(token.text, token.confidence, seen_as, sure, mark or ",")
    text = kept.text
    if mark == "," and min(sure, token.confidence) < 0.95 and max(sure, token.confidence) < 0.97:
        text = dispute.with_comma(text)
    other = kept.other or next((r for r in (token.text, seen_as) if dispute.are_two_words(r, text)), None)
    whole = replace(token, text=text, confidence=kept.confidence, doubtful=kept.other is not None, other=other)
    if len(text) != len(solid) or not dispute.has_digit(text):
        return [whole]
    cuts = [
        sum(glyph.char != " " for glyph in seen[:at])
        for at, glyph in enumerate(seen)
        if glyph.char == " " and glyph.sure > 0.6 and 0 < at < len(seen) - 1
    ]
    return _cut_at(whole, sorted({cut for cut in cuts if 0 < cut < len(text)}), solid)


def _cut_at(token: Token, cuts: Sequence[int], glyphs: Sequence[Glyph]) -> list[Token]:
    """Cut a word before the characters numbered `cuts`, its box where the recogniser saw them."""
    x0, y0, x1, y1 = token.box
    first, last = (glyphs[0].place, glyphs[-1].place) if glyphs else (0.0, 1.0)
    sides = [x0, *(x0 + (x1 - x0) * _between(glyphs, cut, first, last) for cut in cuts), x1]
    edges = [0, *cuts, len(token.text)]
    return [
        replace(token, text=token.text[start:end], box=(left, y0, right, y1))
        for (start, end), (left, right) in zip(pairwise(edges), pairwise(sides), strict=True)
    ]


def _between(glyphs: Sequence[Glyph], cut: int, first: float, last: float) -> float:
    middle = (glyphs[cut - 1].place + glyphs[cut].place) / 2
    return (middle - first) / max(1e-6, last - first)


def _overlooked(runs: Sequence[Run], image: Gray, budget: int) -> list[list[Token]]:
    """Read what has the size of letters and lies under no word: a figure alone in its cell is passed over at times."""
    heights = [token.box[3] - token.box[1] for run in runs for token in run]
    if not heights:
        return []
    usual = median(heights)
    found: list[list[Token]] = []
    boxes = _bare_places(runs, image, usual)
    for left, top, right, bottom in boxes if len(boxes) <= _OVERLOOKED else []:
        margin = round(0.2 * usual)
        box = (max(0, left - margin), max(0, top - margin), right + margin, bottom + margin)
        budget -= 48 * (box[2] - box[0]) // (box[3] - box[1])
        if budget < 0:
            break
        glyphs = _glyphs(image, box)
        solid = [glyph for glyph in glyphs if glyph.char != " "]
        text = dispute.mended("".join(glyph.char for glyph in solid))
        if not any(char.isalnum() for char in text) or len(text) != len(solid):
            continue
        sure = min(glyph.sure for glyph in solid)
        if sure < (0.7 if len(solid) > 1 else 0.95):
            continue
        token = Token(text, (float(left), float(top), float(right), float(bottom)), sure)
        cuts = [sum(glyph.char != " " for glyph in glyphs[:at]) for at, glyph in enumerate(glyphs) if glyph.char == " "]
        found.append(_cut_at(token, sorted({cut for cut in cuts if 0 < cut < len(text)}), solid))
    return found


def _bare_places(runs: Sequence[Run], image: Gray, usual: float) -> list[tuple[int, int, int, int]]:
    """The boxes of ink that look like a word and that no word covers."""
    dark = np.asarray(image < 150).astype(np.uint8)
    for token in (token for run in runs for token in run):
        x0, y0, x1, y1 = (round(side) for side in token.box)
        dark[max(0, y0 - 2) : y1 + 3, max(0, x0 - 2) : x1 + 3] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    letters = np.zeros_like(dark)
    for x, y, width, height, _ in stats[1:]:
        if 0.45 * usual <= height <= 1.8 * usual and 0.1 * usual <= width <= 4 * usual:
            letters[y : y + height, x : x + width] = 1
    joined = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones((1, max(3, round(0.9 * usual))), np.uint8))
    _, _, words, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    return [
        (int(x), int(y), int(x + width), int(y + height))
        for x, y, width, height, _ in words[1:]
        if height <= 2 * usual and width >= 0.35 * usual
    ]
