"""CDA documents, as Mon espace santé exports them: rendered to pages, with their record and their coded results."""

import base64
import binascii
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from xml.etree.ElementTree import Element

import ocr
from engine.adapters.cda_binding import Pages, Place
from engine.adapters.cda_entries import Entry, EntryReader
from engine.adapters.cda_header import lines_fr, record_of
from engine.adapters.cda_narrative import narrate
from engine.adapters.cda_tree import HL7, at, parse, plain
from engine.adapters.cda_units import printed
from engine.domain.source_record import CodedDrug, CodedResult, SourceRecord
from engine.domain.wording import french_number
from ocr.blocks import Block, PageBreak, Paragraph, Run, paragraph
from ocr.typeset import sheets

CODED_FR = "Données codées du document"
UNREAD_FR = "Pièce jointe au format {what}, non affichée : l'original est conservé."
COPY = "55108-5"
"""LOINC: the section that holds the document once more, as it is printed."""
MOST_ENTRIES = 3000
MOST_ATTACHED = 40
RecordedPage = tuple[ocr.Page, SourceRecord]
ReadAttached = Callable[[bytes], Iterator[ocr.Page]]


def pages(content: bytes, read: ReadAttached) -> Iterator[RecordedPage]:
    """Yield the pages of a CDA document with their records: its text, its coded data printed nowhere, its attachments.

    `read` gives the pages of an attached file, none where it cannot be read. Raises `UploadRefused` and `ocr.ReadError`
    when the document cannot be read.
    """
    document = parse(content)
    record = record_of(document)
    body = at(document, "component/nonXMLBody/text")
    number = 0
    if body is None or not _is_readable(body):
        for page, own in _text_pages(document, record):
            number = page.number
            yield page, own
    for attached, own in _attached(document, body, record):
        for page in read(attached):
            number += 1
            blank = page.origin == "unreadable" and own is record  # a picture has no words to be read
            seen = replace(page, origin="text_layer", quality=1.0) if blank else page
            yield replace(seen, number=number), own
    if number == 0:  # what it holds cannot be read: the document says so itself
        yield from _text_pages(document, record)


def _text_pages(document: Element, record: SourceRecord) -> Iterator[RecordedPage]:
    narrative = narrate(document)
    head: list[Block] = [paragraph(record.title or "Document", "title")]
    head += [paragraph(line) for line in lines_fr(record)]
    body = at(document, "component/nonXMLBody/text")
    if body is not None:
        head.append(paragraph(UNREAD_FR.format(what=body.get("mediaType") or "inconnu"), "note"))
    laid = list(sheets([*head, *narrative.blocks]))
    entries = list(islice(EntryReader(narrative.named).read(narrative.sections), MOST_ENTRIES))
    found = list(zip(entries, Pages(laid).places(entries), strict=True))
    lost = [entry for entry, place in found if place is None and not _is_aside(entry)]
    coded = list(sheets(_coded_blocks(lost), first=len(laid) + 1))
    marks = {m.name: Place(len(laid) + n, m.start, m.end) for n, s in enumerate(coded) for m in s.marks}
    rest = (marks.get(f"coded:{n}") for n in range(len(lost)))
    found = [(entry, place if place or _is_aside(entry) else next(rest)) for entry, place in found]
    by_page = _by_page(_with_asides(found))
    for index, sheet in enumerate((*laid, *coded)):
        yield sheet.page, record.model_copy(update=by_page[index])


def _with_asides(found: Sequence[tuple[Entry, Place | None]]) -> Iterator[tuple[Entry, Place | None]]:
    """What only describes another entry and is printed nowhere has the place of that entry, which stands before it."""
    last: tuple[int, Place | None] = (-1, None)
    for entry, place in found:
        if _is_aside(entry):
            yield entry, place or (last[1] if last[0] == entry.section else None)
        else:
            last = (entry.section, place)
            yield entry, place


def _is_aside(entry: Entry) -> bool:
    return isinstance(entry.value, CodedResult) and entry.value.qualifies


def _by_page(found: Iterable[tuple[Entry, Place | None]]) -> dict[int, dict[str, tuple[CodedResult | CodedDrug, ...]]]:
    """The results and drugs of each page, in the order of its text."""
    placed: dict[int, list[CodedResult | CodedDrug]] = defaultdict(list)
    for entry, place in found:
        if place is not None:
            placed[place.page].append(entry.value.model_copy(update={"start": place.start, "end": place.end}))
    by_page: dict[int, dict[str, tuple[CodedResult | CodedDrug, ...]]] = defaultdict(dict)
    for index, values in placed.items():
        values.sort(key=lambda v: (v.start, v.end))
        by_page[index] = {
            "results": tuple(v for v in values if isinstance(v, CodedResult)),
            "drugs": tuple(v for v in values if isinstance(v, CodedDrug)),
        }
    return by_page


def _coded_blocks(entries: Sequence[Entry]) -> Iterator[Block]:
    """What the document codes and prints nowhere, one line each: every result has its place on a page."""
    if not entries:
        return
    yield PageBreak()
    yield paragraph(CODED_FR, "heading")
    for number, entry in enumerate(entries):
        told, after = _told(entry.value)
        yield Paragraph((Run(told, marks=(f"coded:{number}",)), Run(after)))


def _told(value: CodedResult | CodedDrug) -> tuple[str, str]:
    """A coded value as a line: up to its value, and what follows it."""
    if isinstance(value, CodedDrug):
        return f"Médicament : {value.name}", f", {value.dose_fr}" if value.dose_fr else ""
    when = f" ({value.sampled_on:%d/%m/%Y})" if value.sampled_on else ""
    if value.value is None:
        return value.name, when
    number = value.value if isinstance(value.value, str) else french_number(value.value)
    sign = f"{value.comparator} " if value.comparator else ""
    negated = "non : " if value.assertion == "negated" else ""
    unit = printed(value.unit_ucum)
    return f"{value.name} : {negated}{sign}{number}", f"{f' {unit}' if unit else ''}{when}"


def _attached(document: Element, body: Element | None, record: SourceRecord) -> Iterator[tuple[bytes, SourceRecord]]:
    """The files inside the document: its body where that is one, and what its entries carry."""
    if body is not None and _is_readable(body):
        yield _bytes(body), record
    copies = {m for s in document.iter(f"{HL7}section") if _is_copy(s) for m in s.iter(f"{HL7}observationMedia")}
    for number, element in enumerate(islice(document.iter(f"{HL7}observationMedia"), MOST_ATTACHED), start=1):
        value = at(element, "value")
        if value is None or not _is_readable(value):
            continue
        if value.get("mediaType", "").startswith("image/"):
            yield _bytes(value), record  # a drawing or a signature of the document itself
            continue
        own = {"document": f"{record.document}#{element.get('ID') or number}"}
        unknown = {} if element in copies else {"code": None, "title": None, "dated": None}
        yield _bytes(value), record.model_copy(update={**own, **unknown})


def _is_copy(section: Element) -> bool:
    code = at(section, "code")
    return code is not None and code.get("code") == COPY


def _is_readable(element: Element) -> bool:
    kinds = ("application/pdf", "image/jpeg", "image/png", "image/tiff")
    return element.get("mediaType") in kinds and element.get("compression") is None and bool(plain(element)[:1])


def _bytes(element: Element) -> bytes:
    try:
        return base64.b64decode("".join(element.itertext()), validate=False)
    except binascii.Error:
        return b""
