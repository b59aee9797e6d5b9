"""Draws one image of a DICOM file, in a process of its own: `python dicom_decoder.py`, asked over its standard input.

Asked: 4 bytes of frame number and 8 of length, then the file. Answered: 4 bytes each of width and height, then grey
points of 8 bits; both are 0 where nothing can be drawn. It imports nothing of the program: it starts in half a second,
and what a hostile file does to a decoder ends this process only.
"""

import resource
import struct
import sys
import warnings
from io import BytesIO
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

MOST_MEMORY = 1_200_000_000
MOST_POINTS = 60_000_000
MOST_SECONDS = 600
SIDE = 1600
"""Points of the longest side of what is answered."""
LIMITS = ((resource.RLIMIT_DATA, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS), (resource.RLIMIT_CORE, 0))
ASKED = struct.Struct(">IQ")
ANSWERED = struct.Struct(">II")


def main() -> None:
    """Answer until the input ends."""
    for which, most in LIMITS:
        _, hard = resource.getrlimit(which)
        resource.setrlimit(which, (most if hard < 0 else min(most, hard), hard))
    warnings.simplefilter("ignore")
    asked, answer = sys.stdin.buffer, sys.stdout.buffer
    while len(head := asked.read(ASKED.size)) == ASKED.size:
        frame, length = ASKED.unpack(head)
        picture = draw(asked.read(length), frame)
        _send(answer, picture)


def _send(answer: BinaryIO, picture: NDArray[np.uint8] | None) -> None:
    if picture is None:
        answer.write(ANSWERED.pack(0, 0))
    else:
        answer.write(ANSWERED.pack(picture.shape[1], picture.shape[0]))
        answer.write(picture.tobytes())
    answer.flush()


def draw(content: bytes, frame: int) -> NDArray[np.uint8] | None:
    """The image of a frame (from 0) as it is looked at, at most `SIDE` points long; None where it cannot be drawn."""
    from pydicom import dcmread
    from pydicom.pixels import apply_color_lut, apply_modality_lut, pixel_array

    try:
        header = dcmread(BytesIO(content), stop_before_pixels=True)
        if not 0 < int(header.Rows) * int(header.Columns) * int(header.get("SamplesPerPixel", 1)) <= MOST_POINTS:
            return None
        points = pixel_array(BytesIO(content), index=frame)
        kind = str(header.get("PhotometricInterpretation", ""))
        if kind == "PALETTE COLOR":
            points = apply_color_lut(points, header)
        if points.ndim == 3:
            return _scaled(_stretched(points[..., :3].astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)))
        seen = _stretched(_windowed(apply_modality_lut(points, header).astype(np.float32), header))
        return _scaled(255 - seen if kind == "MONOCHROME1" else seen)
    except Exception:  # a decoder may fail in any way on a broken file; all of them mean that there is no picture
        return None


def _windowed(points: NDArray[np.float32], header: Any) -> NDArray[np.float32]:
    """Cut to the window that the file asks for, else to what all but the few brightest and darkest points take."""
    center, width = header.get("WindowCenter"), header.get("WindowWidth")
    if center is not None and width is not None:
        middle, wide = (float(v[0] if hasattr(v, "__len__") and not isinstance(v, str) else v) for v in (center, width))
        if wide >= 1:
            return np.clip(points, middle - wide / 2, middle + wide / 2)
    few = points[:: max(1, points.shape[0] // 512), :: max(1, points.shape[1] // 512)]
    low, high = np.percentile(few, (0.5, 99.5))
    return np.clip(points, low, high)


def _stretched(points: NDArray[np.float32]) -> NDArray[np.uint8]:
    low, high = float(points.min()), float(points.max())
    return np.asarray((points - low) * (255 / max(1e-6, high - low))).astype(np.uint8)


def _scaled(points: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A whole number of points become one, by their mean."""
    step = -(-max(points.shape) // SIDE)
    if step <= 1:
        return np.ascontiguousarray(points)
    height, width = (max(1, side // step) for side in points.shape)
    cut = points[: height * step, : width * step]
    if min(cut.shape) < step:
        return np.ascontiguousarray(points[::step, ::step])
    blocks = cut.reshape(height, step, width, step)
    return np.ascontiguousarray(blocks.mean(axis=(1, 3)).astype(np.uint8))


if __name__ == "__main__":
    main()
