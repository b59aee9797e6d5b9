"""What experts take, when they are away, and what passes between them and staff, row by row."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from engine.domain.clock import Wait
from engine.domain.expert import (
    Absence,
    AskedPiece,
    Decline,
    Expert,
    ExpertProfile,
    Given,
    Interest,
    Piece,
    PieceStep,
    Stance,
)
from engine.store.border import as_json
from engine.store.database import Connection, Database


class Left(NamedTuple):
    """A dossier whose doctor (an account's id) is away until `back_after`, or whose account is closed (None)."""

    dossier: str
    doctor: str
    back_after: date | None


class Followed(NamedTuple):
    """How many dossiers were given back, are with a doctor who is away or gone, and wait for a piece."""

    given_back: int
    left: int
    pieces: int


class Experts:
    """Rows are only added; of a profile, an absence, a tie or a stance the latest counts. Errors are `Database`'s."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Of a doctor

    def all(self, since: date) -> tuple[Expert, ...]:
        """Return every doctor by name, with the absences that end on that day or later."""
        return self._database.many("experts", Expert, since=since, doctor=None)

    def one(self, doctor: str, since: date) -> Expert | None:
        """Return one doctor."""
        return self._database.one("experts", Expert, since=since, doctor=doctor)

    def save_profile(self, profile: ExpertProfile, connection: Connection) -> None:
        """Keep what a doctor takes."""
        self._database.do(connection, "save_expert_profile", record=as_json(profile))

    def save_absence(self, absence: Absence, connection: Connection) -> None:
        """Keep an absence, or that it is withdrawn."""
        self._database.do(connection, "save_absence", record=as_json(absence))

    def save_interest(self, interest: Interest, connection: Connection) -> None:
        """Keep a declared tie, or that it holds no longer."""
        self._database.do(connection, "save_interest", record=as_json(interest))

    # Of a dossier

    def say(self, dossier: str, stance: Stance, connection: Connection) -> None:
        """Keep what a doctor says of ties with a dossier."""
        self._database.do(connection, "save_stance", dossier=dossier, record=as_json(stance))

    def stances(self, dossier: str) -> tuple[Stance, ...]:
        """Return the latest word of each doctor on a dossier."""
        return self._database.many("stances", Stance, dossier=dossier)

    def ties_told(self, dossier: str, doctor: str) -> bool:
        """Whether a doctor may open a dossier: who said that there is no conflict, or needs not say so any more."""
        return bool(self._database.rows("ties_told", dossier=dossier, doctor=doctor)[0]["told"])

    def decline(self, dossier: str, decline: Decline, connection: Connection) -> None:
        """Keep that an expert gives a dossier back; the assignment is ended apart."""
        self._database.do(connection, "save_decline", dossier=dossier, record=as_json(decline))

    def declines(self, dossier: str) -> tuple[Decline, ...]:
        """Return who gave a dossier back, in order."""
        return self._database.many("declines", Decline, dossier=dossier)

    def given_back(self) -> tuple[str, ...]:
        """Return the dossiers that were given back and that nobody has since, the longest waiting first."""
        return tuple(row["dossier_id"] for row in self._database.rows("given_back"))

    def assignments(self, dossier: str) -> tuple[Given, ...]:
        """Return to whom a dossier was given, in order."""
        return self._database.many("assignments", Given, dossier=dossier)

    def holds(self, dossier: str, doctor: str, connection: Connection) -> bool:
        """Whether a dossier is that doctor's and not signed, as that transaction sees it."""
        row = self._database.do(connection, "expert_holds", dossier=dossier, doctor=doctor).fetchone()
        return bool(row and row["holds"])

    def left(self, today: date) -> tuple[Left, ...]:
        """Return the unsigned dossiers of doctors who are away today or whose account was closed, the oldest first."""
        rows = self._database.rows("dossiers_of_absent", today=today)
        return tuple(Left(row["id"], row["doctor"], row["back_after"]) for row in rows)

    def counted(self, today: date) -> Followed:
        """Count what of experts waits for staff."""
        return Followed(**self._database.rows("experts_counted", today=today)[0])

    # Pieces

    def ask_piece(self, dossier: str, asked: AskedPiece, connection: Connection) -> None:
        """Keep that the expert asks for a piece. Raises `NotRecorded` when its id is taken."""
        self._database.do(connection, "save_asked_piece", dossier=dossier, record=as_json(asked))

    def step(self, dossier: str, step: PieceStep, connection: Connection) -> None:
        """Keep what became of an asked piece."""
        self._database.do(connection, "save_piece_step", dossier=dossier, record=as_json(step))

    def pieces(self, *dossiers: str) -> tuple[Piece, ...]:
        """Return the pieces that were asked for those dossiers, in order."""
        return self._database.many("pieces", Piece, dossiers=list(dossiers))

    def piece(self, dossier: str, piece: str, connection: Connection) -> Piece | None:
        """Return one piece as that transaction sees it."""
        rows = self._database.do(connection, "pieces", dossiers=[dossier])
        found = (Piece.model_validate_json(row["record"]) for row in rows)
        return next((one for one in found if one.asked.id == piece), None)

    def waits(self, dossiers: Sequence[str]) -> dict[str, tuple[Wait, ...]]:
        """Return, for each of those dossiers that waited, when its expert could not go on without a piece."""
        found: dict[str, tuple[Wait, ...]] = {}
        for row in self._database.rows("piece_waits", dossiers=list(dossiers)) if dossiers else ():
            dossier = row.pop("dossier_id")
            found[dossier] = (*found.get(dossier, ()), Wait(what="expert_piece", **row))
        return found

    def with_open_pieces(self) -> tuple[str, ...]:
        """Return the dossiers for which a piece is waited for, the longest waiting first."""
        return tuple(row["dossier_id"] for row in self._database.rows("dossiers_with_open_pieces"))
