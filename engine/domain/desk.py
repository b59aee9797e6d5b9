"""What people at intake, and the doctor who is called, decide about a dossier beside the machine."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, Self

from pydantic import Field, model_validator

from engine.domain.document import Owner
from engine.domain.mark import Mark
from engine.domain.record import Record


class Correction(Record):
    """What staff say a document is; it wins over what the machine reads, for ever.

    The document is the one of `upload` (sha256) whose first page is `first_page`; `pages` are those that it had before
    the eyes of who corrected it, and that it keeps until somebody cuts or joins it. `withdrawn` takes it back.
    """

    upload: str
    first_page: int = Field(ge=1)
    pages: tuple[int, ...] = ()
    kind: str
    dated: date | None
    owner: Owner
    withdrawn: bool = False
    by: str
    at: datetime


About = Literal["boundary", "turn", "use", "legibility"]
Said = Literal["begins", "continues", "0", "90", "180", "270", "kept", "aside", "legible", "unreadable"]
SAYINGS: Mapping[About, tuple[Said, ...]] = {
    "boundary": ("begins", "continues"),
    "turn": ("0", "90", "180", "270"),
    "use": ("kept", "aside"),
    "legibility": ("legible", "unreadable"),
}
"""What can be said of a page: that a document begins there or goes on; by how many degrees clockwise it is turned from
how it came; whether it is of use; whether it can be read."""


class PageSaid(Record):
    """What staff say of one page of an upload (sha256), against the machine; a `said` of None takes it back."""

    upload: str
    page: int = Field(ge=1)
    about: About
    said: Said | None
    by: str
    at: datetime

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.said is not None and self.said not in SAYINGS[self.about]:
            raise ValueError(f"{self.said} says nothing about {self.about}")
        return self


class PagePlace(Record):
    """A page by the upload (sha256) that it came in and its number there."""

    upload: str
    page: int = Field(ge=1)


class Repetition(Record):
    """What staff say of the document that begins on a page: `copies` another (`of`, by its first page), or none.

    `copies` of None takes it back.
    """

    upload: str
    first_page: int = Field(ge=1)
    copies: bool | None
    of: PagePlace | None = None
    by: str
    at: datetime


class ReadingAsked(Record):
    """A wish to have pages read anew: one page, all of an `upload` (sha256), or the whole dossier."""

    upload: str | None = None
    page: int | None = None
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
    """All that people said about a dossier, the latest of each; the steps of the path take it as given.

    `asked` are all wishes for a new reading, whether they were followed already or not.
    """

    corrections: tuple[Correction, ...] = ()
    said: tuple[PageSaid, ...] = ()
    repetitions: tuple[Repetition, ...] = ()
    asked: tuple[ReadingAsked, ...] = ()
    overrides: tuple[Override, ...] = ()
    clearances: tuple[Clearance, ...] = ()
    marks: tuple[Mark, ...] = ()


State = Literal[
    "new",
    "reading",
    "failed",
    "stopped",
    "incomplete",
    "to_assign",
    "assigned",
    "in_review",
    "signed",
    "delivered",
    "merged",
]


class Listed(Record):
    """One line of a work list. `red_flags` are those not cleared; `doctor` is the account to whom it is assigned.

    `merged_into` is the dossier that this one was joined to; `processing` whether the patient still consents to it. Of
    the required pieces that lack, `to_ask` were never asked for; `asked` were, the last on `asked_on` (`asked_for` is
    one of them), and `answered` says that something came since. `leaving`: a message to the patient has yet to leave.
    `piece` says who has to act for a piece that the doctor asks for (`piece_label`, since `piece_since`); `given_back`
    is the doctor who declined; `notes` counts notes for the next shift that nobody has done.
    """

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
    merged_into: str | None = None
    processing: bool = True
    assigned_at: datetime | None = None
    to_ask: int = 0
    asked: int = 0
    asked_for: str | None = None
    asked_on: date | None = None
    answered: bool = False
    leaving: bool = False
    piece: Literal["staff", "patient"] | None = None
    piece_label: str | None = None
    piece_since: datetime | None = None
    given_back: str | None = None
    notes: int = 0
    born: date | None = None


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
