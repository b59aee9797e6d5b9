"""What a file is, by its content, and its images decoded to grey."""

import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePath

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from ocr.errors import ReadError

Gray = NDArray[np.uint8]

MAX_PAGES = 1000
MAX_PIXELS = 120_000_000  # decoded at a byte a pixel or three this stays far under a gigabyte
WORK_PIXELS = 16_000_000  # what is worked on; A4 at 300 dpi has 8.7 million

_PICTURES = {"JPEG": (b"\xff\xd8\xff",), "PNG": (b"\x89PNG\r\n\x1a\n",), "TIFF": (b"II*\0", b"MM\0*")}

# (offset, bytes, name): what people send that is not read, refused by its own name.
_REFUSED: tuple[tuple[int, bytes, str], ...] = (
    (4, b"ftypheic", "HEIC (photo d'iPhone)"),
    (4, b"ftypheix", "HEIC (photo d'iPhone)"),
    (4, b"ftypmif1", "HEIC (photo d'iPhone)"),
    (4, b"ftyp", "vidéo MP4"),
    (8, b"WEBP", "WebP"),
    (128, b"DICM", "DICOM (image médicale)"),
    (0, b"PK\x03\x04", "ZIP ou bureautique (DOCX, XLSX, ODT)"),
    (0, b"PK\x05\x06", "ZIP"),
    (0, b"\xd0\xcf\x11\xe0", "bureautique ancien (DOC, XLS)"),
    (0, b"{\\rtf", "RTF"),
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (0, b"Rar!", "RAR"),
    (0, b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (0, b"\x1f\x8b", "GZIP"),
    (0, b"MZ", "programme Windows"),
    (0, b"\x7fELF", "programme Linux"),
    (0, b"%!PS", "PostScript"),
)


def recognise(content: bytes, filename: str) -> str:
    """Return "PDF", "JPEG", "PNG" or "TIFF" by the content. Raises `ReadError` ("empty", "unsupported")."""
    if not content:
        raise ReadError("empty")
    for name, starts in _PICTURES.items():
        if content.startswith(starts):
            return name
    if b"%PDF-" in content[:1024]:
        return "PDF"
    raise ReadError("unsupported", what=_name(content, filename))


def _name(content: bytes, filename: str) -> str:
    for offset, mark, name in _REFUSED:
        if content[offset : offset + len(mark)] == mark:
            return name
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "HTML (page web)"
    if start.startswith(b"<?xml") or b"<clinicaldocument" in start:
        return "XML"
    suffix = PurePath(filename).suffix
    try:
        content[:4096].decode("utf-8")
    except UnicodeDecodeError:
        return f"« {suffix} » (contenu inconnu)" if suffix else "de ce fichier (contenu inconnu)"
    return "texte" if b"\0" not in content[:4096] else "de ce fichier (contenu inconnu)"


def frames(content: bytes, kind: str) -> Iterator[Gray | None]:
    """Yield each image of a JPEG, PNG or TIFF in grey, set upright by its own camera mark; None for one that is broken.

    Raises `ReadError` before the first image: "corrupt", "truncated", "too_large", "too_many_pages".
    """
    image = _open(content, kind)
    count = _count(image, kind)
    for index in range(count):
        try:
            yield _frame(image, index)
        except ReadError:
            if count == 1:
                raise
            yield None
        except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
            if count == 1:
                raise ReadError("truncated" if "truncated" in str(error) else "corrupt", what=kind) from error
            yield None


def count(content: bytes, kind: str) -> int:
    """Return the number of images of a file. Raises `ReadError`."""
    return _count(_open(content, kind), kind)


def _open(content: bytes, kind: str) -> Image.Image:
    # A switch of the whole process, which WeasyPrint turns on: half a scan would pass for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of large images; the limit below is ours
        try:
            # Only the decoder of the kind that the content showed: a file is not given to every decoder there is.
            return Image.open(BytesIO(content), formats=[kind])
        except Image.DecompressionBombError as error:
            raise ReadError("too_large", what="plus de 120 millions de points") from error
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
            raise ReadError("corrupt", what=kind) from error


def _count(image: Image.Image, kind: str) -> int:
    if kind != "TIFF":
        return 1
    try:
        count = int(getattr(image, "n_frames", 1))
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise ReadError("truncated", what=kind) from error
    if count > MAX_PAGES:
        raise ReadError("too_many_pages", what=count, limit=MAX_PAGES)
    return count


def _frame(image: Image.Image, index: int) -> Gray:
    if index:
        image.seek(index)
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise ReadError("too_large", what=f"{width} × {height} points")
    if width * height > 4 * WORK_PIXELS:
        image.draft("L", (width // 2, height // 2))  # a JPEG is decoded at half size, for a quarter of the memory
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return limit(_grey(ImageOps.exif_transpose(image)))


def _grey(image: Image.Image) -> Gray:
    if image.mode.startswith(("I", "F")):
        values = np.asarray(image, dtype=np.float32)
        low, high = float(values.min()), float(values.max())
        return np.asarray((values - low) / max(1e-6, high - low) * 255).astype(np.uint8)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        solid = image.convert("RGBA")
        white = Image.new("RGBA", solid.size, "white")
        return np.asarray(Image.alpha_composite(white, solid).convert("L"))
    return np.asarray(image.convert("L"))


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
