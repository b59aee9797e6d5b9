"""What the tools give by themselves, to measure the reading room against: plain Tesseract and pdfium's plain text."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from ocr import pdf, rows, text_layer
from ocr.page import Word

_SECONDS = 300


def read_plainly(image: Path) -> str:
    """Return what Tesseract reads on an image file as it is, in one thread; empty when it gives up."""
    command = ["tesseract", str(image), "stdout", "-l", "fra"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS, env=environment)
    return done.stdout.decode("utf-8", errors="replace")


def read_flat(content: bytes) -> Iterator[str]:
    """Yield pdfium's own text of each page of a PDF. Raises `ReadError`."""
    for page in pdf.opened_pages(content):
        textpage = page.get_textpage()
        yield textpage.get_text_range()
        textpage.close()


def read_layers(content: bytes) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Yield the text and the words of each page's text layer, in reading order and with boxes. Raises `ReadError`."""
    for page in pdf.opened_pages(content):
        layer = text_layer.turned(text_layer.read_layer(page))
        yield rows.compose(rows.arrange(layer.runs), layer.width, layer.height)
