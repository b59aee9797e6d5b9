"""The score of one page's text against its truth: errors of characters, and figures that came out right."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Levenshtein

from engine.domain.record import Record

# What two typists would write differently: ligatures, quotes, dashes, spaces, bullets, the two signs for micro.
_SAME = str.maketrans(
    {
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬀ": "ff",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
        "…": "...",
        "\u00ad": "",
        **dict.fromkeys("’‘", "'"),
        **dict.fromkeys("“”", '"'),
        **dict.fromkeys("–—‐\u2011−", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009\f", " "),
        **dict.fromkeys("•◦▪", ""),
        "μ": "µ",
    }
)
_BROKEN = re.compile(r"(\w)-[ \t]*\n[ \t]*(\w)")
_NUMBER = re.compile(r"[^\s|]*\d[^\s|]*")
_EDGES = ".,;:()[]{}|'\"«»*_"


class PageScore(Record):
    """One page: errors a character of the truth, and how many figures of the truth were read exactly.

    `cer` is against the nearest of the truth's reading orders; `right` of `figures` regardless of order. `wrong`
    figures were read that the truth does not hold; `marked` ones came out doubtful, `caught` of them among the wrong.
    """

    cer: float
    right: int
    figures: int
    wrong: int = 0
    marked: int = 0
    caught: int = 0

    @property
    def recall(self) -> float:
        """The share of the truth's figures that were read; 0 where it holds none, as in the contract's scorer."""
        return self.right / max(1, self.figures)


def score(text: str, truths: Sequence[str], doubtful: Iterable[str] = ()) -> PageScore:
    """Score a text against one page's truths, one a valid reading order; `doubtful` are the words marked as such."""
    read = _even(text)
    orders = [_even(truth) for truth in truths]
    cer = min(Levenshtein.distance(read, order) / max(1, len(order)) for order in orders)
    wanted, found = figures(orders[0]), figures(read)
    wrong = found - wanted
    marked = figures(_even(" ".join(doubtful))) & found
    return PageScore(
        cer=cer,
        right=(wanted & found).total(),
        figures=wanted.total(),
        wrong=wrong.total(),
        marked=marked.total(),
        caught=(marked & wrong).total(),
    )


def figures(text: str) -> Counter[str]:
    """Count the words that hold a digit, without the punctuation around them."""
    bare = (word.strip(_EDGES) for word in _NUMBER.findall(text))
    return Counter(word for word in bare if any(char.isdigit() for char in word))


def _even(text: str) -> str:
    same = unicodedata.normalize("NFC", text).translate(_SAME)
    return re.sub(r"\s+", " ", _BROKEN.sub(r"\1-\2", same)).strip()
