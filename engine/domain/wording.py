"""Folding of French text and the small pattern language of the clinical tables."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "´": "'", "–": "-", "—": "-", "‑": "-", "−": "-", "\u00a0": " ", "\u202f": " "}
)


BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    character = character.translate(QUOTES)
    plain = unicodedata.normalize("NFKD", character)
    base = plain[0].lower()
    # "½" decomposes to "1⁄2": half a tablet is not one.
    is_fraction = character.isnumeric() and len(plain) > 1
    return base if len(base) == 1 and not is_fraction else character


def fold(text: str) -> str:
    """Lower case without accents, straight quotes and dashes; same length, so that offsets stay valid."""
    return (text if text.isascii() else BEYOND_ASCII.sub(_folded, text)).lower()


def _folded(found: re.Match[str]) -> str:
    return _fold_character(found[0])


COUNT = (
    r"(?:\d{1,2}|(?:vingt|trente|quarante)(?:[ -](?:et[ -])?(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf))?"
    r"|dix(?:-(?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|seize|une?|deux|trois|quatre|cinq|six|sept|huit|neuf)"
)
"""How many there are, in figures or in words; tables write `{n}` for it."""
CLASS_OR_BLANK = re.compile(r"(?P<class>\[(?:\\.|[^\]])*\])|(?P<maybe> [?*])|(?P<blank> )|(?P<ligature>oe)")


@lru_cache(maxsize=16384)
def pattern(expression: str) -> re.Pattern[str]:
    """Compile a table's expression, to be run on folded text.

    A blank stands for any run of white space, line breaks included (" ?" for none or some); "oe" also matches "œ".
    Inside a character class a blank is one white space. `{n}` stands for a count, and a micro sign is a
    Greek letter there. Raises `re.error`.
    """

    def written(found: re.Match[str]) -> str:
        if found["class"]:
            return found["class"].replace("[ -]", r"[\s-]").replace(" ", r"\s")
        return r"\s*" if found["maybe"] else r"\s+" if found["blank"] else "(?:oe|œ)"

    return re.compile(CLASS_OR_BLANK.sub(written, expression.replace("{n}", COUNT).replace("µ", "μ")))


def any_match(expressions: tuple[str, ...], folded: str) -> re.Match[str] | None:
    """Return the first match of the first expression that stands in `folded`."""
    for expression in expressions:
        found = pattern(expression).search(folded)
        if found:
            return found
    return None


def words(text: str) -> tuple[str, ...]:
    """Folded words of letters and digits, in order."""
    return tuple(re.findall(r"[a-z0-9œ]+", fold(text)))


def french_date(day: object) -> str:
    """A date as French readers write it: 05/06/2026."""
    return f"{day:%d/%m/%Y}"


def french_day(day: date, *, month: bool) -> str:
    """The same of a day, or 06/2026 of the first one of a `month` that was printed alone."""
    return f"{day:%m/%Y}" if month else french_date(day)


SENTENCE_ENDS = re.compile(r"[.;!?](?:\s|$)|\n\s*\n")
"""What ends a sentence of a patient's question."""

MONTHS_FR = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet"),
    *("août", "septembre", "octobre", "novembre", "décembre"),
)


def long_date(day: date) -> str:
    """A day in words: 1er juin 2026."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS_FR[day.month - 1]} {day.year}"


def french_number(value: float) -> str:
    """A number with a decimal comma and no needless zeros."""
    text = f"{value:.10g}"
    return text.replace(".", ",")


def counted_fr(count: int, one: str, many: str | None = None) -> str:
    """3 faits; in French 0 and 1 are singular. `many` is given where an s at the end does not do."""
    return f"{count} {one if abs(count) < 2 else many or one + 's'}"


def typeset(text: str) -> str:
    """French text whose signs that stand after a blank do not begin a line."""
    return re.sub(r" (?=[?!:;»])|(?<=«) ", "\u00a0", text)
