"""Words that were run together are cut where the ink stands apart."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.rows import Token
from ocr.spacing import cut

FONTS = ["DejaVuSans.ttf", "DejaVuSerif.ttf", "DejaVuSansMono.ttf"]


def printed(text: str, font: str = FONTS[0], size: int = 27) -> tuple[np.ndarray, tuple[float, float, float, float]]:
    page = Image.new("L", (900, 120), 255)
    pen = ImageDraw.Draw(page)
    face = ImageFont.truetype(f"/usr/share/fonts/truetype/dejavu/{font}", size)
    pen.text((40, 40), text, font=face, fill=0)
    return np.asarray(page), pen.textbbox((40, 40), text, font=face)


def words(shown: str, font: str = FONTS[0]) -> list[str]:
    """What comes of a word that holds all that is shown, without its blanks."""
    image, box = printed(shown, font)
    return [part.text for part in cut(Token(shown.replace(" ", ""), box, 0.9), image)]


@pytest.mark.parametrize("font", FONTS[:2])
@pytest.mark.parametrize("shown", ["15 - 150", "< 35", "4,00 - 10,00", "- 6,0", "136 - 145", "6,8 %"])
def test_a_range_is_three_words_and_a_bound_two(shown: str, font: str) -> None:
    assert words(shown, font) == shown.split()


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("shown", ["15-150", "<35", "CIM-10", "01/10/2018", "12,5", "118", "CA19-9"])
def test_what_stands_close_stays_one_word(shown: str, font: str) -> None:
    assert words(shown, font) == [shown]


def test_each_part_keeps_its_own_ink() -> None:
    image, box = printed("15 - 150")
    parts = cut(Token("15-150", box, 0.9), image)
    edges = [side for part in parts for side in (part.box[0], part.box[2])]
    assert edges == sorted(edges)
    assert all(image[int(p.box[1]) : int(p.box[3]), int(p.box[0]) : int(p.box[2])].min() < 100 for p in parts)


def test_an_empty_box_changes_nothing() -> None:
    token = Token("15-150", (10, 10, 60, 30), 0.9)
    assert cut(token, np.full((100, 100), 255, np.uint8)) == [token]
