"""What reading yields: pages and their words."""

from dataclasses import dataclass
from typing import Literal

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 as fractions 0..1 of the upright page image, origin at the top left."""

Origin = Literal["text_layer", "ocr", "unreadable", "failed"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a page: `page.text[start:start + len(text)] == text`; confidence from 0 to 1.

    Of a word that was read in two ways, `other` is the reading not kept; `doubtful` when it holds a figure or looks
    like a unit.
    """

    text: str
    start: int
    box: Box
    confidence: float
    doubtful: bool = False
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read.

    `text` holds one visual row a line and every character of it that is not a space belongs to a word; words stand in
    reading order. `rotation` (0, 90, 180 or 270) and `skew` are the degrees, clockwise, that were applied to make the
    page upright. `quality` runs from 0 to 1. `image` is a grayscale JPEG of the upright page, about 150 dpi, `width` by
    `height` pixels; the boxes lie on it. An `unreadable` page has no text and no words, nor
    has one on which reading `failed`: there another try may do. A blank page is not unreadable:
    it has no text either, and quality 1. `blank` marks it, and a sheet with no more than a sender's line or the word of
    a separator on it. `member` is the file's path inside the archive that it came in.
    """

    number: int
    text: str
    words: tuple[Word, ...]
    origin: Origin
    rotation: int
    skew: float
    quality: float
    width: int
    height: int
    image: bytes
    member: str | None = None
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """What of a file could not be read: `member` is its path inside an archive, None for the file itself.

    The codes "active" and "attached" are warnings and no refusals: the file was read, and holds a script or a launch
    action, or other files.
    """

    member: str | None
    code: str
    message_fr: str
