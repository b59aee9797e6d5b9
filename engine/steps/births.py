"""Which dates of a text are births: labelled ones, and those that stand beside a name."""

import re
from datetime import date

from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, pattern
from engine.steps.calendar_dates import FoundDate, dates_in

YOUNGEST = 12
"""Years: a date beside a name is a birth only when it is this old; a labelled one always is."""
YOUNGEST_CHILD = 2
"""The same in the dossier of a child, whose brothers and sisters may be younger."""
LABEL_REACH, NAME_REACH = 40, 90
"""Characters before a birth date in which its label and its bearer's name are looked for."""
CAPITAL = "A-ZÀ-ÖØ-Þ"
TITLED = re.compile(
    r"(?:\b(?:M(?:me|lle|r)?|Madame|Monsieur|Patiente?|Identité|Nom|Concerne|Objet)\b\.?\s*:?[^.;\n]{2,80}?)"
    r"[\s(,:–—-]*(?:DN|DDN)?[\s:(]*$"
)
NAMED = re.compile(
    rf"\b[{CAPITAL}][{CAPITAL}'’-]{{2,}}\b(?:[\s,(:–—-]|\b[{CAPITAL}][\w'’.-]*|\bnée?\b|\ble\b|\bép(?:ouse|\.))*$"
)
TELLS = re.compile(r"\b[a-zà-öø-ÿ]{5,}\b")
"""A longer word in small letters: what stands between name and date tells of something that was done."""


def births_in(text: str, vocabulary: Vocabulary, today: date, youngest: int = YOUNGEST) -> tuple[FoundDate, ...]:
    """The dates introduced as a birth, or standing right beside a name and at least `youngest` years old, in order."""
    folded = fold(text)
    return tuple(
        found
        for found in dates_in(text, today)
        if is_birth(folded, found.start, vocabulary)
        or (found.day.year <= today.year - youngest and follows_a_name(text[: found.start]))
    )


def is_birth(folded: str, start: int, vocabulary: Vocabulary) -> bool:
    """Whether a birth label stands right before `start` in a folded text."""
    reach = max(0, start - LABEL_REACH)
    return any(pattern(f"(?:{label}) ?$").search(folded, reach, start) for label in vocabulary.dates.birth)


def follows_a_name(before: str) -> bool:
    """Whether a text ends in somebody's name, as it stands before a birth."""
    line = before[-NAME_REACH:].rsplit("\n\n", 1)[-1]
    titled = TITLED.search(line)
    if titled and not TELLS.search(re.sub(r"^\w+", "", titled.group())):
        return True
    return NAMED.search(line) is not None


def digits_apart(one: date, other: date) -> int:
    """The figures in which two dates differ, written with day, month and year in eight."""
    return sum(a != b for a, b in zip(f"{one:%d%m%Y}", f"{other:%d%m%Y}", strict=True))
