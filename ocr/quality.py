"""Score a text and a reading, without knowing what they should say.

Logic: French (and Latin, and drug names) draws most of its letter pairs from a small set. A text layer whose font map
is missing, or an OCR of blur, does not. Replacement and private-use characters count against a text; digits and units
for neither side.
"""

import re
import unicodedata
from collections.abc import Sequence

import cv2
import numpy as np

from ocr.images import Gray
from ocr.page import Word
from ocr.rows import Token

# For each letter those that usually follow it in French text, accents folded.
# fmt: off
_FOLLOWERS = {
    "a": "bcdgilmnprstuv", "b": "aeilor", "c": "aehilortu", "d": "aeioru", "e": "acdefgilmnprstuvxz", "f": "aefior",
    "g": "aeinoru", "h": "eioy", "i": "abcdefglmnopqrstv", "l": "aeilou", "m": "abeimopu", "n": "acdefginostu",
    "o": "bcdegilmnprstuv", "p": "aehiloprstu", "q": "u", "r": "acdegimnorstu", "s": "aceimopstuy", "t": "aehiorstuy",
    "u": "bcdeilmnprst", "v": "aeior", "x": "ai", "y": "pst",
}
# fmt: on
_LETTERS = re.compile(r"[^\W\d_]{3,}")


def text_score(text: str) -> float:
    """Return from 0 to 1 how much `text` looks like words rather than garbage; 0 for a text without characters."""
    solid = [char for char in text if not char.isspace()]
    if not solid:
        return 0.0
    broken = sum(char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs") for char in solid)
    shape = _shape(text)
    return max(0.0, 1 - 4 * broken / len(solid)) * shape


def _shape(text: str) -> float:
    """The share of usual letter pairs, stretched so that French comes out near 1 and shifted letters near 0."""
    pairs = usual = 0
    for word in _LETTERS.findall(text):
        folded = unicodedata.normalize("NFD", word.lower())
        plain = "".join(char for char in folded if not unicodedata.combining(char))
        for index in range(len(plain) - 1):
            pairs += 1
            usual += plain[index + 1] in _FOLLOWERS.get(plain[index], "")
    if pairs < 20:
        return 1.0  # too few letters to judge: a strip of numbers is no garbage
    return min(1.0, max(0.0, (usual / pairs - 0.45) / 0.4))


def confidence(tokens: Sequence[Token]) -> float:
    """Return the mean confidence of the words, 0 to 1, long words counting more; 0 for no words."""
    weight = sum(len(token.text) for token in tokens)
    return sum(token.confidence * len(token.text) for token in tokens) / weight if weight else 0.0


def evidence(tokens: Sequence[Token]) -> float:
    """Return how much was read with confidence, in characters; of two readings of one page the greater is kept.

    A sum, not a mean: a reading that finds three sure words on a full page must not win. What lies under 0.5 counts
    against a reading, so that noise read as letters does not win either.
    """
    return sum(
        (token.confidence - 0.5) * 2 * len(token.text) for token in tokens if any(c.isalnum() for c in token.text)
    )


def is_word(token: Token) -> bool:
    """Tell a word from the marks that rules, stamps and specks are read as."""
    if any(char.isalnum() for char in token.text):
        # A doubtful word stays, with its low confidence: a figure must not vanish without a trace.
        return len(token.text) > 1 or token.confidence >= 0.3
    return token.confidence >= 0.6 and token.text.strip("|_¦—~") != ""


def is_legible(tokens: Sequence[Token]) -> bool:
    """Tell a page that was read from one on which noise was read as letters."""
    sure = [token for token in tokens if token.confidence >= 0.7 and len(token.text) >= 3]
    return len(sure) >= 3 and confidence(tokens) >= 0.45 and text_score(" ".join(t.text for t in sure)) >= 0.3


_SEPARATOR = re.compile(
    r"\b(?:intercalaire|s[ée]parateur|separator|blank page|patch ?code"
    r"|page (?:blanche|vide|laiss[ée]e|intentionnellement))",
    re.IGNORECASE,
)


def names_separator(text: str) -> bool:
    """Tell the few words of a sheet that is put between documents."""
    return len(text.split()) <= 8 and _SEPARATOR.search(text) is not None


def says_nothing(words: Sequence[Word], shown: Gray) -> bool:
    """Tell a sheet that says nothing itself: empty, a separator, or bare but for a line that a fax put on its edge.

    `shown` is the upright image on which the words lie.
    """
    if not words or names_separator(" ".join(word.text for word in words)):
        return True
    height = len(shown)
    top, bottom = min(word.box[1] for word in words), max(word.box[3] for word in words)
    if len(words) <= 15 and bottom < 0.07:
        return is_blank(shown[int((bottom + 0.01) * height) :])
    return len(words) <= 15 and top > 0.94 and is_blank(shown[: int((top - 0.01) * height)])


def is_blank(gray: Gray) -> bool:
    """Tell a sheet with nothing on it. Errs on the side of ink: a faint line is not a blank page."""
    small = cv2.resize(gray, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    margin_y, margin_x = small.shape[0] // 25, small.shape[1] // 25
    inner = small[margin_y : small.shape[0] - margin_y, margin_x : small.shape[1] - margin_x].astype(np.int16)
    if inner.size == 0:
        return True
    if float(np.percentile(inner, 99) - np.percentile(inner, 1)) > 110:
        return False  # a picture in soft tones; an unevenly lit sheet differs less
    around = cv2.medianBlur(small, 31)[margin_y : small.shape[0] - margin_y, margin_x : small.shape[1] - margin_x]
    return float(np.mean(around.astype(np.int16) - inner > 10)) < 0.0001
