"""Files that say of themselves what they are, alone or inside an archive, beside those that are only read."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

import ocr
from engine.adapters import cda_record, dicom_record
from engine.domain.source_record import SourceRecord
from engine.errors import UploadRefused

CODED: tuple[ocr.Kind, ...] = ("CDA", "DICOM")
ASIDE = {"unsupported", "many_unsupported"}
"""Refusals of what lies beside the records of a CD or an export: viewers, style sheets, help pages."""
TECHNICAL = {"readme.txt", "lisezmoi.txt", "autorun.inf"}
"""What explains a disc beside its records, and is no document of anybody."""
Told = tuple[ocr.Page | ocr.Refused, SourceRecord | None]


class CodedFiles:
    """Reads any file; `reader` reads those that are not coded."""

    def __init__(self, reader: ocr.Reader) -> None:
        self._reader = reader

    def read(
        self,
        content: bytes,
        filename: str,
        turns: Mapping[int, int] | None = None,
        only: Collection[int] | None = None,
    ) -> Iterator[Told]:
        """Yield pages with their record, and what of an archive cannot be read; `turns` and `only` as for `ocr.read`.

        Raises `ocr.ReadError` and `UploadRefused` when the file as a whole cannot be read.
        """
        for read, record in self._all(content, filename, turns, only):
            if not isinstance(read, ocr.Page) or only is None or read.number in only:
                yield read, record

    def _all(
        self, content: bytes, filename: str, turns: Mapping[int, int] | None, only: Collection[int] | None
    ) -> Iterator[Told]:
        match ocr.recognise(content, filename):
            case "CDA":
                yield from cda_record.pages(content, self._attached)
            case "DICOM":
                yield from self._dicom(content, filename)
            case "ZIP":
                yield from self._archive(content, filename, turns, only)
            case _:
                yield from ((read, None) for read in self._reader.read(content, filename, turns, only))

    def _attached(self, content: bytes) -> Iterator[ocr.Page]:
        """The pages of a file inside a coded one; one that cannot be read is passed over."""
        try:
            yield from (page for page in self._reader.read(content, "piece-jointe") if isinstance(page, ocr.Page))
        except ocr.ReadError:
            return

    def _dicom(self, content: bytes, filename: str) -> Iterator[Told]:
        found = list(dicom_record.pages(lambda: [(filename, content)], 1))
        found += self._reports(lambda: [(filename, content)], len(found) + 1)
        if not any(isinstance(read, ocr.Page) and _is_shown(record) for read, record in found):
            raise UploadRefused("corrupt", dicom_record.ONE_BROKEN_FR)
        yield from found

    def _archive(
        self, content: bytes, filename: str, turns: Mapping[int, int] | None, only: Collection[int] | None
    ) -> Iterator[Told]:
        """The files that are read, by the numbers that `reader` gives them; then the documents in coded form, then the
        images, numbered on.
        """
        kinds = dict(_coded_members(content))

        def leave(name: str, kind: ocr.Kind) -> bool:
            return kind in CODED or (bool(kinds) and PurePosixPath(name).name.lower() in TECHNICAL)

        last = 0
        # Which numbers are left for the records shows only when all the others are given.
        for read in self._reader.read(content, filename, turns, None if kinds else only, leave):
            if isinstance(read, ocr.Page):
                last = read.number
            elif kinds and read.code in ASIDE:
                continue
            yield read, None
        for read, record in self._records(content, kinds):
            if isinstance(read, ocr.Page):
                last += 1
                yield replace(read, number=last), record
            else:
                yield read, record

    def _records(self, content: bytes, kinds: dict[str, ocr.Kind]) -> Iterator[Told]:
        for name, member in _members(content, kinds, "CDA"):
            try:
                for page, record in cda_record.pages(member, self._attached):
                    yield replace(page, member=name), record
            except UploadRefused as refused:
                yield ocr.Refused(name, refused.code, str(refused)), None
            except ocr.ReadError as error:
                yield ocr.Refused(name, error.code, error.message_fr), None
        if "DICOM" in kinds.values():
            yield from dicom_record.pages(lambda: _members(content, kinds, "DICOM"), 1)
            yield from self._reports(lambda: _members(content, kinds, "DICOM"), 1)

    def _reports(self, files: dicom_record.Files, first: int) -> Iterator[Told]:
        """The pages of the reports that lie in DICOM files."""
        number = first
        for name, report, record in dicom_record.documents(files):
            for page in self._attached(report):
                yield replace(page, number=number, member=name), record
                number += 1


def _is_shown(record: SourceRecord | None) -> bool:
    return record is not None and (record.images is None or (record.images.readable and record.images.images > 0))


def _coded_members(content: bytes) -> Iterator[tuple[str, ocr.Kind]]:
    for member in ocr.members(content):
        if isinstance(member, ocr.Member):
            try:
                kind = ocr.recognise(member.content, member.name)
            except ocr.ReadError:
                continue  # told by who reads the others
            if kind in CODED:
                yield member.name, kind


def _members(content: bytes, kinds: dict[str, ocr.Kind], kind: ocr.Kind) -> Iterator[tuple[str, bytes]]:
    for member in ocr.members(content):
        if isinstance(member, ocr.Member) and kinds.get(member.name) == kind:
            yield member.name, member.content
