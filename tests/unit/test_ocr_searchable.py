"""A searchable PDF: the image as it was, and under it every word at its place, whatever its script."""

from io import BytesIO

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image
from pypdfium2 import raw

from ocr import Leaf, read, searchable, smaller
from ocr.text_layer import read_layer

WORDS = ["Élévation", "œdème", "TSH", "2,4", "mUI/L", "≥", "5 µg", "Ελένη", "Жанна", "検査", "naïve", "(droit)"]


def picture(width: int = 620, height: int = 877, mode: str = "L") -> bytes:
    grey = np.linspace(40, 250, width * height).reshape(height, width).astype(np.uint8)
    buffer = BytesIO()
    Image.fromarray(grey).convert(mode).save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def laid(words: list[str]) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Each word on a line of its own, further right and wider than the last."""
    step = 0.9 / len(words)
    return [
        (word, (0.05 + 0.02 * n, 0.05 + n * step, 0.3 + 0.04 * n, 0.05 + (n + 0.6) * step))
        for n, word in enumerate(words)
    ]


def made(*leaves: Leaf) -> pdfium.PdfDocument:
    return pdfium.PdfDocument(b"".join(searchable(leaves)))


def test_each_word_lies_where_its_box_is() -> None:
    leaf = Leaf(picture(), laid(WORDS))
    page = made(leaf)[0]
    width, height = page.get_size()
    assert (round(height, 1), round(width / height, 3)) == (841.9, round(620 / 877, 3))
    layer = read_layer(page)
    found = {" ".join(t.text for t in run): [t.box for t in run] for run in layer.runs}
    assert set(found) == set(WORDS)
    for word, (x0, y0, x1, y1) in leaf.words:
        boxes = found[word]
        assert min(b[0] for b in boxes) / width == pytest.approx(x0, abs=0.004), word
        assert max(b[2] for b in boxes) / width == pytest.approx(x1, abs=0.004), word
        assert min(b[1] for b in boxes) / height == pytest.approx(y0, abs=0.004), word
        assert max(b[3] for b in boxes) / height == pytest.approx(y1, abs=0.004), word


@pytest.mark.parametrize("word", ["תוצאה", "نتيجة"])
def test_what_is_written_from_right_to_left_can_be_searched(word: str) -> None:
    textpage = made(Leaf(picture(), laid(["avant", word, "après"])))[0].get_textpage()
    found = textpage.search(word).get_next()
    assert found is not None
    assert textpage.get_text_range(*found) == word


def test_characters_beyond_the_first_plane_are_kept() -> None:
    words = ["α", "𝛼", "β🩺"]
    assert made(Leaf(picture(), laid(words)))[0].get_textpage().get_text_range().split() == words


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_the_image_is_kept_as_it_was_and_nothing_is_drawn_over_it(mode: str) -> None:
    image = picture(mode=mode)
    document = made(Leaf(image, laid(WORDS)))
    (drawn,) = document[0].get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,))
    buffer = BytesIO()
    drawn.extract(buffer)
    assert buffer.getvalue() == image
    shown = document[0].render(scale=620 / document[0].get_width(), grayscale=True).to_numpy().squeeze()
    original = np.asarray(Image.open(BytesIO(image)).convert("L"))
    assert np.abs(shown[:800, :600].astype(int) - original[:800, :600]).mean() < 2


def test_words_that_have_no_room_are_left_out_and_pages_without_words_are_shown() -> None:
    document = made(
        Leaf(picture(), [("rien", (0.5, 0.5, 0.5, 0.5)), ("", (0.1, 0.1, 0.2, 0.2))]), Leaf(picture(877, 620), [])
    )
    assert [page.get_textpage().get_text_range() for page in document] == ["", ""]
    assert [round(page.get_width()) for page in document] == [595, 842]


def test_a_file_of_many_pages_comes_piece_by_piece() -> None:
    held = []

    def leaves():
        for number in range(40):
            held.append(number)
            yield Leaf(picture(), laid([f"page{number}"]))

    pieces = searchable(leaves())
    first = [next(pieces) for _ in range(4)]
    assert len(held) <= 1
    document = pdfium.PdfDocument(b"".join([*first, *pieces]))
    assert [page.get_textpage().get_text_range() for page in document] == [f"page{n}" for n in range(40)]


def test_it_is_read_again_from_its_own_text() -> None:
    """What we write, we read: the same words without OCR."""
    words = [
        (w, (0.1 + 0.12 * (n % 6), 0.1 + 0.05 * (n // 6), 0.215 + 0.12 * (n % 6), 0.12 + 0.05 * (n // 6)))
        for n, w in enumerate(("Compte rendu de consultation du docteur Inventé pour la patiente " * 6).split())
    ]
    page = next(read(b"".join(searchable([Leaf(picture(), words)])), "relu.pdf"))
    assert page.origin == "text_layer"
    assert [w.text for w in page.words] == [w for w, _ in words]


def test_a_small_picture_of_a_page_is_small() -> None:
    small = smaller(picture(1240, 1754), 200)
    assert Image.open(BytesIO(small)).size == (200, 283)
    assert len(small) < 10_000
