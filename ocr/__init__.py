"""Pages, words and boxes from the files that people send. Knows no medicine and nothing of the engine."""

from ocr.archive import Member, members
from ocr.errors import ReadError
from ocr.kinds import Kind, recognise
from ocr.page import Box, Page, Refused, Word
from ocr.reader import Reader
from ocr.reading import count, read
from ocr.tesseract import missing_tools, version

__all__ = [
    "Box",
    "Kind",
    "Member",
    "Page",
    "ReadError",
    "Reader",
    "Refused",
    "Word",
    "count",
    "members",
    "missing_tools",
    "read",
    "recognise",
    "version",
]
