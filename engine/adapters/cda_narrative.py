"""The readable part of a CDA document as blocks of text, each with marks by which its place on the page is found."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from xml.etree.ElementTree import Element

from engine.adapters.cda_tree import at, every, local, plain
from ocr.blocks import Block, Cell, Paragraph, Run, Table

BREAKS = {"paragraph", "list", "table", "item", "caption", "tr", "br"}
ROWS = {"thead", "tbody", "tfoot", "tr"}
UNSEEN = {"delete"}
ATTACHED_FR = "[pièce jointe]"
WIDEST = 60
"""Columns that one cell may take: more is an error of its sender."""


@dataclass
class Narrative:
    """Blocks in reading order. Marks: `id:…` an element of the sender's, `row:…` a line that stands on its own,
    `sec:…` a section."""

    blocks: list[Block] = field(default_factory=list)
    named: dict[str, Element] = field(default_factory=dict)
    sections: list[Element] = field(default_factory=list)


def narrate(document: Element) -> Narrative:
    """Everything that a person reads in a document's body, in order."""
    told = Narrative()
    rows = count()
    for component in every(document, "component/structuredBody/component/section"):
        _section(component, told, rows)
    return told


def _section(section: Element, told: Narrative, rows: Iterator[int]) -> None:
    mark = f"sec:{len(told.sections)}"
    told.sections.append(section)
    title = plain(at(section, "title"))
    if title:
        told.blocks.append(Paragraph((Run(title, marks=(mark, f"row:{next(rows)}")),), "heading"))
    text = at(section, "text")
    if text is not None:
        told.named |= {name: e for e in text.iter() if (name := e.get("ID"))}
        told.blocks += _blocks(text, (mark,), rows)
    for inner in every(section, "component/section"):
        _section(inner, told, rows)


def _blocks(element: Element, marks: tuple[str, ...], rows: Iterator[int], indent: int = 0) -> Iterator[Block]:
    """The block-level parts of an element; the text between them becomes paragraphs."""
    marks = (*marks, *_id(element))
    loose: list[Run] = []

    def flush() -> Iterator[Block]:
        for line in _lines(loose):
            row = f"row:{next(rows)}"
            yield Paragraph(tuple(Run(run.text, run.bold, (*run.marks, row)) for run in line), indent=indent)
        loose.clear()

    loose += _text(element.text, marks, bold=False)
    for child in element:
        name = local(child)
        if name == "table":
            yield from flush()
            yield from _table(child, marks, rows)
        elif name == "list":
            yield from flush()
            yield from _list(child, marks, rows, indent)
        elif name in ("paragraph", "caption", "text"):
            yield from flush()
            yield from _blocks(child, marks, rows, indent)
        else:
            loose += _inline(child, marks, bold=False)
        loose += _text(child.tail, marks, bold=False)
    yield from flush()


def _lines(runs: list[Run]) -> Iterator[list[Run]]:
    """Runs cut at their line breaks, without the empty lines."""
    line: list[Run] = []
    for run in runs:
        first, *rest = run.text.split("\n")
        line.append(Run(first, run.bold, run.marks))
        for part in rest:
            if any(r.text.strip() for r in line):
                yield line
            line = [Run(part, run.bold, run.marks)]
    if any(r.text.strip() for r in line):
        yield line


def _list(element: Element, marks: tuple[str, ...], rows: Iterator[int], indent: int) -> Iterator[Block]:
    marks = (*marks, *_id(element))
    ordered = element.get("listType") == "ordered"
    number = 0
    for child in element:
        if local(child) == "caption":
            yield from _blocks(child, marks, rows, indent)
        elif local(child) == "item":
            number += 1
            bullet = f"{number}. " if ordered else "• "
            for position, block in enumerate(_blocks(child, marks, rows, indent + 1)):
                if position == 0 and isinstance(block, Paragraph):
                    opening = Run(bullet, marks=block.runs[0].marks)
                    yield Paragraph((opening, *block.runs), block.style, indent)
                else:
                    yield block


def _table(element: Element, marks: tuple[str, ...], rows: Iterator[int]) -> Iterator[Block]:
    """A table row by row; a cell that reaches down leaves its column empty below."""
    marks = (*marks, *_id(element))
    caption = at(element, "caption")
    if caption is not None:
        yield from _blocks(caption, marks, rows)
    lines: list[tuple[Cell, ...]] = []
    reaching: dict[int, int] = {}
    for row, outer in _rows(element, marks):
        own = (*outer, *_id(row), f"row:{next(rows)}")
        cells = _cells(row, own, reaching)
        if any(p.text.strip() for cell in cells for p in cell.paragraphs):
            lines.append(cells)
    if lines:
        yield Table(tuple(lines))


def _rows(element: Element, marks: tuple[str, ...]) -> Iterator[tuple[Element, tuple[str, ...]]]:
    for child in element:
        if local(child) == "tr":
            yield child, marks
        elif local(child) in ROWS:
            yield from _rows(child, (*marks, *_id(child)))


def _cells(row: Element, marks: tuple[str, ...], reaching: dict[int, int]) -> tuple[Cell, ...]:
    """The cells of a row; `reaching` counts, by column, the rows that a cell from above still takes."""
    cells: list[Cell] = []
    column = 0

    def skip() -> None:
        nonlocal column
        while reaching.get(column, 0) > 0:
            reaching[column] -= 1
            cells.append(Cell((Paragraph(()),)))
            column += 1

    for element in row:
        if local(element) not in ("td", "th"):
            continue
        skip()
        span, down = _spans(element, "colspan"), _spans(element, "rowspan")
        runs = _inline(element, marks, bold=local(element) == "th")
        cells.append(Cell((Paragraph(tuple(runs)),), span))
        for taken in range(column, column + span):
            if down > 1:
                reaching[taken] = down - 1
        column += span
    skip()
    return tuple(cells)


def _spans(element: Element, name: str) -> int:
    printed = element.get(name, "1")
    return min(WIDEST, max(1, int(printed))) if printed.isascii() and printed.isdigit() and len(printed) < 5 else 1


def _inline(element: Element, marks: tuple[str, ...], *, bold: bool) -> list[Run]:
    """All text of an element on one line, but for its own breaks."""
    if element.get("revised") in UNSEEN:
        return []
    name = local(element)
    marks = (*marks, *_id(element))
    bold = bold or "bold" in element.get("styleCode", "").lower()
    if name == "br":
        return [Run("\n", bold, marks)]
    if name == "renderMultiMedia":
        return [Run(f" {ATTACHED_FR} ", bold, marks)]
    runs = _text(element.text, marks, bold=bold)
    for child in element:
        inner = _inline(child, marks, bold=bold)
        if local(child) in BREAKS - {"br"} and inner:
            opening = "• " if local(child) == "item" else ""
            inner = [Run("\n" + opening, bold, marks), *inner, Run("\n", bold, marks)]
        elif local(child) in ("td", "th"):
            inner.append(Run(" ", bold, marks))
        runs += inner
        runs += _text(child.tail, marks, bold=bold)
    return runs


def _text(text: str | None, marks: tuple[str, ...], *, bold: bool) -> list[Run]:
    """A stretch of text with its blanks made single, as a reader sees it."""
    if not text:
        return []
    core = " ".join(text.split())
    opening, closing = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() else "")
    return [Run(f"{opening}{core}{closing}" if core else " ", bold, marks)]


def _id(element: Element) -> tuple[str, ...]:
    own = element.get("ID")
    return (f"id:{own}",) if own else ()
