"""What people at intake, and the doctor who is called, decide about a dossier beside the machine."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from engine.domain.document import Owner
from engine.domain.record import Record


class Correction(Record):
    """What staff say a document is; it wins over what the machine reads, for ever.

    The document is the one of `upload` (sha256) whose first page is `first_page`.
    """

    upload: str
    first_page: int = Field(ge=1)
    kind: str
    dated: date | None
    owner: Owner
    by: str
    at: datetime


class Override(Record):
    """What staff say of a requirement against what was found, and why. A `status` of None takes an earlier one back."""

    requirement: str
    status: Literal["met", "missing", "not_applicable"] | None
    reason_fr: str = Field(min_length=1, max_length=1000)
    by: str
    at: datetime


class Clearance(Record):
    """A doctor's statement that one red flag, as quoted, was dealt with: who, when and what was done."""

    flag: str
    quote: str
    done_fr: str = Field(min_length=1, max_length=1000)
    by: str
    at: datetime


class Notes(Record):
    """All that people said about a dossier, the latest of each; the steps of the path take it as given."""

    corrections: tuple[Correction, ...] = ()
    overrides: tuple[Override, ...] = ()
    clearances: tuple[Clearance, ...] = ()


State = Literal[
    "new", "reading", "failed", "stopped", "incomplete", "to_assign", "assigned", "in_review", "signed", "delivered"
]


class Listed(Record):
    """One line of a work list. `red_flags` are those not cleared; `doctor` is the account to whom it is assigned."""

    id: str
    pathway: str
    received_on: date
    patient: str
    state: State
    since: datetime
    uploads: int
    red_flags: int
    provisional: bool
    doctor: str | None
    signed_at: datetime | None


class Counted(Record):
    """How many dossiers stand in a state, and how many of them are later than promised."""

    state: State
    count: int
    late: int


class Delivery(Record):
    """A signed document handed over: to whom, by which account and when."""

    number: int
    recipient: Literal["patient", "treating_doctor"]
    by: str
    at: datetime
