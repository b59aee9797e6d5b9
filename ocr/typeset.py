"""Text documents set on A4 pages, so that each word has the box in which it is really drawn.

Logic: paragraphs and table rows become strips of a known height; strips fill pages from top to bottom. The page's text
is written from the same words in the same order, so that text and image cannot disagree.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw

from ocr import images, typeface
from ocr.blocks import Block, Cell, PageBreak, Paragraph, Run, Table
from ocr.errors import ReadError
from ocr.lines import LEADING, SIZES, STEP, Item, Line, wrap
from ocr.page import Page, Word

_WIDTH, _HEIGHT = 1240, 1754  # A4 at 150 dpi
_MARGIN = 118  # 2 cm
_ROOM, _DEPTH = _WIDTH - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN
_ENDLESS = 1e6  # pixels: room for a line that is not broken
_PAD = 8
_LINE = SIZES["body"] * LEADING
_COLUMNS = 24  # more than these do not fit a page: such a table is written row by row as text


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a marked run stands: `page.text[start:end]`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, and what of the marked runs stands on it."""

    page: Page
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word within its strip: `gap` is what stands before it in the text, `y` the top of its line."""

    gap: str
    item: Item
    left: float
    y: float


@dataclass(slots=True)
class _Strip:
    """What is not torn apart by the end of a page. `space` above it is left out at the top of one."""

    height: float
    words: list[_Placed] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    space: float = 0.0
    opens: bool = False


def typeset(blocks: Iterable[Block], first: int = 1) -> Iterator[Page]:
    """Yield the pages of a text document, numbered from `first`; none for one without a word.

    Raises `ReadError` ("too_many_pages") while it is read.
    """
    return (sheet.page for sheet in sheets(blocks, first))


def sheets(blocks: Iterable[Block], first: int = 1) -> Iterator[Sheet]:
    """Yield the pages with the places of their marks; otherwise as `typeset`."""
    page: list[tuple[_Strip, float]] = []
    y, number = 0.0, first
    for strip in _strips(blocks):
        space = strip.space if page else 0.0
        if page and (strip.opens or y + space + strip.height > _DEPTH):
            if any(placed.words for placed, _ in page):
                yield _sheet(page, number)
                number += 1
            page, y, space = [], 0.0, 0.0
        if number - first >= images.MAX_PAGES:
            raise ReadError("too_many_pages", what=f"plus de {images.MAX_PAGES}", limit=images.MAX_PAGES)
        page.append((strip, y + space))
        y += space + strip.height
    if any(strip.words for strip, _ in page):
        yield _sheet(page, number)


def _strips(blocks: Iterable[Block]) -> Iterator[_Strip]:
    for block in blocks:
        match block:
            case PageBreak():
                yield _Strip(0.0, opens=True)
            case Paragraph():
                yield from _paragraph(block)
            case Table():
                yield from _table(block)


def _paragraph(paragraph: Paragraph) -> Iterator[_Strip]:
    left = min(paragraph.indent, 8) * STEP
    above = {"title": 0.9, "heading": 0.9, "fixed": 0.0}.get(paragraph.style, 0.3) * _LINE
    for number, line in enumerate(wrap(paragraph, _ROOM - left)):
        gap = "\n\n" if number == 0 and above > _LINE / 2 else "\n"
        yield _Strip(line.height, _on_line(line, left, 0.0, gap), space=above if number == 0 else 0.0)


def _on_line(line: Line, left: float, y: float, gap: str) -> list[_Placed]:
    """The words of a line; `gap` stands before the first of them."""
    gaps = [gap if number == 0 else " " for number in range(len(line.items))]
    return [_Placed("" if item.joined else gap, item, left, y) for gap, item in zip(gaps, line.items, strict=True)]


def _table(table: Table) -> Iterator[_Strip]:
    count = max((sum(max(1, cell.span) for cell in row) for row in table.rows), default=0)
    if count > _COLUMNS:
        for row in table.rows:
            runs = [run for cell in row for p in cell.paragraphs for run in (*p.runs, Run("  "))]
            yield from _paragraph(Paragraph(tuple(runs)))
        return
    edges = _edges(table, count)
    for number, row in enumerate(table.rows):
        strips = _row(row, edges)
        if number == 0 and strips:
            strips[0].space = 0.6 * _LINE
        yield from strips
    yield _Strip(0.4 * _LINE)


def _edges(table: Table, count: int) -> list[float]:
    """Return the x of the lines between columns: as wide as their text asks, as narrow as the page forces."""
    least, wanted = [3.0 * _PAD] * count, [3.0 * _PAD] * count
    for row in table.rows:
        at = 0
        for cell in row:
            if cell.span <= 1:
                lines = [line for p in cell.paragraphs for line in wrap(p, _ENDLESS)]
                # What is written from right to left stands at the far end of its room.
                spans = [[(item.x, item.x + item.width) for item in line.items] for line in lines if line.items]
                widths = [max(end for _, end in span) - min(start for start, _ in span) for span in spans]
                words = [item.width for line in lines for item in line.items]
                wanted[at] = max([wanted[at], *(width + 2 * _PAD + 1 for width in widths)])
                least[at] = max([least[at], *(min(width, _ROOM / 3) + 2 * _PAD + 1 for width in words)])
            at += max(1, cell.span)
    if sum(wanted) > _ROOM:
        spare = _ROOM - sum(least)
        asked = sum(wanted) - sum(least)
        if spare > 0:
            wanted = [low + spare * (high - low) / asked for low, high in zip(least, wanted, strict=True)]
        else:
            wanted = [width * _ROOM / sum(least) for width in least]
    edges = [0.0]
    for width in wanted:
        edges.append(edges[-1] + width)
    return edges


def _row(row: tuple[Cell, ...], edges: list[float]) -> list[_Strip]:
    """Set one row; one that is taller than a page goes on over the next."""
    cells: list[tuple[float, float, list[list[Line]]]] = []
    at = 0
    for cell in row:
        end = min(len(edges) - 1, at + max(1, cell.span))
        left, right = edges[at], edges[end]
        room = max(_PAD, right - left - 2 * _PAD)
        cells.append((left, right, [wrap(p, room) for p in cell.paragraphs]))
        at = end
    tallest = max((line.height for _, _, ps in cells for p in ps for line in p), default=_LINE)
    limit = max(1, int((_DEPTH - 2 * _PAD) // tallest))
    deepest = max((sum(len(p) for p in ps) for _, _, ps in cells), default=0)
    return [_band(cells, start, start + limit) for start in range(0, max(1, deepest), limit)]


def _band(cells: list[tuple[float, float, list[list[Line]]]], start: int, end: int) -> _Strip:
    """Set the lines `start` to `end` of each cell beside each other."""
    parts: list[tuple[float, list[Line]]] = []
    for left, _, paragraphs in cells:
        parts.append((left + _PAD, [line for p in paragraphs for line in p][start:end]))
    height = max((sum(line.height for line in lines) for _, lines in parts), default=_LINE) + _PAD
    strip = _Strip(height)
    strip.rules = [(left, 0.0, right, height) for left, right, _ in cells]
    tops: list[list[tuple[float, float, Line]]] = []
    for left, lines in parts:
        y, column = _PAD / 2, []
        for line in lines:
            column.append((left, y, line))
            y += line.height
        tops.append([place for place in column if place[2].items])
    strip.words = _in_order([column for column in tops if column], single=all(len(ps) <= 1 for _, _, ps in cells))
    return strip


def _in_order(columns: list[list[tuple[float, float, Line]]], *, single: bool) -> list[_Placed]:
    """Put the words of a row in reading order.

    Cells of as many lines each are read line by line across; otherwise a cell is read to its end before the next, and a
    cell of one paragraph stands on the row's line of text.
    """
    words: list[_Placed] = []
    if not single and len({len(column) for column in columns}) == 1:
        for across in zip(*columns, strict=True):
            for number, (left, y, line) in enumerate(across):
                words += _on_line(line, left, y, " " if number else "\n")
        return words
    for number, column in enumerate(columns):
        for row, (left, y, line) in enumerate(column):
            words += _on_line(line, left, y, " " if single and (number or row) else "\n")
    return words


def _sheet(strips: list[tuple[_Strip, float]], number: int) -> Sheet:
    """Draw a page and write its text."""
    canvas = Image.new("L", (_WIDTH, _HEIGHT), 255)
    pen = ImageDraw.Draw(canvas)
    parts: list[str] = []
    words: list[Word] = []
    spans: dict[str, tuple[int, int]] = {}
    at, empty = 0, False
    for strip, top in strips:
        for x0, y0, x1, y1 in strip.rules:
            box = (_MARGIN + x0, _MARGIN + top + y0, _MARGIN + x1, _MARGIN + top + y1)
            pen.rectangle(box, outline=150)
        for place, placed in enumerate(strip.words):
            gap = "" if not words else "\n\n" if empty and place == 0 else placed.gap
            item = placed.item
            x, y = _MARGIN + placed.left + item.x, _MARGIN + top + placed.y
            baseline = y + typeface.ASCENT * item.size
            typeface.draw(pen, (x, baseline), item.text, item.face, item.size)
            at += len(gap)
            box = (x, y, x + item.width, baseline + typeface.DESCENT * item.size)
            words.append(Word(item.text, at, _fraction(box), 1.0))
            parts += [gap, item.text]
            for mark in item.marks:
                spans[mark] = (spans.get(mark, (at, 0))[0], at + len(item.text))
            at += len(item.text)
        empty = not strip.words
    image, width, height = images.encode(np.asarray(canvas))
    page = Page(number, "".join(parts), tuple(words), "text_layer", 0, 0.0, 1.0, width, height, image)
    return Sheet(page, tuple(Mark(name, *span) for name, span in spans.items()))


def _fraction(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (min(1.0, max(0.0, value / size)) for value, size in zip(box, (_WIDTH, _HEIGHT) * 2, strict=True))
    return (x0, y0, x1, y1)
