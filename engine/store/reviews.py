"""Reviews, event by event, and the opinions that were signed."""

from datetime import date, datetime
from typing import Literal

from engine.domain.convergence import Convergence
from engine.domain.desk import Delivery
from engine.domain.opinion import Draft
from engine.domain.review import ReviewEvent
from engine.domain.signed import SignedOpinion
from engine.store.border import as_json
from engine.store.database import Connection, Database


class Reviews:
    """What doctors did and signed. Errors are those of `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def events(self, dossier: str, doctor: str) -> tuple[ReviewEvent, ...]:
        """Return what a doctor did with a dossier, in order."""
        return self._database.many("events", ReviewEvent, dossier=dossier, doctor=doctor)

    def add(self, dossier: str, doctor: str, event: ReviewEvent, connection: Connection) -> bool:
        """Add an event; False when its version is not the next one, for somebody wrote meanwhile, or all is signed."""
        done = self._database.do(connection, "save_event", dossier=dossier, doctor=doctor, record=as_json(event))
        return done.fetchone() is not None

    def version(self, dossier: str, doctor: str, connection: Connection) -> int:
        """Return the version of a doctor's review as that transaction sees it, 0 before any event."""
        row = self._database.do(connection, "review_version", dossier=dossier, doctor=doctor).fetchone()
        return int(row["version"]) if row else 0

    def draft(self, run: str) -> Draft | None:
        """Return the draft that a run wrote."""
        return self._database.one("draft_of_run", Draft, run=run)

    def convergence(self, run: str) -> Convergence | None:
        """Return how the draft that a run wrote was found to agree with the first opinion, when it was written."""
        return self._database.one("convergence_of_draft", Convergence, run=run)

    def sign(self, dossier: str, signed: SignedOpinion, connection: Connection) -> None:
        """Keep a signed opinion whose PDF is kept. Raises `NotRecorded` when that number was signed before."""
        self._database.do(connection, "save_signed", dossier=dossier, record=as_json(signed))

    def signed(self, dossier: str) -> tuple[SignedOpinion, ...]:
        """Return the opinion and its addenda, in order."""
        return self._database.many("signed", SignedOpinion, dossier=dossier)

    def deliver(
        self,
        dossier: str,
        number: int,
        recipient: Literal["patient", "treating_doctor"],
        by: str,
        at: datetime,
        connection: Connection,
    ) -> None:
        """Keep that a signed document was handed over."""
        given = {"number": number, "recipient": recipient, "by": by, "at": at}
        self._database.do(connection, "save_delivery", dossier=dossier, **given)

    def deliveries(self, dossier: str) -> tuple[Delivery, ...]:
        """Return to whom signed documents of a dossier were handed over."""
        return self._database.many("deliveries", Delivery, dossier=dossier)

    def signed_dossiers(self, since: date | None = None, until: date | None = None) -> dict[str, int | None]:
        """Return the dossiers whose opinion was signed in a period, both days (those of Paris) included, in order.

        Each with a number that changes when its intake is corrected: all else of it is for ever.
        """
        rows = self._database.rows("opinions_signed", since=since, until=until)
        return {row["dossier_id"]: row["last"] for row in rows}
