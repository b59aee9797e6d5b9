"""What a paper about the patient says of the partner: "M. fume", "son conjoint : asthme"."""

import re
from functools import lru_cache

from engine.domain.paper_words import People
from engine.domain.wording import any_match, pattern
from engine.steps.running import running

ENDS = re.compile(r"[;)\n]|(?<!\bm)(?<!\bdr)\.(?=\s|$)")
"""Where words about the partner end at the latest: with their sentence."""


def of_partner(text: str, position: int, key: str, people: People) -> bool:
    """Whether what stands at `position` is said of the partner, unless facts of that key count for both."""
    if any_match(people.of_both, key):
        return False
    expressions = people.partner_said
    if any_match(people.couple_texts, running(text)):
        expressions += people.couple_said
        if any(start <= position < end for start, end in _parts(text, people.couple_parts, people.comes_back)):
            return True
    return any(start <= position < end for start, end in _stretches(text, expressions, people.comes_back))


def in_part_of_partner(text: str, position: int, people: People) -> bool:
    """Whether the last of the two whom a letter about a couple speaks of before `position` is the partner."""
    before = running(text)[:position]
    if not any_match(people.couple_texts, running(text)):
        return False
    return _last((*people.partner_said, *people.couple_said), before) > _last(people.comes_back, before)


def habit_of_partner(text: str, position: int, key: str, people: People) -> bool:
    """Whether a habit that stands at `position` of a letter about a couple is told in the part that opens with the
    partner ("Monsieur, 36 ans, maçon. Tabac 10 cigarettes par jour"); a partner named in passing opens none."""
    if not (any_match(people.habits, key) and any_match(people.couple_texts, running(text))):
        return False
    before = running(text)[:position]
    return _last(people.couple_said, before) > _last((*people.comes_back, *people.partner_said), before)


def _last(expressions: tuple[str, ...], before: str) -> int:
    return max((m.start() for e in expressions for m in pattern(e).finditer(before)), default=-1)


@lru_cache(maxsize=64)
def _parts(text: str, openings: tuple[str, ...], comes_back: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """The paragraphs that open with the partner, each up to where the patient comes back."""
    folded, found = running(text), []
    for match in (m for o in openings for m in pattern(o).finditer(folded)):
        end = folded.find("\n", match.end())
        right = end if end >= 0 else len(folded)
        back = any_match(comes_back, folded[match.end() : right])
        found.append((match.end(), match.end() + back.start() if back else right))
    return tuple(found)


@lru_cache(maxsize=64)
def _stretches(text: str, openings: tuple[str, ...], comes_back: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    folded, found = running(text), []
    for match in (m for o in openings for m in pattern(o).finditer(folded)):
        end = ENDS.search(folded, match.end())
        right = end.start() if end else len(folded)
        back = any_match(comes_back, folded[match.end() : right])
        found.append((match.end(), match.end() + back.start() if back else right))
    return tuple(found)
