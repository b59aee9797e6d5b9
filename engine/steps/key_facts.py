"""The pathway's key facts in one page: laboratory values, and what the pathway's patterns find.

A page is read as printed, then over what became of a value, so that a name stands before the value of now.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from engine.domain.pathway import FactPattern, KeyFact, Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import pattern
from engine.steps.calendar_dates import headings_without_year
from engine.steps.changed import Change, at_once, changes_in, without_norms
from engine.steps.closed_up import closed_up
from engine.steps.key_fact_found import Found, from_measure, plausible
from engine.steps.key_fact_match import Reader, from_match
from engine.steps.laboratory import laboratory_values
from engine.steps.measure import UnitFinder
from engine.steps.measured import Measured
from engine.steps.places import ReadPageText
from engine.steps.running import running
from engine.steps.side_by_side import changed, put_right, side_by_side

VALUE_REACH = 40
"""Characters behind the beginning of a value that its unit and what belongs to it take."""
BEHIND = 90
"""Characters before a match in which stands what it must not stand behind."""


def key_facts(
    place: ReadPageText, pathway: Pathway, vocabulary: Vocabulary, units: UnitFinder, until: date | None = None
) -> Iterator[Found]:
    """What the pathway looks for in one page, in the pathway's order; laboratory results only in laboratory reports.

    `until` is the day to which the time since an onset is counted, the document's own where none is given.
    """
    reader = Reader(place, units, vocabulary, until)
    folded = put_right(without_norms(running(place.page.text)))
    changes = changes_in(folded)
    measured = list(laboratory_values(place.page.text, vocabulary.analytes, units, place.document.dated))
    late: list[Found] = []
    for key_fact in pathway.key_facts:
        if place.document.kind == "biologie":
            for value in measured:
                if value.key in key_fact.analytes and plausible(value.value, key_fact):
                    yield from_measure(value, key_fact.id, key_fact.label_fr)
        for item in _by_patterns(folded, key_fact, reader, measured, changes):
            if item.present is False:
                late.append(item)
            else:
                yield item
    # What is only read with the words between left out, and what is of before, takes the places that are left.
    apart = side_by_side(folded)
    for start, end in changed(folded, apart):
        for key_fact in pathway.key_facts:
            yield from _by_patterns(apart, key_fact, reader, measured, changes, (start, end))
    yield from _apart_from_names(pathway, reader)
    yield from late


def _by_patterns(
    folded: str,
    key_fact: KeyFact,
    reader: Reader,
    measured: Sequence[Measured],
    changes: tuple[Change, ...] = (),
    within: tuple[int, int] | None = None,
) -> Iterator[Found]:
    place = reader.place
    headings = [(d.start, d.end) for d in headings_without_year(place.page.text, place.document.dated)]
    for rule in key_fact.patterns:
        if rule.kinds and place.document.kind not in rule.kinds:
            continue
        for match in pattern(rule.regex).finditer(folded, *(within or (0, len(folded)))):
            if _is_not_meant(match, rule, key_fact, folded):
                continue
            is_day = any(a < match.end() and match.start() < b for a, b in headings)
            if is_day or (key_fact.analytes and _of_another(match.start(), key_fact, measured)):
                continue
            told = from_match(match, rule, key_fact, reader)
            yield from _as_before(told, match) if _is_old(match, rule, key_fact, changes) else told
        for match in _of_now(rule, folded, changes):
            for found in from_match(match, rule, key_fact, reader):
                yield found.model_copy(update={"of_now": True, "start": match.start("value")})


def _is_not_meant(match: re.Match[str], rule: FactPattern, key_fact: KeyFact, told: str) -> bool:
    """Whether what goes before a match, or stands around its value, says that it is no value of the key fact."""
    if rule.not_behind and pattern(rule.not_behind).search(told[: match.start()][-BEHIND:]):
        return True
    meant, (start, end) = key_fact.measured_otherwise, _span(match)
    if meant is None or start < 0:
        return False
    behind = meant.behind and pattern(meant.behind).search(told[:start][-BEHIND:])
    return bool(behind or (meant.ahead and pattern(meant.ahead).search(told[end : end + BEHIND])))


def _is_old(match: re.Match[str], rule: FactPattern, key_fact: KeyFact, changes: tuple[Change, ...]) -> bool:
    """Whether the value of a match is one that became another; a rule of what was before wants just that one."""
    wanted = rule.polarity is not None or key_fact.value_type == "string"
    return bool(changes) and not wanted and _span(match) in {change.old for change in changes}


def _as_before(told: Iterator[Found], match: re.Match[str]) -> Iterator[Found]:
    """The same as what is recalled, in its own place: what it became stands in the place of the match."""
    start, end = _span(match)
    return (found.model_copy(update={"recalled": True, "start": start, "end": end}) for found in told)


def _span(match: re.Match[str]) -> tuple[int, int]:
    return match.span("value") if match.groupdict().get("value") else (-1, -1)


def _of_now(rule: FactPattern, folded: str, changes: tuple[Change, ...]) -> Iterator[re.Match[str]]:
    """What a rule finds of the values that others became, where it reads over the old ones."""
    if not changes or "(?P<value>" not in rule.regex:
        return
    news = {change.new for change in changes}
    lines = {(folded.rfind("\n", 0, c.begin) + 1, folded.find("\n", c.new)) for c in changes}
    told = at_once(folded, changes)
    for start, end in sorted(lines):
        for match in pattern(rule.regex).finditer(told, start, end if end >= 0 else len(told)):
            if match.start("value") in news:
                yield match


def _apart_from_names(pathway: Pathway, reader: Reader) -> Iterator[Found]:
    """The present values that stand behind what became of them ("passée de 45 à 6", "stable à 11,4")."""
    views, kind = closed_up(running(reader.place.page.text)), reader.place.document.kind
    rules = [(k, r) for k in pathway.key_facts for r in k.patterns if "(?P<value>" in r.regex]
    for key_fact, rule in rules if views else ():
        if rule.kinds and kind not in rule.kinds:
            continue
        for told in views:
            for match in pattern(rule.regex).finditer(told.text, told.opens, told.value + VALUE_REACH):
                if _is_not_meant(match, rule, key_fact, told.text) or match.start("value") != told.value:
                    continue
                for item in from_match(match, rule, key_fact, reader):
                    start = told.value if told.became else max(told.opens, item.start - told.moved)
                    yield item.model_copy(update={"start": start, "of_now": True})


def _of_another(position: int, key_fact: KeyFact, measured: Sequence[Measured]) -> bool:
    """Whether a name stands within the longer one of another quantity: antibodies against the receptor of TSH are no
    TSH."""
    return any(m.start < position < m.end and m.key not in key_fact.analytes for m in measured)
