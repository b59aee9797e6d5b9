"""Pages that are asked for one by one, and turned as people said."""

from io import BytesIO

import pytest

from ocr import read
from tests.integration.ocr_samples import LETTER, digital_letter, digital_pdf, encoded, letter, only, share_read


@pytest.mark.parametrize("turn", [90, 180])
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
