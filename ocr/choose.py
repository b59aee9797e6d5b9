"""Read one page image: find which way is up, read it, and where the reading is poor try other ways and keep the surest.

Logic: most pages come upright and clean, so the page is read once the way that it seems to lie; a sure reading proves
the guess. Only otherwise are strips of it read each way up, and other versions of the image. Then the second engine
looks at the words that matter and are in doubt.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np

from ocr import images, preprocess, quality, rows, second_look, tesseract
from ocr.images import Gray
from ocr.page import Origin, Page
from ocr.rows import Token

_PROVEN = 0.75  # mean word confidence; upside-down text reads at 0.2 to 0.5, clean print at 0.92 to 0.96
_SURE = 0.84  # under it another version of the image may read better
# How much of the way from ink to paper is made white, the likeliest first, by how much is neither: the back of the
# sheet, streaks and stains go, and with them the thin strokes of pale print.
_WHITES = ((8.0, (0.5, 0.7)), (3.0, (0.7, 0.5)), (0.0, (1.0, 0.7)))
_GRAIN = 8.0  # grey levels; print that can be read has under 3, ink that drowns in noise over 20
_HOPELESS = 0.4  # no strip of a grainy page reads better than this: not worth a minute of reading specks
_DPI = 200
_LONG_SIDE = 2400  # pixels of an A4 page near 200 dpi: read as well as 300, in two thirds of the time
_SHOWN = 1754  # pixels of the image that people see


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet cut out of its image: as it came, and with its light evened, at the size at which it is read."""

    gray: Gray
    even: Gray
    fax: bool
    grainy: bool


@dataclass(frozen=True, slots=True)
class _Stand:
    """How a sheet is set upright: a turn by quarters and a small angle, in degrees clockwise."""

    rotation: int
    skew: float

    def apply(self, image: Gray) -> Gray:
        return preprocess.rotate(preprocess.turn(image, self.rotation), self.skew)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The runs of words of one version of the image (boxes in its pixels), and how sure the engine was of them."""

    runs: list[list[Token]]
    image: Gray
    sure: float
    evidence: float


_NOTHING = _Reading([], np.full((1, 1), 255, np.uint8), 0.0, -math.inf)


def from_image(gray: Gray, number: int, turn: int | None = None) -> Page:
    """Read a grey page image of any orientation. One that cannot be read comes out as an unreadable page.

    `turn` (0, 90, 180 or 270 degrees clockwise) sets it upright where that is known.
    """
    cv2.setNumThreads(1)  # pages are read beside each other
    sheet = _sheet(gray)
    if quality.is_blank(sheet.gray):
        return _page(number, sheet.gray, _Stand(turn or 0, 0.0), [], (1, 1), 1.0)
    stand, reading = _read(sheet, turn)
    runs = second_look.look_again(reading.runs, reading.image)
    kept = [[token for token in run if quality.is_word(token)] for run in runs]
    tokens = [token for run in kept for token in run]
    sure = quality.confidence(tokens)
    if not quality.is_legible(tokens) and not quality.names_separator(" ".join(token.text for token in tokens)):
        # Nobody knows which way is up, unless it was said: shown as it came.
        return _page(number, gray, _Stand(turn or 0, 0.0), [], (1, 1), sure / 2, "unreadable")
    height, width = reading.image.shape
    return _page(number, sheet.gray, stand, rows.arrange(kept), (width, height), sure)


def broken(number: int, origin: Origin = "unreadable") -> Page:
    """Return the page that stands for one that cannot be opened, or on which reading failed: a white sheet."""
    return _page(number, np.full((1754, 1240), 255, np.uint8), _Stand(0, 0.0), [], (1, 1), 0.0, origin)


def _page(
    number: int,
    gray: Gray,
    stand: _Stand,
    lines: list[list[Token]],
    size: tuple[int, int],
    sure: float,
    origin: Origin = "ocr",
) -> Page:
    text, words = rows.compose(lines, *size)
    shown = stand.apply(preprocess.resize(gray, min(1.0, _SHOWN / max(gray.shape))))
    image, width, height = images.encode(shown)
    blank = origin == "ocr" and quality.says_nothing(words, shown)
    return Page(number, text, words, origin, stand.rotation, stand.skew, sure, width, height, image, blank=blank)


def _sheet(gray: Gray) -> _Sheet:
    sheet = preprocess.crop_photo(gray)
    fax = preprocess.is_fax(sheet)
    grainy = not fax and preprocess.noise(preprocess.flatten(_middle(sheet))) > _GRAIN
    if grainy:
        sheet = preprocess.soften(sheet)
    scale = _LONG_SIDE / max(sheet.shape)
    if scale > 1.2 or scale < 0.8:
        sheet = preprocess.resize(preprocess.undither(sheet) if fax else sheet, scale)
        even = sheet if fax else preprocess.flatten(sheet)
    else:
        even = preprocess.undither(sheet) if fax else preprocess.flatten(sheet)
    return _Sheet(sheet, even, fax, grainy)


def _middle(sheet: Gray) -> Gray:
    """The middle ninth or so, where a page is inked: enough to tell its grain."""
    height, width = sheet.shape
    return sheet[height // 4 : height // 4 + max(200, height // 3), width // 4 : width // 4 + max(200, width // 3)]


def _read(sheet: _Sheet, turn: int | None) -> tuple[_Stand, _Reading]:
    """Find which way is up, unless it is said, and read the page."""
    sideways, flat_angle, side_angle = preprocess.lean(preprocess.whiten(sheet.even))
    stands = [_Stand(way, side_angle if way in (90, 270) else flat_angle) for way in (0, 180, 90, 270)]
    if turn is not None:
        stand = next(stand for stand in stands if stand.rotation == turn)
        return stand, _surest(sheet, stand, _NOTHING)
    guess = stands[0]  # few pages come upside down, and the first reading shows it
    if sideways:
        guess = stands[3 if preprocess.hangs(stands[2].apply(_surveyed(sheet.even))) else 2]
    if sheet.grainy:
        guess, hope = _upright(sheet, stands, guess)
        return guess, (_surest(sheet, guess, _NOTHING) if hope >= _HOPELESS else _NOTHING)
    first = _attempt(next(_versions(sheet, guess))())
    if first.sure >= _SURE:
        return guess, first
    if first.sure < _PROVEN:
        found, _ = _upright(sheet, stands, guess)
        if found != guess:
            return found, _surest(sheet, found, _NOTHING)
    return guess, _surest(sheet, guess, first)


def _surveyed(even: Gray) -> Gray:
    return preprocess.resize(even, min(1.0, 1600 / max(even.shape)))


def _surest(sheet: _Sheet, stand: _Stand, first: _Reading) -> _Reading:
    """Read versions of the image until one is read with confidence, and return the best; `first` is the first's."""
    best = first
    for number, version in enumerate(_versions(sheet, stand)):
        if number == 0 and first is not _NOTHING:
            continue
        reading = _attempt(version())
        if reading.evidence > best.evidence:
            best = reading
        if reading.sure >= _SURE:
            break
    return best


def _attempt(image: Gray) -> _Reading:
    runs = tesseract.read_words(image, _DPI)
    tokens = [token for run in runs for token in run]
    return _Reading(runs, image, quality.confidence(tokens), quality.evidence(tokens))


def _versions(sheet: _Sheet, stand: _Stand) -> Iterator[Callable[[], Gray]]:
    """The images worth reading, the likeliest first; each is made when it is asked for."""
    even = stand.apply(sheet.even)
    ghosts = 0.0 if sheet.fax else preprocess.ghosts(even)
    for white in next(whites for least, whites in _WHITES if ghosts >= least):
        yield partial(_prepared, even, white)
    yield partial(stand.apply, sheet.gray)


def _prepared(even: Gray, white: float) -> Gray:
    return preprocess.without_rules(preprocess.whiten(even, white) if white < 1 else even)


def _upright(sheet: _Sheet, stands: list[_Stand], guess: _Stand) -> tuple[_Stand, float]:
    """Judge which way is up by reading the fullest strip each way; return it and the best confidence of any strip."""
    even = preprocess.whiten(sheet.even)
    best, most, hope = guess, -1.0, 0.0
    for stand in sorted(stands, key=lambda stand: stand != guess):
        strip = preprocess.fullest_strip(stand.apply(even))
        tokens = [token for run in tesseract.read_words(strip, _DPI, psm=6) for token in run]
        letters = sum(len(token.text) for token in tokens)
        sure = quality.confidence(tokens)
        hope = max(hope, sure)
        score = sure * min(1.0, letters / 60)
        if score > most:
            best, most = stand, score
        if score >= _PROVEN:
            break
    return best, hope
