"""Pages back onto paper: small pictures of them, and PDF files whose text can be searched."""

from collections.abc import Iterable, Iterator

import ocr
from engine.ports import ReadPage

THUMBNAIL = 200
"""Pixels across: print of a whole page cannot be read at that size."""


def thumbnail(image: bytes) -> bytes:
    """A page image (JPEG) made small."""
    return ocr.smaller(image, THUMBNAIL)


def searchable(pages: Iterable[ReadPage]) -> Iterator[bytes]:
    """A PDF of the page images with their words under them, piece by piece as the pages come."""
    return ocr.searchable(ocr.Leaf(p.image or b"", [(w.text, w.box) for w in p.page.words]) for p in pages)
