"""Notes from shift to shift: written, pinned, done, taken up again."""

from engine.domain.account import Account
from engine.domain.handover import NewNote, Note, NoteAct, NoteMark, ShiftNote
from engine.errors import EngineError
from engine.ports import Clock
from engine.store.handover import Handover
from engine.store.journal import Journal

SHIFT = 100
"""Notes on the page of the shift."""


class NoSuchNote(EngineError):
    """The dossier has no such note, or this person may not see it."""

    exit_code = 2
    message_fr = "Cette note n'est pas dans ce dossier. Rouvrez la page du dossier."


class HandoverService:
    """What people of the house tell each other about dossiers. Patients never see it, doctors what is for them."""

    def __init__(self, notes: Handover, journal: Journal, clock: Clock) -> None:
        self._notes, self._journal, self._clock = notes, journal, clock

    def notes(self, account: Account, dossier: str) -> tuple[Note, ...]:
        """Return the notes of a dossier that this person may see: open ones first, pinned before others."""
        return self._notes.notes(dossier, for_doctor=account.role == "doctor")

    def shift(self, account: Account, *, done: bool = False) -> tuple[ShiftNote, ...]:
        """Return the latest notes of all dossiers that this person may see; with those done where asked."""
        return self._notes.shift(account.id if account.role == "doctor" else None, SHIFT, done=done)

    def write(self, account: Account, dossier: str, text: str, turn: str | None, *, for_doctor: bool) -> None:
        """Leave a note. What a doctor writes, doctors see. Raises `ValidationError` for an empty or too long one."""
        note = NewNote.model_validate(
            {
                "text": text,
                "turn": turn,
                "for_doctor": for_doctor or turn == "doctor" or account.role == "doctor",
                "by": account.name,
                "at": self._clock.now(),
            }
        )
        with self._journal.acting(account.id, account.role, "note_written", dossier) as connection:
            self._notes.write(dossier, note, connection)

    def mark(self, account: Account, dossier: str, note: int, act: NoteAct) -> None:
        """Pin a note, say that it is done, or take that back. Raises `NoSuchNote`."""
        if all(known.id != note for known in self.notes(account, dossier)):
            raise NoSuchNote
        mark = NoteMark(by=account.name, at=self._clock.now())
        with self._journal.acting(account.id, account.role, "note_marked", dossier, note=note, act=act) as connection:
            self._notes.mark(dossier, note, act, mark, connection)
