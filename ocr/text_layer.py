"""The text that a PDF page carries with it: words with boxes, through pdfium.

Speed matters here (a digital page should cost a few milliseconds), so pdfium is asked once for the text and once a word
for its box, never once a character.
"""

import re
import unicodedata
from collections.abc import Iterator
from ctypes import c_double, c_int, c_ushort
from dataclasses import dataclass
from math import atan2, degrees
from statistics import mode

import pypdfium2 as pdfium
from pypdfium2 import raw

from ocr.page import Box
from ocr.rows import Token

_WORD = re.compile(r"[^\s\u200b]+")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_HYPHENATED = re.compile("(?<=[\x02\ufffe])")
_LINE_END_HYPHEN = {ord("\x02"): "-", 0xFFFE: "-", 0xAD: "-"}


@dataclass(frozen=True, slots=True)
class Layer:
    """Runs of words with boxes in points, y downwards, on the page as shown; `rotation` is the clockwise turn that sets
    lines of text upright, and is not yet applied."""

    runs: list[list[Token]]
    rotation: int
    width: float
    height: float

    @property
    def text(self) -> str:
        """The words of all runs, for scoring."""
        return "\n".join(" ".join(token.text for token in run) for run in self.runs)


def read_layer(page: pdfium.PdfPage, confidence: float = 1.0) -> Layer:
    """Read the text layer of a page; no runs when it has none. Raises `pdfium.PdfiumError` when pdfium fails."""
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        text = _text(textpage)
        place = _Placer(page, width, height)
        runs = []
        directions: list[int] = []
        for line in _lines(text):
            run = []
            for start, end in line:
                box = _box(textpage, start, end, place)
                if box is not None:
                    run.append(Token(_clean(text[start:end]), box, confidence))
                    if len(directions) < 60 and end - start >= 3:
                        directions.append(_direction(textpage, start, end - 1, place))
            if run:
                runs.append(run)
        return Layer(runs, mode(directions) if directions else 0, width, height)
    finally:
        textpage.close()


def turned(layer: Layer) -> Layer:
    """Apply the layer's rotation to its boxes and its size."""
    if not layer.rotation:
        return layer
    width, height = layer.width, layer.height

    def turn(box: Box) -> Box:
        x0, y0, x1, y1 = box
        if layer.rotation == 90:
            return (height - y1, x0, height - y0, x1)
        if layer.rotation == 180:
            return (width - x1, height - y1, width - x0, height - y0)
        return (y0, width - x1, y1, width - x0)

    runs = [[Token(t.text, turn(t.box), t.confidence) for t in run] for run in layer.runs]
    size = (width, height) if layer.rotation == 180 else (height, width)
    return Layer(runs, 0, *size)


class _Placer:
    """Turns page coordinates (origin at the bottom left, before the page's own rotation) into points as shown."""

    def __init__(self, page: pdfium.PdfPage, width: float, height: float) -> None:
        grain = 100  # pdfium answers in whole device units: ask on a device of a hundredth of a point
        size = (0, 0, round(width * grain), round(height * grain), 0)

        def shown(x: float, y: float) -> tuple[float, float]:
            left, top = c_int(), c_int()
            raw.FPDF_PageToDevice(page, *size, x, y, left, top)
            return left.value / grain, top.value / grain

        far = 1000.0
        self._x, self._y = shown(0, 0)
        (x1, y1), (x2, y2) = shown(far, 0), shown(0, far)
        self._xx, self._yx = (x1 - self._x) / far, (y1 - self._y) / far
        self._xy, self._yy = (x2 - self._x) / far, (y2 - self._y) / far

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self._x + self._xx * x + self._xy * y, self._y + self._yx * x + self._yy * y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        (xa, ya), (xb, yb) = self.point(left, bottom), self.point(right, top)
        return (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


def _text(textpage: pdfium.PdfTextPage) -> str:
    """Return the text so that index i is pdfium's character i."""
    count = raw.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = (c_ushort * (2 * count + 2))()
    written = raw.FPDFText_GetText(textpage, 0, count, buffer) - 1
    if written == count:
        text = bytes(memoryview(buffer).cast("B")[: 2 * written]).decode("utf-16-le", errors="replace")
        if len(text) == count:
            return text
    # Characters outside the basic plane, or without a code: one by one, so that places still match.
    codes = (raw.FPDFText_GetUnicode(textpage, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)


def _lines(text: str) -> Iterator[list[tuple[int, int]]]:
    at = 0
    # pdfium takes the break out where a hyphen ends a line: one word would then lie on two lines.
    for line in (part for whole in text.splitlines(keepends=True) for part in _HYPHENATED.split(whole)):
        yield [(at + found.start(), at + found.end()) for found in _WORD.finditer(line)]
        at += len(line)


def _clean(word: str) -> str:
    word = _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found.group()), word)
    return unicodedata.normalize("NFC", word.translate(_LINE_END_HYPHEN))


def _box(textpage: pdfium.PdfTextPage, start: int, end: int, place: _Placer) -> Box | None:
    boxes = []
    left, top, right, bottom = c_double(), c_double(), c_double(), c_double()
    for index in range(raw.FPDFText_CountRects(textpage, start, end - start)):
        if raw.FPDFText_GetRect(textpage, index, left, top, right, bottom):
            boxes.append(place.box(left.value, bottom.value, right.value, top.value))
    if not boxes:
        return None
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _direction(textpage: pdfium.PdfTextPage, first: int, last: int, place: _Placer) -> int:
    """Return the clockwise turn (0, 90, 180, 270) that makes the way from one character to the other run rightwards."""
    x, y = c_double(), c_double()
    points = []
    for index in (first, last):
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        points.append(place.point(x.value, y.value))
    (xa, ya), (xb, yb) = points
    return round(-degrees(atan2(yb - ya, xb - xa)) / 90) % 4 * 90
