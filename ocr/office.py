"""Word documents (DOCX): what they say in the order in which they say it, and the pictures that they hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NoReturn

from docx.opc.exceptions import OpcError
from docx.opc.part import PartFactory
from docx.oxml.parser import parse_xml
from docx.package import Package
from docx.parts.document import DocumentPart

from ocr import plain_text, zips
from ocr.blocks import Block, Cell, PageBreak, Paragraph, Run, Style, Table
from ocr.errors import ReadError
from ocr.numbering import Numbering
from ocr.runs import NESTED, RELATION, WORD, local, runs_of

_MOST_PART = 40_000_000  # bytes of one part, pictures included
_MOST_XML = 20_000_000  # a tree takes ten times as much
_MOST_WHOLE = 300_000_000
_MOST_PICTURES = 200
_KINDS = (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
_DTD = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")
_HEADING = re.compile(r"^(?:heading|titre)\s*\d", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|titre)$", re.IGNORECASE)
_DEEPEST = 40  # tables in tables; Word itself gives up long before


@dataclass(frozen=True, slots=True)
class Office:
    """What a document says, and the bytes of its pictures in order."""

    blocks: tuple[Block, ...]
    pictures: tuple[bytes, ...]
    macros: bool


def read_docx(content: bytes) -> Office:
    """Read a Word document: headers, body with its tables and text boxes, footnotes, footers.

    Deleted text, comments and hidden text are left out, as Word leaves them out of a printed page.
    Raises `ReadError` ("truncated", "corrupt", "encrypted", "bomb", "too_much_text", "no_pages").
    """
    macros = _check_parts(content)
    try:
        document = _document(content)
        reading = _Reading(document)
        blocks = tuple(reading.blocks())
        pictures = tuple(reading.pictures())
    except ReadError:
        raise
    except (OpcError, SyntaxError, KeyError, ValueError, AttributeError, TypeError, IndexError, OSError) as error:
        raise ReadError("corrupt", what="Word (DOCX)") from error
    if not pictures and not any(_says(block) for block in blocks):
        raise ReadError("no_pages", what="Word (DOCX)")
    return Office(blocks, pictures, macros)


def _document(content: bytes) -> Any:
    """Open a document, a template or one with macros, which the library takes for different things."""
    for kind in _KINDS:
        PartFactory.part_type_for[kind] = DocumentPart
    return Package.open(BytesIO(content)).main_document_part.document


def may_be_page(shape: tuple[int, ...]) -> bool:
    """Whether a picture (height, width in pixels) is large enough to hold a page of text; a logo is not."""
    return max(shape) >= 900 and min(shape) >= 500


def _check_parts(content: bytes) -> bool:
    """Unpack every part once within limits, before a library does it without any; tell whether macros are there."""
    whole = 0
    with zips.opened(content) as archive:
        for info in archive.infolist():
            is_xml = info.filename.lower().endswith((".xml", ".rels"))
            part = zips.entry(archive, info, _MOST_XML if is_xml else _MOST_PART)
            whole += len(part)
            if whole > _MOST_WHOLE:
                raise ReadError("bomb", limit=_MOST_WHOLE // 1_000_000)
            if is_xml and _DTD.search(part):
                # The format knows no document types: what brings one is out to have entities expanded.
                raise ReadError("corrupt", what="Word (DOCX)")
        return any(name.endswith("vbaProject.bin") for name in archive.namelist())


def _says(block: Block) -> bool:
    match block:
        case Paragraph():
            return bool(block.text.strip())
        case Table():
            return any(p.text.strip() for row in block.rows for cell in row for p in cell.paragraphs)
        case _:
            return False


class _Reading:
    """One document being read. lxml's elements have no types."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._part = document.part
        self._numbering = Numbering(self._part, document.styles.element)
        self._drawn: dict[str, bytes] = {}
        self._length = 0

    def blocks(self) -> Iterator[Block]:
        """Yield the headers, then the body, then footnotes and footers: each header and footer once."""
        yield from self._edges("headerReference")
        yield from self._container(self._document.element.body, self._part, 0)
        for kind in ("footnotes", "endnotes"):
            for part in self._related(kind):
                yield from self._notes(part)
        yield from self._edges("footerReference")

    def pictures(self) -> Iterator[bytes]:
        """Yield what the body shows as pictures."""
        yield from self._drawn.values()

    def _edges(self, tag: str) -> Iterator[Block]:
        seen: set[str] = set()
        for reference in self._document.element.body.iter(f"{WORD}{tag}"):
            part = self._part.related_parts.get(reference.get(f"{RELATION}id"))
            if part is None:
                continue
            found = list(self._container(_root(part), part, 0, "note"))
            told = repr(found)
            if told not in seen and any(_says(block) for block in found):
                seen.add(told)
                yield from found

    def _related(self, kind: str) -> Iterator[Any]:
        for relation in self._part.rels.values():
            if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
                yield relation.target_part

    def _notes(self, part: Any) -> Iterator[Block]:
        for note in _root(part):
            if note.get(f"{WORD}type") in (None, "normal"):
                yield from self._container(note, part, 0, "note")

    def _container(self, element: Any, part: Any, depth: int, style: Style = "body") -> Iterator[Block]:
        if depth > _DEEPEST:
            _too_deep()
        for child in element:
            match local(child):
                case "p":
                    yield from self._paragraph(child, part, depth, style)
                case "tbl":
                    yield self._table(child, part, depth)
                case name if name in NESTED:
                    yield from self._container(child, part, depth + 1, style)

    def _paragraph(self, element: Any, part: Any, depth: int, style: Style) -> Iterator[Block]:
        told = runs_of(element)
        self._length += sum(len(run.text) for run in told.runs)
        if self._length > plain_text.MOST:
            raise ReadError("too_much_text", limit=plain_text.MOST // 1_000_000)
        for drawing in told.pictures:
            self._keep(drawing, part)
        named = element.find(f"{WORD}pPr/{WORD}pStyle")
        name = "" if named is None else str(named.get(f"{WORD}val"))
        if style == "body" and _TITLE.match(name):
            style = "title"
        elif style == "body" and _HEADING.match(name):
            style = "heading"
        label, indent = self._numbering.label(element)
        if told.breaks:
            yield PageBreak()
        yield Paragraph((Run(label), *told.runs) if label else told.runs, style, indent)
        for box in told.boxes:
            yield from self._container(box, part, depth + 1, style)

    def _table(self, element: Any, part: Any, depth: int) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for row in _rows(element):
            cells: list[Cell] = []
            for cell in _cells(row):
                merged = cell.find(f"{WORD}tcPr/{WORD}vMerge")
                goes_on = merged is not None and merged.get(f"{WORD}val") != "restart"
                blocks = () if goes_on else tuple(self._container(cell, part, depth + 1))
                cells.append(Cell(tuple(_flat(blocks)), _span(cell)))
            rows.append(tuple(cells))
        return Table(tuple(rows))

    def _keep(self, name: str, part: Any) -> None:
        found = part.related_parts.get(name)
        if found is not None and len(self._drawn) < _MOST_PICTURES and hasattr(found, "blob"):
            self._drawn.setdefault(str(found.partname), found.blob)


def _root(part: Any) -> Any:
    """The root element of a part, which the library parses for some parts only."""
    element = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if local(child) == "tr":
            yield child
        elif local(child) in NESTED:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if local(child) == "tc":
            yield child
        elif local(child) in NESTED:
            yield from _cells(child)


def _span(cell: Any) -> int:
    grid = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
    value = "1" if grid is None else str(grid.get(f"{WORD}val"))
    return min(100, max(1, int(value))) if value.isdecimal() else 1


def _flat(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """The paragraphs of a cell, a table inside it row by row; the empty last one that Word asks for left out."""
    kept: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            kept.append(block)
        elif isinstance(block, Table):
            for row in block.rows:
                runs = [run for cell in row for p in cell.paragraphs for run in (*p.runs, Run("  "))]
                kept.append(Paragraph(tuple(runs)))
    while kept and not kept[-1].text.strip():
        kept.pop()
    yield from kept


def _too_deep() -> NoReturn:
    raise ReadError("corrupt", what="Word (DOCX)")
