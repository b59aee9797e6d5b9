"""The Tesseract program: runs of words with boxes and confidence from a grey image.

It is spoken to over its standard input and output, so that no page ever lies in a temporary file.
"""

import csv
import os
import shutil
import subprocess
from io import StringIO

import numpy as np

from ocr.images import Gray
from ocr.rows import Token

_HOW = {
    "tesseract": "Installez-le : sudo apt-get install tesseract-ocr tesseract-ocr-fra",
    "tesseract fra": "Installez les données françaises de Tesseract : sudo apt-get install tesseract-ocr-fra",
}
_SECONDS = 60  # one page takes one or two; noise that is read as thousands of specks must not hold a dossier up


def missing() -> tuple[tuple[str, str], ...]:
    """Return the program, or its French data, when absent, with what installs it, in French."""
    if shutil.which("tesseract") is None:
        return (("tesseract", _HOW["tesseract"]),)
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=False, timeout=_SECONDS
    )
    if "fra" not in listed.stdout.split():
        return (("tesseract fra", _HOW["tesseract fra"]),)
    return ()


def version() -> str | None:
    """Return the version that Tesseract gives, as "5.3.0"; none when it is absent."""
    if shutil.which("tesseract") is None:
        return None
    said = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=False, timeout=_SECONDS)
    words = (said.stdout or said.stderr).split()
    return words[1] if len(words) > 1 else None


def read_words(image: Gray, dpi: int, psm: int = 4) -> list[list[Token]]:
    """Read a grey image into runs of words; boxes in its pixels. No runs when Tesseract gives up on the image."""
    height, width = image.shape
    page = b"P5 %d %d 255\n" % (width, height) + np.ascontiguousarray(image).tobytes()
    command = ["tesseract", "stdin", "stdout", "-l", "fra", "--psm", str(psm), "--dpi", str(dpi)]
    # One thread: several threads a page are slower than one, and pages are read beside each other.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            [*command, "tsv"], input=page, capture_output=True, check=False, timeout=_SECONDS, env=environment
        )
    except subprocess.TimeoutExpired:
        return []
    return _runs(done.stdout.decode("utf-8", errors="replace"))


def _runs(table: str) -> list[list[Token]]:
    runs: dict[tuple[str, str, str], list[Token]] = {}
    for row in csv.DictReader(StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] != "5" or not text:
            continue
        left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
        token = Token(text, (left, top, left + width, top + height), min(1.0, max(0.0, float(row["conf"]) / 100)))
        runs.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(token)
    return list(runs.values())
