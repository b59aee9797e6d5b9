"""The reader that ships, one for all tests of a process: its own process takes half a second to start."""

from functools import cache

from engine.adapters.page_reader import OcrPageReader


@cache
def page_reader() -> OcrPageReader:
    return OcrPageReader()
