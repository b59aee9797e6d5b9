"""Since when something has lasted, told in two ways: a letter and another paper count from two beginnings far apart."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from engine.domain.contradiction_words import Lasting
from engine.domain.fact import Conflict
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, pattern
from engine.steps.contradict_facts import LETTERS
from engine.steps.contradict_states import quoted
from engine.steps.places import ReadPageText

NUMBERS = ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")
DAYS = {"jour": 1, "semaine": 7, "mois": 30, "an": 365, "annee": 365}
Since = tuple[ReadPageText, date, int, str]
"""A paper, the day from which it counts, the days that it counts, and its words."""


def durations(places: Sequence[ReadPageText], pathway: Pathway, vocabulary: Vocabulary) -> list[Conflict]:
    """Something that has lasted much longer by one paper than by a letter, whenever each of them counts."""
    found = []
    for check in (c for c in vocabulary.contradictions.durations if pathway.id in c.pathways):
        told = [s for p in places if p.document.owner != "partner" for s in _since(p, check)]
        pairs = (
            (a, b)
            for a in told
            for b in told
            if a[0].document.kind in LETTERS
            and a[0].document.id != b[0].document.id
            and not any(_agree(a, o) for o in told if o[0].document.id != a[0].document.id)
            and not any(_agree(own, b) for own in told if own[0].document.id == a[0].document.id)
        )
        pair = next(pairs, None)
        if pair:
            quotes = " ; ".join(f"« {said} » dans « {p.document.filename} »" for p, _, _, said in pair)
            names = tuple(dict.fromkeys(p.document.filename for p, _, _, _ in pair))
            found.append(Conflict(key=check.key, facts=(), filenames=names, what_fr=f"{check.label_fr} : {quotes}."))
    return found


def _since(place: ReadPageText, check: Lasting) -> Iterator[Since]:
    folded, dated = fold(place.told), place.document.dated
    for match in (m for e in check.told for m in pattern(e).finditer(folded)):
        if dated and place.assertions.of(*match.span()) == ("affirmed", "patient"):
            days = _number(match["n"]) * DAYS[match["unit"].rstrip("s") if match["unit"] != "mois" else "mois"]
            yield place, dated - timedelta(days=days), days, quoted(place.told, match)


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    return 1 if re.fullmatch("une?", written) else NUMBERS.index(written)


def _agree(one: Since, other: Since) -> bool:
    """Whether two beginnings lie no further apart than the shorter of the two durations: nobody counts exactly."""
    return abs((one[1] - other[1]).days) <= min(one[2], other[2])
