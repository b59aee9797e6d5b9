"""Pages read by the real Tesseract and pdfium, from images and PDFs that are drawn here. Every person is invented."""

import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageFilter

from ocr import read
from tests.integration.ocr_samples import (
    A4,
    LETTER,
    RESULTS,
    assert_sound,
    blank,
    blurred,
    digital_letter,
    digital_pdf,
    encoded,
    letter,
    only,
    photo_of,
    share_read,
    table,
    waves,
)


@pytest.mark.parametrize(
    ("turn", "expected"), [(0, 0), (90, 270), (180, 180), (270, 90)], ids=["upright", "left", "upside-down", "right"]
)
def test_a_scan_is_set_upright(turn: int, expected: int) -> None:
    page = only(encoded(letter().rotate(-turn, expand=True)))
    assert_sound(page)
    assert (page.origin, page.rotation) == ("ocr", expected)
    assert share_read(page, LETTER) > 0.95
    first = next(word for word in page.words if word.text == "Cabinet")
    assert first.box[0] == pytest.approx(150 / A4[0], abs=0.01)
    assert first.box[1] == pytest.approx(205 / A4[1], abs=0.01)


@pytest.mark.parametrize("angle", [-6.0, 2.5])
def test_a_leaning_scan_is_straightened(angle: float) -> None:
    page = only(encoded(letter().rotate(-angle, fillcolor=255, resample=Image.Resampling.BICUBIC)))
    assert page.skew == pytest.approx(-angle, abs=0.3)
    assert share_read(page, LETTER) > 0.95


def test_a_table_is_read_row_by_row() -> None:
    page = only(encoded(table()))
    assert_sound(page)
    lines = page.text.splitlines()
    for cells in RESULTS:
        line = next(line for line in lines if line.startswith(cells[0]))
        # "dL" may come out as "dl", and "3,4 - 5,1" without its spaces; order and figures may not differ.
        assert "".join(line.split()).casefold() == "".join(cells).replace(" ", "").casefold()


def test_a_photo_is_cut_out_and_flattened() -> None:
    page = only(encoded(photo_of(letter()), "JPEG"))
    assert_sound(page)
    assert share_read(page, LETTER) > 0.9
    # The sheet alone is left: the first word stands where it stands on the sheet.
    first = next(word for word in page.words if word.text == "Cabinet")
    assert first.box[0] == pytest.approx(150 / A4[0], abs=0.02)


def test_a_fax_is_read() -> None:
    grey = letter().filter(ImageFilter.GaussianBlur(0.8)).point(lambda value: max(0, value - 18))
    page = only(encoded(grey.convert("1"), "TIFF"))
    assert page.origin == "ocr"
    assert share_read(page, LETTER) > 0.85


def test_pale_print_is_read() -> None:
    page = only(encoded(letter().point(lambda value: 175 + value // 6)))
    assert share_read(page, LETTER) > 0.95


def test_a_blurred_page_is_unreadable_and_has_no_text() -> None:
    page = only(encoded(blurred(letter())))
    assert_sound(page)
    assert (page.origin, page.text, page.words) == ("unreadable", "", ())
    assert (page.rotation, page.skew) == (0, 0.0)
    assert page.quality < 0.3


def test_a_blank_page_is_blank_not_unreadable() -> None:
    page = only(encoded(blank()))
    assert_sound(page)
    assert (page.origin, page.text, page.quality) == ("ocr", "", 1.0)


def test_a_picture_without_text_is_unreadable() -> None:
    page = only(encoded(waves()))
    assert (page.origin, page.text) == ("unreadable", "")


def test_a_tiff_of_several_pages_keeps_their_order() -> None:
    buffer = BytesIO()
    letter().save(buffer, "TIFF", save_all=True, append_images=[table()])
    pages = list(read(buffer.getvalue(), "lot.tif"))
    assert [page.number for page in pages] == [1, 2]
    assert "Aubépine" in pages[0].text
    assert "Ferritine" in pages[1].text


def test_the_camera_mark_turns_a_jpeg() -> None:
    buffer = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # shown turned by 90 degrees clockwise
    letter().rotate(90, expand=True).save(buffer, "JPEG", exif=exif)
    page = only(buffer.getvalue())
    assert page.rotation == 0
    assert share_read(page, LETTER) > 0.95


def test_transparent_and_palette_images_are_read() -> None:
    clear = Image.new("RGBA", A4, (0, 0, 0, 0))
    clear.paste((20, 20, 60, 255), mask=letter().point(lambda value: 255 - value))
    assert share_read(only(encoded(clear)), LETTER) > 0.95


def test_a_digital_pdf_is_read_from_its_text_layer() -> None:
    page = only(digital_letter())
    assert_sound(page)
    assert (page.origin, page.rotation, page.skew) == ("text_layer", 0, 0.0)
    assert page.text.split() == " ".join(LETTER).split()
    assert page.text.splitlines()[0] == LETTER[0]
    first = page.words[0]
    assert first.text == "Cabinet"
    assert first.box[0] == pytest.approx(60 / 595, abs=0.005)
    assert first.box[3] == pytest.approx((842 - 780) / 842, abs=0.005)
    assert (page.width, page.height) == (1240, 1754) or abs(page.width / page.height - 595 / 842) < 0.01


def test_a_word_broken_at_the_margin_does_not_tangle_its_two_lines() -> None:
    above = "Carcinome lieberkühnien de bas grade, infiltration de la sous-"
    page = only(
        digital_pdf([[(60, 700, above), (60, 685, "séreuse, sans atteinte de la séreuse elle-même ni des organes")]])
    )
    assert_sound(page)
    assert page.text == f"{above}séreuse, sans atteinte de la séreuse elle-même ni des organes"
    broken = next(word for word in page.words if word.text == "sous-")
    rest = page.words[page.words.index(broken) + 1]
    assert rest.start == broken.start + len("sous-")
    assert rest.box[1] > broken.box[1]


def test_cells_drawn_column_by_column_come_out_row_by_row() -> None:
    cells = [(80 + 120 * column, 700 - 20 * row, RESULTS[row][column]) for column in range(4) for row in range(6)]
    page = only(digital_pdf([cells]))
    assert page.text.splitlines() == [" ".join(row) for row in RESULTS]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_boxes_follow_the_rotation_of_the_pdf_page(rotate: int) -> None:
    """The page is shown turned, so the text comes out turned: reading turns it back, boxes and image alike."""
    page = only(digital_letter(rotate=rotate))
    assert_sound(page)
    assert page.rotation == 360 - rotate
    assert page.text.splitlines()[0] == LETTER[0]
    ink = np.asarray(Image.open(BytesIO(page.image)))
    x0, y0, x1, y1 = page.words[0].box
    inside = ink[int(y0 * page.height) : int(y1 * page.height) + 1, int(x0 * page.width) : int(x1 * page.width) + 1]
    assert inside.min() < 128


def test_a_scanned_pdf_is_read_by_ocr() -> None:
    buffer = BytesIO()
    letter().save(buffer, "PDF", resolution=200, save_all=True, append_images=[table()])
    pages = list(read(buffer.getvalue(), "scan.pdf"))
    assert [page.origin for page in pages] == ["ocr", "ocr"]
    assert share_read(pages[0], LETTER) > 0.95
    assert "Ferritine 11 ng/mL" in pages[1].text


def test_a_garbled_text_layer_is_not_believed() -> None:
    """Letters shifted by a lost font map: the page is read from its image, which shows the same letters."""
    shifted = ["".join(chr(ord(c) + 5) if "a" <= c <= "u" else c for c in line) for line in LETTER]
    page = only(digital_pdf([[(60, 780 - 18 * row, line) for row, line in enumerate(shifted) if line]]))
    assert page.origin != "text_layer"


def test_a_bad_page_does_not_lose_the_others() -> None:
    whole = digital_pdf(
        [[(60, 700, "Première page, lisible.")], [(60, 700, "Perdue.")], [(60, 700, "Troisième page.")]]
    )
    first, second, third = (at.start() for at in re.finditer(b"/Type /Page ", whole))
    assert first < second < third
    broken = whole[:second] + b"/Typo /Pagf " + whole[second + 12 :]
    pages = list(read(broken, "lot.pdf"))
    assert len(pages) == 3
    assert "Première" in pages[0].text
    assert "Troisième" in pages[2].text


def test_the_name_of_the_file_does_not_matter() -> None:
    assert only(encoded(letter()), "lettre.docx").origin == "ocr"
