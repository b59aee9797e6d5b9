"""What happened when, and the repeated results of one quantity, each with the facts and documents that say so."""

from datetime import date
from typing import Literal

from engine.domain.fact import Reference, Side
from engine.domain.moment import When
from engine.domain.record import Record

Lane = Literal["procedure", "treatment", "imaging", "result", "laboratory", "letter", "proposal"]
Bound = Literal["<", ">"]


class EventItem(Record):
    """One thing of an event, with the ids of the facts that say it: the same in two documents is one item.

    `value_fr` is its value with unit and side, empty for what has none.
    """

    label_fr: str
    value_fr: str = ""
    facts: tuple[str, ...]


class Event(Record):
    """What happened at one moment in one lane. `when` is None where no document says it; `documents` are ids.

    What went on for a time has its printed end as `until`.
    """

    lane: Lane
    label_fr: str
    when: When | None
    until: When | None = None
    items: tuple[EventItem, ...] = ()
    documents: tuple[str, ...] = ()
    doubtful: bool = False


class Point(Record):
    """One result; `facts` are all places that print it, the first its own report.

    `sure_date` is False where a document only repeats the result: it is not younger than `day`, which is the first one
    of its `month` where no day is printed. One that is `aside`
    stands beside the value that counts (a smaller nodule of the same examination). `reference` and `flag` are printed
    beside it.
    """

    facts: tuple[str, ...]
    value: float
    bound: Bound | None
    day: date
    sure_date: bool
    month: bool = False
    doubtful: bool = False
    hypothetical: bool = False
    aside: bool = False
    reference: Reference | None = None
    flag: str | None = None


class Series(Record):
    """The results of one side, in order of time."""

    side: Side | None
    points: tuple[Point, ...]


class Trend(Record):
    """One quantity in one unit over time. `counts` when the pathway's decisions rest on it; `scale` is the one of
    several scores under its key."""

    key: str
    label_fr: str
    scale: str | None = None
    unit: str | None
    counts: bool
    series: tuple[Series, ...]


class Chronology(Record):
    """The events of a dossier in order of time, those without a day last, and its repeated results."""

    events: tuple[Event, ...]
    trends: tuple[Trend, ...]
