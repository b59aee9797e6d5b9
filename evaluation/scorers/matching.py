"""When two texts, values or units say the same thing; apart from the engine's tables, so as to see their errors."""

import re

from engine.domain.wording import fold

Value = bool | int | float | str | None

# Words of three letters or more that carry no clinical meaning; shorter ones count only with a digit.
LITTLE_WORDS = frozenset(
    {
        *("les", "une", "des", "aux", "ces", "cette", "son", "ses"),
        *("dans", "par", "pour", "sur", "sous", "avec", "sans", "pas", "plus"),
        *("est", "sont", "ete", "etre", "qui", "que", "dont", "elle"),
    }
)
WINTER_SPRING = ("janvier", "fevrier", "mars", "avril", "mai", "juin")
SUMMER_AUTUMN = ("juillet", "aout", "septembre", "octobre", "novembre", "decembre")
MONTHS = {name: str(rank) for rank, name in enumerate(WINTER_SPRING + SUMMER_AUTUMN, start=1)}
# Written forms of a unit that mean one UCUM code (folded, no blanks).
SAME_UNIT = {
    "°": "deg",
    "degre": "deg",
    "degres": "deg",
    "°c": "cel",
    "an": "a",
    "ans": "a",
    "mois": "mo",
    "semaine": "wk",
    "semaines": "wk",
    "jour": "d",
    "jours": "d",
    "metre": "m",
    "metres": "m",
    "mg/j": "mg/d",
    "mg/semaine": "mg/wk",
    "mm/1reh": "mm/h",
    "giga/l": "10*9/l",
}
WORD = re.compile(r"[a-z0-9œ%+#][a-z0-9œ%+#.,/-]*")
# A quote may be the whole sentence around the expected words, not the page.
ROOM_FACTOR, ROOM_WORDS = 3, 12
SHARED = 0.8
# "L4 - L5" is L4-L5, and "154,0 / 80,5" is 154,0/80,5.
SPACED = re.compile(r"\s*([-/])\s*")
# A printed 34.6 may stand for 34.62.
TOLERANCE = 0.005


def words(text: str) -> list[str]:
    """The folded words of a text, punctuation at their end dropped."""
    return [w.rstrip(".,/-") for w in WORD.findall(fold(text))]


def weighty(text: str) -> frozenset[str]:
    """The distinct words that carry the meaning: numbers, and words of three letters that are not little words."""
    return frozenset(w for w in words(text) if w not in LITTLE_WORDS and (len(w) > 2 or any(c.isdigit() for c in w)))


def numbers(text: str) -> frozenset[float]:
    """The numbers of a text and of its dates, however written; a number glued to letters (HER2) is none."""
    joined = re.sub(r"(?<=\d) (?=\d{3}\b)", "", fold(text))
    found: set[float] = set()
    for token in re.findall(r"[a-z0-9œ.,]+", joined):
        bare = MONTHS.get(token.strip(".,"), token.strip(".,"))
        parts = [bare] if re.fullmatch(r"\d+[.,]\d+", bare) else re.split("[.,]", bare)
        found |= {float(part.replace(",", ".")) for part in parts if re.fullmatch(r"\d+(?:[.,]\d+)?", part)}
    return frozenset(found)


def same_value(expected: Value, given: Value) -> bool:
    """Whether `given` is the expected value: numbers within 0.5 %, texts when one holds the other; None asks none."""
    if expected is None:
        return True
    if isinstance(expected, int | float) and not isinstance(expected, bool):
        number = _number(given)
        if number is not None:
            return abs(expected - number) <= TOLERANCE * abs(expected) + 1e-6
    wanted, got = ("".join(words(SPACED.sub(r"\1", "" if v is None else str(v)))) for v in (expected, given))
    if not wanted or not got:
        return False
    # Two letters stand by chance in many a word: the shorter text must weigh something.
    return wanted in got or (len(got) > 2 and got in wanted)


def _number(value: Value) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    found = re.search(r"-?\d+(?:[.,]\d+)?", str(value))
    return float(found.group().replace(",", ".")) if found else None


def same_unit(expected: str | None, *given: str | None) -> bool:
    """Whether one of the given writings is the expected unit; no expected unit is always met."""
    return not expected or _unit(expected) in {_unit(unit) for unit in given if unit}


def _unit(written: str) -> str:
    bare = re.sub(r"\s", "", fold(written)).replace("μ", "u").replace("µ", "u")
    bare = SAME_UNIT.get(bare, bare)
    return re.sub(r"^([mku]?)(?:ui|iu|u)(?=/)", r"\1[iu]", bare)


def repeats(expected: str, given: str) -> bool:
    """Whether the expected words stand in `given`, and `given` is no more than the sentence around them."""
    wanted, got = words(expected), words(given)
    if not wanted or not got:
        return False
    shared = len(set(wanted) & set(got)) / len(set(wanted))
    return shared >= SHARED and len(got) <= ROOM_FACTOR * len(wanted) + ROOM_WORDS


def inside(given: str, expected: str) -> bool:
    """Whether all words of `given`, two at least, are among the expected ones."""
    got = words(given)
    return len(got) >= 2 and set(got) <= set(words(expected))


def coverage(point: str, text: str) -> float:
    """The share, from 0 to 1, of the weighty words of `point` that stand in `text`."""
    wanted = weighty(point)
    return len(wanted & weighty(text)) / len(wanted) if wanted else 0.0
