"""Pages, words and boxes from the files that people send. Knows no medicine and nothing of the engine."""

from ocr.errors import ReadError
from ocr.images import smaller
from ocr.page import Box, Page, Word
from ocr.reading import count, read
from ocr.searchable import Leaf, searchable
from ocr.tesseract import missing_tools, version

__all__ = [
    "Box",
    "Leaf",
    "Page",
    "ReadError",
    "Word",
    "count",
    "missing_tools",
    "read",
    "searchable",
    "smaller",
    "version",
]
