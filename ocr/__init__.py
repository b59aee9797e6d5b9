"""Pages, words and boxes from the files that people send. Knows no medicine and nothing of the engine."""

from ocr.archive import Member, members
from ocr.baseline import read_flat, read_layers, read_plainly
from ocr.cover import cover
from ocr.errors import ReadError
from ocr.images import smaller
from ocr.kinds import Kind, recognise
from ocr.page import Box, Page, Refused, Word
from ocr.reader import Reader
from ocr.reading import read
from ocr.searchable import Leaf, searchable
from ocr.tesseract import version
from ocr.tools import missing_tools

__all__ = [
    "Box",
    "Kind",
    "Leaf",
    "Member",
    "Page",
    "ReadError",
    "Reader",
    "Refused",
    "Word",
    "cover",
    "members",
    "missing_tools",
    "read",
    "read_flat",
    "read_layers",
    "read_plainly",
    "recognise",
    "searchable",
    "smaller",
    "version",
]
