"""PDF files: opened or refused, and each page read from its text layer or from its image, whichever is the better."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from ocr import active, choose, images, quality, rows, text_layer
from ocr.errors import ReadError
from ocr.opened import Drawn, Opened, Picture
from ocr.page import Page

_OCR_SCALE = 300 / 72
_SHOW_SCALE = 150 / 72
_LEAST_SCALE = 40 / 72  # under 40 dpi no letter can be read: the page is larger than two metres
_EMPTY_TREE = re.compile(rb"/Type\s*/Pages\b[^>]*/Count\s+0\b|/Count\s+0\b[^>]*/Type\s*/Pages\b")
_LITTLE_TEXT = 200  # characters: a stamp, a header that a scanner added


def open_pdf(content: bytes) -> Opened:
    """Open a PDF. Raises `ReadError` when it cannot be opened or no page of it can."""
    document = _open(content)
    count = len(document)
    if count == 0:
        raise ReadError("no_pages", what="PDF")
    if count > images.MAX_PAGES:
        raise ReadError("too_many_pages", what=count, limit=images.MAX_PAGES)
    if not any(_opens(document, index) for index in range(count)):
        raise ReadError("corrupt", what="PDF")
    if count == 1:
        width, height = document.get_page_size(0)
        if _scale((width, height), _OCR_SCALE) < _LEAST_SCALE:
            raise ReadError("too_large", what=f"{width / 72 * 2.54:.0f} × {height / 72 * 2.54:.0f} cm")
    return Opened(count, partial(_draw, document), active.in_pdf(document, content), active.attached_to_pdf(document))


def opened_pages(content: bytes) -> Iterator[pdfium.PdfPage]:
    """Yield the pages of a PDF as pdfium opens them, each closed when the next is asked for. Raises `ReadError`."""
    document = _open(content)
    try:
        for index in range(len(document)):
            page = document[index]
            yield page
            page.close()
    finally:
        document.close()


def _open(content: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        # pdfium leaves the code of an earlier failure standing when a document has no pages: look at the file as well.
        if error.err_code == raw.FPDF_ERR_PASSWORD and b"/Encrypt" in content:
            raise ReadError("encrypted") from error
        if _EMPTY_TREE.search(content) and not _is_cut(content):
            raise ReadError("no_pages", what="PDF") from error
        raise ReadError("truncated" if _is_cut(content) else "corrupt", what="PDF") from error
    if _is_cut(content):
        # pdfium repairs what it can and keeps quiet about the pages that are gone.
        document.close()
        raise ReadError("truncated", what="PDF")
    return document


def _is_cut(content: bytes) -> bool:
    """Tell whether the end is missing: a whole PDF closes its last object before the last `startxref`."""
    return content.rfind(b"startxref") < content.rfind(b"endobj")


def _opens(document: pdfium.PdfDocument, index: int) -> bool:
    try:
        document[index].close()
    except pdfium.PdfiumError:
        return False
    return True


def _draw(document: pdfium.PdfDocument, index: int, turn: int | None) -> Drawn:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return choose.broken(index + 1)
    try:
        return _drawn(page, index + 1, turn)
    except (pdfium.PdfiumError, MemoryError):
        return choose.broken(index + 1)
    finally:
        page.close()


def _drawn(page: pdfium.PdfPage, number: int, turn: int | None) -> Drawn:
    if min(page.get_size()) < 1 or _scale(page.get_size(), _OCR_SCALE) < _LEAST_SCALE:
        return choose.broken(number)
    covered = _image_share(page) > 0.5
    # Text under a scan was read by some other program, which says nothing of how sure it was.
    layer = text_layer.read_layer(page, confidence=0.8 if covered else 1.0)
    if turn is not None:
        layer = replace(layer, rotation=turn)
    text = layer.text
    score = quality.text_score(text)
    if text and score >= (0.7 if covered else 0.5) and not (covered and len(text) < _LITTLE_TEXT):
        return _from_layer(page, layer, score, number)
    # A picture with a caption: where nothing is read on it, there is the caption.
    caption = _from_layer(page, layer, score, number) if text and score >= 0.5 else None
    return Picture(_render(page, _OCR_SCALE), number, turn, caption)


def _from_layer(page: pdfium.PdfPage, layer: text_layer.Layer, score: float, number: int) -> Page:
    upright = text_layer.turned(layer)
    text, words = rows.compose(rows.arrange(upright.runs), upright.width, upright.height)
    shown = np.rot90(_render(page, _SHOW_SCALE), -(layer.rotation // 90))
    image, width, height = images.encode(np.ascontiguousarray(shown))
    blank = quality.says_nothing(words, np.ascontiguousarray(shown))
    return Page(number, text, words, "text_layer", layer.rotation, 0.0, score, width, height, image, blank=blank)


def _image_share(page: pdfium.PdfPage) -> float:
    """The share of the page that its largest image covers."""
    width, height = page.get_size()
    best: float = 0.0
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        left, bottom, right, top = item.get_bounds()
        best = max(best, (right - left) * (top - bottom))
    return float(best / (width * height))


def _render(page: pdfium.PdfPage, scale: float) -> images.Gray:
    bitmap = page.render(scale=_scale(page.get_size(), scale), grayscale=True)
    gray = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
    bitmap.close()
    return gray


def _scale(size: tuple[float, float], wanted: float) -> float:
    """The wanted scale, or the one that keeps a huge page (size in points) within what is worked on."""
    return min(wanted, math.sqrt(images.WORK_PIXELS / max(1.0, size[0] * size[1])))
