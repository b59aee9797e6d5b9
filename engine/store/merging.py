"""Dossiers that were made one, and those that might be."""

from collections.abc import Collection

from engine.domain.merging import Merger, Twin, Undone
from engine.store.border import as_json
from engine.store.database import Connection, Database

# Any fixed number: whoever merges takes this lock first, so that two mergers never cross.
LOCK = 2_860_271_447_016


class Mergers:
    """Which dossiers were joined to which; rows are only added. Errors are those of `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lock(self, connection: Connection) -> None:
        """Wait for every other merger to end."""
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))

    def merge(self, merger: Merger, connection: Connection) -> None:
        """Keep that a dossier was joined to another."""
        values = {"kept": merger.kept, "joined": merger.joined, "record": as_json(merger)}
        self._database.do(connection, "save_merger", **values)

    def undo(self, kept: str, joined: str, undone: Undone, connection: Connection) -> None:
        """Keep that a merger was taken back."""
        self._database.do(connection, "save_merger_undone", kept=kept, joined=joined, record=as_json(undone))

    def into(self, dossier: str) -> str | None:
        """Return the dossier to which this one was joined."""
        rows = self._database.rows("merged_into", dossier=dossier)
        return str(rows[0]["kept"]) if rows else None

    def of(self, dossier: str) -> tuple[Merger, ...]:
        """Return the mergers that made this dossier larger and that stand."""
        return self._database.many("mergers_of", Merger, dossier=dossier)

    def twins(self, dossier: str) -> tuple[Twin, ...]:
        """Return other dossiers under the same name and birth date."""
        return self._database.many("twins", Twin, dossier=dossier)

    def with_twins(self, dossiers: Collection[str]) -> frozenset[str]:
        """Return those of the dossiers that have another of the same patient and pathway."""
        rows = self._database.rows("with_twins", dossiers=list(dossiers)) if dossiers else []
        return frozenset(str(row["id"]) for row in rows)
