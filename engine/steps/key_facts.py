"""The pathway's key facts in one page: laboratory values, and what the pathway's patterns find."""

import re
from collections.abc import Iterator

from engine.domain.fact import MentionKind, Polarity, Side
from engine.domain.pathway import FactPattern, KeyFact, Pathway
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, pattern
from engine.steps.laboratory import Measured, laboratory_values
from engine.steps.measure import ROMAN, UnitFinder, number
from engine.steps.places import ReadPageText
from engine.steps.sides import only_side, side_in, side_of, two_sided_row

SIDE_KEY = "cote"
"""The key fact that is nothing but a side."""


BECAME = re.compile(r"\s*(?:°|mm|/ ?10)?\s*(?:->|→|,? puis(?: à)?)\s*(\d+(?:[.,]\d+)?)\b")
"""How a text says what a value became ("EVA 6 -> 5", "flexion 110° puis 105°"): the last one counts."""


class Found(Record):
    """A fact before it has its place in a document."""

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


def key_facts(place: ReadPageText, pathway: Pathway, vocabulary: Vocabulary, units: UnitFinder) -> Iterator[Found]:
    """What the pathway looks for in one page, in the pathway's order; laboratory results only in laboratory reports."""
    folded = fold(place.page.text)
    measured = list(laboratory_values(place.page.text, vocabulary.analytes, units))
    for key_fact in pathway.key_facts:
        if place.document.kind == "biologie":
            for value in measured:
                if value.key in key_fact.analytes and _plausible(value.value, key_fact):
                    yield from_measure(value, key_fact.id, key_fact.label_fr)
        for rule in key_fact.patterns:
            if rule.kinds and place.document.kind not in rule.kinds:
                continue
            for match in pattern(rule.regex).finditer(folded):
                yield from _from_pattern(match, rule, key_fact, place, units)


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
        polarity="affirmed",
        start=value.start,
        end=value.end,
    )


def _from_pattern(
    match: re.Match[str], rule: FactPattern, key_fact: KeyFact, place: ReadPageText, units: UnitFinder
) -> Iterator[Found]:
    text, groups = place.page.text, match.groupdict()
    if key_fact.sided and groups.get("value", "").isdigit():
        row = two_sided_row(text, match.start(), match.end("value"))
        if row:
            for side, start, end in row:
                item = _found(match, rule, key_fact, place, units, _typed(text[start:end], key_fact))
                if item:
                    # Each value has its own place: one on top of the other would pass for the same fact.
                    yield item.model_copy(update={"side": side, "start": start, "end": end})
            return
    value: float | int | str | None = rule.value
    if rule.value_by_polarity:
        polarity = rule.polarity or place.assertions.of(match.start(), match.end())[0]
        value = rule.value_by_polarity.get(polarity)
    elif groups.get("value") is not None:
        value = _typed(text[match.start("value") : match.end("value")], key_fact)
        later = BECAME.match(text, match.end())
        if later and isinstance(value, float | int):
            value = _typed(later[1], key_fact)
    item = _found(match, rule, key_fact, place, units, value)
    if item:
        yield item


def _found(
    match: re.Match[str],
    rule: FactPattern,
    key_fact: KeyFact,
    place: ReadPageText,
    units: UnitFinder,
    value: float | int | str | None,
) -> Found | None:
    text, groups = place.page.text, match.groupdict()
    unit = text[match.start("unit") : match.end("unit")] if groups.get("unit") else None
    factor = rule.scale.get(fold(unit)) if unit else None
    if factor and isinstance(value, float | int):
        value, unit = round(value * factor, 3), key_fact.unit
    if not _plausible(value, key_fact):
        return None
    unit = unit or (key_fact.unit if isinstance(value, float | int) else None)
    side = None
    if key_fact.sided:
        printed = groups.get("side")
        seen = place.text_for(match.start())
        side = side_of(printed) if printed else side_in(seen, match.start(), match.end(), only_side(seen))
    if key_fact.id == SIDE_KEY:
        side = side_of(str(value))
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
    )


def _typed(printed: str, key_fact: KeyFact) -> float | int | str:
    if key_fact.value_type in ("enum", "string", "list"):
        # "pT3 N1b (2/21) R0" is the stage pT3 N1b R0.
        plain = re.sub(r"\s+", " ", re.sub(r"\([^)]*\)", " ", printed)).strip()
        return re.sub(r" ?,", "", plain) if key_fact.agreement else plain
    if key_fact.roman and fold(printed) in ROMAN:
        return ROMAN[fold(printed)]
    if re.fullmatch(r"\d+(?:[.,]\d+)?", printed):
        return number(printed)
    counts = re.findall(r"\d+", printed)
    if key_fact.value_type == "object" and len(counts) == 2 and re.search(r"\bsur\b|/", printed):
        return f"{counts[0]}/{counts[1]}"
    return re.sub(r"\s+", " ", printed).strip()


def _plausible(value: float | int | str | None, key_fact: KeyFact) -> bool:
    """Bounds that catch misreadings; they are no medical thresholds."""
    if key_fact.plausible is None or not isinstance(value, float | int):
        return True
    low, high = key_fact.plausible
    return low <= value <= high
