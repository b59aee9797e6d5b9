"""Text set on pages: every word in the text, in its place on the image, in reading order. Every person is invented."""

from io import BytesIO
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ocr import Page
from ocr.blocks import Block, Cell, PageBreak, Paragraph, Run, Table, cell, paragraph, printable
from ocr.typeset import sheets, typeset

RESULTS = Table(
    (
        (cell("Analyse", bold=True), cell("Résultat", bold=True), cell("Unité"), cell("Référence")),
        (cell("Hémoglobine"), cell("11,4"), cell("g/dL"), cell("12,0 - 16,0")),
        (cell("Vitesse de sédimentation à la première heure, méthode de référence de la maison, tube capillaire " * 2),
         cell("38"), cell("mm"), cell("< 20")),
    )
)  # fmt: skip


def only(*blocks: Block) -> Page:
    (page,) = typeset(blocks)
    return page


def assert_sound(page: Page) -> None:
    for word in page.words:
        assert page.text[word.start : word.start + len(word.text)] == word.text
        assert all(0 <= value <= 1 for value in word.box)
        assert word.box[0] <= word.box[2]
        assert word.box[1] < word.box[3]
    assert all(a.start + len(a.text) <= b.start for a, b in pairwise(page.words))
    assert "".join(page.text.split()) == "".join("".join(word.text.split()) for word in page.words)


def ink(page: Page) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    return np.asarray(Image.open(BytesIO(page.image))) < 100


@pytest.mark.parametrize(
    "text",
    ["Examen du genou droit", "Œdème, æ, ≥ 2 µg/L ☑ oui", "Ρέα Пациент", "שלום עולם", "مرحبا بالعالم", "ĝ̊ é́ À̂"],
)
def test_words_are_drawn_where_their_boxes_are(text: str) -> None:
    page = only(paragraph(text))
    assert page.text == printable(text)
    dark = ink(page)
    covered = np.zeros_like(dark)
    for word in page.words:
        x0, y0, x1, y1 = (round(v * size) for v, size in zip(word.box, (page.width, page.height) * 2, strict=True))
        assert dark[y0:y1, x0:x1].any(), word.text
        covered[max(0, y0 - 4) : y1 + 4, max(0, x0 - 3) : x1 + 3] = True
    assert not (dark & ~covered).any()


def test_a_sign_that_the_font_lacks_stays_in_the_text() -> None:
    page = only(paragraph("avant 漢字 après"))
    assert page.text == "avant 漢字 après"
    assert_sound(page)


def test_a_table_is_read_row_by_row_even_where_a_cell_takes_several_lines() -> None:
    page = only(RESULTS)
    rows = page.text.splitlines()
    assert rows[0] == "Analyse Résultat Unité Référence"
    assert rows[1] == "Hémoglobine 11,4 g/dL 12,0 - 16,0"
    assert rows[2].startswith("Vitesse de sédimentation")
    assert rows[2].endswith("tube capillaire 38 mm < 20")
    assert len(rows) == 3
    assert_sound(page)


def test_cells_of_as_many_lines_are_read_across_and_others_one_after_the_other() -> None:
    names, values = (
        Cell((paragraph("Hémoglobine"), paragraph("Leucocytes"))),
        Cell((paragraph("11,4"), paragraph("6,9"))),
    )
    head = Cell((paragraph("Clinique du Pont"), paragraph("4 quai des Gabares")))
    page = only(Table(((names, values), (head, cell("Dr ESPALIER")))))
    assert page.text.splitlines() == [
        "Hémoglobine 11,4",
        "Leucocytes 6,9",
        "Clinique du Pont",
        "4 quai des Gabares",
        "Dr ESPALIER",
    ]


def test_a_table_of_more_columns_than_a_page_has_loses_nothing() -> None:
    wide = Table((tuple(cell(f"v{number}") for number in range(80)),))
    assert only(wide).text.split() == [f"v{number}" for number in range(80)]


def test_a_row_taller_than_a_page_goes_on_over_the_next() -> None:
    words = [f"mot{number}" for number in range(3000)]
    pages = list(typeset([Table(((cell(" ".join(words)), cell("fin")),))]))
    assert len(pages) > 1
    told = " ".join(page.text for page in pages).split()
    assert [word for word in told if word != "fin"] == words
    assert "fin" in told


def test_pages_fill_up_in_order_and_a_break_opens_a_new_one() -> None:
    lines = [paragraph(f"ligne {number}") for number in range(100)]
    pages = list(typeset([*lines, PageBreak(), paragraph("annexe")], first=4))
    assert [page.number for page in pages] == [4, 5, 6, 7]
    assert " ".join(" ".join(page.text.split()) for page in pages[:-1]) == " ".join(b.text for b in lines)
    assert pages[-1].text == "annexe"


def test_plain_text_keeps_its_columns() -> None:
    page = only(paragraph("Hémoglobine   11,4 g/dL\nFer            9,1 µmol/L", "fixed"))
    left = {word.text: word.box[0] for word in page.words}
    right = {word.text: word.box[2] for word in page.words}
    assert right["11,4"] == pytest.approx(right["9,1"], abs=0.001)
    assert left["g/dL"] == pytest.approx(left["µmol/L"], abs=0.001)
    assert page.text.splitlines() == ["Hémoglobine 11,4 g/dL", "Fer 9,1 µmol/L"]


def test_a_number_is_not_torn_at_its_unbreakable_blank() -> None:
    for count in range(60, 110):
        text = only(paragraph("x" * count + " 10\u00a0000 plaquettes")).text
        assert "10 000" in text


def test_right_to_left_words_stand_from_right_to_left() -> None:
    page = only(paragraph("שלום עולם dose 12 mg"))
    first, second = page.words[:2]
    assert first.box[0] > second.box[2]
    dose, unit = page.words[2], page.words[4]
    assert dose.box[2] < unit.box[0] or dose.box[0] > unit.box[2]
    assert_sound(page)


def test_marks_are_found_again_on_their_pages() -> None:
    filler = [paragraph("mot " * 400) for _ in range(4)]
    runs = Paragraph((Run("Hémoglobine : "), Run("11,4 g/dL", marks=("r1", "r2")), Run(", basse")))
    found = {
        m.name: (s.page, m) for s in sheets([*filler, runs, Table(((cell("x", marks=["t1"]),),))]) for m in s.marks
    }
    assert set(found) == {"r1", "r2", "t1"}
    page, mark = found["r1"]
    assert page.text[mark.start : mark.end] == "11,4 g/dL,"  # a mark covers whole words
    assert page.number == 2


def test_the_same_blocks_make_the_same_bytes() -> None:
    assert [p.image for p in typeset([RESULTS])] == [p.image for p in typeset([RESULTS])]


def test_nothing_makes_no_page() -> None:
    assert list(typeset([])) == []
    assert list(typeset([paragraph(" \n "), PageBreak(), Table(((cell(""),),))])) == []


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.text(max_size=60), max_size=6),
    style=st.sampled_from(["title", "heading", "body", "fixed", "note"]),
    columns=st.integers(1, 5),
)
def test_no_character_that_can_be_shown_is_lost(texts: list[str], style: str, columns: int) -> None:
    rows = tuple(tuple(cell(t) for t in texts[at : at + columns]) for at in range(0, len(texts), columns))
    blocks: list[Block] = [*(paragraph(t, style) for t in texts), Table(rows)]  # type: ignore[arg-type]
    pages = list(typeset(blocks))
    for page in pages:
        assert_sound(page)
        assert "\0" not in page.text
    whole = "".join("".join(page.text.split()) for page in pages)
    told = "".join("".join(printable(t).split()) for t in texts)
    assert sorted(whole) == sorted(told + told)
    assert whole.startswith(told)
