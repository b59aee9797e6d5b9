"""Pages read by the real Tesseract and pdfium, from images and PDFs that are drawn here. Every person is invented."""

import re
from io import BytesIO
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ocr import Page, read

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
A4 = (1654, 2339)  # 200 dpi

LETTER = [
    "Cabinet du docteur Firmin Aubépine",
    "12 impasse des Ronces, 00000 Valfleuri",
    "",
    "Valfleuri, le 14 mars 2025",
    "",
    "Cher confrère,",
    "J'ai reçu en consultation Madame Solène Grisemotte, née le 02/05/1971,",
    "pour des douleurs du genou droit qui évoluent depuis huit mois.",
    "À l'examen, il n'existe pas d'épanchement. La flexion est limitée à 95°.",
    "La radiographie montre un pincement du compartiment interne.",
    "Elle reçoit du paracétamol 1 g trois fois par jour, sans soulagement.",
    "Je vous remercie de votre avis et vous prie de croire, cher confrère,",
    "à l'assurance de mes sentiments dévoués.",
]
RESULTS = [
    ("Hémoglobine", "11,4", "g/dL", "12,0 - 16,0"),
    ("Leucocytes", "6,9", "G/L", "4,0 - 10,0"),
    ("Plaquettes", "388", "G/L", "150 - 400"),
    ("Ferritine", "11", "ng/mL", "15 - 200"),
    ("Albumine", "39", "g/L", "35 - 52"),
    ("Potassium", "4,4", "mmol/L", "3,4 - 5,1"),
]


def blank() -> Image.Image:
    return Image.new("L", A4, 255)


def letter(lines: list[str] = LETTER) -> Image.Image:
    page = blank()
    pen = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        pen.text((150, 200 + 52 * row), line, font=ImageFont.truetype(FONT, 30), fill=0)
    return page


def table() -> Image.Image:
    page = blank()
    pen = ImageDraw.Draw(page)
    pen.text((150, 200), "Laboratoire des Trois Saules, résultats du 3 avril 2025", font=ImageFont.truetype(FONT, 30))
    for row, cells in enumerate(RESULTS):
        top = 340 + 64 * row
        pen.rectangle((140, top - 12, 1500, top + 52), outline=0, width=2)
        for left, cell in zip((160, 620, 860, 1150), cells, strict=True):
            pen.text((left, top), cell, font=ImageFont.truetype(FONT, 30), fill=0)
            pen.line((left - 20, top - 12, left - 20, top + 52), fill=0, width=2)
    return page


def encoded(image: Image.Image, kind: str = "PNG") -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def digital_pdf(pages: list[list[tuple[int, int, str]]], rotate: int = 0, matrix: str = "1 0 0 1") -> bytes:
    """A PDF whose pages hold (x, y, text) lines in Helvetica 11; `matrix` turns the text, `rotate` the page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        stream = b"BT /F1 11 Tf\n"
        for x, y, text in lines:
            quoted = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
            stream += f"{matrix} {x} {y} Tm (".encode() + quoted + b") Tj\n"
        stream += b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate} /Contents {len(objects)} 0 R "
        objects.append(page.encode() + b"/Resources << /Font << /F1 3 0 R >> >> >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, xref)


def digital_letter(**how: object) -> bytes:
    return digital_pdf([[(60, 780 - 18 * row, line) for row, line in enumerate(LETTER) if line]], **how)  # type: ignore[arg-type]


def only(content: bytes, filename: str = "envoi") -> Page:
    (page,) = read(content, filename)
    return page


def assert_sound(page: Page) -> None:
    """Every word stands where it says, in order, and every character belongs to one."""
    for word in page.words:
        assert page.text[word.start : word.start + len(word.text)] == word.text
        x0, y0, x1, y1 = word.box
        assert 0 <= x0 <= x1 <= 1
        assert 0 <= y0 <= y1 <= 1
        assert 0 <= word.confidence <= 1
    assert all(a.start + len(a.text) <= b.start for a, b in pairwise(page.words))
    assert "".join(page.text.split()) == "".join("".join(word.text.split()) for word in page.words)
    shown = Image.open(BytesIO(page.image))
    assert (shown.format, shown.mode, shown.size) == ("JPEG", "L", (page.width, page.height))
    assert 0 <= page.quality <= 1


def share_read(page: Page, lines: list[str]) -> float:
    wanted = " ".join(lines).split()
    found = set(page.text.split())
    return sum(word in found for word in wanted) / len(wanted)


def photo_of(sheet: Image.Image) -> Image.Image:
    """The sheet lying askew on a dark table, shaded from one corner to the other."""
    table_top = Image.new("L", (2000, 2700), 45)
    width, height = sheet.size
    corners = [(160, 190), (1850, 120), (1900, 2560), (110, 2610)]
    rows = []
    sources = [(0, 0), (width, 0), (width, height), (0, height)]
    for (x, y), (u, v) in zip(corners, sources, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    answer = np.linalg.solve(np.array(rows, float), np.array(sources, float).reshape(8))
    size = table_top.size
    laid = sheet.transform(size, Image.Transform.PERSPECTIVE, list(answer), Image.Resampling.BICUBIC)
    mask = Image.new("L", sheet.size, 255).transform(size, Image.Transform.PERSPECTIVE, list(answer))
    table_top.paste(laid, (0, 0), mask)
    shade = np.linspace(0.95, 0.45, size[0])[None, :] * np.linspace(1.0, 0.8, size[1])[:, None]
    return Image.fromarray((np.asarray(table_top) * shade).astype(np.uint8))


def blurred(sheet: Image.Image) -> Image.Image:
    noise = np.random.default_rng(5).normal(0, 18, (A4[1], A4[0]))
    soft = np.asarray(sheet.filter(ImageFilter.GaussianBlur(9)), float) * 0.25 + 150
    return Image.fromarray(np.clip(soft + noise, 0, 255).astype(np.uint8))


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
    x, y = np.meshgrid(np.linspace(0, 9, 1000), np.linspace(0, 9, 1200))
    page = only(encoded(Image.fromarray((127 + 90 * np.sin(x) * np.cos(y)).astype(np.uint8))))
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


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_is_turned_as_it_is_told_to_be(turn: int) -> None:
    """Also where that is wrong: whoever looks at it knows better. A page told right is read as if it had come so."""
    scan = letter().rotate(turn, expand=True)
    page = next(read(encoded(scan), "lettre.png", {1: turn}))
    assert (page.origin, page.rotation) == ("ocr", turn)
    assert share_read(page, LETTER) > 0.95
    wrong = next(read(encoded(scan), "lettre.png", {1: (turn + 180) % 360}))
    assert wrong.rotation == (turn + 180) % 360
    assert share_read(wrong, LETTER) < 0.2
    assert (wrong.width, wrong.height) == (page.width, page.height)


def test_digital_text_turns_with_its_page() -> None:
    upright = only(digital_letter())
    turned = next(read(digital_letter(), "lettre.pdf", {1: 90}))
    assert (turned.origin, turned.rotation) == ("text_layer", 90)
    assert (turned.width, turned.height) == (upright.height, upright.width)
    assert sorted(w.text for w in turned.words) == sorted(w.text for w in upright.words)


def test_some_pages_of_a_file_are_read_alone() -> None:
    lines = [[(80, 700, f"Compte rendu numero {n} du service")] for n in range(1, 5)]
    content = digital_pdf(lines)
    whole = list(read(content, "quatre.pdf"))
    assert list(read(content, "quatre.pdf", {}, {2, 4, 9})) == [whole[1], whole[3]]
    buffer = BytesIO()
    letter().save(buffer, "TIFF", save_all=True, append_images=[letter()])
    assert [page.number for page in read(buffer.getvalue(), "deux.tif", {2: 0}, {2})] == [2]


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
