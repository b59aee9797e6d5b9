"""What the second engine adds to Tesseract's reading, on small images that are drawn here. Every person is invented."""

from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ocr import Page, read
from ocr.recogniser import read_line
from ocr.rows import Token
from ocr.second_look import look_again

SERIF = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
SANS = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
LETTER = [
    "Cabinet du docteur Firmin Aubépine, Valfleuri",
    "J'ai reçu Madame Solène Grisemotte pour des douleurs du genou droit.",
    "La flexion est limitée à 95 degrés, sans épanchement ni laxité.",
    "Elle reçoit du paracétamol trois fois par jour, sans soulagement.",
    "Je vous remercie de votre avis et vous prie de croire, cher confrère,",
    "à l'assurance de mes sentiments dévoués.",
]
RESULTS = [
    "Hémoglobine 11,4 g/dL 12,0 - 16,0",
    "Ferritine 203 µg/L 15 - 150",
    "ASAT 75 UI/L < 35",
    "HbA1c 6,8 % 4,0 - 6,0",
    "Bilirubine 31,5 mg/L < 21,0",
]


def sheet(lines: list[str], top: int = 200, size: tuple[int, int] = (1240, 1000), font: str = SERIF) -> Image.Image:
    page = Image.new("L", size, 255)
    pen = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        pen.text((90, top + 48 * row), line, font=ImageFont.truetype(font, 26), fill=0)
    return page


def only(image: Image.Image) -> Page:
    buffer = BytesIO()
    image.save(buffer, "PNG")
    (page,) = read(buffer.getvalue(), "page.png")
    return page


def words_of(lines: list[str]) -> list[str]:
    return " ".join(lines).split()


def placed(text: str, read_as: str, sure: float) -> tuple[NDArray[np.uint8], Token]:
    """An image of `text`, and Tesseract's word for it."""
    page = Image.new("L", (500, 120), 255)
    face = ImageFont.truetype(SERIF, 27)
    ImageDraw.Draw(page).text((60, 40), text, font=face, fill=0)
    box = ImageDraw.Draw(page).textbbox((60, 40), text, font=face)
    return np.asarray(page), Token(read_as, tuple(map(float, box)), sure)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["42,7", "µmol/L", "HbA1c", "< 35", "0,270 - 4,200", "mL/min/1,73 m²"])
def test_the_recogniser_reads_a_line(text: str) -> None:
    image, token = placed(text, "", 0.0)
    left, top, right, bottom = (round(side) for side in token.box)
    glyphs = read_line(image[top - 4 : bottom + 4, left - 6 : right + 6])
    assert "".join(glyph.char for glyph in glyphs).replace(" ", "") == text.replace(" ", "")
    assert [glyph.place for glyph in glyphs] == sorted(glyph.place for glyph in glyphs)
    assert all(0 < glyph.sure <= 1 for glyph in glyphs)


def test_a_lost_comma_is_found_and_stays_doubtful() -> None:
    image, token = placed("42,7", "427", 0.85)
    ((word,),) = look_again([[token]], image)
    assert (word.text, word.doubtful, word.other) == ("42,7", True, "427")


def test_a_sure_number_with_a_mark_that_was_not_read_is_looked_at() -> None:
    image, token = placed("1.2", "12", 0.96)
    ((word,),) = look_again([[token]], image)
    assert (word.text, word.doubtful) == ("1.2", True)


def test_a_word_both_engines_read_alike_is_not_doubtful() -> None:
    image, token = placed("118", "118", 0.8)
    ((word,),) = look_again([[token]], image)
    assert (word.text, word.doubtful, word.other) == ("118", False, None)


def test_a_figure_that_was_passed_over_is_read() -> None:
    page = Image.new("L", (900, 120), 255)
    pen, face = ImageDraw.Draw(page), ImageFont.truetype(SERIF, 27)
    pen.text((60, 40), "Ferritine", font=face, fill=0)
    pen.text((600, 40), "731", font=face, fill=0)
    box = tuple(map(float, pen.textbbox((60, 40), "Ferritine", font=face)))
    runs = look_again([[Token("Ferritine", box, 0.96)]], np.asarray(page))  # type: ignore[arg-type]
    assert [[word.text for word in run] for run in runs] == [["Ferritine"], ["731"]]
    assert 590 < runs[1][0].box[0] < 610


def test_results_come_out_to_the_letter() -> None:
    assert only(sheet(RESULTS)).text.splitlines() == RESULTS


def test_what_shines_through_from_the_back_is_not_read() -> None:
    front = sheet(LETTER, top=120)
    back = sheet(RESULTS * 3, top=140).transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(2))
    seen = np.minimum(np.asarray(front), 255 - (255 - np.asarray(back).astype(int)) * 0.45).astype(np.uint8)
    page = only(Image.fromarray(seen))
    assert sum(word in page.text.split() for word in words_of(LETTER)) > 0.95 * len(words_of(LETTER))
    assert len(page.words) < 1.1 * len(words_of(LETTER))


def test_an_underlined_heading_keeps_its_feet() -> None:
    page = sheet(["Examen clinique", *LETTER])
    ImageDraw.Draw(page).line((88, 232, 330, 232), fill=0, width=2)
    assert only(page).text.splitlines()[0] == "Examen clinique"


@pytest.mark.parametrize(
    ("lines", "top", "blank"),
    [
        ([], 0, True),
        (["12/03/2026 10:12 FAX 01 13 76 40 45 p. 02/03"], 12, True),
        (["PAGE BLANCHE"], 400, True),
        (["Intercalaire"], 400, True),
        (["12/03/2026 10:12 FAX p. 02/03", *LETTER], 12, False),
        (LETTER, 200, False),
    ],
    ids=["empty", "fax line", "said to be empty", "separator", "fax line and letter", "letter"],
)
def test_a_sheet_that_says_nothing_is_marked(lines: list[str], top: int, blank: bool) -> None:
    page = only(sheet(lines, top=top, font=SANS))
    assert page.blank is blank
    assert page.origin == "ocr"


def test_a_picture_under_a_line_is_not_blank() -> None:
    page = sheet(["Clinique des Ormes, cliché du 12/03/2026"], top=12)
    ImageDraw.Draw(page).ellipse((300, 300, 900, 900), fill=90)
    assert not only(page).blank
