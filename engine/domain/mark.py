"""What is known of a piece that is asked for, beside the documents: when it was asked for, what the patient said."""

from datetime import date, datetime
from typing import Literal, Self

from pydantic import Field, model_validator

from engine.domain.record import Record

MarkAbout = Literal["asked", "answer"]
MarkKind = Literal["asked", "promised", "refused", "nonexistent"]
ENDING: tuple[MarkKind, ...] = ("refused", "nonexistent")
"""After these a piece is asked for no more."""


class Mark(Record):
    """One thing noted of a requirement; a `kind` of None takes back what was noted `about` it.

    `on` is the day on which it was asked for, or for which it is promised. `request` is the id of the message that
    noted it. A mark never changes the status of a piece.
    """

    requirement: str = Field(min_length=1, max_length=200)
    about: MarkAbout
    kind: MarkKind | None
    on: date | None = None
    reason_fr: str = Field(default="", max_length=1000)
    by: str
    at: datetime
    request: str | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.kind is not None and (self.kind == "asked") != (self.about == "asked"):
            raise ValueError(f"{self.kind} says nothing about {self.about}")
        if self.kind == "asked" and self.on is None:
            raise ValueError("the day on which it was asked for")
        return self
