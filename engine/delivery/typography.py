"""French typography of printed text, and nothing that the packaged fonts cannot draw."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
NARROW, WIDE = "\u202f", "\u00a0"
UNKNOWN = "□"

_BLANK = f"[ {WIDE}{NARROW}]"
_UNITS = (
    r"%|‰|°C|€|(?:ans?|mois|jours?|semaines?)\b|"
    r"(?:[kcmdµn]?[gml]|[nµm]mol|mL|dL|UI|mmHg|kPa|MPa|mSv)(?:/[\w³²]+)?\b"
)
_MARKS = (
    (re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])"), "’"),
    (re.compile(rf"{_BLANK}+([;!?])"), rf"{NARROW}\1"),
    (re.compile(rf"{_BLANK}+([:»])"), rf"{WIDE}\1"),
    (re.compile(rf"«{_BLANK}+"), f"«{WIDE}"),
    (re.compile(rf"(?<=\d){_BLANK}+(?={_UNITS})"), WIDE),
    (re.compile(rf"(\b(?:Dr|Pr|Mme|M\.|p\.|n°|[Ss]tade|[Gg]rade)){_BLANK}+"), rf"\1{WIDE}"),
)


@lru_cache(maxsize=1)
def drawable() -> frozenset[str]:
    """Every character that one of the packaged text fonts draws."""
    codes: set[int] = set()
    for name in ("Literata-Regular", "Commissioner-Regular"):
        with TTFont(FONTS / f"{name}.ttf", lazy=True) as font:
            codes |= set(font.getBestCmap())
    return frozenset(map(chr, codes))


@lru_cache(maxsize=4096)
def _drawn(character: str) -> str:
    """The character, its plainest form that can be drawn, or a hollow square: never a silent gap."""
    known = drawable()
    if character in "\n\t":
        return character
    # Controls and directional marks could hide or turn round what a reader sees.
    if unicodedata.category(character) in {"Cc", "Cf"}:
        return ""
    if character in known:
        return character
    if unicodedata.category(character) in {"Mn", "Me"}:
        return ""
    plain = unicodedata.normalize("NFKC", character)
    if all(c in known for c in plain):
        return plain
    base = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    return base if base and all(c in known for c in base) else UNKNOWN


def drawn(text: str) -> str:
    """`text` without controls and with no character that has no glyph, otherwise as it is."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(map(_drawn, unicodedata.normalize("NFC", lines)))


def typeset(text: str) -> str:
    """`drawn` text ready to print: French apostrophes and unbreakable spaces."""
    printed = drawn(text)
    for found, instead in _MARKS:
        printed = found.sub(instead, printed)
    return printed
