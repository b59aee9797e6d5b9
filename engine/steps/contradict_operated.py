"""A past operation that a letter puts in another year, or on another level, side or organ, than its own report."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from engine.domain.contradiction_parts import OperatedOn
from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, french_date, pattern
from engine.steps.contradict_facts import LETTERS, is_done, of_pair
from engine.steps.contradict_facts import YEAR as SAID_YEAR
from engine.steps.contradict_states import quoted
from engine.steps.key_fact_found import SIDE_KEY
from engine.steps.of_partner import in_part_of_partner
from engine.steps.places import ReadPageText
from engine.steps.recalled import RECALLED
from engine.steps.told_when import AGO, ago_of

YEAR = re.compile(r"(?:19|20)\d\d")
BEHIND = 70
"""Characters behind the words for an operation within which its year stands, and behind a year those words."""
REPORT = "compte_rendu_operatoire"
Told = tuple[str, frozenset[int], str]
"""What a letter tells of a past operation, the years that it may mean, and the words between the two."""


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
            for quote, years, words in _told(place, vocabulary)
            if (own := [p for p in reports if p.document.dated and p.document.dated.year in years])
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


def never_operated(places: Sequence[ReadPageText], vocabulary: Vocabulary) -> list[Conflict]:
    """A letter that says that nothing was ever operated on, and tells of no operation, and the report of one before."""
    words = vocabulary.contradictions
    reports = [p for p in places if p.document.kind == REPORT and p.document.owner != "partner"]
    reports = [p for p in reports if any_match(words.past_operation, fold(p.told))]
    for letter in (p for p in places if p.document.kind in LETTERS and p.document.owner != "partner"):
        folded, day = fold(letter.told), letter.document.dated
        said = any_match(words.never_operated, folded)
        if said is None or in_part_of_partner(letter.told, said.start(), vocabulary.people):
            continue
        operations = (m for e in words.past_operation for m in pattern(e).finditer(folded))
        apart = (m for m in operations if not (said.start() <= m.start() < said.end()))
        known = any(letter.assertions.of(*m.span()) == ("affirmed", "patient") for m in apart)
        own = next((r for r in reports if day and r.document.dated and r.document.dated < day), None)
        if own and not known:
            names = (letter.document.filename, own.document.filename)
            quote = quoted(letter.told, said)
            what = f"Opérations : « {quote} » dans « {names[0]} » ; compte rendu dans « {names[1]} »."
            return [Conflict(key="chirurgie_anterieure", facts=(), filenames=names, what_fr=what)]
    return []


def _told(place: ReadPageText, vocabulary: Vocabulary) -> Iterator[Told]:
    words, folded = vocabulary.contradictions, fold(place.told)
    for match in (m for e in words.past_operation for m in pattern(e).finditer(folded)):
        behind = re.split(r"[.;\n]", folded[match.end() : match.end() + BEHIND], maxsplit=1)[0]
        year = YEAR.search(behind)
        said = folded[match.start() : match.end() + (year.end() if year else 0)]
        # "En 2019, discectomie L4-L5": the year opens the sentence.
        opening = re.search(
            rf"\b(?P<year>{YEAR.pattern})\b(?: ?[:,-])? ?(?:[a-z]+['’ ] ?){{0,3}}$", folded[: match.start()]
        )
        if year is None and opening:
            said = f"{opening['year']} {match[0]}{behind.partition(',')[0]}"
        years = {int(y) for y in YEAR.findall(said)}
        if not years and place.document.dated and (ago := AGO.search(behind)):
            then = ago_of(ago, place.document.dated)
            years, said = {(then[0] + (then[1] - then[0]) / 2).year}, match[0] + behind
        sure = place.assertions.of(*match.span()) == ("affirmed", "patient")
        if len(years) == 1 and sure and not any_match(words.intended, said):
            yield quoted(place.told, match), frozenset(years), said


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


def operations(facts: Sequence[Fact], kinds: Mapping[str, str], vocabulary: Vocabulary) -> list[Conflict]:
    """An operation that its own report dates in one year and another document in another, or puts on another side."""
    found = []
    for key in vocabulary.contradictions.once:
        told = [f for f in facts if f.key.removesuffix(RECALLED) == key and is_done(f, vocabulary)]
        reports = [f for f in told if kinds.get(f.source.document) == "compte_rendu_operatoire" and f.dated]
        years = {f.dated.year for f in reports if f.dated}
        # Who tells the operation of the report's year too tells two operations.
        knowing = {f.source.document for f in told if years & _years(f)}
        pairs = (
            (own, other)
            for own in reports
            for other in told
            if other.source.document not in {r.source.document for r in reports}
            and len(said := _years(other)) == 1
            and ({own.side, other.side} == {"droite", "gauche"}) is bool(said & years)
            and (said & years or other.source.document not in knowing)
        )
        pair = next(pairs, None)
        if pair and {f.side for f in pair} == {"droite", "gauche"}:
            quotes = " ; ".join(f"« {f.source.quote} » dans « {f.source.filename} »" for f in pair)
            found.append(of_pair(SIDE_KEY, pair, f"{pair[0].label_fr}, côté différent : {quotes}."))
        elif pair:
            day = f" ({french_date(pair[0].dated)})"
            quotes = (
                f"« {pair[0].source.filename} »{day} ; « {pair[1].source.quote} » dans « {pair[1].source.filename} »"
            )
            found.append(of_pair(key, pair, f"{pair[0].label_fr}, date différente : {quotes}."))
    return found


def _years(fact: Fact) -> set[int]:
    return {int(y) for y in SAID_YEAR.findall(fact.source.quote)}


def of_their_time(facts: Sequence[Fact], vocabulary: Vocabulary) -> list[Fact]:
    """The facts, those that a paper tells of an operation of an earlier year ("opéré d'une hernie L4-L5 en 2019") as of
    the middle of that year: they say nothing of today."""
    return [_of_its_time(fact, vocabulary) for fact in facts]


def _of_its_time(fact: Fact, vocabulary: Vocabulary) -> Fact:
    operated = any_match(vocabulary.contradictions.past_operation, fold(fact.source.quote))
    years = _years(fact) if operated else set()
    year = min(years, default=None)
    if len(years) == 1 and year and fact.dated and year < fact.dated.year:
        return fact.model_copy(update={"dated": date(year, 7, 1)})
    return fact
