"""A guideline document as it is read: blocks of text in order, and what somebody says of its source."""

import re

from pydantic import Field

from engine.domain.record import Record
from engine.domain.wording import fold

ID = r"^[a-z0-9][a-z0-9-]{0,79}$"


class Block(Record):
    """A paragraph, or a heading of `level` 1 (the highest) to 6. `page` counts from 1, None where there are none."""

    text: str = Field(min_length=1)
    level: int | None = Field(default=None, ge=1, le=6)
    page: int | None = Field(default=None, ge=1)


class Chunk(Record):
    """A passage's worth of text under the headings above it (highest first), with the page on which it begins."""

    text: str = Field(min_length=1)
    headings: tuple[str, ...] = ()
    page: int | None = None


class SourceNotes(Record):
    """What the person who adds a document says of it; what is None is read from the document where it says so."""

    id: str | None = Field(default=None, pattern=ID)
    title: str | None = Field(default=None, max_length=300)
    body: str | None = Field(default=None, max_length=200)
    year: int | None = Field(default=None, ge=1950, le=2100)
    url: str | None = Field(default=None, max_length=500, pattern=r"^https?://\S+$")
    grade: str | None = Field(default=None, max_length=100)
    pathways: tuple[str, ...] = ()

    def over(self, other: "SourceNotes") -> "SourceNotes":
        """These notes, with those of `other` where nothing is said here."""
        said = {name: value for name, value in self if value not in (None, ())}
        return other.model_copy(update=said)


class ReadGuideline(Record):
    """A document as read: its blocks, and what it says of itself."""

    blocks: tuple[Block, ...]
    notes: SourceNotes = SourceNotes()


def document_id(name: str) -> str:
    """The id of a document by its file's name without ending: letters, figures and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name).replace("œ", "oe")).strip("-")[:80].strip("-") or "document"
