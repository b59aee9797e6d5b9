"""The shipped fonts: how wide a word is, and the word drawn."""

from functools import cache
from pathlib import Path
from typing import Literal

from PIL import ImageDraw, ImageFont, features

Face = Literal["plain", "bold", "fixed"]

_FILES: dict[Face, str] = {"plain": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf", "fixed": "DejaVuSansMono.ttf"}
_FOLDER = Path(__file__).with_name("fonts")
ASCENT, DESCENT = 0.93, 0.24  # of the size: what DejaVu's letters with accents and tails take


@cache
def _font(face: Face, size: int, *, shaped: bool) -> ImageFont.FreeTypeFont:
    # The plain engine draws the same everywhere; only scripts that join or turn their letters need the other.
    engine = ImageFont.Layout.RAQM if shaped and features.check("raqm") else ImageFont.Layout.BASIC
    return ImageFont.truetype(_FOLDER / _FILES[face], size, layout_engine=engine)


def width(word: str, face: Face, size: int) -> float:
    """Return the width of a word in pixels."""
    return _font(face, size, shaped=_is_complex(word)).getlength(word)


def draw(pen: ImageDraw.ImageDraw, place: tuple[float, float], word: str, face: Face, size: int) -> None:
    """Draw a word with its baseline's left end at `place`; a sign that the font lacks is drawn as an empty frame."""
    pen.text(place, word, font=_font(face, size, shaped=_is_complex(word)), fill=0, anchor="ls")


def is_rtl(word: str) -> bool:
    """Tell a word that is written from right to left."""
    return any(
        "\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufdff" or "\ufe70" <= char <= "\ufefc" for char in word
    )


def is_ltr(word: str) -> bool:
    """Tell a word that is written from left to right; a figure or a sign goes either way."""
    return any(char.isalpha() for char in word) and not is_rtl(word)


def _is_complex(word: str) -> bool:
    return not word.isascii() and (is_rtl(word) or any("\u0900" <= char <= "\u0dff" for char in word))
