"""What people decide about dossiers, and the lists that they work from."""

from collections.abc import Sequence
from datetime import date, datetime

from engine.domain.desk import (
    Clearance,
    Correction,
    Counted,
    Listed,
    Notes,
    Override,
    PageSaid,
    ReadingAsked,
    Repetition,
    State,
)
from engine.domain.document import Page, PageHead
from engine.domain.mark import Mark
from engine.domain.run import Run, StepName
from engine.domain.signed import SigningKey
from engine.domain.wording import fold
from engine.store.border import as_json
from engine.store.database import Connection, Database


class Desk:
    """The desk's own rows beside those of the path. Errors are those of `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def next_number(self) -> int:
        """Return a number that no dossier has had."""
        return int(self._database.rows("next_number")[0]["number"])

    def notes(self, dossier: str) -> Notes:
        """Return all that people said about a dossier, the latest of each."""
        return Notes(
            corrections=self._database.many("corrections", Correction, dossier=dossier),
            said=self._database.many("pages_said", PageSaid, dossier=dossier),
            repetitions=self._database.many("repetitions", Repetition, dossier=dossier),
            asked=self._database.many("readings_asked", ReadingAsked, dossier=dossier),
            overrides=self._database.many("overrides", Override, dossier=dossier),
            clearances=self._database.many("clearances", Clearance, dossier=dossier),
            marks=self._database.many("marks", Mark, dossier=dossier),
        )

    def correct(self, dossier: str, correction: Correction, connection: Connection) -> None:
        """Keep what staff say a document is."""
        self._database.do(connection, "save_correction", dossier=dossier, record=as_json(correction))

    def say(self, dossier: str, said: PageSaid, connection: Connection) -> None:
        """Keep what staff say of a page."""
        self._database.do(connection, "save_page_said", dossier=dossier, record=as_json(said))

    def repeat(self, dossier: str, repetition: Repetition, connection: Connection) -> None:
        """Keep what staff say of what a document repeats."""
        self._database.do(connection, "save_repetition", dossier=dossier, record=as_json(repetition))

    def ask_reading(self, dossier: str, asked: ReadingAsked, connection: Connection) -> None:
        """Keep that staff want pages read anew."""
        self._database.do(connection, "save_reading_asked", dossier=dossier, record=as_json(asked))

    def to_read_again(self, dossier: str) -> tuple[tuple[str | None, int | None], ...]:
        """Return what to read anew since pages were last read: (upload, page), all of it where one is None."""
        return tuple((row["upload"], row["page"]) for row in self._database.rows("to_read_again", dossier=dossier))

    def override(self, dossier: str, override: Override, connection: Connection) -> None:
        """Keep what staff say of a requirement."""
        self._database.do(connection, "save_override", dossier=dossier, record=as_json(override))

    def clear(self, dossier: str, clearance: Clearance, connection: Connection) -> None:
        """Keep that a red flag was dealt with. Raises `NotRecorded` when it was cleared before."""
        self._database.do(connection, "save_clearance", dossier=dossier, record=as_json(clearance))

    def assign(
        self,
        dossier: str,
        doctor: str | None,
        by: str,
        at: datetime,
        connection: Connection,
        reason_fr: str | None = None,
    ) -> None:
        """Give a dossier to a doctor (an account's id), or take it back; `reason_fr` answers an objection."""
        given = {"doctor": doctor, "by": by, "at": at, "reason": reason_fr}
        self._database.do(connection, "save_assignment", dossier=dossier, **given)

    def assigned(self, dossier: str) -> str | None:
        """Return the account to whom a dossier is assigned."""
        rows = self._database.rows("assigned", dossier=dossier)
        return rows[0]["doctor"] if rows else None

    def listed(
        self,
        states: Sequence[State] = (),
        doctor: str | None = None,
        wanted: str = "",
        limit: int = 50,
        offset: int = 0,
        *,
        newest_first: bool = False,
    ) -> tuple[Listed, ...]:
        """Return the dossiers in those states (all when none is named), the longest waiting first, or last.

        Each word of `wanted` stands in the patient's name or the dossier's number, capitals and accents apart.
        """
        asked = {**_asked(states, doctor, wanted), "order": -1 if newest_first else 1, "limit": limit, "offset": offset}
        return self._database.many("listed", Listed, **asked)

    def matching(self, states: Sequence[State] = (), doctor: str | None = None, wanted: str = "") -> int:
        """Count the dossiers that `listed` would return without a limit."""
        return int(self._database.rows("matching", **_asked(states, doctor, wanted))[0]["count"])

    def listed_one(self, dossier: str) -> Listed | None:
        """Return a dossier's line of the work list."""
        return self._database.one("listed_one", Listed, dossier=dossier)

    def counted(self, late: date, doctor: str | None = None) -> tuple[Counted, ...]:
        """Count the dossiers of each state, and those received on `late` or before."""
        return self._database.many("counted", Counted, late=late, doctor=doctor)

    def unfinished(self) -> tuple[str, ...]:
        """Return the dossiers that wait for the machine, the oldest first.

        One whose last file came less than a minute ago is left out: whoever sent it is about to ask.
        """
        return tuple(row["id"] for row in self._database.rows("unfinished"))

    def current_runs(self, dossier: str) -> dict[StepName, Run]:
        """Return the run of each step that still holds, by step."""
        rows = self._database.rows("current_runs", dossier=dossier)
        ids = [run for run in rows[0].values() if run] if rows else []
        runs = [self.run(run) for run in ids]
        return {run.step: run for run in runs if run}

    def run(self, run: str) -> Run | None:
        """Return the record of one step."""
        return self._database.one("run", Run, run=run)

    def paces(self) -> dict[StepName, float]:
        """Return seconds a page of each step, as the last runs that were measured took them."""
        return {row["step"]: float(row["pace"]) for row in self._database.rows("paces")}

    def failed(self) -> tuple[tuple[str, str, datetime], ...]:
        """Return the dossiers on which the machine failed: why, in French, and when."""
        return tuple((r["dossier"], r["message"], r["since"]) for r in self._database.rows("failed"))

    def failed_pages(self) -> tuple[tuple[str, int, datetime], ...]:
        """Return the dossiers with pages on which reading failed: how many, and since when."""
        return tuple((r["dossier"], r["count"], r["since"]) for r in self._database.rows("failed_pages"))

    def heads(self, dossier: str) -> tuple[PageHead, ...]:
        """Return the pages as last read, in their order, without what stands on them."""
        return self._database.many("page_heads", PageHead, dossier=dossier)

    def head(self, dossier: str, upload: str, number: int) -> PageHead | None:
        """Return one page as last read, without what stands on it."""
        return self._database.one("page_head", PageHead, dossier=dossier, upload=upload, number=number)

    def page(self, dossier: str, upload: str, number: int) -> Page | None:
        """Return one page as last read."""
        return self._database.one("page_numbered", Page, dossier=dossier, upload=upload, number=number)

    def save_key(self, key: SigningKey, connection: Connection) -> None:
        """Keep a doctor's signing key; the latest one counts."""
        values = {"pkcs12": key.pkcs12, "certificate": key.certificate, "not_after": key.not_after}
        self._database.do(connection, "save_key", account=key.account, **values)

    def key(self, account: str) -> SigningKey | None:
        """Return a doctor's signing key."""
        rows = self._database.rows("key", account=account)
        return SigningKey.model_validate({**rows[0], "pkcs12": bytes(rows[0]["pkcs12"])}) if rows else None


def _asked(states: Sequence[State], doctor: str | None, wanted: str) -> dict[str, object]:
    words = [word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in fold(wanted).split()]
    return {"states": list(states) or None, "doctor": doctor, "wanted": [f"%{word}%" for word in words] or None}
