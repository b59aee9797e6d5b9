"""What the dossier holds of what its pathway asks for."""

from datetime import datetime
from typing import Literal

from engine.domain.mark import Mark
from engine.domain.record import Record

Status = Literal["met", "missing", "outdated", "unreadable", "not_applicable", "ask"]
Level = Literal["required", "recommended", "optional"]


LACKING: frozenset[Status] = frozenset({"missing", "outdated", "unreadable"})
"""What a piece is that a decision cannot rest on."""


class Evidence(Record):
    """A document that bears on a requirement."""

    document: str
    filename: str
    page: int


class Overruled(Record):
    """An override as it stands in the completeness: the machine's own status beside it."""

    found: Status
    reason_fr: str
    by: str
    at: datetime


class Item(Record):
    """One requirement: its status, the documents or the reason, and the sentence that asks for what is missing.

    `overruled` says that staff set the status, and which one was found. `marks` are what is known beside the documents:
    when it was asked for, what the patient said.
    """

    requirement: str
    label_fr: str
    level: Level
    status: Status
    documents: tuple[Evidence, ...]
    reason_fr: str
    reservation_fr: str | None = None
    request_fr: str | None = None
    degraded: bool = False
    overruled: Overruled | None = None
    marks: tuple[Mark, ...] = ()


class Completeness(Record):
    """All requirements of a pathway; `provisional` when a required one is not met."""

    pathway: str
    version: str
    items: tuple[Item, ...]
    provisional: bool

    @property
    def lacks(self) -> frozenset[str]:
        """Ids of the requirements that no usable document answers."""
        return frozenset(i.requirement for i in self.items if i.status in LACKING)
