"""What a match of a key fact's pattern says."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from engine.domain.pathway import FactPattern, KeyFact
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold
from engine.steps.clauses import clause_around
from engine.steps.key_fact_found import SIDE_KEY, Found, plausible
from engine.steps.key_fact_rows import cells_of
from engine.steps.key_fact_values import (
    by_day_or_week,
    is_goal,
    is_no_value,
    not_done,
    now_behind,
    stepped_to,
    typed,
    value_of,
)
from engine.steps.measure import UnitFinder
from engine.steps.places import ReadPageText
from engine.steps.sides import side_for, side_in, side_of

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


class Reader(NamedTuple):
    """A page, and with what it is read; `until` is the day to which the time since an onset is counted."""

    place: ReadPageText
    units: UnitFinder
    vocabulary: Vocabulary
    until: date | None


def from_match(match: re.Match[str], rule: FactPattern, key_fact: KeyFact, reader: Reader) -> Iterator[Found]:
    """Everything that a match of a key fact's pattern says: one value, those of its row, or nothing."""
    place = reader.place
    text = place.page.text
    if (rule.value_by_polarity and not_done(match, place)) or is_no_value(match, place):
        return
    if match.groupdict().get("value") and is_goal(match):
        rule = rule.model_copy(update={"polarity": "hypothetical"})
    cells = cells_of(match, key_fact, place, reader.vocabulary.sides)
    for cell in cells:
        item = _found(match, rule, key_fact, reader, typed(text[cell.start : cell.end], key_fact))
        if item:
            # Each value has its own place: one on top of the other would pass for the same fact.
            yield item.model_copy(update={"start": cell.start, "end": cell.end, **cell.told})
    if cells:
        return
    item = _found(match, rule, key_fact, reader, value_of(match, rule, key_fact, place, reader.until))
    if item and item.kind == "measurement" and (now_behind(match, place) or stepped_to(match, place)):
        item = item.model_copy(update={"of_now": True, "dated": place.document.dated})
    if item:
        yield item


def _found(
    match: re.Match[str],
    rule: FactPattern,
    key_fact: KeyFact,
    reader: Reader,
    value: float | int | str | None,
) -> Found | None:
    place, units, vocabulary, _ = reader
    text, groups = place.page.text, match.groupdict()
    if groups.get("since") is not None and value is None:
        return None
    unit = " ".join(text[match.start("unit") : match.end("unit")].split()) if groups.get("unit") else None
    factor = rule.scale.get(fold(unit)) if unit else None
    if factor and isinstance(value, float | int):
        value, unit = round(value * factor, None if key_fact.value_type == "integer" else 3), key_fact.unit
    if not plausible(value, key_fact):
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
