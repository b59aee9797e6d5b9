"""Black boxes on a page image: nothing of what they cover is left, and nothing beside the picture is in the file."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

import ocr
from engine.domain.document import Page, Word
from engine.domain.identifying import Identity
from engine.pathways.identifying import load_identifying
from engine.services.pseudonymise import covered_image
from engine.steps.deidentify.pages import pseudonymise_page
from engine.steps.deidentify.pseudonymise import Pseudonymiser
from engine.steps.deidentify.shift_dates import Shift
from tests.builders import a_page


def image(width: int = 400, height: int = 200) -> bytes:
    """A white sheet with grey noise, and a camera's note in the file."""
    noise = np.random.default_rng(7).integers(120, 255, (height, width), dtype=np.uint8)
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "VALCHÉRINE Ombeline"
    Image.fromarray(noise).save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_covered_pixels_are_black_and_others_stay() -> None:
    covered = ocr.cover(image(), [(0.25, 0.25, 0.5, 0.5)])
    pixels = np.asarray(Image.open(BytesIO(covered)))
    assert pixels.shape == (200, 400)
    assert pixels[50:100, 100:200].max() < 8
    before = np.asarray(Image.open(BytesIO(image()))).astype(int)
    assert np.abs(pixels[150:, :].astype(int) - before[150:, :]).mean() < 12


def test_the_file_holds_no_metadata() -> None:
    covered = ocr.cover(image(), [])
    assert not Image.open(BytesIO(covered)).getexif()
    assert b"VALCH" not in covered


def test_what_is_no_image_is_refused() -> None:
    with pytest.raises(ocr.ReadError):
        ocr.cover(b"%PDF-1.7", [])


def hidden(page: Page) -> Pseudonymiser:
    return Pseudonymiser(Identity(patient=("Valchérine", "Ombeline")), Shift(-280), load_identifying()).learn(
        [page.text]
    )


def test_the_boxes_of_names_numbers_and_dates_are_covered_and_no_others() -> None:
    page = a_page("Mme VALCHÉRINE Ombeline, née le 02/09/1958\nRupture du ligament croisé\nTél. 02 00 00 00 12")
    made = pseudonymise_page(page, hidden(page))
    by_box = {word.box: word.text for word in page.words}
    covered = [by_box[box] for box in made.covered]
    assert {"VALCHÉRINE", "Ombeline,", "02/09/1958"} <= set(covered)
    assert not {"Rupture", "ligament", "Mme"} & set(covered)
    assert "Rupture du ligament croisé" in made.text.text
    pixels = np.asarray(Image.open(BytesIO(covered_image(image(), made))))
    x0, y0, x1, y1 = next(w.box for w in page.words if w.text == "VALCHÉRINE")
    assert pixels[int((y0 + y1) / 2 * 200), int((x0 + x1) / 2 * 400)] < 8


def test_a_page_read_with_difficulty_is_kept_back() -> None:
    page = a_page("Mme VALCHÉRINE Ombeline")
    assert pseudonymise_page(page, hidden(page)).kept_back_fr is None
    for worse in (
        page.model_copy(update={"quality": 0.5}),
        page.model_copy(update={"origin": "unreadable", "text": "", "words": ()}),
    ):
        assert pseudonymise_page(worse, hidden(worse)).kept_back_fr


def test_a_word_that_is_identifying_in_part_is_covered_whole() -> None:
    page = a_page("Dossier Dr.Brumeval ici")
    page = page.model_copy(
        update={"words": (Word(text="Dr.Brumeval", start=8, box=(0.2, 0.1, 0.6, 0.2), confidence=0.9),)}
    )
    assert pseudonymise_page(page, hidden(page)).covered == ((0.2, 0.1, 0.6, 0.2),)
