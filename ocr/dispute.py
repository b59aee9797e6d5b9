"""Two readings of one word: which is kept, and whether it stays doubtful.

Each engine errs in its own way. Tesseract loses decimal commas and the strokes of units, the recogniser reads "l" as "1"
and drops accents; so what they disagree on is settled by the shape of the word first, then by who is surer.
"""

import re
from dataclasses import dataclass

_UNIT_L = re.compile(r"(?<=/)([dcmµnp]?)[1I|](?=$|[/.,;:)\]])|(?<=m)([oO])1(?=/|$)|(?<=[\d\s])()(?:(?<=\d)m1)(?=/)")
_CONFUSED = str.maketrans("lIi|!Oo", "1111100")
_SHAPED = re.compile(r"[a-zà-ÿ]+[A-Z]|^[A-Z]{1,3}I?L$|[/%µ²³°<>≤≥]|^[a-zA-Zµ]{1,2}L$")
_WORD = re.compile(r"(?:[^\W\d_]['’])?(?:[^\W\d_]?[a-zà-ÿœ]+|[A-ZÀ-ß]{2,})(?:-[^\W\d_]+)*")
_EDGES = ".,;:()[]{}|'\"«»*_!"
_SUPERSCRIPTS = str.maketrans("²³°", "232")


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
    if "/" not in text or not any(char.isalpha() for char in text):
        return text
    head, *parts = re.split(r"(/)", text)
    parts = [re.sub(r"^([dcmµnp]?)[1I|](?=$|[.,;:)\]])", r"\1l", part) for part in parts]
    head = re.sub(r"(?<=mo)1$|(?<=[dcmµ])1$", "l", head) if head[-2:-1].isalpha() else head
    # "1/1" is a page of a page; only what stands under letters is a litre.
    return head + "".join(parts) if head[-1:].isalpha() else text


def settle(first: str, first_sure: float, second: str, second_sure: float) -> Settled:
    """Choose between Tesseract's reading and the recogniser's (without blanks) of the same word."""
    first, second = mended(first), mended(second)
    if not second or _bare(first) == _bare(second):
        return Settled(first, max(first_sure, second_sure) if second else first_sure)
    if not matters(first) and not matters(second):
        better = first_sure < 0.5 and second_sure > 0.85
        return Settled(second, second_sure) if better else Settled(first, first_sure)
    chosen = _by_shape(first, second, second_sure)
    if chosen is not None:
        return Settled(chosen, second_sure if chosen == second else first_sure)
    takes_second = _takes_second(first, first_sure, second, second_sure)
    kept, sure, other = (second, second_sure, first) if takes_second else (first, first_sure, second)
    return Settled(kept, sure, other)


def _bare(text: str) -> str:
    return text.strip(_EDGES).casefold()


def _by_shape(first: str, second: str, second_sure: float) -> str | None:
    """Settle what differs only in how a character is drawn; None where the two say different things."""
    a, b = _bare(first), _bare(second)
    if a.replace(".", ",") == b.replace(".", ","):
        return first if "," in a else second  # French prints decimal commas: who saw one saw its tail
    if a.translate(_SUPERSCRIPTS) == b.translate(_SUPERSCRIPTS):
        return second if second_sure > 0.6 else first
    if first.strip(_EDGES).translate(_CONFUSED) == second.strip(_EDGES).translate(_CONFUSED):
        # "l'IR" is a word, "01" a number, "HbAlc" neither.
        if _WORD.fullmatch(first.strip(_EDGES)):
            return None if b.isdigit() else first
        return second if not has_digit(first) or b.replace(",", "").isdigit() else first
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
