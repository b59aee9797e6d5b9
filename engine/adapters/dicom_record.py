"""DICOM images, a file or a whole CD: one page a series, with its record and a preview of one image."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from numpy import uint8
from numpy.typing import NDArray

import ocr
from engine.adapters.dicom_header import Header, pdf_in, read_header
from engine.adapters.dicom_pictures import DicomPictures
from engine.domain.source_record import BODY_PARTS_FR, MODALITIES_FR, SourceRecord
from ocr.blocks import Block, paragraph
from ocr.captioned import captioned

File = tuple[str, bytes]
"""A file's name, and what it holds."""
Files = Callable[[], Iterable[File]]
"""Gives all files once more, one at a time: a CD does not fit into memory."""
MOST_SERIES = 150
TRIES = 3
BROKEN_FR = (
    "{count} fichiers DICOM sont abîmés ou incomplets et n'ont pas été lus. Demandez une nouvelle copie du CD ou un "
    "nouvel envoi ; l'original est conservé."
)
ONE_BROKEN_FR = (
    "Le fichier DICOM (image médicale) est abîmé ou incomplet. Demandez une nouvelle copie du CD ou un nouvel envoi ; "
    "l'original est conservé."
)
MORE_FR = (
    "Le CD contient {count} séries de plus que ce qui est montré ici. Envoyez à part celles qui comptent ; l'original "
    "est conservé."
)
Told = tuple[ocr.Page | ocr.Refused, SourceRecord | None]


@dataclass
class _Series:
    """The files of one series by their order; `picture` once one of them was drawn."""

    record: SourceRecord
    number: int
    images: list[tuple[int, str, int]] = field(default_factory=list)
    picture: NDArray[uint8] | None = None
    shown: int = 0

    @property
    def count(self) -> int:
        return sum(frames for _, _, frames in self.images)

    def candidates(self) -> list[tuple[str, int, int]]:
        """The images to try, the middle one first: (file, frame in it, number in the series), both from 0 and 1."""
        total, found = self.count, []
        for wanted in dict.fromkeys((total // 2, total // 4, 0)):
            passed = 0
            for _, name, frames in self.images:
                if wanted < passed + frames:
                    found.append((name, wanted - passed, wanted + 1))
                    break
                passed += frames
        return found[:TRIES]


def pages(files: Files, first: int) -> Iterator[Told]:
    """Yield one page a series, numbered from `first`, those of one study together; then what could not be read."""
    series, broken = _sorted(files())
    shown = series[:MOST_SERIES]
    _draw(shown, files)
    number = first
    for one in shown:
        readable = one.picture is not None
        if not readable and one.count:
            broken += 1
        yield _page(one, number), _with_images(one.record, one.count, readable=readable)
        number += 1
    if len(series) > len(shown):
        yield ocr.Refused(None, "too_many_pages", MORE_FR.format(count=len(series) - len(shown))), None
    if broken:
        told = ONE_BROKEN_FR if broken == 1 and not shown else BROKEN_FR.format(count=broken)
        yield ocr.Refused(None, "corrupt", told), None


def documents(files: Files) -> Iterator[tuple[str, bytes, SourceRecord]]:
    """Yield the PDF documents that lie in DICOM files, as a CD carries its reports: file, document, record."""
    for name, content in files():
        try:
            header = read_header(content)
        except ValueError:
            continue
        if header is not None and header.pdf:
            own = {"document": f"{header.record.document}#{name}", "code": None, "images": None}
            yield name, pdf_in(content), header.record.model_copy(update=own)


def _sorted(files: Iterable[File]) -> tuple[list[_Series], int]:
    """Every series with its images in order, and how many broken files there are."""
    found: dict[tuple[str, str, str], _Series] = {}
    broken = 0
    for name, content in files:
        try:
            header = read_header(content)
        except ValueError:
            broken += 1
            continue
        if header is None:
            continue
        if not (header.series or header.record.document or header.pdf):
            broken += 1  # cut before anything that says what it belongs to
            continue
        if not header.pdf and (header.frames or _holds_images(header)):
            series = found.setdefault(_key(header), _Series(header.record, header.series_number))
            if header.frames:
                series.images.append((header.order, name, header.frames))
    for series in found.values():
        series.images.sort()
    # A study whose files hold no image at all is still told; a series of notes beside images is not.
    with_images = {s.record.document for s in found.values() if s.images}
    kept = [s for s in found.values() if s.images or s.record.document not in with_images]
    studies = {s.record.document: n for n, s in reversed(list(enumerate(kept)))}
    return sorted(kept, key=lambda s: (studies[s.record.document], s.number)), broken


def _key(header: Header) -> tuple[str, str, str]:
    """Who, which study and which series: a number that two patients share makes no one of them."""
    patient = header.record.patient
    return (patient.evidence_fr() if patient else "", header.record.document, header.series)


def _holds_images(header: Header) -> bool:
    images = header.record.images
    return images is not None and images.modality in MODALITIES_FR


def _draw(series: Iterable[_Series], files: Files) -> None:
    """Draw one image of each series: the middle one, or another where that one cannot be drawn."""
    with DicomPictures() as pictures:
        for turn in range(TRIES):
            wanted: dict[str, list[tuple[_Series, int, int]]] = {}
            for one in series:
                candidates = one.candidates()
                if one.picture is None and turn < len(candidates):
                    name, frame, number = candidates[turn]
                    wanted.setdefault(name, []).append((one, frame, number))
            for name, content in files() if wanted else ():
                for one, frame, number in wanted.get(name, ()):
                    one.picture = pictures.draw(content, frame)
                    one.shown = number


def _with_images(record: SourceRecord, count: int, *, readable: bool) -> SourceRecord:
    if record.images is None:
        return record
    return record.model_copy(
        update={"images": record.images.model_copy(update={"images": count, "readable": readable})}
    )


def _page(series: _Series, number: int) -> ocr.Page:
    return captioned(list(_caption(series)), series.picture, number)


def _caption(series: _Series) -> Iterator[Block]:
    record, images = series.record, series.record.images
    kind = MODALITIES_FR.get(images.modality or "", images.modality or "") if images else ""
    part = BODY_PARTS_FR.get(images.body_part or "", (images.body_part or "").lower()) if images else ""
    when = f"{record.dated:%d/%m/%Y}" if record.dated else "date inconnue"
    place = ", ".join(filter(None, (part, images.side_fr if images else None)))
    yield paragraph(" · ".join(filter(None, (kind or "Images médicales", place, when))), "title")
    yield paragraph((record.patient.evidence_fr() if record.patient else "") or "Patient : non indiqué")
    if images and images.study_fr:
        yield paragraph(f"Examen : {images.study_fr}")
    if record.establishment:
        yield paragraph(f"Établissement : {record.establishment}")
    named = f" {images.series_fr} :" if images and images.series_fr else ""
    yield paragraph(f"Série :{named} {series.count} image{'s' if series.count > 1 else ''} (format DICOM)")
    if series.picture is not None:
        yield paragraph(f"Aperçu de l'image {series.shown} sur {series.count}, sans valeur diagnostique.", "note")
    elif series.count:
        yield paragraph("Aperçu impossible : l'image est abîmée ou incomplète.", "note")
