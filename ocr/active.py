"""Scripts and actions that a file holds: nothing of them is run here, but who opens the original should know."""

import re
from collections.abc import Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

_SCRIPT = re.compile(rb"/(?:JavaScript|JS)\b")
_LAUNCH = re.compile(rb"/Launch\b")
_MOST = 20_000_000  # bytes looked at: the structure of a thousand pages is a tenth of it


def in_pdf(document: pdfium.PdfDocument, content: bytes) -> tuple[str, ...]:
    """Name, in French, what a PDF would do in a reader that lets it."""
    structure = b" ".join(_structure(content))
    found: list[str] = []
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0 or _SCRIPT.search(structure):
        found.append("du code JavaScript")
    if _LAUNCH.search(structure):
        found.append("une action qui lance un programme")
    return tuple(found)


def attached_to_pdf(document: pdfium.PdfDocument) -> int:
    """How many files lie inside a PDF beside its pages; they are not read."""
    return max(0, int(raw.FPDFDoc_GetAttachmentCount(document)))


def _structure(content: bytes) -> Iterator[bytes]:
    """What stands outside streams: inside them, any few letters are found by chance."""
    at = total = 0
    while total < _MOST:
        start = content.find(b"stream", at)
        part = content[at : start if start >= 0 else len(content)][: _MOST - total]
        yield part
        total += len(part)
        end = content.find(b"endstream", start)
        if start < 0 or end < 0:
            return
        at = end + len(b"endstream")
