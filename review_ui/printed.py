"""What documents print beside a fact, in words: ranges, flags, and how drugs are taken."""

from collections.abc import Iterator

from engine.domain.fact import Fact, Schedule
from engine.domain.moment import When
from review_ui.timeline_plot import when_fr
from review_ui.view import text_fr


def printed_fr(fact: Fact) -> str:
    """What is printed beside a fact: a result's reference range and flag, how a drug is taken; empty for none."""
    told = [f"réf. {' '.join(fact.reference.quote.split())}"] if fact.reference else []
    if fact.flag:
        told.append(f"signalé « {fact.flag} »")
    if fact.schedule:
        told += _taken_fr(fact.schedule)
    return text_fr(" ; ".join(told))


def _taken_fr(schedule: Schedule) -> Iterator[str]:
    yield from (part for part in (schedule.rhythm, schedule.duration) if part)
    if schedule.begun:
        yield f"depuis {_at(schedule.begun, 'le', '')}"
    if schedule.ended:
        yield f"arrêté {_at(schedule.ended)}" if schedule.stopped else f"jusqu'{_at(schedule.ended, 'au')}"
    elif schedule.stopped:
        yield "arrêté"


def _at(when: When, day: str = "le", other: str = "en") -> str:
    """ "le 12 mars 2026", "en mars 2026", "en 2026"."""
    return f"{day if when.precision == 'day' else other} {when_fr(when).removeprefix('en ')}".strip()
