"""A page of text with a picture in the room below it."""

from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from ocr import images
from ocr.blocks import Block
from ocr.page import Page
from ocr.typeset import typeset

_MARGIN = 0.06  # of the page, around the picture


def captioned(blocks: Iterable[Block], picture: images.Gray | None, number: int) -> Page:
    """Return one page, numbered `number`: the text that the blocks hold, and the picture as large as the rest allows.

    The text must be short: what does not fit on the page is left out.
    """
    page = next(typeset(blocks, number))
    if picture is None:
        return page
    with Image.open(BytesIO(page.image), formats=["JPEG"]) as image:
        canvas = np.array(image.convert("L"))
    height, width = canvas.shape
    top = max((word.box[3] for word in page.words), default=0.0) + _MARGIN / 2
    left, room = round(_MARGIN * width), (round((1 - 2 * _MARGIN) * width), round((1 - _MARGIN - top) * height))
    factor = min(room[0] / picture.shape[1], room[1] / picture.shape[0])
    size = max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    shown = cv2.resize(picture, size, interpolation=way)
    y, x = round(top * height), left + (room[0] - size[0]) // 2
    canvas[y : y + size[1], x : x + size[0]] = shown[: height - y, : width - x]
    encoded, width, height = images.encode(canvas)
    return replace(page, image=encoded, width=width, height=height)
