"""The journal of acts: one chain of hashes, written under a lock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from pydantic import ValidationError

from engine.domain.audit import FIRST, Action, AuditEntry, Verified
from engine.store.border import as_json, storable
from engine.store.database import Connection, Database

# Any fixed number: whoever writes the next entry takes this lock first.
LOCK = 2_860_271_447_015


class Journal:
    """Who saw, decided and signed what. Rows are only added; each holds the hash of the one before."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def record(
        self,
        actor: str,
        role: str,
        action: Action,
        dossier: str | None = None,
        connection: Connection | None = None,
        **details: str | int | bool,
    ) -> AuditEntry:
        """Add an entry, in the transaction of `connection` when the act itself is written there.

        `details` hold ids and counts, never health data.
        """
        if connection is None:
            with self._database.transaction() as own:
                return self.record(actor, role, action, dossier, own, **details)
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        last = self._database.do(connection, "audit_last").fetchone()
        entry = AuditEntry.chained(
            last["hash"] if last else FIRST,
            number=last["number"] + 1 if last else 1,
            at=self._now(),
            actor=storable(actor),
            role=role,
            action=action,
            dossier=storable(dossier) if dossier else None,
            details={name: storable(value) if isinstance(value, str) else value for name, value in details.items()},
        )
        self._database.do(connection, "save_audit", record=as_json(entry))
        return entry

    @contextmanager
    def acting(
        self, actor: str, role: str, action: Action, dossier: str | None = None, **details: str | int | bool
    ) -> Iterator[Connection]:
        """Give a connection within a transaction for an act that is written to the journal with it, or not at all."""
        with self._database.transaction() as connection:
            yield connection
            self.record(actor, role, action, dossier, connection, **details)

    def head(self) -> str:
        """Return the hash at the end of the chain."""
        rows = self._database.rows("audit_last")
        return str(rows[0]["hash"]) if rows else FIRST

    def entries(
        self,
        dossier: str | None = None,
        actor: str | None = None,
        action: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> tuple[AuditEntry, ...]:
        """Return entries, the latest first; those of a person, a dossier, a kind; numbered under `before`."""
        asked = {"dossier": dossier, "actor": actor, "action": action, "before": before, "limit": limit}
        return self._database.many("audit_entries", AuditEntry, **asked)

    def verify(self, anchor: str | None = None) -> Verified:
        """Check every hash, link and number; `anchor` is a head noted earlier, which must still be in the chain.

        A chain cut off at its end, or written anew, fits in itself: an anchor kept elsewhere tells, and so does each
        signed opinion, which holds the head of its moment.
        """
        previous, count, wanted = FIRST, 0, self._heads(anchor)
        with self._database.transaction() as connection, connection.cursor(name="audit") as cursor:
            cursor.execute(
                "SELECT number, record::text, at, actor, action, dossier_id, hash FROM audit ORDER BY number"
            )
            for number, record, *columns in cursor:
                count += 1
                if why := _wrong(number, record, columns, count, previous):
                    return Verified(entries=count, head=previous, broken_at=number, why_fr=why)
                previous = columns[-1]
                wanted.discard(str(previous))
        if wanted:
            why = "un acte connu par ailleurs (fin notée, ou avis signé) n'y est plus"
            return Verified(entries=count, head=previous, broken_at=count, why_fr=why, anchored=False)
        return Verified(entries=count, head=previous, broken_at=None)

    def _heads(self, anchor: str | None) -> set[str]:
        heads = {str(row["head"]) for row in self._database.rows("signed_heads")}
        return {head for head in (*heads, anchor) if head and head != FIRST}


def _wrong(number: int, record: str, columns: list[object], count: int, previous: str) -> str | None:
    """Say what is wrong with a row that should be entry `count` and follow the one whose hash is `previous`."""
    try:
        entry = AuditEntry.model_validate_json(record)
    except ValidationError:
        return "l'acte n'a plus la forme d'un acte"
    if [number, *columns] != [entry.number, entry.at, entry.actor, entry.action, entry.dossier, entry.hash]:
        return "les colonnes ne disent pas ce que dit l'acte"
    if number != count:
        return f"un acte manque avant le numéro {number}"
    if entry.previous != previous:
        return "l'acte ne suit pas le précédent"
    return "le contenu de l'acte a été modifié" if entry.digest() != entry.hash else None
