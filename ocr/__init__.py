"""Pages, words and boxes from the files that people send. Knows no medicine and nothing of the engine."""

from ocr.cover import cover
from ocr.errors import ReadError
from ocr.page import Box, Page, Word
from ocr.reading import count, read
from ocr.tesseract import missing_tools, version

__all__ = ["Box", "Page", "ReadError", "Word", "count", "cover", "missing_tools", "read", "version"]
