"""Read one page image: find which way is up, read it, and where the reading is poor try other ways and keep the surest.

Logic: a clean page costs one look at a strip and one reading. Only a reading that Tesseract itself is unsure of is made
again on another version of the image.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr import images, preprocess, quality, rows, tesseract
from ocr.page import Origin, Page
from ocr.rows import Token

Gray = NDArray[np.uint8]

_SURE = 0.92  # mean word confidence of a clean page: 0.92 to 0.96
_UPRIGHT = 0.75  # of a strip; upside-down text reads at 0.2 to 0.5
_GRAIN = 8.0  # grey levels; print that can be read has under 3, ink that drowns in noise over 20
_HOPELESS = 0.4  # no strip of a grainy page reads better than this: not worth a minute of reading specks
_DPI = 200
_LONG_SIDE = 2400  # pixels of an A4 page near 200 dpi: read as well as 300, in two thirds of the time


@dataclass(frozen=True, slots=True)
class _Reading:
    """A page image as read: `upright` is the image, its words in rows (boxes in its pixels), and how it was turned."""

    upright: Gray
    rows: list[list[Token]]
    rotation: int
    skew: float
    quality: float
    legible: bool


def from_image(gray: Gray, number: int, turn: int | None = None) -> Page:
    """Read a grey page image of any orientation. One that cannot be read comes out as an unreadable page.

    `turn` (0, 90, 180 or 270 degrees clockwise) sets it upright where that is known.
    """
    reading = _read(gray, turn)
    text, words = rows.compose(reading.rows, reading.upright.shape[1], reading.upright.shape[0])
    image, width, height = images.encode(reading.upright)
    origin: Origin = "ocr" if reading.legible else "unreadable"
    return Page(number, text, words, origin, reading.rotation, reading.skew, reading.quality, width, height, image)


def broken(number: int) -> Page:
    """Return the page that stands for one that cannot be opened: an unreadable white sheet."""
    image, width, height = images.encode(np.full((1754, 1240), 255, np.uint8))
    return Page(number, "", (), "unreadable", 0, 0.0, 0.0, width, height, image)


def _read(gray: Gray, turn: int | None = None) -> _Reading:
    sheet = preprocess.crop_photo(gray)
    fax = preprocess.is_fax(sheet)
    grainy = not fax and preprocess.noise(preprocess.flatten(sheet)) > _GRAIN
    if grainy:
        sheet = preprocess.soften(sheet)
    even = preprocess.undither(sheet) if fax else preprocess.flatten(sheet, white=0.7)
    rotation, skew, hope = _which_way_up(even) if turn is None else (turn, _slant(even, turn), 1.0)
    upright = preprocess.rotate(preprocess.turn(sheet, rotation), skew)
    if quality.is_blank(upright):
        return _Reading(upright, [], rotation, skew, 1.0, True)
    runs = [] if grainy and hope < _HOPELESS else _surest(upright, fax)
    kept = [[token for token in run if quality.is_word(token)] for run in runs]
    tokens = [token for run in kept for token in run]
    sure = quality.confidence(tokens)
    if not quality.is_legible(tokens):
        # Nobody knows which way is up, unless it was said: shown as it came.
        return _Reading(preprocess.turn(gray, turn or 0), [], turn or 0, 0.0, sure / 2, False)
    return _Reading(upright, rows.arrange(kept), rotation, skew, sure, True)


def _surest(upright: Gray, fax: bool) -> list[list[Token]]:
    """Read versions of the image until one is read with confidence; return the words of the best."""
    scale = _LONG_SIDE / max(upright.shape)
    scale = scale if scale > 1.2 or scale < 0.8 else 1.0
    best: list[list[Token]] = []
    most = -math.inf
    for version in _versions(upright, fax):
        runs = _scaled(tesseract.read_words(preprocess.resize(version(), scale), _DPI), 1 / scale)
        tokens = [token for run in runs for token in run]
        evidence = quality.evidence(tokens)
        if evidence > most:
            best, most = runs, evidence
        if quality.confidence(tokens) >= _SURE:
            break
    return best


def _versions(upright: Gray, fax: bool) -> Iterator[Callable[[], Gray]]:
    """The images worth reading, the likeliest first; each is made when it is asked for."""
    if fax:
        yield lambda: preprocess.without_rules(preprocess.undither(upright))
    else:
        yield lambda: preprocess.without_rules(preprocess.flatten(upright))
    yield lambda: preprocess.without_rules(preprocess.flatten(upright, white=0.7))
    yield lambda: upright


def _which_way_up(even: Gray) -> tuple[int, float, float]:
    """Return the turn and the small angle that set the page upright, judged by reading its fullest strip each way.

    The third value is the best confidence that any strip was read with.
    """
    sideways, flat_angle, side_angle = preprocess.lean(even)
    best = (0, flat_angle)
    most, hope = -1.0, 0.0
    for degrees in (90, 270, 0, 180) if sideways else (0, 180, 90, 270):
        angle = side_angle if degrees in (90, 270) else flat_angle
        strip = preprocess.fullest_strip(preprocess.rotate(preprocess.turn(even, degrees), angle))
        tokens = [token for run in tesseract.read_words(strip, _DPI, psm=6) for token in run]
        letters = sum(len(token.text) for token in tokens)
        score = quality.confidence(tokens) * min(1.0, letters / 60)
        hope = max(hope, quality.confidence(tokens))
        if score > most:
            best, most = (degrees, angle), score
        if score >= _UPRIGHT:
            break
    return (*best, hope)


def _slant(even: Gray, turn: int) -> float:
    """The small angle that sets a page straight of which the turn is known."""
    _, flat, side = preprocess.lean(even)
    return side if turn in (90, 270) else flat


def _scaled(runs: Sequence[Sequence[Token]], factor: float) -> list[list[Token]]:
    return [
        [
            Token(t.text, (t.box[0] * factor, t.box[1] * factor, t.box[2] * factor, t.box[3] * factor), t.confidence)
            for t in run
        ]
        for run in runs
    ]
