"""Black boxes over parts of a page image."""

from collections.abc import Iterable

import cv2
import numpy as np

from ocr.errors import ReadError
from ocr.page import Box

_QUALITY = 85
_MARGIN = 0.08  # of a box's height: boxes lie tight on letters, and accents and tails stand out of them


def cover(image: bytes, boxes: Iterable[Box]) -> bytes:
    """Paint `boxes` (fractions of width and height) black on a page image; return a grey JPEG without metadata.

    Nothing of the covered pixels is left in the file. Raises `ReadError` ("corrupt") when `image` is no image.
    """
    gray = cv2.imdecode(np.frombuffer(image, np.uint8), cv2.IMREAD_GRAYSCALE)
    if gray is None:
        raise ReadError("corrupt", what="de page")
    height, width = gray.shape[:2]
    for x0, y0, x1, y1 in boxes:
        margin = _MARGIN * (y1 - y0) * height
        top, left = int(max(0, y0 * height - margin)), int(max(0, x0 * width - margin))
        bottom, right = int(np.ceil(y1 * height + margin)) + 1, int(np.ceil(x1 * width + margin)) + 1
        gray[top:bottom, left:right] = 0
    done, written = cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise ReadError("corrupt", what="de page")
    return written.tobytes()
