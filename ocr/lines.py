"""A paragraph broken into lines of words, each with its place from the left."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from ocr import typeface
from ocr.blocks import Paragraph, Run, Style, printable

SIZES: dict[Style, int] = {"title": 30, "heading": 25, "body": 21, "fixed": 20, "note": 17}
"""Pixels at 150 dpi: 21 are 10 points."""
LEADING = 1.35
STEP = 59.0  # 1 cm: an indent, and the distance of tabulators
_CHUNK = re.compile(r"(\s*)(\S+(?:[\u00a0\u202f]+\S+)*)|(\s+)$")
_WORD = re.compile(r"\S+")
_LONGEST = 200  # characters: a longer word is no word, and is measured in pieces


@dataclass(frozen=True, slots=True)
class Item:
    """A word on its line: `x` and `width` in pixels; `joined` when it goes on with the word before, broken in two."""

    text: str
    x: float
    width: float
    face: typeface.Face
    size: int
    marks: tuple[str, ...]
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Words in reading order, and the height that they take in pixels; no words make an empty line."""

    items: tuple[Item, ...]
    height: float


def wrap(paragraph: Paragraph, room: float) -> list[Line]:
    """Break a paragraph into lines of at most `room` pixels. One without a word gives one empty line."""
    size = SIZES[paragraph.style]
    runs = [Run(printable(run.text), run.bold, run.marks) for run in paragraph.runs]
    text = "".join(run.text for run in runs)
    ends = list(accumulate(len(run.text) for run in runs))
    rtl = _starts_rtl(text)
    lines: list[Line] = []
    at = 0
    for row in text.split("\n"):
        words = _words(row, at, runs, ends, paragraph.style)
        filled = _columns(words, row, room, at) if paragraph.style == "fixed" else _fill(words, room)
        lines += [Line(_turned(items, room, rtl=rtl), size * LEADING) for items in filled]
        at += len(row) + 1
    return lines


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word that has no place yet: `gap` is what stands before it, `start` where it stands in the paragraph."""

    gap: str
    start: int
    item: Item


def _words(row: str, at: int, runs: list[Run], ends: list[int], style: Style) -> Iterator[list[_Piece]]:
    """Yield the words of one line of text, those that an unbreakable blank ties together in one list."""
    size = SIZES[style]
    for chunk in _CHUNK.finditer(row):
        if chunk[2] is None:
            continue
        tied: list[_Piece] = []
        for found in _WORD.finditer(row, chunk.start(2), chunk.end(2)):
            start, end = at + found.start(), at + found.end()
            first, last = bisect_right(ends, start), bisect_right(ends, end - 1)
            marks = tuple(dict.fromkeys(mark for run in runs[first : last + 1] for mark in run.marks))
            bold = runs[first].bold or style in ("title", "heading")
            face: typeface.Face = "fixed" if style == "fixed" else "bold" if bold else "plain"
            for cut in range(0, len(found[0]), _LONGEST):
                word = found[0][cut : cut + _LONGEST]
                item = Item(word, 0.0, typeface.width(word, face, size), face, size, marks, joined=cut > 0)
                tied.append(_Piece(chunk[1] if not tied else " ", start + cut, item))
        yield tied


def _fill(chunks: Iterable[list[_Piece]], room: float) -> Iterator[list[Item]]:
    """Put words on lines one after the other, each line as full as it goes."""
    line: list[Item] = []
    x = 0.0
    for chunk in chunks:
        blank = _blank(chunk[0].item)
        whole = sum(piece.item.width + blank for piece in chunk) - blank
        lead = _lead(x, chunk[0].gap, blank) if line else x
        if line and lead + whole > room:
            yield line
            line, x, lead = [], 0.0, 0.0
        for number, piece in enumerate(chunk):
            left = lead if number == 0 else x if piece.item.joined else x + blank
            for item in _cut(piece.item, room):
                if line and left + item.width > room:
                    yield line
                    line, left = [], 0.0
                line.append(replace(item, x=left))
                left += item.width
            x = left
    yield line


def _columns(chunks: Iterable[list[_Piece]], row: str, room: float, at: int) -> Iterator[list[Item]]:
    """Put words where the text has them, a character a column; what does not fit goes on below."""
    line: list[Item] = []
    pieces = [piece for chunk in chunks for piece in chunk]
    stops = [index for index, char in enumerate(row) if char == "\t"]
    shift = 0.0
    advance = pieces[0].item.width / len(pieces[0].item.text) if pieces and pieces[0].item.width else 1.0
    advance = min(advance, SIZES["fixed"])
    for piece in pieces:
        tabs = bisect_right(stops, piece.start - at)
        x = (piece.start - at + 3 * tabs) * advance - shift
        for item in _cut(piece.item, room):
            if line and x + item.width > room:
                yield line
                line, shift, x = [], shift + x, 0.0
            line.append(replace(item, x=max(x, line[-1].x + line[-1].width if line else 0.0)))
            x += item.width
    yield line


def _lead(x: float, gap: str, blank: float) -> float:
    """Where a word starts after `x`: a blank further, or at the next tabulator."""
    for _ in range(min(gap.count("\t"), 20)):
        x = (int((x + blank) // STEP) + 1) * STEP
    return x if "\t" in gap else x + blank


def _blank(item: Item) -> float:
    return typeface.width(" ", item.face, item.size)


def _cut(item: Item, room: float) -> Iterator[Item]:
    """Yield a word in pieces that fit: whole if it can be."""
    if item.width <= room:
        yield item
        return
    rest, joined = item.text, item.joined
    while rest:
        count = max(1, int(len(rest) * min(1.0, room / max(1.0, typeface.width(rest, item.face, item.size)))))
        while count > 1 and typeface.width(rest[:count], item.face, item.size) > room:
            count -= 1
        part, rest = rest[:count], rest[count:]
        yield replace(item, text=part, width=typeface.width(part, item.face, item.size), joined=joined)
        joined = True


def _starts_rtl(text: str) -> bool:
    """Whether the first word that has a direction is written from right to left."""
    return next(
        (typeface.is_rtl(w[0]) for w in _WORD.finditer(text) if typeface.is_rtl(w[0]) or typeface.is_ltr(w[0])), False
    )


def _turned(items: list[Item], room: float, *, rtl: bool) -> tuple[Item, ...]:
    """Place the words of the other direction, and in a paragraph from right to left all of them, as they are read."""
    if not rtl and not any(typeface.is_rtl(item.text) for item in items):
        return tuple(items)
    placed = _mirrored(items, 0.0, room) if rtl else items
    against = typeface.is_ltr if rtl else typeface.is_rtl
    done: list[Item] = []
    while len(done) < len(placed):
        rest = placed[len(done) :]
        count = next((n for n, item in enumerate(rest) if not against(item.text)), len(rest))
        span = rest[:count]
        if span:
            left, right = min(i.x for i in span), max(i.x + i.width for i in span)
            done += _mirrored(span, left, right)
        else:
            done.append(rest[0])
    return tuple(done)


def _mirrored(items: list[Item], left: float, right: float) -> list[Item]:
    return [replace(item, x=max(0.0, left + right - item.x - item.width)) for item in items]
