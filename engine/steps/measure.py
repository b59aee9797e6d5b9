"""Numbers and units as French documents print them."""

import re
from collections.abc import Mapping

from engine.domain.wording import fold

PLAIN_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
BOUND = r"(?:[<>≤≥]=? ?|(?:inferieure?s?|superieure?s?) a )"
NUMBER = rf"(?:{BOUND})?(?:{PLAIN_NUMBER})"
"""A number on folded text, or a bound ("< 0,1", "inférieure à 4")."""
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "ill": 3, "lll": 3, "il": 2, "ll": 2}
SPELLED = {
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "douze": 12,
}
MICROGRAMS = re.compile(r"(?<![a-z])(?:ug|mcg)$")
"""Micrograms typed without the sign, at the end of a dose or alone."""
UNIT_LETTER = "[a-zμ%°/]"
"""What a unit begins with on folded text, where a micro sign is a Greek letter."""

EQUIVALENCE = re.compile(r"10{0,3}(?:[.,]0+)? ?[a-zμµ%°]{1,6}(?:/[a-zμµ0-9]{1,6})? ?[=≈≃] ?\d")
"""What a footnote says of two units ("1 µg/L = 1 ng/mL"), and nobody's result, on folded text."""


class UnitFinder:
    """Recognises printed units, the longest first."""

    def __init__(self, units: Mapping[str, str]) -> None:
        self._ucum = {re.sub(r"\s", "", fold(printed)): code for printed, code in reversed(list(units.items()))}
        spelled = sorted({fold(u) for u in units}, key=len, reverse=True)
        loose = [
            (r"\s?" if re.search("[/{]", u) else "").join(map(_loose, u.replace(" ", "") if "/" in u else u))
            for u in spelled
        ]
        # A length ends where the next one begins ("13cm/10cm"); any other unit goes on behind a stroke.
        self._at = re.compile(r"\s?(" + "|".join(loose) + r")(?![a-z0-9²]|/(?!\s?\d))", re.IGNORECASE)
        self._exact = dict(units)

    def at(self, text: str, folded: str, position: int) -> tuple[str, str, int] | None:
        """The unit printed at `position` (a blank may come first): as printed, its UCUM code, and where it ends."""
        found = self._at.match(folded, position)
        if not found:
            return None
        printed = text[found.start(1) : found.end(1)]
        return printed, self.ucum(printed) or "", found.end(1)

    def ucum(self, printed: str) -> str | None:
        """The UCUM code of a unit as printed, letter case first (pg is not PG), or None."""
        return self._exact.get(printed) or self._ucum.get(re.sub(r"\s", "", fold(printed)))


def with_micro(dose: str) -> str:
    """A dose or its unit with the micro sign: "75 mcg" is "75 µg"."""
    return MICROGRAMS.sub("µg", dose)


def _loose(character: str) -> str:
    """A blank in a unit is any white space, and a small 2 may have lost its height."""
    return r"\s+" if character == " " else r"\s?[2²]" if character == "²" else re.escape(character)


def number(printed: str) -> float | int | str:
    """A French number ("1 250", "7,9", "2.150") as a number; a bound ("< 0,1", "inférieure à 4") stays text."""
    plain = re.sub(r"[ \u00a0\u202f](?=\d{3})", "", printed.strip())
    spelled = re.match(r"(inf|sup)[^\d]*", fold(plain))
    if spelled:
        return ("< " if spelled[1] == "inf" else "> ") + plain[spelled.end() :]
    if plain[0] in "<>≤≥":
        return printed.strip()
    return int(plain) if plain.isdigit() else float(plain.replace(",", "."))
