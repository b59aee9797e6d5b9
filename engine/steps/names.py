"""Whether a text names a person, up to misread letters, and which names stand beside a place."""

import re
from collections.abc import Iterable

from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, words

MISREAD = str.maketrans("015689", "oissbg")
"""Digits that a reading puts in the place of letters."""
LEAST_LETTERS = 3
LINES_BESIDE = 2
CAPITALISED = re.compile(r"\b[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ0-9'’-]*[A-Za-zÀ-ÖØ-öø-ÿ0-9]")


def names_in(text: str) -> frozenset[str]:
    """The words of a text that may be a name or part of one, folded, digits inside words read as the letters they are
    taken for."""
    return frozenset(w if w.isalpha() else w.translate(MISREAD) for w in words(text) if not w.isdigit())


def has_name(found: Iterable[str], name: str, *, misread: bool) -> bool:
    """Whether all parts of `name` are among the words; where `misread`, a letter or two may differ in longer parts."""
    given = tuple(found)
    parts = words(name)
    return bool(parts) and all(any(_is_word(part, word, misread=misread) for word in given) for part in parts)


def _is_word(part: str, word: str, *, misread: bool) -> bool:
    if part == word:
        return True
    slack = 0 if len(part) < 4 else 1 if len(part) < 7 else 2
    return misread and abs(len(part) - len(word)) <= slack and distance(part, word, slack) <= slack


def distance(first: str, second: str, most: int) -> int:
    """Letters to change, add or drop to make one word of the other; `most` + 1 as soon as it is more."""
    row = list(range(len(second) + 1))
    for number, letter in enumerate(first, start=1):
        before, row = row, [number]
        for at, other in enumerate(second, start=1):
            row.append(min(before[at] + 1, row[-1] + 1, before[at - 1] + (letter != other)))
        if min(row) > most:
            return most + 1
    return row[-1]


def names_beside(text: str, start: int, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The capitalised words before `start` on its line, and on the line above where its own holds none."""
    lines = [line for line in text[:start].split("\n") if line.strip()]
    for line in reversed(lines[-LINES_BESIDE:]):
        names = capitalised(line, vocabulary)
        if names:
            return names
    return ()


def capitalised(line: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The capitalised words of a line that can be names: no titles, labels or months."""
    found = (m.group() for m in CAPITALISED.finditer(line))
    return tuple(w for w in found if len(w) >= LEAST_LETTERS and not any_match(vocabulary.people.not_names, fold(w)))
