"""Blanks inside a word that Tesseract ran together: "15-150" where the page shows "15 - 150".

Logic: the ink of the word's box falls into pieces; where two pieces stand as far apart as words do, and a mark such as
a hyphen or a comparison stands at that place, the word is cut there.
"""

import re
from dataclasses import replace
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.rows import Token

Gray = NDArray[np.uint8]

_MARKS = "-–—<>≤≥=±%"
_CUTTABLE = re.compile(rf"(?<=\w)(?=[{_MARKS}])|(?<=[{_MARKS}])(?=\w)")
_LEAST_GAP = 0.27  # of the word's height; letters stand 0.05 to 0.2 apart, words 0.35 and more
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
    pieces = _pieces(image[top : y1 + 1, left : x1 + 2], _LEAST_GAP * (y1 - y0))
    cuts = _fitting(text, places, pieces)
    edges = [0, *cuts, len(text)]
    parts = []
    for number, (start, end) in enumerate(zip(edges, edges[1:], strict=False)):
        box = token.box
        if cuts:
            box = (float(left + pieces[number][0]), box[1], float(left + pieces[number][1]), box[3])
        parts.append(replace(token, text=text[start:end], box=box))
    return parts


def _pieces(crop: Gray, least: float) -> list[tuple[int, int]]:
    """The stretches of columns that hold ink and stand at least `least` pixels apart."""
    if crop.size == 0:
        return []
    level, _ = cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    columns = np.flatnonzero((crop <= level).any(axis=0))
    if not len(columns):
        return []
    breaks = np.flatnonzero(np.diff(columns) - 1 >= least)
    starts = [int(columns[0]), *(int(columns[at + 1]) for at in breaks)]
    ends = [*(int(columns[at]) + 1 for at in breaks), int(columns[-1]) + 1]
    return list(zip(starts, ends, strict=True))


def _fitting(text: str, places: list[int], pieces: list[tuple[int, int]]) -> list[int]:
    """Choose among the places where the text may be cut those that give each piece of ink its share of characters."""
    count = len(pieces) - 1
    if not 1 <= count <= len(places) or count > 4:
        return []
    sizes = [_SIZES.get(char, 1.0) for char in text]
    widths = np.array([end - start for start, end in pieces], float)
    widths /= widths.sum()

    def misfit(cuts: tuple[int, ...]) -> float:
        edges = [0, *cuts, len(text)]
        shares = np.array([sum(sizes[a:b]) for a, b in zip(edges, edges[1:], strict=False)])
        return float(np.abs(shares / shares.sum() - widths).sum())

    best = min(combinations(places, count), key=misfit)
    return list(best) if misfit(best) < 0.5 else []
