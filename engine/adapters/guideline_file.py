"""Guideline files to blocks of text: web pages and Markdown here, everything else by the reading room."""

import hashlib
import mimetypes
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import PurePath
from statistics import median

import yaml
from pydantic import ValidationError

from engine.adapters.page_blocks import blocks_of_page
from engine.domain.document import Page
from engine.domain.dossier import Upload
from engine.domain.guideline import Block, ReadGuideline, SourceNotes
from engine.errors import UploadRefused
from engine.ports import PageReader, ReadPage

HTML, MARKDOWN, NOTES = (".html", ".htm", ".xhtml"), (".md", ".markdown"), (".yaml", ".yml")
TAKEN = (*HTML, *MARKDOWN, ".pdf", ".txt", ".docx")
TALL = 1.25
"""How much higher than most of its document's words those of a heading are."""
SILENT = {"script", "style", "nav", "header", "footer", "noscript", "template", "svg", "form", "aside"}
PARAGRAPHS = {"p", "li", "td", "th", "dd", "dt", "blockquote", "pre", "div", "section", "article", "tr", "br", "main"}
FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)


def read_guideline(filename: str, content: bytes, reader: PageReader) -> ReadGuideline:
    """Read a document. Raises `UploadRefused` where it cannot be read, or has no text."""
    ending = PurePath(filename).suffix.lower()
    if ending in HTML:
        read = _html(_decoded(content))
    elif ending in MARKDOWN:
        read = _markdown(_decoded(content), filename)
    else:
        read = _paged(filename, content, reader)
    if not any(block.level is None for block in read.blocks):
        raise UploadRefused("empty", f"{filename} : aucun texte n'a pu y être lu. Donnez une version lisible.")
    return read


def notes_of(content: bytes, name: str) -> SourceNotes:
    """What a file of notes (YAML) says of a document. Raises `UploadRefused`."""
    try:
        return SourceNotes.model_validate(yaml.safe_load(content.decode("utf-8")) or {})
    except (UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        wrong = ", ".join(str(e["loc"][0]) for e in error.errors()) if isinstance(error, ValidationError) else "YAML"
        raise UploadRefused(
            "notes",
            f"{name} : champs non compris ({wrong}). Attendus : id, title, body, year, url, grade, pathways.",
        ) from error


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def _paged(filename: str, content: bytes, reader: PageReader) -> ReadGuideline:
    upload = Upload(
        sha256=hashlib.sha256(content).hexdigest(),
        filename=filename,
        media_type=mimetypes.guess_type(filename)[0] or "application/octet-stream",
        size=len(content),
    )
    pages = [read.page for read in reader.read(upload, content) if isinstance(read, ReadPage)]
    body = _height(pages)
    numbered = filename.lower().endswith((".pdf", ".docx"))
    blocks = [
        block
        for page in pages
        for block in blocks_of_page(_undoubled(page.text), page.number if numbered else None, _tall(page, body))
    ]
    repeated = _repeated(pages)
    kept = tuple(block for block in blocks if block.text not in repeated)
    title = next((b.text for b in kept if b.level == 1), None)
    return ReadGuideline(blocks=kept, notes=SourceNotes(title=title))


def _undoubled(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _height(pages: Iterable[Page]) -> float:
    """How high most words of a document are, as a share of the page."""
    return median([w.box[3] - w.box[1] for page in pages for w in page.words] or [0.0])


def _tall(page: Page, body: float) -> list[bool]:
    """Which rows of a page are in large letters."""
    heights: dict[int, list[float]] = {}
    for word in page.words:
        heights.setdefault(page.text.count("\n", 0, word.start), []).append(word.box[3] - word.box[1])
    rows = page.text.count("\n") + 1
    return [body > 0 and row in heights and median(heights[row]) > TALL * body for row in range(rows)]


def _repeated(pages: list[Page]) -> set[str]:
    """Rows that stand at the head or foot of most pages: they are no part of the text."""
    if len(pages) < 3:
        return set()
    edges: dict[str, int] = {}
    for page in pages:
        rows = [row.strip() for row in page.text.split("\n") if row.strip()]
        for row in {*rows[:2], *rows[-2:]}:
            edges[row] = edges.get(row, 0) + 1
    return {row for row, count in edges.items() if count > len(pages) / 2}


def _markdown(text: str, name: str) -> ReadGuideline:
    front = FRONT.match(text)
    notes = notes_of(front[1].encode(), name) if front else SourceNotes()
    blocks = tuple(_markdown_blocks(text[front.end() :] if front else text))
    title = next((b.text for b in blocks if b.level == 1), None)
    return ReadGuideline(blocks=blocks, notes=notes.over(SourceNotes(title=title)))


def _markdown_blocks(text: str) -> Iterator[Block]:
    held: list[str] = []
    for line in (*text.splitlines(), ""):
        heading = re.match(r"^(#{1,6})\s+(.+?)\s*#*$", line)
        item = re.match(r"^\s*(?:[-*+]|\d+[.)])\s+", line)
        if held and (heading or item or not line.strip()):
            yield Block(text=_plain(" ".join(held)))
            held = []
        if heading:
            yield Block(text=_plain(heading[2]), level=len(heading[1]))
        elif line.strip() and not re.fullmatch(r"\s*(?:[-*_=]\s*){3,}", line):
            held.append(line.strip())


def _plain(text: str) -> str:
    """Markdown without its signs: links keep their words."""
    linked = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"(\*\*|__|`)(.+?)\1", r"\2", linked).strip() or text


def _html(text: str) -> ReadGuideline:
    parser = _Reader()
    parser.feed(text)
    parser.close()
    parser.flush()
    title = parser.title.strip() or next((b.text for b in parser.blocks if b.level == 1), None)
    return ReadGuideline(blocks=tuple(parser.blocks), notes=SourceNotes(title=title[:300] if title else None))


class _Reader(HTMLParser):
    """Collects headings and paragraphs; menus, scripts and page edges say nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.title = ""
        self._silent = 0
        self._in_title = False
        self._level: int | None = None
        self._held: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what `tag` begins."""
        if tag in SILENT:
            self.flush()
            self._silent += 1
        elif tag == "title":
            self._in_title = True
        elif tag in PARAGRAPHS:
            self.flush()
        elif re.fullmatch("h[1-6]", tag):
            self.flush()
            self._level = int(tag[1])

    def handle_endtag(self, tag: str) -> None:
        """End what `tag` ends."""
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "title":
            self._in_title = False
        elif tag in PARAGRAPHS or re.fullmatch("h[1-6]", tag):
            self.flush()
            self._level = None

    def handle_data(self, data: str) -> None:
        """Take what is shown."""
        if self._in_title:
            self.title += data
        elif not self._silent:
            self._held.append(data)

    def flush(self) -> None:
        """End the paragraph that is being read."""
        text = " ".join("".join(self._held).split())
        self._held = []
        if text:
            self.blocks.append(Block(text=text, level=self._level))
