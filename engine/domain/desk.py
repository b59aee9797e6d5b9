"""What people at intake, and the doctor who is called, decide about a dossier beside the machine."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from engine.domain.completeness import Status
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


class Overruled(Record):
    """An override as it stands in the completeness: the machine's own status beside it."""

    found: Status
    reason_fr: str
    by: str
    at: datetime


class Clearance(Record):
    """A doctor's statement that one red flag, as quoted, was dealt with: who, when and what was done."""

    flag: str
    quote: str
    done_fr: str = Field(min_length=1, max_length=1000)
    by: str
    at: datetime
