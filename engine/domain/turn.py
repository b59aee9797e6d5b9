"""What blocks a dossier and whose turn it is, and how a work list is narrowed by it."""

from typing import Literal, NamedTuple

from engine.domain.desk import Listed, State
from engine.domain.record import Record

Whose = Literal["staff", "patient", "doctor", "machine", "nobody"]
WHOSE: tuple[Whose, ...] = ("staff", "patient", "doctor", "machine", "nobody")
Blocker = Literal[
    "merged",
    "delivered",
    "withdrawn",
    "to_deliver",
    "flag",
    "flag_unassigned",
    "flag_away",
    "failed",
    "reading",
    "no_files",
    "files_asked",
    "files_overdue",
    "given_back",
    "piece_to_ask",
    "piece_asked",
    "doctor_away",
    "doctor",
    "in_review",
    "leaving",
    "pieces_to_ask",
    "pieces_asked",
    "pieces_overdue",
    "pieces_answered",
    "assign_provisional",
    "to_assign",
]
Waits = Literal["no", "yes", "overdue", "answered"]
Pace = Literal["late", "risk", "fine", "done"]


class Situation(NamedTuple):
    """The few things on which it hangs whose turn a dossier is; as the database keeps them.

    `waits`: something was asked of the patient and has not come, too long ago (`overdue`), or something came since.
    `piece`: who has to act for a piece that the doctor wants. `pace` is against the promised day.
    """

    state: State
    pathway: str = ""
    doctor: str | None = None
    processing: bool = True
    provisional: bool = False
    flag: bool = False
    given_back: bool = False
    to_ask: bool = False
    waits: Waits = "no"
    leaving: bool = False
    piece: Literal["", "staff", "patient"] = ""
    pace: Pace = "fine"


class Turn(NamedTuple):
    """Whose turn it is and why; the lower the `urgency`, the sooner somebody should look."""

    whose: Whose
    blocker: Blocker
    urgency: int


class Key(NamedTuple):
    """What names a situation in the database: `live.dossier_now.situation`, and what hangs on the day."""

    situation: str
    overdue: bool
    pace: Pace


class Group(NamedTuple):
    """How many dossiers are in one situation."""

    key: Key
    situation: Situation
    dossiers: int


class Filters(Record):
    """What a work list is narrowed to; None and False leave it as it is."""

    whose: Whose | None = None
    pathway: str | None = None
    specialty: str | None = None
    doctor: str | None = None
    pace: Literal["late", "risk"] | None = None
    provisional: bool = False
    flag: bool = False

    @property
    def any(self) -> bool:
        """Whether it narrows at all."""
        return self != Filters()


class DeskLine(Record):
    """A dossier on the work list with whose turn it is and the line that says what it waits for, in French."""

    listed: Listed
    whose: Whose
    blocker: Blocker
    line_fr: str


class Facets(Record):
    """How many dossiers each choice would leave, the other choices kept; in the order in which they are shown.

    `states` counts by state without regard to the tab; `total` and `all_late` count what the search alone leaves.
    """

    states: dict[State, int]
    whose: dict[Whose, int]
    pathways: dict[str, int]
    specialties: dict[str, int]
    doctors: dict[str, int]
    late: int
    risk: int
    provisional: int
    flag: int
    total: int
    all_late: int
