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
from engine.steps.key_fact_rows import cells_of
from engine.steps.key_fact_values import GOAL, by_day_or_week, not_done, typed, value_of
from engine.steps.laboratory import laboratory_values
from engine.steps.measure import UnitFinder
from engine.steps.measured import Measured
from engine.steps.places import ReadPageText
from engine.steps.running import running
from engine.steps.sides import side_for, side_in, side_of

SIDE_KEY = "cote"
"""The key fact that is nothing but a side."""


GREW = re.compile(
    r"(?:\b(?:pris|gagne|perdu)|\b(?:augment|gross|diminu|regress|progress)[a-z]* de|"
    r"\b(?:augmentation|croissance|majoration|diminution|regression|progression|gain) de)\s+(?:environ\s+|pres de\s+)?$"
)
"""What stands before a length by which something grew or shrank ("qui a pris 5 mm"): no size of it, on folded text."""
LENGTHS = ("mm", "cm")
GREW_BEFORE = 40
"""Characters before a length in which that is said."""
BEHIND = 90
"""Characters before a match in which stands what it must not stand behind."""


class Found(Record):
    """A fact before it has its place in a document. `dated` is the day (or the `month`) that its column or row gives;
    one that is `recalled` was found on another day or in another document. A `bearer` is known beforehand."""

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
    is_dose: bool = False
    named: bool = True
    reference: Reference | None = None
    flag: str | None = None
    schedule: Schedule | None = None
    bearer: Bearer | None = None


def key_facts(
    place: ReadPageText, pathway: Pathway, vocabulary: Vocabulary, units: UnitFinder, until: date | None = None
) -> Iterator[Found]:
    """What the pathway looks for in one page, in the pathway's order; laboratory results only in laboratory reports.

    `until` is the day to which the time since an onset is counted, the document's own where none is given.
    """
    folded = running(place.page.text)
    headings = [(d.start, d.end) for d in headings_without_year(place.page.text, place.document.dated)]
    measured = list(laboratory_values(place.page.text, vocabulary.analytes, units, place.document.dated))
    for key_fact in pathway.key_facts:
        if place.document.kind == "biologie":
            for value in measured:
                if value.key in key_fact.analytes and _plausible(value.value, key_fact):
                    yield from_measure(value, key_fact.id, key_fact.label_fr)
        for rule in key_fact.patterns:
            if rule.kinds and place.document.kind not in rule.kinds:
                continue
            for match in pattern(rule.regex).finditer(folded):
                if rule.not_behind and pattern(rule.not_behind).search(folded[: match.start()][-BEHIND:]):
                    continue
                is_day = any(a < match.end() and match.start() < b for a, b in headings)
                if not is_day and not (key_fact.analytes and _of_another(match.start(), key_fact, measured)):
                    yield from _from_pattern(match, rule, key_fact, place, units, vocabulary, until)


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
    until: date | None,
) -> Iterator[Found]:
    text = place.page.text
    if rule.value_by_polarity and not_done(match, place):
        return
    if match.groupdict().get("value") and GOAL.search(
        match.string[max(0, match.start() - GREW_BEFORE) : match.start()]
    ):
        rule = rule.model_copy(update={"polarity": "hypothetical"})
    cells = cells_of(match, key_fact, place, vocabulary.sides)
    for cell in cells:
        item = _found(match, rule, key_fact, place, units, typed(text[cell.start : cell.end], key_fact), vocabulary)
        if item:
            # Each value has its own place: one on top of the other would pass for the same fact.
            yield item.model_copy(update={"start": cell.start, "end": cell.end, **cell.told})
    if cells:
        return
    item = _found(match, rule, key_fact, place, units, value_of(match, rule, key_fact, place, until), vocabulary)
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
        value, unit = round(value * factor, 3), key_fact.unit
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
        polarity=rule.polarity,
        start=match.start(),
        end=match.end(),
        is_dose=fold(key_fact.unit or "") in vocabulary.doses,
    )


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
