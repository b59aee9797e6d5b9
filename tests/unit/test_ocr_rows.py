"""Reading order from runs of words with boxes, as a layout engine hands them over."""

import pytest

from ocr.page import Word
from ocr.rows import Token, arrange, compose


def run(line: str, x: float, y: float, height: float = 10) -> list[Token]:
    """Words of `line` from `x` on, six units a letter."""
    tokens = []
    for word in line.split():
        tokens.append(Token(word, (x, y, x + 6 * len(word), y + height), 0.9))
        x += 6 * len(word) + 6
    return tokens


def lines(runs: list[list[Token]]) -> list[str]:
    return [" ".join(token.text for token in row) for row in arrange(runs)]


TABLE = {
    "cell by cell": ["Hémoglobine@0,0", "11,4@100,1", "g/dL@160,0", "Ferritine@0,20", "11@100,19", "µg/L@160,21"],
    "column by column": ["Hémoglobine@0,0", "Ferritine@0,20", "11,4@100,1", "11@100,19", "g/dL@160,0", "µg/L@160,21"],
    "half a row each": ["Hémoglobine 11,4@0,0", "g/dL@160,1", "Ferritine 11@0,20", "µg/L@160,20"],
    "shuffled": ["µg/L@160,20", "11,4@100,0", "Ferritine@0,20", "g/dL@160,0", "11@100,20", "Hémoglobine@0,0"],
}


@pytest.mark.parametrize("cells", TABLE.values(), ids=TABLE.keys())
def test_cells_of_one_row_come_out_on_one_line(cells: list[str]) -> None:
    placed = [(words, *map(float, place.split(","))) for words, place in (cell.rsplit("@", 1) for cell in cells)]
    assert lines([run(*cell) for cell in placed]) == ["Hémoglobine 11,4 g/dL", "Ferritine 11 µg/L"]


def test_lines_close_to_each_other_stay_apart() -> None:
    assert lines([run("première ligne", 0, 0), run("deuxième ligne", 0, 8), run("troisième", 0, 16)]) == [
        "première ligne",
        "deuxième ligne",
        "troisième",
    ]


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    left = [run("la colonne de gauche avance", 0, 20 * n) for n in range(1, 11)]
    right = [run("celle de droite suit plus loin", 200, 20 * n) for n in range(1, 11)]
    title = [run("un titre qui traverse toute la page sans se soucier des colonnes", 0, 0)]
    foot = [run("un pied de page qui traverse lui aussi toute la largeur de la page", 0, 240)]
    mixed = [part for pair in zip(left, right, strict=True) for part in pair]
    result = lines(title + mixed + foot)
    assert result[0].startswith("un titre")
    assert result[1:11] == ["la colonne de gauche avance"] * 10
    assert result[11:21] == ["celle de droite suit plus loin"] * 10
    assert result[-1].startswith("un pied")


def test_two_blocks_of_a_letterhead_are_rows() -> None:
    runs = [run("Clinique des Ormes", 0, 0), run("Madame Grisemotte", 250, 0), run("00000 Valfleuri", 0, 20)]
    assert lines(runs) == ["Clinique des Ormes Madame Grisemotte", "00000 Valfleuri"]


def test_each_word_has_its_place_in_the_text() -> None:
    text, words = compose([run("Cher confrère", 0, 0), run("je vous adresse", 0, 15), run("Signé", 0, 60)], 200, 100)
    assert text == "Cher confrère\nje vous adresse\n\nSigné"
    assert words[0] == Word("Cher", 0, (0.0, 0.0, 0.12, 0.1), 0.9)
    assert all(text[word.start : word.start + len(word.text)] == word.text for word in words)


def test_boxes_stay_on_the_page() -> None:
    _, words = compose([[Token("bord", (-5, -5, 300, 20), 1.0)]], 200, 100)
    assert words[0].box == (0.0, 0.0, 1.0, 0.2)


def test_no_words_make_an_empty_text() -> None:
    assert compose(arrange([]), 100, 100) == ("", ())


@pytest.mark.parametrize(
    ("above", "below", "text"),
    [
        ("Infiltration de la sous-", "séreuse, minime", "Infiltration de la sous-séreuse, minime"),
        ("Mesures : 12 -", "vues", "Mesures : 12 -\nvues"),
        ("IRM pré-", "Conclusion", "IRM pré-\nConclusion"),
    ],
)
def test_a_word_broken_by_a_hyphen_is_written_in_one(above: str, below: str, text: str) -> None:
    written, words = compose(arrange([run(above, 0, 0), run(below, 0, 12)]), 600, 800)
    assert written == text
    assert all(written[word.start : word.start + len(word.text)] == word.text for word in words)
    assert words[-1].box[1] > words[0].box[1]
