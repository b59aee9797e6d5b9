"""Pages as read, and the documents that they make up."""

from datetime import date
from typing import Literal

from pydantic import Field

from engine.domain.record import Record
from engine.domain.source_record import SourceRecord

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 on the upright page image, as fractions of its width and height, origin at the top left."""

KINDS_FR = {
    "anatomopathologie": "Anatomopathologie",
    "autre": "Autre document",
    "biologie": "Biologie",
    "compte_rendu_endoscopie": "Endoscopie",
    "compte_rendu_examen": "Autre examen",
    "compte_rendu_hospitalisation": "Hospitalisation",
    "compte_rendu_imagerie": "Imagerie",
    "compte_rendu_operatoire": "Compte rendu opératoire",
    "courrier": "Courrier",
    "fiche_rcp": "Fiche de RCP",
    "images_dicom": "Images (CD ou lien)",
    "ordonnance": "Ordonnance",
}
"""What each kind of document is called on pages and in signed opinions."""

Owner = Literal["this_patient", "partner", "other_person", "unknown"]
Origin = Literal["text_layer", "ocr", "unreadable", "failed"]
"""`unreadable`: nobody can read it; `failed`: the program that reads broke off, and another try may do."""


class Word(Record):
    """One word of a page: `page.text[start:start + len(text)] == text`; confidence from 0 to 1.

    Of a word that was read in two ways, `other` is the reading not kept; `doubtful` when it holds a figure or looks
    like a unit.
    """

    text: str
    start: int = Field(ge=0)
    box: Box
    confidence: float = Field(ge=0, le=1)
    doubtful: bool = False
    other: str | None = None


class PageHead(Record):
    """What is known of a page without what stands on it; as in `Page`."""

    upload: str
    filename: str
    number: int = Field(ge=1)
    origin: Origin
    quality: float
    rotation: int
    image: str
    width: int
    height: int
    blank: bool = False


class Page(Record):
    """One page of an upload. `image` is the sha256 of the upright page image; `rotation` and `skew` in degrees.

    `member` is the path of the file inside the archive that was uploaded; pages are numbered on through all of them.
    `record` is what its file says of itself in coded form, where it does. A `blank` page is an empty sheet, or a
    separator that a scanner puts between documents: kept, and out of view.
    """

    upload: str
    filename: str
    number: int = Field(ge=1)
    text: str
    words: tuple[Word, ...]
    origin: Origin
    rotation: int
    skew: float
    quality: float = Field(ge=0, le=1)
    image: str
    width: int
    height: int
    member: str | None = None
    record: SourceRecord | None = None
    blank: bool = False

    def doubtful(self, start: int, end: int) -> tuple[Word, ...]:
        """The words in `text[start:end]` of which two readings differ."""
        return tuple(w for w in self.words if w.doubtful and w.start < end and start < w.start + len(w.text))

    def disputed(self, start: int, end: int) -> tuple[Word, ...]:
        """The words in `text[start:end]` that were read in two ways, names among them."""
        return tuple(w for w in self.words if w.other and w.start < end and start < w.start + len(w.text))

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """One box a line for the words that lie in `text[start:end]`, in reading order."""
        lines: list[list[float]] = []
        for word in self.words:
            if word.start + len(word.text) <= start or word.start >= end:
                continue
            x0, y0, x1, y1 = word.box
            last = lines[-1] if lines else None
            if last and min(y1, last[3]) - max(y0, last[1]) > 0.5 * min(y1 - y0, last[3] - last[1]):
                last[:] = [min(last[0], x0), min(last[1], y0), max(last[2], x1), max(last[3], y1)]
            else:
                lines.append([x0, y0, x1, y1])
        return tuple((a, b, c, d) for a, b, c, d in lines)


class Document(Record):
    """A run of pages of one upload that belong together: one letter, one report.

    `kind` is a pathway document type or `autre`; `dated` is the date of the examination, never of printing;
    `author` and `establishment` are as printed; `duplicate_of` is the id of the document that this one repeats, with
    the reason in French; `corrected` when staff gave kind, date, owner; `member` is its file inside an archive.
    """

    id: str
    upload: str
    filename: str
    member: str | None = None
    pages: tuple[int, ...]
    kind: str
    title: str
    dated: date | None
    author: str | None = None
    establishment: str | None = None
    owner: Owner
    owner_reason_fr: str
    duplicate_of: str | None = None
    duplicate_reason_fr: str | None = None
    legible: bool
    quality: float
    corrected: bool = False

    @property
    def file_fr(self) -> str:
        """The file by which people know it; inside an archive, both names."""
        return f"{self.filename} › {self.member}" if self.member else self.filename


def kind_fr(kind: str) -> str:
    """A document's kind in a word."""
    return KINDS_FR.get(kind, kind.replace("_", " ").capitalize())
