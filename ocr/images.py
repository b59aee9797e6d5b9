"""The images of a file, decoded to grey within a bounded memory."""

import struct
import warnings
import zlib
from io import BytesIO

import cv2
import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, ImageFile

from ocr.errors import ReadError

Gray = NDArray[np.uint8]

MAX_PAGES = 1000
MAX_PIXELS = 120_000_000  # decoded at a byte a pixel or three this stays far under a gigabyte
WORK_PIXELS = 16_000_000  # what is worked on; A4 at 300 dpi has 8.7 million

_FORMATS = {"JPEG": "JPEG", "PNG": "PNG", "TIFF": "TIFF", "WEBP": "WEBP", "HEIC": "HEIF"}
_BAND = 4_000_000  # pixels turned grey at a time: a whole image of 100 megapixels in four channels is half a gigabyte
_ORIENTATION = 0x0112
# What decoders raise on bytes that are not what they claim to be.
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    struct.error,
    zlib.error,
)


class Pictures:
    """The images of a JPEG, PNG, TIFF, HEIC or WebP file, decoded one at a time."""

    def __init__(self, content: bytes, kind: str) -> None:
        """Raises `ReadError`: "corrupt", "truncated", "too_large", "too_many_pages"."""
        self._kind = kind
        self._image = _open(content, kind)
        self.count = _count(self._image, kind)

    def frame(self, index: int) -> Gray | None:
        """Return an image in grey, upright by its camera's mark; None for one of several that is broken.

        Raises `ReadError` for the only one: "corrupt", "truncated", "too_large".
        """
        try:
            return _frame(self._image, index)
        except ReadError:
            if self.count == 1:
                raise
            return None
        except MemoryError as error:
            if self.count == 1:
                raise ReadError("too_large", what=_size(self._image)) from error
            return None
        except _BROKEN as error:
            if self.count == 1:
                raise ReadError("truncated" if "truncated" in str(error) else "corrupt", what=self._kind) from error
            return None


def _open(content: bytes, kind: str) -> Image.Image:
    # A switch of the whole process, which WeasyPrint turns on: half a scan would pass for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    if kind == "HEIC":
        pillow_heif.register_heif_opener(thumbnails=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of large images; the limit below is ours
        try:
            # Only the decoder of the kind that the content showed: a file is not given to every decoder there is.
            return Image.open(BytesIO(content), formats=[_FORMATS[kind]])
        except Image.DecompressionBombError as error:
            raise ReadError("too_large", what="plus de 120 millions de points") from error
        except _BROKEN as error:
            raise ReadError("corrupt", what=kind) from error


def _count(image: Image.Image, kind: str) -> int:
    if kind != "TIFF":
        return 1  # a burst of photos or an animation shows one thing
    try:
        count = int(getattr(image, "n_frames", 1))
    except _BROKEN as error:
        raise ReadError("truncated", what=kind) from error
    if count > MAX_PAGES:
        raise ReadError("too_many_pages", what=count, limit=MAX_PAGES)
    return count


def _size(image: Image.Image) -> str:
    return f"{image.width} × {image.height} points"


def _frame(image: Image.Image, index: int) -> Gray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if image.tell() != index:
            image.seek(index)
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise ReadError("too_large", what=_size(image))
        if width * height > 4 * WORK_PIXELS:
            image.draft("L", (width // 2, height // 2))  # a JPEG is decoded at half size, for a quarter of the memory
        image.load()
        return _upright(limit(_grey(image)), int(image.getexif().get(_ORIENTATION, 1)))


def _upright(gray: Gray, orientation: int) -> Gray:
    """Undo how the camera was held: the eight ways of EXIF."""
    if orientation in (5, 6, 7, 8):
        gray = gray.T  # mirrored along the diagonal; a turn is this and one more mirror
    if orientation in (2, 3, 6, 7):
        gray = gray[:, ::-1]
    if orientation in (3, 4, 7, 8):
        gray = gray[::-1]
    return np.ascontiguousarray(gray)


def _grey(image: Image.Image) -> Gray:
    width, height = image.size
    rows = max(1, _BAND // width)
    tops = range(0, height, rows)
    deep = image.mode.startswith(("I", "F"))
    ends = [_extent(_band(image, top, rows)) for top in tops] if deep else [(0.0, 255.0)]
    low, high = min(end[0] for end in ends), max(end[1] for end in ends)
    gray = np.empty((height, width), np.uint8)
    for top in tops:
        part = _band(image, top, rows)
        if deep:
            values = np.nan_to_num(np.asarray(part, dtype=np.float32))
            gray[top : top + rows] = np.clip((values - low) / max(1e-6, high - low) * 255, 0, 255).astype(np.uint8)
        else:
            gray[top : top + rows] = np.asarray(_on_white(part))
    return gray


def _band(image: Image.Image, top: int, rows: int) -> Image.Image:
    return image.crop((0, top, image.width, min(image.height, top + rows)))


def _extent(part: Image.Image) -> tuple[float, float]:
    values = np.nan_to_num(np.asarray(part, dtype=np.float32))
    return float(values.min()), float(values.max())


def _on_white(part: Image.Image) -> Image.Image:
    if part.mode in ("RGBA", "LA", "PA") or "transparency" in part.info:
        solid = part.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", solid.size, "white"), solid).convert("L")
    return part.convert("L")


def limit(gray: Gray) -> Gray:
    """Scale an image down to what is worked on."""
    pixels = gray.shape[0] * gray.shape[1]
    if pixels <= WORK_PIXELS:
        return gray
    factor = (WORK_PIXELS / pixels) ** 0.5
    return np.asarray(cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)).astype(np.uint8)


def encode(gray: Gray, long_side: int = 1754) -> tuple[bytes, int, int]:
    """Return a JPEG (quality 80, at most `long_side` pixels long: 150 dpi for A4) with its width and height."""
    factor = min(1.0, long_side / max(gray.shape))
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else gray
    _, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return data.tobytes(), int(small.shape[1]), int(small.shape[0])


def smaller(jpeg: bytes, width: int) -> bytes:
    """Return a JPEG at most `width` pixels wide, for lists of pages."""
    with Image.open(BytesIO(jpeg), formats=["JPEG"]) as image:
        image.draft("L", (width, width))  # decodes at a fraction of the size, in a fraction of the time
        image.thumbnail((width, 4 * width))
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=75)
    return buffer.getvalue()
