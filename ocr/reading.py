"""The way from a file's bytes to its pages."""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from ocr import choose, images, pdf, tesseract
from ocr.errors import ReadError
from ocr.page import Page


def read(
    content: bytes, filename: str, turns: Mapping[int, int] | None = None, only: Collection[int] | None = None
) -> Iterator[Page]:
    """Return the pages of a file in order, each as it is read; the format is known by the content, not by the name.

    `turns` says of pages, by their number, which turn (0, 90, 180 or 270 degrees clockwise) sets them upright: then
    nothing is guessed. `only` are the numbers of the pages that are wanted.

    Raises `ReadError` at once when the file cannot be read at all. A page that fails inside a readable file comes out
    as an unreadable page. Not for two threads at a time: pdfium is not made for it. Use processes.
    """
    kind = images.recognise(content, filename)
    tesseract.require()
    if kind == "PDF":
        return pdf.pages(content, turns or {}, only)
    pictures = images.frames(content, kind)
    first = next(pictures)  # so that what is wrong with the whole file is raised here and not later
    return _pictures(chain([first], pictures), turns or {}, only)


def count(content: bytes, filename: str) -> int | None:
    """Return how many pages a file says that it has; None when it does not say, or cannot be opened."""
    try:
        kind = images.recognise(content, filename)
        return pdf.count(content) if kind == "PDF" else images.count(content, kind)
    except ReadError:
        return None


def _pictures(
    pictures: Iterator[images.Gray | None], turns: Mapping[int, int], only: Collection[int] | None
) -> Iterator[Page]:
    for number, gray in enumerate(pictures, start=1):
        if only is not None and number not in only:
            continue
        yield choose.from_image(gray, number, turns.get(number)) if gray is not None else choose.broken(number)
