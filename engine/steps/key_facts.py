"""The pathway's key facts in one page: laboratory values, and what the pathway's patterns find."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from engine.domain.fact import Bearer, MentionKind, Polarity, Reference, Schedule, Side
from engine.domain.pathway import FactPattern, KeyFact, Pathway
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, pattern
from engine.steps.calendar_dates import headings_without_year
from engine.steps.changed import Change, at_once, changes_in, without_norms
from engine.steps.clauses import clause_around
from engine.steps.closed_up import closed_up
from engine.steps.key_fact_rows import cells_of
from engine.steps.key_fact_values import by_day_or_week, is_goal, is_no_value, not_done, now_behind, typed, value_of
from engine.steps.laboratory import laboratory_values
from engine.steps.measure import UnitFinder
from engine.steps.measured import Measured
from engine.steps.places import ReadPageText
from engine.steps.running import running
from engine.steps.side_by_side import changed, put_right, side_by_side
from engine.steps.sides import side_for, side_in, side_of

SIDE_KEY = "cote"
"""The key fact that is nothing but a side."""


GREW = re.compile(
    r"(?:\b(?:pris|gagne|perdu)|\b(?:augment|gross|diminu|regress|progress)[a-z]* de|"
    r"\b(?:augmentation|croissance|majoration|diminution|regression|progression|gain) de)\s+(?:environ\s+|pres de\s+)?$"
)
"""What stands before a length by which something grew or shrank ("qui a pris 5 mm"): no size of it, on folded text."""
LENGTHS = ("mm", "cm")
DENIED = re.compile(r"\b(?:pas|sans|aucune?|absence|absente?s?|ni|non|negati(?:f|ve)s?)\b")
"""What denies more than a naught does."""
NO_MORE = re.compile(
    r"\b(?:n.excede|ne depasse|n.est plus que|n.est que|n.atteint (?:plus )?que|ne (?:fait|marche) (?:plus )?que"
    r"|pas plus)\b"
    r"(?:(?!\b(?:ni|sans|mais)\b)[^.;,\n\d]){0,30}\d[\d.,]*\s?[^\s]{0,7}$"
)
"""What says that a value is no greater, and denies none."""
GREW_BEFORE = 40
"""Characters before a length in which that is said."""
FEW_WORDS = 30
"""Characters of a match that stands for a value within a longer one that has another."""
VALUE_REACH = 40
"""Characters behind the beginning of a value that its unit and what belongs to it take."""
BEHIND = 90
"""Characters before a match in which stands what it must not stand behind."""


class Found(Record):
    """A fact before it has its place in a document. `dated` is the day (or the `month`) that its column or row gives;
    one that is `recalled` was found on another day or in another document, one `of_now` is what another became; of
    several that one sentence gives one is `present`. One that is `judged` has the word of its rule for a value, one
    `in_words` is what a pattern's words stand for. A `bearer` is known beforehand."""

    key: str
    label_fr: str
    kind: MentionKind
    value: float | int | str | None
    unit: str | None
    unit_ucum: str | None
    side: Side | None
    polarity: Polarity | None
    start: int
    end: int
    dated: date | None = None
    month: bool = False
    recalled: bool = False
    of_now: bool = False
    judged: bool = False
    present: bool | None = None
    is_dose: bool = False
    named: bool = True
    reference: Reference | None = None
    flag: str | None = None
    schedule: Schedule | None = None
    bearer: Bearer | None = None
    in_words: bool = False


def key_facts(place: ReadPageText, pathway: Pathway, vocabulary: Vocabulary, units: UnitFinder) -> Iterator[Found]:
    """What the pathway looks for in one page, in the pathway's order; laboratory results only in laboratory reports."""
    folded = put_right(without_norms(running(place.page.text)))
    changes = changes_in(folded)
    measured = list(laboratory_values(place.page.text, vocabulary.analytes, units, place.document.dated))
    late: list[Found] = []
    for key_fact in pathway.key_facts:
        if place.document.kind == "biologie":
            for value in measured:
                if value.key in key_fact.analytes and _plausible(value.value, key_fact):
                    yield from_measure(value, key_fact.id, key_fact.label_fr)
        for item in _by_patterns(folded, key_fact, place, units, vocabulary, measured, changes):
            if item.present is False:
                late.append(item)
            else:
                yield item
    # What is only read with the words between left out, and what is of before, takes the places that are left.
    apart = side_by_side(folded)
    for start, end in changed(folded, apart):
        for key_fact in pathway.key_facts:
            yield from _by_patterns(apart, key_fact, place, units, vocabulary, measured, (), start, end)
    yield from _apart_from_names(pathway, place, units, vocabulary)
    yield from late


def _by_patterns(
    folded: str,
    key_fact: KeyFact,
    place: ReadPageText,
    units: UnitFinder,
    vocabulary: Vocabulary,
    measured: Sequence[Measured],
    changes: tuple[Change, ...] = (),
    start: int = 0,
    end: int | None = None,
) -> Iterator[Found]:
    headings = _headings(place)
    for rule in key_fact.patterns:
        if rule.kinds and place.document.kind not in rule.kinds:
            continue
        for match in pattern(rule.regex).finditer(folded, start, len(folded) if end is None else end):
            if rule.not_behind and pattern(rule.not_behind).search(folded[: match.start()][-BEHIND:]):
                continue
            is_day = any(a < match.end() and match.start() < b for a, b in headings)
            if is_day or (key_fact.analytes and _of_another(match.start(), key_fact, measured)):
                continue
            told = _from_pattern(match, rule, key_fact, place, units, vocabulary)
            yield from _as_before(told, match) if _is_old(match, rule, key_fact, changes) else told
        for match in _of_now(rule, folded, changes):
            for found in _from_pattern(match, rule, key_fact, place, units, vocabulary):
                yield found.model_copy(update={"of_now": True, "start": match.start("value")})


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


def _headings(place: ReadPageText) -> list[tuple[int, int]]:
    return [(d.start, d.end) for d in headings_without_year(place.page.text, place.document.dated)]


def _apart_from_names(
    pathway: Pathway, place: ReadPageText, units: UnitFinder, vocabulary: Vocabulary
) -> Iterator[Found]:
    """The present values that stand behind what became of them ("passée de 45 à 6", "stable à 11,4")."""
    views, kind = closed_up(running(place.page.text)), place.document.kind
    rules = [(k, r) for k in pathway.key_facts for r in k.patterns if "(?P<value>" in r.regex]
    for key_fact, rule in rules if views else ():
        if rule.kinds and kind not in rule.kinds:
            continue
        for told in views:
            for match in pattern(rule.regex).finditer(told.text, told.opens, told.value + VALUE_REACH):
                behind = rule.not_behind and pattern(rule.not_behind).search(told.text[: match.start()][-BEHIND:])
                if behind or match.start("value") != told.value:
                    continue
                for item in _from_pattern(match, rule, key_fact, place, units, vocabulary):
                    start = told.value if told.became else max(told.opens, item.start - told.moved)
                    yield item.model_copy(update={"start": start, "of_now": True})


def _of_another(position: int, key_fact: KeyFact, measured: Sequence[Measured]) -> bool:
    """Whether a name stands within the longer one of another quantity: antibodies against the receptor of TSH are no
    TSH."""
    return any(m.start < position < m.end and m.key not in key_fact.analytes for m in measured)


def from_measure(value: Measured, key: str, label_fr: str) -> Found:
    """A laboratory result as a fact of the given key: it is stated, of the patient, without a side."""
    return Found(
        key=key,
        label_fr=label_fr,
        kind="measurement",
        value=value.value,
        unit=value.unit,
        unit_ucum=value.unit_ucum,
        side=None,
        polarity="negated" if value.negative else "affirmed",
        start=value.start,
        end=value.end,
        dated=value.dated,
        month=value.month,
        recalled=value.earlier,
        reference=value.reference,
        flag=value.flag,
    )


def _from_pattern(
    match: re.Match[str],
    rule: FactPattern,
    key_fact: KeyFact,
    place: ReadPageText,
    units: UnitFinder,
    vocabulary: Vocabulary,
) -> Iterator[Found]:
    text = place.page.text
    if (rule.value_by_polarity and not_done(match, place)) or is_no_value(match, place):
        return
    if match.groupdict().get("value") and is_goal(match):
        rule = rule.model_copy(update={"polarity": "hypothetical"})
    cells = cells_of(match, key_fact, place, vocabulary.sides)
    for cell in cells:
        item = _found(match, rule, key_fact, place, units, typed(text[cell.start : cell.end], key_fact), vocabulary)
        if item:
            # Each value has its own place: one on top of the other would pass for the same fact.
            yield item.model_copy(update={"start": cell.start, "end": cell.end, **cell.told})
    if cells:
        return
    item = _found(match, rule, key_fact, place, units, value_of(match, rule, key_fact, place), vocabulary)
    if item and item.kind == "measurement" and now_behind(match, place):
        item = item.model_copy(update={"of_now": True, "dated": place.document.dated})
    if item:
        yield item


def _found(
    match: re.Match[str],
    rule: FactPattern,
    key_fact: KeyFact,
    place: ReadPageText,
    units: UnitFinder,
    value: float | int | str | None,
    vocabulary: Vocabulary,
) -> Found | None:
    text, groups = place.page.text, match.groupdict()
    if groups.get("since") is not None and value is None:
        return None
    unit = " ".join(text[match.start("unit") : match.end("unit")].split()) if groups.get("unit") else None
    factor = rule.scale.get(fold(unit)) if unit else None
    if factor and isinstance(value, float | int):
        value, unit = round(value * factor, None if key_fact.value_type == "integer" else 3), key_fact.unit
    if not _plausible(value, key_fact):
        return None
    if groups.get("value") and fold(unit or "") in LENGTHS and _is_growth(text, match.start("value")):
        return None
    if unit and fold(unit) == "mg" and (key_fact.unit or "").startswith("mg/"):
        unit = by_day_or_week(match) or unit
    unit = unit or (key_fact.unit if _is_measure(value) else None)
    side = None
    if key_fact.sided:
        printed = groups.get("side")
        seen = place.text_for(match.start())
        words = vocabulary.sides
        default = side_for(seen, match.start(), match.end(), words)
        side = side_of(printed, words) if printed else side_in(seen, match.start(), match.end(), default, words)
    if key_fact.id == SIDE_KEY:
        side = side_of(str(value), vocabulary.sides)
        value = "droit" if side == "droite" else side
    return Found(
        key=key_fact.id,
        label_fr=key_fact.label_fr,
        kind="measurement" if isinstance(value, float | int) else "finding",
        value=value,
        unit=unit,
        unit_ucum=units.ucum(unit) if unit else None,
        side=side,
        polarity=rule.polarity or ("affirmed" if _is_naught(match, key_fact, place) else None),
        start=match.start(),
        end=match.end(),
        is_dose=fold(key_fact.unit or "") in vocabulary.doses,
        judged=isinstance(rule.value, str) and value == rule.value,
        in_words=not groups.get("value") and match.end() - match.start() <= FEW_WORDS,
    )


def _is_naught(match: re.Match[str], key_fact: KeyFact, place: ReadPageText) -> bool:
    """Whether a match is denied by nothing but its naught ("Risser : 0" is a stage) or by a bound ("n'excède pas")."""
    if match.groupdict().get("value") and NO_MORE.search(
        match.string[max(0, match.start() - GREW_BEFORE) : match.end()]
    ):
        return True
    if not (match.groupdict().get("value") or "").startswith("0") or fold(key_fact.unit or "") not in ("", "degres"):
        return False
    if place.assertions.of(match.start(), match.end())[0] != "negated":
        return False
    left, _ = clause_around(place.page.text, match.start(), match.end())
    return DENIED.search(match.string[left : match.end()]) is None


def _is_growth(text: str, start: int) -> bool:
    return GREW.search(fold(text[max(0, start - GREW_BEFORE) : start])) is not None


def _is_measure(value: object) -> bool:
    """A number, a bound or two numbers ("154,0/80,5") take the key fact's unit."""
    return isinstance(value, float | int) or bool(re.fullmatch(r"[<>≤≥]=? ?[\d.,]+|[\d.,]+/[\d.,]+", str(value)))


def _plausible(value: float | int | str | None, key_fact: KeyFact) -> bool:
    """Bounds that catch misreadings; they are no medical thresholds."""
    if key_fact.plausible is None or not isinstance(value, float | int):
        return True
    low, high = key_fact.plausible
    return low <= value <= high
