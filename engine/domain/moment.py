"""A moment as well as it is known: a day, a month, a year, or only the day of who speaks of it."""

from calendar import monthrange
from datetime import date
from typing import Literal

from engine.domain.record import Record

Precision = Literal["day", "month", "year", "told"]
"""How well a moment is known; `told` is the day of a document that speaks of something without saying when it was."""


class When(Record):
    """A moment: from the first day that it may be to the last."""

    first: date
    last: date
    precision: Precision

    @classmethod
    def on(cls, day: date, precision: Precision = "day") -> "When":
        """One day."""
        return cls(first=day, last=day, precision=precision)

    @classmethod
    def month(cls, day: date) -> "When":
        """The month of `day`."""
        last = day.replace(day=monthrange(day.year, day.month)[1])
        return cls(first=day.replace(day=1), last=last, precision="month")


class Planned(Record):
    """What a patient's question says to be planned: the moment, as printed with its small word ("le 2 décembre",
    "en novembre", "fin novembre"), and which sentence of the question says so."""

    said_fr: str
    when: When
    sentence: int
