"""Reads uploads with the ocr room and turns its pages into the domain's, with what coded files say of themselves."""

import hashlib
from collections.abc import Collection, Iterator, Mapping

import ocr
from engine.adapters import cda_record
from engine.adapters.cda_tree import is_cda
from engine.domain.document import Page, Word
from engine.domain.dossier import Upload
from engine.domain.source_record import SourceRecord
from engine.errors import ToolMissing, UploadRefused
from engine.ports import ReadPage


class OcrPageReader:
    """Text layer where it is good, otherwise Tesseract; CDA and DICOM by what they are."""

    def check(self) -> None:
        """Raise `ToolMissing` when a system program that reading needs is not there."""
        for tool, how in ocr.missing_tools():
            raise ToolMissing(tool=tool, how=how)

    def read(
        self,
        upload: Upload,
        content: bytes,
        turns: Mapping[int, int] | None = None,
        only: Collection[int] | None = None,
    ) -> Iterator[ReadPage]:
        """Yield the pages of one file, or some of them. Raises `UploadRefused`."""
        try:
            for page, record in _pages(content, upload.filename, turns, only):
                yield ReadPage(page=_page(page, upload, record), image=page.image)
        except ocr.ReadError as error:
            raise UploadRefused(error.code, error.message_fr) from error

    def count(self, upload: Upload, content: bytes) -> int | None:
        """Return how many pages a file has, or None where that shows only as it is read."""
        return None if is_cda(content) else ocr.count(content, upload.filename)


def _pages(
    content: bytes, filename: str, turns: Mapping[int, int] | None, only: Collection[int] | None
) -> Iterator[tuple[ocr.Page, SourceRecord | None]]:
    if is_cda(content):
        pages = cda_record.pages(content)
        yield from (read for read in pages if only is None or read[0].number in only)
        return
    for page in ocr.read(content, filename, turns, only):
        yield page, None


def _page(page: ocr.Page, upload: Upload, record: SourceRecord | None) -> Page:
    return Page(
        upload=upload.sha256,
        filename=upload.filename,
        number=page.number,
        text=page.text,
        words=tuple(Word(text=w.text, start=w.start, box=w.box, confidence=w.confidence) for w in page.words),
        origin=page.origin,
        rotation=page.rotation,
        skew=page.skew,
        quality=page.quality,
        image=hashlib.sha256(page.image).hexdigest(),
        width=page.width,
        height=page.height,
        record=record,
    )
