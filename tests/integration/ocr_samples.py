"""Pages drawn for the tests of reading. Every person is invented."""

from io import BytesIO
from itertools import pairwise

import numpy as np
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
    """The sheet out of focus in a dim light, at 100 dpi: at 200 its specks take twice as long to read."""
    small = sheet.resize((A4[0] // 2, A4[1] // 2)).filter(ImageFilter.GaussianBlur(4.5))
    noise = np.random.default_rng(5).normal(0, 18, (small.height, small.width))
    return Image.fromarray(np.clip(np.asarray(small, float) * 0.25 + 150 + noise, 0, 255).astype(np.uint8))


def waves() -> Image.Image:
    """A picture in which there is nothing to read; with more waves Tesseract would look at it for longer."""
    x, y = np.meshgrid(np.linspace(0, 2, 1000), np.linspace(0, 2, 1200))
    return Image.fromarray((127 + 90 * np.sin(x) * np.cos(y)).astype(np.uint8))
