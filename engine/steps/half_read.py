"""Another reading of a word that casts no doubt on what was read: half a name, a unit that is none or the same."""

import re

from engine.domain.document import Word
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold
from engine.steps.key_fact_found import Found
from engine.steps.measure import UnitFinder, with_micro

FEWEST_OF_A_NAME = 3
"""Letters of a word that is known by them, whatever one sign of it is."""
SPECKS = "‘’'`´\"“”°_.,:;|*~^"
"""Marks that a speck of the paper gives at the edge of a figure; a sign before it (-, <, >) is none of these."""
NO_UNIT = re.compile(r"[^a-zμ%/]")


def is_half_read(word: Word, found: Found, told: str, vocabulary: Vocabulary, units: UnitFinder) -> bool:
    """Whether the other reading of a word leaves what was found as it is; `told` is the text to its end."""
    return (
        _is_a_name_half_read(word, told)
        or _is_the_same_figure(word.text, word.other or "")
        or _is_the_same_unit(word.text, word.other or "", found, vocabulary, units)
    )


def _is_a_name_half_read(word: Word, told: str) -> bool:
    """Whether the other reading of a word of letters is the same but for a sign that it could not read ("HER?"), or is
    no word at all (":RCG" of "hCG") before the figure that it names: a result in words ("positif") is none of these."""
    other = word.other or ""
    if sum(c.isalpha() for c in word.text) < FEWEST_OF_A_NAME:
        return False
    names = word.text.isalpha() and any(c.isdigit() for c in told[word.start :])
    no_word = names and 0 < sum(not c.isalnum() for c in other) < len(other)
    same = re.escape(other).replace(r"\?", ".")
    return no_word or (other.count("?") == 1 and re.fullmatch(same, word.text) is not None)


def _is_the_same_figure(text: str, other: str) -> bool:
    """Whether both readings are one figure, but for a speck at its edge ("‘12,4" of "12,4")."""
    figure = text.strip(SPECKS)
    return any(c.isdecimal() for c in figure) and figure == other.strip(SPECKS)


def _is_the_same_unit(text: str, other: str, found: Found, vocabulary: Vocabulary, units: UnitFinder) -> bool:
    """Whether a word of the unit was also read as the same unit ("ug/L" of "µg/L"), as one in which this is not
    measured ("pmol/L" of a creatinine), or as no unit at all ("UIL"). A reading with figures may hold the value's."""
    piece, rival = fold(text.strip(SPECKS)), fold(other.strip(SPECKS))
    if not piece or not rival or any(c.isdecimal() for c in piece + rival):
        return False
    if with_micro(piece) == with_micro(rival):
        return True
    if found.unit is None or piece not in fold(found.unit) or NO_UNIT.search(piece):
        return False
    code = units.ucum(other.strip(SPECKS))
    misread = next((a.misread for a in vocabulary.analytes if a.key == found.key), {})
    return code is None or misread.get(code, code) == found.unit_ucum
