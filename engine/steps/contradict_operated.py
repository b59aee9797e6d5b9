"""A past operation that a letter puts on another level, side or organ than the operation's own report."""

import re
from collections.abc import Iterator, Sequence

from engine.domain.contradiction_words import OperatedOn
from engine.domain.fact import Conflict
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.contradict_states import quoted
from engine.steps.places import ReadPageText

YEAR = re.compile(r"(?:19|20)\d\d")
BEHIND = 70
"""Characters behind the words for an operation within which its year stands, and behind a year those words."""
REPORT = "compte_rendu_operatoire"
Told = tuple[str, int, str]
"""What a letter tells of a past operation, its year, and the words between the two."""


def operated_elsewhere(places: Sequence[ReadPageText], pathway: Pathway, vocabulary: Vocabulary) -> list[Conflict]:
    """One conflict a kind of what an operation was on, where no report of the year that a paper gives names the same.

    Words that hold two years are of two operations, and say nothing.
    """
    reports = [p for p in places if p.document.kind == REPORT and p.document.dated and p.document.owner != "partner"]
    found: list[Conflict] = []
    for check in vocabulary.contradictions.operated_on:
        if check.pathways and pathway.id not in check.pathways:
            continue
        pairs = (
            (place, quote, own)
            for place in places
            if place.document.kind != REPORT and place.document.owner != "partner"
            for quote, year, words in _told(place, vocabulary)
            if (own := [p for p in reports if p.document.dated and p.document.dated.year == year])
            and (named := _named(check, words))
            and all((other := _named(check, fold(p.page.text))) and not named & other for p in own)
        )
        pair = next(pairs, None)
        if pair and not any({*c.filenames} >= {pair[0].document.filename} for c in found):
            place, quote, own = pair
            names = tuple(dict.fromkeys(p.document.filename for p in (place, *own)))
            shown = " et ".join(sorted(_shown(check, own[0])))
            what = f"{check.label_fr} : « {quote} » dans « {names[0]} » ; {shown} dans « {names[1]} »."
            found.append(Conflict(key=check.key, facts=(), filenames=names, what_fr=what))
    return found


def _told(place: ReadPageText, vocabulary: Vocabulary) -> Iterator[Told]:
    words, folded = vocabulary.contradictions, fold(place.told)
    for match in (m for e in words.past_operation for m in pattern(e).finditer(folded)):
        behind = re.split(r"[.;\n]", folded[match.end() : match.end() + BEHIND], maxsplit=1)[0]
        year = YEAR.search(behind)
        said = folded[match.start() : match.end() + (year.end() if year else 0)]
        # "En 2019, discectomie L4-L5": the year opens the sentence.
        opening = re.search(rf"\b(?P<year>{YEAR.pattern})\b(?: ?[:,-])? ?(?:[a-z]+['’ ] ?){{0,3}}$", folded[: match.start()])
        if year is None and opening:
            said = f"{opening['year']} {match[0]}{behind.partition(',')[0]}"
        years = {int(y) for y in YEAR.findall(said)}
        sure = place.assertions.of(*match.span()) == ("affirmed", "patient")
        if len(years) == 1 and sure and not any_match(words.intended, said):
            yield quoted(place.told, match), years.pop(), said


def _named(check: OperatedOn, folded: str) -> frozenset[str]:
    if check.captured:
        return frozenset(re.sub(r"[ -]", "", m[0]) for m in pattern(check.captured).finditer(folded))
    return frozenset(name for name, expression in check.among.items() if pattern(expression).search(folded))


def _shown(check: OperatedOn, report: ReadPageText) -> frozenset[str]:
    folded = fold(report.page.text)
    if not check.captured:
        return _named(check, folded)
    return frozenset(
        " ".join(report.page.text[m.start() : m.end()].split()) for m in pattern(check.captured).finditer(folded)
    )
