"""What people of the house leave each other about a dossier, from shift to shift."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from engine.domain.record import Record

NOTE_MAX = 500
"""Characters of a note: it is read standing."""
Whose = Literal["staff", "patient", "doctor", "machine", "nobody"]
NoteAct = Literal["pinned", "unpinned", "done", "reopened"]


class NewNote(Record):
    """A note as it is written. `turn` says who should act, where the note says so; a doctor sees it `for_doctor`."""

    text: str = Field(min_length=1, max_length=NOTE_MAX)
    turn: Literal["staff", "patient", "doctor"] | None = None
    for_doctor: bool = False
    by: str
    at: datetime


class NoteMark(Record):
    """Who did something with a note, and when."""

    by: str
    at: datetime


class Note(Record):
    """A note with what became of it: `done_by` and `done_at` while it counts as done."""

    id: int
    dossier: str
    text: str
    turn: Literal["staff", "patient", "doctor"] | None
    for_doctor: bool
    by: str
    at: datetime
    pinned: bool = False
    done_by: str | None = None
    done_at: datetime | None = None


class ShiftNote(Record):
    """A note on the page of the shift, with the patient whom it is about."""

    note: Note
    patient: str
