"""Which dossiers an expert takes, when, and with whom there is a tie; what passes between expert and staff."""

from datetime import date, datetime
from typing import Literal, Self

from pydantic import Field, model_validator

from engine.domain.account import Account
from engine.domain.record import Record

NAME_MAX, TEXT_MAX = 200, 1000


class ExpertProfile(Record):
    """What a doctor takes: pathway ids, dossiers a week (None: not said), and where the doctor works.

    `doctor` and `by` are ids of accounts.
    """

    doctor: str
    pathways: tuple[str, ...] = ()
    weekly: int | None = Field(default=None, ge=0, le=100)
    establishments: tuple[str, ...] = ()
    by: str
    at: datetime


class Absence(Record):
    """Days on which a doctor is away, both included. `withdrawn` takes it back."""

    id: str
    doctor: str
    first: date
    last: date
    reason_fr: str = Field(default="", max_length=NAME_MAX)
    withdrawn: bool = False
    by: str
    at: datetime

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("an absence ends on its first day or later")
        return self

    def on(self, day: date) -> bool:
        """Whether the doctor is away on that day."""
        return self.first <= day <= self.last


InterestKind = Literal["person", "establishment", "product", "general"]


class Interest(Record):
    """A tie that a doctor declares: with a person, an establishment, a company, device or drug, or a general one.

    `name` is whom or what; a general one has none. `withdrawn` says that it holds no longer: it stays in the record.
    """

    id: str
    doctor: str
    kind: InterestKind
    name: str = Field(default="", max_length=NAME_MAX)
    what_fr: str = Field(default="", max_length=TEXT_MAX)
    since: date | None = None
    withdrawn: bool = False
    by: str
    at: datetime

    @model_validator(mode="after")
    def _is_named(self) -> Self:
        if self.kind != "general" and not self.name.strip():
            raise ValueError("a tie with somebody or something names it")
        if self.kind == "general" and not self.what_fr.strip():
            raise ValueError("a general tie is told in words")
        return self


TieKind = Literal["none", "first_doctor", "establishment", "patient", "product", "other"]


class Stance(Record):
    """What a doctor says of ties with one dossier before opening it; `none` confirms that there is no conflict."""

    tie: TieKind
    text_fr: str = Field(default="", max_length=TEXT_MAX)
    by: str
    at: datetime


DeclineReason = Literal["competence", "conflict", "unavailable", "other"]


class Decline(Record):
    """That an expert gives a dossier back: why, and who might take it (an account's id)."""

    reason: DeclineReason
    text_fr: str = Field(default="", max_length=TEXT_MAX)
    suggested: str | None = None
    by: str
    at: datetime


class Given(Record):
    """One assignment: to which doctor (None takes the dossier back), by whom, when, and why against an objection."""

    doctor: str | None
    by: str
    at: datetime
    reason_fr: str | None = None


class AskedPiece(Record):
    """A piece that the expert asks for: one of the pathway's `requirement`s, or told in words.

    `needed` says that the expert cannot go on without it: then the days until it is there are days of waiting.
    """

    id: str
    requirement: str | None = None
    label_fr: str = Field(min_length=1, max_length=NAME_MAX)
    why_fr: str = Field(min_length=1, max_length=TEXT_MAX)
    needed: bool
    by: str
    at: datetime


PieceAct = Literal["forwarded", "received", "unavailable", "withdrawn", "reopened"]
CLOSING: frozenset[PieceAct] = frozenset({"received", "unavailable", "withdrawn"})


class PieceStep(Record):
    """What became of an asked piece: passed on to the patient, received (in which document), not to be had, taken back
    by who asked, or waited for again because the answer was a mistake.

    `upload` (sha256) and `page` name the document's first page.
    """

    piece: str
    act: PieceAct
    upload: str | None = None
    page: int | None = None
    reason_fr: str = Field(default="", max_length=TEXT_MAX)
    by: str
    at: datetime


class Piece(Record):
    """A piece asked for a dossier with all that became of it, the oldest step first.

    `lapsed_at` is when the opinion was signed, or the dossier was taken from the doctor who had asked.
    """

    dossier: str
    asked: AskedPiece
    steps: tuple[PieceStep, ...] = ()
    lapsed_at: datetime | None = None

    @property
    def closing(self) -> PieceStep | None:
        """The step that ended it; None while it is open."""
        last = next((s for s in reversed(self.steps) if s.act != "forwarded"), None)
        return last if last and last.act in CLOSING else None

    @property
    def is_open(self) -> bool:
        """Whether it is still waited for."""
        return self.closing is None and self.lapsed_at is None

    @property
    def forwarded(self) -> bool:
        """Whether the patient was asked for it."""
        return any(s.act == "forwarded" for s in self.steps)


class Expert(Record):
    """A doctor as whoever assigns dossiers sees him or her.

    `profile` is None while nobody filled it in; `absences` are those to come or under way; `interests` are all that
    were ever declared; `open` counts the dossiers that are assigned and not signed.
    """

    account: Account
    profile: ExpertProfile | None
    absences: tuple[Absence, ...]
    interests: tuple[Interest, ...]
    open: int = Field(ge=0)

    @property
    def standing_interests(self) -> tuple[Interest, ...]:
        """The ties that hold."""
        return tuple(i for i in self.interests if not i.withdrawn)
