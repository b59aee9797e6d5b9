"""The two days from which the age of a finding is counted, when the dossier came and what the question plans, and those
of the papers."""

from datetime import date

from pydantic import Field

from engine.domain.fact import Fact
from engine.domain.moment import When
from engine.domain.record import Record
from engine.domain.wording import MONTHS_FR, french_date
from engine.steps.calendar_dates import add_months, months_between

WEEK = 7
IN_WEEKS = 16
"""Up to so many weeks a time is told in weeks."""


class Days(Record):
    """The day that the dossier came, the day or month for which the question says that an act is planned, and the day
    of each dated document (`written`)."""

    received_on: date | None = None
    planned: When | None = None
    written: dict[str, date] = Field(default_factory=dict)

    def is_within(self, fact: Fact, months: int) -> bool | None:
        """Whether a fact is of the last so many months before the dossier came; None where no day says."""
        if self.received_on is None or fact.dated is None:
            return None
        return add_months(fact.dated, months) > self.received_on

    def is_too_near(self, fact: Fact, months: int) -> bool | None:
        """Whether less than so many months lie between a fact and all that the planned day may be; None where no day
        says, or a planned month holds both."""
        if self.planned is None or fact.dated is None or fact.month or fact.dated > self.planned.first:
            return None
        over = add_months(fact.dated, months)
        return True if over > self.planned.last else False if over <= self.planned.first else None

    @property
    def planned_fr(self) -> str:
        """The planned day, or month with its year; empty where none is known."""
        if self.planned is None:
            return ""
        first = self.planned.first
        return french_date(first) if self.planned.precision == "day" else f"{MONTHS_FR[first.month - 1]} {first.year}"

    def until_planned_fr(self, fact: Fact) -> str:
        """The time from a fact to the planned day in whole weeks, then months; empty where one is no day."""
        if self.planned is None or self.planned.precision != "day" or fact.dated is None or fact.month:
            return ""
        days = (self.planned.first - fact.dated).days
        if days < WEEK:
            return ""
        weeks = days // WEEK
        if weeks <= IN_WEEKS:
            return f"{weeks} semaine{'s' if weeks > 1 else ''}"
        return f"{months_between(fact.dated, self.planned.first)} mois"


UNDATED = Days()
