"""Reads uploads with the ocr room, in processes of its own, and turns its pages into the domain's.

What files say of themselves in coded form (CDA, DICOM) is read here, and goes with their pages.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping

import ocr
from engine.adapters.coded_files import CODED, CodedFiles
from engine.domain.document import Page, Word
from engine.domain.dossier import Upload
from engine.domain.source_record import SourceRecord
from engine.errors import ToolMissing, UploadRefused
from engine.ports import ReadPage, ReadRefusal


class OcrPageReader:
    """Text layer where it is good, otherwise Tesseract; the processes that read end with this object."""

    def __init__(self, children: int = 1) -> None:
        self._reader = ocr.Reader(children)
        self._coded = CodedFiles(self._reader)

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
    ) -> Iterator[ReadPage | ReadRefusal]:
        """Yield the pages of one file, or some of them, and what of an archive cannot be read.

        Raises `UploadRefused`.
        """
        try:
            for read, record in self._coded.read(content, upload.filename, turns, only):
                if isinstance(read, ocr.Page):
                    yield ReadPage(page=_page(read, upload, record), image=read.image)
                else:
                    yield ReadRefusal(read.member, read.code, read.message_fr)
        except ocr.ReadError as error:
            raise UploadRefused(error.code, error.message_fr) from error

    def count(self, upload: Upload, content: bytes) -> int | None:
        """Return how many pages a file has, or None where that shows only as it is read."""
        try:
            coded = ocr.recognise(content, upload.filename) in CODED
        except ocr.ReadError:
            return None
        return None if coded else self._reader.count(content, upload.filename)


def _page(page: ocr.Page, upload: Upload, record: SourceRecord | None) -> Page:
    return Page(
        upload=upload.sha256,
        filename=upload.filename,
        number=page.number,
        text=page.text,
        words=tuple(
            Word(text=w.text, start=w.start, box=w.box, confidence=w.confidence, doubtful=w.doubtful, other=w.other)
            for w in page.words
        ),
        origin=page.origin,
        rotation=page.rotation,
        skew=page.skew,
        quality=page.quality,
        image=hashlib.sha256(page.image).hexdigest(),
        width=page.width,
        height=page.height,
        member=page.member,
        record=record,
        blank=page.blank,
    )
