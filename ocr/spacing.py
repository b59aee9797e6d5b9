"""Blanks inside a word that Tesseract ran together: "15-150" where the page shows "15 - 150".

Logic: the ink of the word's box falls into pieces; where two pieces stand as far apart as words do, and a mark such as
a hyphen or a comparison stands at that place, the word is cut there. How far letters of this print stand apart says how
far words do.
"""

import re
from dataclasses import replace
from itertools import combinations, pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.images import Gray
from ocr.rows import Token

_MARKS = "-–—<>≤≥=±%"
_CUTTABLE = re.compile(rf"(?<=\w)(?=[{_MARKS}])|(?<=[{_MARKS}])(?=\w)")
_LEAST_GAP = 0.27  # of the word's height; letters stand 0.05 to 0.2 apart, words 0.35 and more
_BLANK = 0.4  # of the height, between two figures
_WIDER = 1.9  # times as far as letters of this print stand apart
_SIZES = {**dict.fromkeys(",.:;'|!ilIj", 0.5), **dict.fromkeys("-–t()r[]/", 0.65), **dict.fromkeys("mwMW%—", 1.6)}


def cut(token: Token, image: Gray) -> list[Token]:
    """Return the word, or the words that its ink shows apart; the image is dark on light, boxes in its pixels."""
    text = token.text
    if len(text) < 2 or not any(char.isdigit() for char in text):
        return [token]
    places = [found.start() for found in _CUTTABLE.finditer(text)]
    if not places:
        return [token]
    x0, y0, x1, y1 = (round(side) for side in token.box)
    left, top = max(0, x0 - 1), max(0, y0)
    pieces = _pieces(_band(_ink(image[top : y1 + 1, left : x1 + 2])), len(places))
    cuts = _whole(text, _fitting(text, places, pieces))
    if not cuts:
        return [token]
    edges = [0, *cuts, len(text)]
    # A cut that was taken back leaves fewer words than pieces: the boxes then share the width out.
    shares = np.cumsum([0.0, *(_size(text[a:b]) for a, b in pairwise(edges))]) / _size(text)
    parts = []
    for number, (start, end) in enumerate(pairwise(edges)):
        if len(pieces) == len(edges) - 1:
            sides = (float(left + pieces[number][0]), float(left + pieces[number][1]))
        else:
            sides = (x0 + (x1 - x0) * shares[number], x0 + (x1 - x0) * shares[number + 1])
        parts.append(replace(token, text=text[start:end], box=(sides[0], token.box[1], sides[1], token.box[3])))
    return parts


def hides_more(token: Token, image: Gray) -> bool:
    """Tell a number in which the ink shows more than figures: a comma or a point on the line, or a blank."""
    x0, y0, x1, y1 = (round(side) for side in token.box)
    ink = _band(_ink(image[max(0, y0) : y1 + 1, max(0, x0) : x1 + 1]))
    edges = np.diff(ink.any(axis=0).astype(np.int8), prepend=0, append=0)
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    if (starts[1:] - ends[:-1] > _BLANK * len(ink)).any():
        return True
    tops = [int(np.flatnonzero(ink[:, a:b].any(axis=1))[0]) for a, b in zip(starts, ends, strict=True)]
    return any(top > 0.55 * len(ink) for top in tops[1:-1])


def _whole(text: str, cuts: list[int]) -> list[int]:
    """Drop a cut on one side of a hyphen between letters or figures: "CIM-10" is one word, "15 - 150" three."""
    kept = set(cuts)
    for at in range(1, len(text) - 1):
        if text[at] in "-–" and text[at - 1].isalnum() and text[at + 1].isalnum() and len(kept & {at, at + 1}) == 1:
            kept -= {at, at + 1}
    return sorted(kept)


def _ink(crop: Gray) -> NDArray[np.bool_]:
    if crop.size == 0:
        return np.zeros((1, 1), bool)
    level, _ = cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.asarray(crop <= level)


def _band(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The rows of the line itself: a box may hold a rule or the foot of the line above as well."""
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return ink
    bands = np.split(rows, np.flatnonzero(np.diff(rows) > 3) + 1)
    fullest = max(bands, key=lambda band: int(ink[band].sum()))
    return ink[fullest[0] : fullest[-1] + 1]


def _pieces(ink: NDArray[np.bool_], most: int) -> list[tuple[int, int]]:
    """The stretches of columns that hold ink and stand as far apart as words do, parted at the `most` widest gaps."""
    columns = np.flatnonzero(ink.any(axis=0))
    if len(columns) < 2:
        return []
    gaps = np.diff(columns) - 1
    usual = float(np.percentile(gaps[gaps > 0], 25)) if (gaps > 0).any() else 0.0
    breaks = np.flatnonzero(gaps >= max(_LEAST_GAP * len(ink), _WIDER * min(usual, 0.25 * len(ink))))
    breaks = np.sort(breaks[np.argsort(-gaps[breaks], kind="stable")[:most]])
    starts = [int(columns[0]), *(int(columns[at + 1]) for at in breaks)]
    ends = [*(int(columns[at]) + 1 for at in breaks), int(columns[-1]) + 1]
    return list(zip(starts, ends, strict=True))


def _size(text: str) -> float:
    return sum(_SIZES.get(char, 1.0) for char in text)


def _fitting(text: str, places: list[int], pieces: list[tuple[int, int]]) -> list[int]:
    """Choose among the places where the text may be cut those that give each piece of ink its share of characters."""
    count = len(pieces) - 1
    if not 1 <= count <= len(places) or count > 4:
        return []
    widths = np.array([end - start for start, end in pieces], float)
    widths /= widths.sum()

    def misfit(cuts: tuple[int, ...]) -> float:
        edges = [0, *cuts, len(text)]
        shares = np.array([_size(text[a:b]) for a, b in pairwise(edges)])
        return float(np.abs(shares / shares.sum() - widths).sum())

    best = min(combinations(places, count), key=misfit)
    return list(best) if misfit(best) < 0.5 else []
