"""The scores that choose between a text layer and OCR, and that tell reading from noise."""

import pytest

from ocr.quality import confidence, evidence, is_legible, is_word, text_score
from ocr.rows import Token

GOOD = [
    "Madame Grisemotte présente une gonalgie droite mécanique depuis huit mois, sans épanchement.",
    "Hémoglobine 11,4 g/dL Leucocytes 6,9 G/L Plaquettes 388 G/L Ferritine 11 µg/L Créatinine 71 µmol/L",
    "PARACÉTAMOL 1 g trois fois par jour ; LÉVOTHYROXINE 75 µg le matin ; CHOLÉCALCIFÉROL 100 000 UI",
    "12,5 13,6 14,7 < 5,0 0,27 - 4,20",
]
BAD = [
    "Pdgdph Julvhprwwh suévhqwh xqh jrqdojlh gurlwh péfdqltxh ghsxlv kxlw prlv vdqv éxsdqfkhphqw",
    "\ue001\ue002\ue003\ue004 \ue005\ue006\ue007 \ue008\ue009\ue00a\ue00b",
    "Cab\ufffd\ufffd\ufffd du doc\ufffd\ufffd\ufffdr \ufffd\ufffd\ufffd",
    "lkjq wxzrt bnvcx hgfdq trwpl zxqvk jhgkl mnbwq qsdfg wxcvb plkjh tgvfc",
    "",
    "   \n ",
]


@pytest.mark.parametrize("text", GOOD)
def test_french_and_tables_score_high(text: str) -> None:
    assert text_score(text) > 0.8


@pytest.mark.parametrize("text", BAD)
def test_garbled_text_scores_low(text: str) -> None:
    assert text_score(text) < 0.4


def token(text: str, sure: float) -> Token:
    return Token(text, (0, 0, 1, 1), sure)


def test_a_full_reading_beats_a_few_sure_words() -> None:
    few = [token("docteur", 0.99)]
    full = [token("douleurs", 0.85) for _ in range(50)]
    assert evidence(full) > evidence(few)
    assert confidence(full) < confidence(few)


def test_noise_read_as_letters_counts_against_a_reading() -> None:
    assert evidence([token("iilj", 0.2) for _ in range(500)]) < 0 <= evidence([])


@pytest.mark.parametrize(
    ("text", "sure", "kept"),
    [
        ("12,5", 0.1, True),
        ("mmol/L", 0.05, True),
        ("|", 0.9, False),
        ("—", 0.95, False),
        (">", 0.9, True),
        ("~", 0.2, False),
    ],
)
def test_doubtful_words_stay_and_rules_go(text: str, sure: float, kept: bool) -> None:
    assert is_word(token(text, sure)) is kept


@pytest.mark.parametrize(
    ("tokens", "legible"),
    [
        ([], False),
        ([token("Cabinet", 0.95), token("docteur", 0.93), token("Valfleuri", 0.9)], True),
        ([token("iilj", 0.2) for _ in range(200)], False),
        ([token("xqz", 0.75)] * 40, False),
    ],
    ids=["nothing", "three words", "noise", "sure of nonsense"],
)
def test_legible(tokens: list[Token], legible: bool) -> None:
    assert is_legible(tokens) is legible
