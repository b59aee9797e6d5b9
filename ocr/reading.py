"""The way from a file's bytes to its pages, for every kind but archives."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice

from ocr import choose, kinds, office, pdf, plain_text, tools
from ocr.errors import ReadError
from ocr.images import Pictures
from ocr.opened import Drawn, Opened, Picture
from ocr.page import Page
from ocr.typeset import typeset


def read(
    content: bytes, filename: str, turns: Mapping[int, int] | None = None, only: Collection[int] | None = None
) -> Iterator[Page]:
    """Return the pages of a file in order, each as it is read; the format is known by the content, not by the name.

    `turns` says of pages, by their number, which turn (0, 90, 180 or 270 degrees clockwise) sets them upright: then
    nothing is guessed. `only` are the numbers of the pages that are wanted.

    Raises `ReadError` at once when the file cannot be read at all. A page that fails inside a readable file comes out
    as an unreadable page. Not for two threads at a time: pdfium is not made for it; and what a hostile file does to a
    decoder it does to this process: `ocr.Reader` keeps it apart and reads archives too.
    """
    opened = open_file(content, filename)
    pages = opened.pages(turns or {}, only)
    first = list(islice(pages, 1))  # so that what is wrong with the whole file is raised here and not later
    return _all(first, pages)


def _all(first: list[Page], rest: Iterator[Page]) -> Iterator[Page]:
    yield from first
    yield from rest


def open_file(content: bytes, filename: str) -> Opened:
    """Open a file that is no archive and no record. Raises `ReadError`."""
    kind = kinds.recognise(content, filename)
    tools.require()
    match kind:
        case "PDF":
            return pdf.open_pdf(content)
        case "DOCX":
            return _office(content)
        case "TEXT":
            return _in_order(typeset(plain_text.blocks(content)))
        case "ZIP":
            raise kinds.unsupported("d'archive ZIP")
        case "DICOM":
            raise kinds.unsupported("DICOM (image médicale)")
        case "CDA":
            raise kinds.unsupported("XML (document CDA)")
    pictures = Pictures(content, kind)
    return Opened(pictures.count, partial(_picture, pictures))


def _picture(pictures: Pictures, index: int, turn: int | None) -> Drawn:
    gray = pictures.frame(index)
    return choose.broken(index + 1) if gray is None else Picture(gray, index + 1, turn)


def _office(content: bytes) -> Opened:
    document = office.read_docx(content)
    active = ("des macros",) if document.macros else ()
    return Opened(None, _in_order(_with_pictures(document)).draw, active)


def _with_pictures(document: office.Office) -> Iterator[Drawn]:
    """The pages of the text, then each picture that may be a page itself: a photo of a report, a pasted scan."""
    number = 0
    for page in typeset(document.blocks):
        number = page.number
        yield page
    for content in document.pictures:
        try:
            kind = kinds.recognise(content, "")
            gray = Pictures(content, kind).frame(0) if kind in kinds.PICTURES else None
        except ReadError:
            continue  # a drawing in a format of its own, as logos are
        if gray is not None and office.may_be_page(gray.shape):
            number += 1
            yield Picture(gray, number)


def _in_order(pages: Iterator[Drawn]) -> Opened:
    """Pages of which the number shows at the end."""

    def draw(_: int, turn: int | None) -> Drawn | None:
        drawn = next(pages, None)
        return replace(drawn, turn=turn) if isinstance(drawn, Picture) else drawn

    return Opened(None, draw)
