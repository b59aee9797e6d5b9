"""The second engine: a small recogniser (PP-OCRv6) that reads one line's crop into characters with their places.

The weights lie in the rapidocr package and are run by onnxruntime directly: rapidocr's own code would look for models
on the network and reads whole pages, which costs four times what the crops in doubt do.
"""

import os
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.errors import ReadError
from ocr.images import Gray

_WEIGHTS = "models/PP-OCRv6_rec_small.onnx"
_HOW = "Installez le second moteur de lecture avec ses poids : pip install rapidocr onnxruntime"
_HEIGHT = 48  # pixels; what the network was trained on
_WIDEST = 3200  # pixels; a line of two hundred characters
_SYMBOLS = set(" °²³¹½¼±≥≤×‰«»…–—’€µμαβγδεωΩΔ↑↓→œŒ")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: how sure it is (0 to 1), and where its middle lies, as a share of the crop's width."""

    char: str
    sure: float
    place: float


def weights() -> Path | None:
    """Return the file of weights; none when the package that ships it is not installed."""
    found = find_spec("rapidocr")
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(found.submodule_search_locations[0]) / _WEIGHTS
    return path if path.is_file() else None


def missing() -> tuple[tuple[str, str], ...]:
    """Return the package, when it or its weights are absent, with what installs it, in French."""
    if weights() is None or find_spec("onnxruntime") is None:
        return (("rapidocr", _HOW),)
    return ()


def read_line(crop: Gray) -> list[Glyph]:
    """Read the grey crop of one line, dark on light, of any size."""
    session, chars, columns = _engine()
    height, width = crop.shape
    if min(height, width) < 4:
        return []
    across = min(_WIDEST, max(32, round(_HEIGHT * width / height)))
    how = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_CUBIC
    line = cv2.resize(crop, (across, _HEIGHT), interpolation=how).astype(np.float32) / 127.5 - 1
    picture = np.broadcast_to(line, (1, 3, *line.shape))
    # Only the columns of characters that French prints are looked at; the blank stands first.
    chances = session.run(None, {session.get_inputs()[0].name: picture})[0][0][:, columns]
    best = chances.argmax(axis=1)
    glyphs: list[Glyph] = []
    for step, index in enumerate(best):
        if index and (step == 0 or best[step - 1] != index):
            glyphs.append(Glyph(chars[index], float(chances[step, index]), (step + 0.5) / len(best)))
    return glyphs


@cache
def _engine() -> tuple[Any, list[str], NDArray[np.int64]]:
    path = weights()
    if path is None:
        raise ReadError("tool_missing", what="rapidocr", how=_HOW)
    # Read as the library is loaded; without it, it names this machine in a file and reports its use to its makers.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime  # noqa: PLC0415 - half a second that most processes never need

    options = onnxruntime.SessionOptions()
    # One thread, as for Tesseract: pages are read beside each other.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # crops differ in width: an arena would keep room for each
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    known = ["", *session.get_modelmeta().custom_metadata_map["character"].splitlines(), " "]
    kept = [index for index, char in enumerate(known) if not char or _is_french(char)]
    # The two signs for micro look the same; one is written.
    chars = [unicodedata.normalize("NFC", known[index]).replace("μ", "µ") for index in kept]
    return session, chars, np.array(kept)


def _is_french(char: str) -> bool:
    return len(char) == 1 and (" " <= char <= "~" or char in _SYMBOLS or ("À" <= char <= "ÿ" and char.isalpha()))
