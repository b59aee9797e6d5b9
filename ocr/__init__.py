"""Pages, words and boxes from the files that people send. Knows no medicine and nothing of the engine."""

from ocr.baseline import plain_text, read_layers, read_plainly
from ocr.errors import ReadError
from ocr.page import Box, Page, Word
from ocr.reading import count, read
from ocr.tesseract import missing_tools, version

__all__ = [
    "Box",
    "Page",
    "ReadError",
    "Word",
    "count",
    "missing_tools",
    "plain_text",
    "read",
    "read_layers",
    "read_plainly",
    "version",
]
