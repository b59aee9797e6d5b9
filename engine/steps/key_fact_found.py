"""What is found of a key fact before it has its place in a document."""

import re
from datetime import date

from engine.domain.fact import Bearer, MentionKind, Polarity, Reference, Schedule, Side
from engine.domain.pathway import KeyFact
from engine.domain.record import Record
from engine.steps.measured import Measured

SIDE_KEY = "cote"
"""The key fact that is nothing but a side."""
COUNTS = re.compile(r"(\d{1,3})/(\d{1,3})")


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


def plausible(value: float | int | str | None, key_fact: KeyFact) -> bool:
    """Bounds that catch misreadings; they are no medical thresholds. Of two counts the first is a part of the second
    ("26/11" is a day, and no nodes)."""
    if key_fact.plausible is None or value is None:
        return True
    low, high = key_fact.plausible
    if counts := COUNTS.fullmatch(str(value)):
        # Two measures in one unit (standing and sitting height) are no part of each other.
        in_order = key_fact.unit is not None or int(counts[1]) <= int(counts[2])
        return in_order and low <= min(map(int, counts.groups())) and max(map(int, counts.groups())) <= high
    if isinstance(value, str):
        return True
    return low <= value <= high
