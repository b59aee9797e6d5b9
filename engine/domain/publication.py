"""What a scientific council does with a pathway: it publishes one text under one version, or withdraws it."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from engine.domain.pathway import Pathway
from engine.domain.record import Record

Act = Literal["published", "withdrawn"]


class Publication(Record):
    """One act of a council on one text of a pathway, which its sha256 names. `by` is the account that did it.

    `members` are those who sat, as typed; `note_fr` what they want said with it.
    """

    pathway: str
    version: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    act: Act
    by: str
    by_name: str = Field(min_length=1, max_length=200)
    at: datetime
    members: tuple[str, ...] = Field(min_length=1, max_length=60)
    note_fr: str = Field(default="", max_length=4000)


class Standing(Record):
    """Who published the pathway that a draft was written with, and when."""

    approved_by: str | None
    approved_on: date | None

    @classmethod
    def of(cls, pathway: Pathway) -> "tuple[Standing, ...]":
        """One of a published pathway, none of a draft one."""
        if pathway.status != "published":
            return ()
        return (cls(approved_by=pathway.approved_by, approved_on=pathway.approved_on),)


class KeptText(Record):
    """One text of a pathway that was published or worked with: its version, its hash and since when it is kept."""

    pathway: str
    version: str
    sha256: str
    kept_at: datetime


class Change(Record):
    """One difference between two versions: in which part, of what, and what changed; `grave` when a decision about a
    dossier may come out otherwise."""

    part_fr: str
    id: str
    label_fr: str
    what_fr: str
    grave: bool
