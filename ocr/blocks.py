"""What a text document holds before it is set on pages: headings, paragraphs and tables."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Style = Literal["title", "heading", "body", "fixed", "note"]
"""`fixed` keeps each line and its blanks, as a plain text file does; `note` is small print."""

_SPACE = re.compile(r"[^\S\n\t\u00a0\u202f]")
_JOINERS = "\u200c\u200d"  # invisible, but Persian and Indian scripts are misspelt without them


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph; `marks` are names by which its place on the page can be found again."""

    text: str
    bold: bool = False
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs that follow each other without a break; "\\n" inside starts a new line. `indent` counts steps of 1 cm."""

    runs: tuple[Run, ...]
    style: Style = "body"
    indent: int = 0

    @property
    def text(self) -> str:
        """The paragraph's whole text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, `span` columns wide."""

    paragraphs: tuple[Paragraph, ...]
    span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a row may have fewer cells than another."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Paragraph | Table | PageBreak


def paragraph(text: str, style: Style = "body", *, bold: bool = False, marks: Iterable[str] = ()) -> Paragraph:
    """Return a paragraph of one run."""
    return Paragraph((Run(text, bold, tuple(marks)),), style)


def cell(text: str, *, span: int = 1, bold: bool = False, marks: Iterable[str] = ()) -> Cell:
    """Return a cell of one paragraph."""
    return Cell((paragraph(text, bold=bold, marks=marks),), span)


def printable(text: str) -> str:
    """Return the text as it can be kept and shown: NFC, without control characters nor signs that turn its direction.

    Line breaks, tabs and unbreakable blanks stay; any other blank becomes a plain one.
    """
    even = _SPACE.sub(
        " ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    )
    kept = (char for char in even if char in "\n\t" or char in _JOINERS or unicodedata.category(char) not in _UNSEEN)
    return unicodedata.normalize("NFC", "".join(kept))


_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
