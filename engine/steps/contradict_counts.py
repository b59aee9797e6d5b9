"""What a letter counts otherwise than the reports: fibroids, metastases, biopsies that hold a cancer."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from engine.domain.contradiction_words import Counted
from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, pattern
from engine.steps.contradict_facts import LETTERS, MOST_FILES, proposals
from engine.steps.contradict_states import quoted
from engine.steps.places import ReadPageText

NUMBERS = ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")
ONE = ("un", "une", "seul", "seule", "unique")
Told = tuple[ReadPageText, int, str]


def counts(
    facts: Sequence[Fact], places: Sequence[ReadPageText], pathway: Pathway, vocabulary: Vocabulary
) -> list[Conflict]:
    """A number of a letter that no report of its time comes near: of the same whole, where one is told.

    What a document proposes counts only where `facts` holds its proposals.
    """
    proposed = proposals(facts)
    found = []
    for check in (c for c in vocabulary.contradictions.counted if pathway.id in c.pathways):
        told = _told(check, places, proposed)
        letters = [(of, t) for (of, d), t in told.items() if t[0].document.kind in LETTERS]
        for of, letter in letters:
            reports = [
                t
                for (other, _), t in told.items()
                if other == of and t[0].document.kind not in LETTERS and _days(letter[0], t[0]) <= check.days
            ]
            if reports and all(_differ(letter[1], r[1], check) for r in reports):
                shown = (letter, *reports)[:MOST_FILES]
                quotes = " ; ".join(f"« {quote} » dans « {p.document.filename} »" for p, _, quote in shown)
                names = tuple(dict.fromkeys(p.document.filename for p, _, _ in shown))
                hidden = tuple(f for p, _, _ in shown if (f := proposed.get(p.document.id)))
                what = f"{check.label_fr} : {quotes}."
                found.append(Conflict(key=check.key, facts=hidden, filenames=names, what_fr=what))
                break
    return found


def _told(
    check: Counted, places: Sequence[ReadPageText], proposed: Mapping[str, str]
) -> Mapping[tuple[str | None, str], Told]:
    """The largest number of each document, for each whole that it may be a part of."""
    told: dict[tuple[str | None, str], list[Told]] = defaultdict(list)
    for place in (p for p in places if p.document.dated and p.document.owner != "partner"):
        text = place.page.text if place.document.id in proposed else place.told
        folded = fold(text)
        for match in (m for e in check.told for m in pattern(e).finditer(folded)):
            if place.assertions.of(*match.span()) == ("affirmed", "patient"):
                told[match.groupdict().get("of"), place.document.id].append(
                    (place, _number(match), quoted(text, match))
                )
    return {at: max(found, key=lambda t: t[1]) for at, found in told.items()}


def _number(match: re.Match[str]) -> int:
    written = match["n"]
    if written.isdigit():
        return int(written)
    return 1 if written in ONE else NUMBERS.index(written)


def _differ(one: int, other: int, check: Counted) -> bool:
    return one != other and (abs(one - other) >= check.apart or 1 in (one, other))


def _days(one: ReadPageText, other: ReadPageText) -> int:
    a, b = one.document.dated, other.document.dated
    return abs((a - b).days) if a and b else 0
