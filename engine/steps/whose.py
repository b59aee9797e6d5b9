"""Of whom of a couple a sentence speaks, by the title that stands before."""

import re

from engine.domain.vocabulary import People
from engine.domain.wording import pattern

REACH = 60
"""Characters before a word in which the title of its subject is looked for."""
NEXT_SENTENCE = re.compile(r"[;!?\n]|(?<!\bm)(?<!\bmr)(?<!\bdr)\.(?=\s)|\belle\b")


def is_of_a_man(folded: str, position: int, people: People) -> bool:
    """Whether the last title in the sentence before `position` is a man's ("M. fume 10 cigarettes par jour"), or his
    name opens the paragraph ("Monsieur : cryptorchidie, fume …")."""
    before = NEXT_SENTENCE.split(folded[max(0, position - REACH) : position])[-1]

    def last(titles: tuple[str, ...]) -> int:
        return max((m.start() for t in titles for m in pattern(t).finditer(before)), default=-1)

    return last(people.male) > last(people.female)
