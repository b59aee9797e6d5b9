"""Two readings of one word: which is kept, and whether it stays doubtful.

Each engine errs in its own way. Tesseract loses decimal commas and the strokes of units, the recogniser reads "l" as
"1" and drops accents; so what they disagree on is settled by the shape of the word first, then by who is surer.
"""

import re
from dataclasses import dataclass
from unicodedata import normalize

_LITRE = re.compile(r"^([dcmµnp]?)[1I|](?=$|[.;:)\]]|,$)")
_MOLE = re.compile(r"(?<=mo)[1I|]$|(?<=[dcmµ])[1I|]$")
_CONFUSED = str.maketrans("lIi|!Oo", "1111100")
_SHAPED = re.compile(r"[a-zà-ÿ]+[A-Z]|^[A-Z]{1,3}I?L$|[/%µ²³°<>≤≥]|^[a-zA-Zµ]{1,2}L$")
_WORD = re.compile(r"(?:[^\W\d_]['’])?(?:[^\W\d_]?[a-zà-ÿœ]+|[A-ZÀ-ß]{2,})(?:-[^\W\d_]+)*")
_DECIMAL = re.compile(r"\d[.,]\d+")
_EDGES = ".,;:()[]{}|'\"«»*_!"
_SUPERSCRIPTS = str.maketrans("²³°", "232")
_SHORTEST = 4  # letters: shorter words are no names
_NUMERIC = set("0123456789,.-+/<>≤≥=%")


@dataclass(frozen=True, slots=True)
class Settled:
    """The reading kept, its confidence, and the other one where the two dispute a figure or a unit."""

    text: str
    confidence: float
    other: str | None = None


def has_digit(text: str) -> bool:
    """Tell whether a figure is concerned."""
    return any(char.isdigit() for char in text)


def matters(text: str) -> bool:
    """Tell words whose every character counts: figures, comparisons, what has the shape of a unit or of a code."""
    return has_digit(text) or _SHAPED.search(text) is not None


def mended(text: str) -> str:
    """Write the litre of a unit as a letter: "mmol/1" has no other meaning."""
    head, *parts = text.split("/")
    if not parts or (not head[-1:].isalpha() and _MOLE.search(head) is None):
        return text  # "1/1" is a page of a page; only what stands under letters is a litre
    if len(head) > 1 and head[-2].isalpha():
        head = _MOLE.sub("l", head)
    return "/".join([head, *(_LITRE.sub(r"\1l", part) for part in parts)])


def settle(first: str, first_sure: float, second: str, second_sure: float, mark: str = ",") -> Settled:
    """Choose between Tesseract's reading and the recogniser's (without blanks) of the same word.

    `mark` is the decimal mark that the page uses, which decides where one reads a comma and the other a point.
    """
    first, second = mended(first), mended(second)
    if not second:
        return Settled(first, first_sure)
    if _bare(first) == _bare(second):
        tidier = second if len(second) < len(first) and has_digit(first) else first
        return Settled(tidier, max(first_sure, second_sure))
    if not matters(first) and not matters(second):
        better = first_sure < 0.5 and second_sure > 0.85
        return Settled(second, second_sure) if better else Settled(first, first_sure)
    chosen = _by_shape(first, second, second_sure, mark)
    if chosen is not None:
        return Settled(chosen, second_sure if chosen == second else first_sure)
    if _takes_second(first, first_sure, second, second_sure):
        return Settled(second, second_sure, first)
    return Settled(first, first_sure, second)


def are_two_words(one: str, other: str) -> bool:
    """Tell readings of letters that are two words, whatever their accents, capitals and signs: names, for instance."""
    first, second = _letters(one), _letters(other)
    return first != second and min(len(first), len(second)) >= _SHORTEST


def decimal_mark(texts: list[str]) -> str | None:
    """Return the decimal mark of nearly all decimals among the words; none when they are few or mixed."""
    found = [mark for text in texts for mark in _DECIMAL.findall(text)]
    commas = sum("," in decimal for decimal in found)
    if len(found) < 4 or 0.2 * len(found) < commas < 0.8 * len(found):
        return None
    return "," if commas > len(found) / 2 else "."


def _bare(text: str) -> str:
    return text.strip(_EDGES).casefold()


def _by_shape(first: str, second: str, second_sure: float, mark: str) -> str | None:
    """Settle what differs only in how a character is drawn; None where the two say different things."""
    a, b = _bare(first), _bare(second)
    if a.replace(".", ",") == b.replace(".", ","):
        return first if mark in a else second
    if a.translate(_SUPERSCRIPTS) == b.translate(_SUPERSCRIPTS):
        return second if second_sure > 0.6 else first
    a, b = first.strip(_EDGES), second.strip(_EDGES)
    if a.translate(_CONFUSED) == b.translate(_CONFUSED):
        # "l'IR" is a word, "01" a number; "HbA1c" and "R0102" are neither: the recogniser guesses no words.
        if _WORD.fullmatch(a):
            return None if b.isdigit() else first
        is_code = not set(a) <= _NUMERIC  # "R0102", "HbA1c"; where Tesseract saw none, only a sure letter makes one
        return second if set(b) <= _NUMERIC or second_sure > (0.8 if is_code else 0.9) else first
    return None


def _takes_second(first: str, first_sure: float, second: str, second_sure: float) -> bool:
    a, b = _bare(first), _bare(second)
    if _digits(a) == _digits(b) and has_digit(a):
        # One of the two lost a comma or a stroke, or took a speck for one: print holds more than noise invents.
        if second_sure < 0.5:
            return False
        return _strokes(second) > _strokes(first) or (_strokes(second) == _strokes(first) and second_sure > first_sure)
    if b in a and has_digit(a):
        return False  # the crop cut a character off
    if not has_digit(a) and not has_digit(b):
        return second_sure > max(0.6, first_sure - 0.3)  # a unit: strokes and micros are the recogniser's strength
    return second_sure > max(0.5, first_sure)


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _strokes(text: str) -> int:
    return sum(char in ",./<>≤≥" for char in text.strip(_EDGES))


def with_comma(text: str) -> str:
    """Write a decimal with a comma: on a page that prints commas, neither engine was sure of its point."""
    return re.sub(r"^([<>≤≥+-]?\d+)\.(\d+)(?=[,;)\]]?$)", r"\1,\2", text)


def _letters(text: str) -> str:
    return "".join(char for char in normalize("NFD", text).casefold() if char.isalpha())
