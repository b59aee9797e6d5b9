"""The notes that people of the house leave each other; rows are only added."""

from engine.domain.handover import NewNote, Note, NoteAct, NoteMark, ShiftNote
from engine.store.border import as_json
from engine.store.database import Connection, Database


class Handover:
    """Notes and what was done with them. Errors are those of `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(self, dossier: str, note: NewNote, connection: Connection) -> None:
        """Keep a note."""
        self._database.do(connection, "save_note", dossier=dossier, record=as_json(note))

    def mark(self, dossier: str, note: int, act: NoteAct, mark: NoteMark, connection: Connection) -> bool:
        """Keep what was done with a note of that dossier; False when it has none such."""
        asked = {"dossier": dossier, "note": note, "act": act, "record": as_json(mark)}
        return self._database.do(connection, "save_note_mark", **asked).fetchone() is not None

    def notes(self, dossier: str, *, for_doctor: bool) -> tuple[Note, ...]:
        """Return the notes of a dossier: open ones first, pinned before others, the latest first."""
        return self._database.many("notes_of", Note, dossier=dossier, for_doctor=for_doctor)

    def shift(self, doctor: str | None, limit: int, *, done: bool) -> tuple[ShiftNote, ...]:
        """Return the latest notes of all dossiers, or those that a doctor may see; with those done where asked."""
        asked = {"doctor": doctor, "for_doctor": doctor is not None, "done": done, "limit": limit}
        rows = self._database.rows("notes_of_shift", **asked)
        return tuple(
            ShiftNote(
                note=Note.model_validate({n: v for n, v in row.items() if n != "patient"}), patient=row["patient"]
            )
            for row in rows
        )
