"""The rows of what the patient's side is asked, answers and agrees to."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from engine.domain.answering import Alarm, AlarmDone, AnswerSheet, Begun, Link
from engine.domain.consent import ConsentSaid, Voices
from engine.domain.dossier import Dossier
from engine.store.border import as_json
from engine.store.database import Connection, Database

MayTry = Callable[[Sequence[datetime]], None]


class Asked:
    """Rows are only added; of what changes, the latest counts. Errors are those of `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lock(self, dossier: str, connection: Connection) -> Dossier | None:
        """Be the only writer of an intake until the transaction ends; returns it as it stands then."""
        self._database.do(connection, "lock_intake", dossier=dossier)
        row = self._database.do(connection, "dossier_within", dossier=dossier).fetchone()
        return Dossier.model_validate_json(row["record"]) if row else None

    # Answers

    def add_sheet(self, dossier: str, sheet: AnswerSheet, connection: Connection) -> AnswerSheet:
        """Keep a version of the answers under the number that comes next; the lock of the intake is held."""
        row = self._database.do(connection, "next_answer_sheet", dossier=dossier).fetchone() or {}
        numbered = sheet.model_copy(update={"version": int(row["version"])})
        self._database.do(connection, "save_answer_sheet", dossier=dossier, record=as_json(numbered))
        return numbered

    def sheets(self, dossier: str) -> tuple[AnswerSheet, ...]:
        """Return the versions of the answers, the first one first."""
        return self._database.many("answer_sheets", AnswerSheet, dossier=dossier)

    def progress(self, dossier: str) -> Begun:
        """Return what is answered and not sent."""
        return self._database.one("asked_progress", Begun, dossier=dossier) or Begun()

    def save_progress(self, dossier: str, begun: Begun, connection: Connection) -> None:
        """Keep what is answered and not sent."""
        self._database.do(connection, "save_asked_progress", dossier=dossier, record=as_json(begun))

    # Links

    def add_link(self, link: Link, connection: Connection) -> None:
        """Keep a link."""
        self._database.do(connection, "save_asked_link", record=as_json(link))

    def end_links(self, dossier: str, by: str, at: datetime, connection: Connection) -> int:
        """Shut every open link of a dossier; returns how many."""
        return len(self._database.do(connection, "end_asked_links", dossier=dossier, by=by, at=at).fetchall())

    def open_links(self, dossier: str, now: datetime) -> tuple[Link, ...]:
        """Return the links of a dossier that open, the latest first."""
        return self._database.many("open_asked_links", Link, dossier=dossier, now=now)

    def link_of(self, token: str, now: datetime) -> Link | None:
        """Return the open link of a token."""
        return self._database.one("asked_link_by_token", Link, token_sha256=sha256(token), now=now)

    def link(self, identifier: str, now: datetime) -> Link | None:
        """Return an open link."""
        return self._database.one("asked_link_by_id", Link, link=identifier, now=now)

    def wrong_tries(self, link: str) -> tuple[datetime, ...]:
        """Return when wrong birth dates were given since the last right one, the latest first."""
        return tuple(row["at"] for row in self._database.rows("wrong_asked_tries", link=link))

    def note_try(self, link: Link, at: datetime, *, was_right: bool, may_try: MayTry) -> None:
        """Keep that a birth date was tried; two at once come one after the other.

        `may_try` is given the wrong tries before, the latest first, and raises to refuse this one, which is not kept.
        """
        with self._database.transaction() as connection:
            self._database.do(connection, "lock_intake", dossier=link.dossier)
            rows = self._database.do(connection, "wrong_asked_tries", link=link.id).fetchall()
            may_try([row["at"] for row in rows])
            row = {"dossier": link.dossier, "link": link.id, "at": at, "was_right": was_right}
            self._database.do(connection, "note_asked_try", **row)

    # Alarms

    def raise_alarm(self, dossier: str, alarm: Alarm, connection: Connection) -> None:
        """Keep an alarm."""
        self._database.do(connection, "save_answer_alarm", dossier=dossier, record=as_json(alarm))

    def alarms(self, dossier: str) -> tuple[Alarm, ...]:
        """Return the alarms of a dossier about which nobody did anything yet."""
        return self._database.many("open_answer_alarms", Alarm, dossier=dossier)

    def alarms_ever(self, dossier: str) -> tuple[Alarm, ...]:
        """Return every alarm of a dossier, those that were dealt with among them."""
        return self._database.many("answer_alarms_ever", Alarm, dossier=dossier)

    def alarmed(self) -> tuple[tuple[str, datetime], ...]:
        """Return the dossiers with an open alarm and since when, the oldest first."""
        return tuple((row["dossier"], row["since"]) for row in self._database.rows("dossiers_alarmed"))

    def alarms_done(self, dossier: str) -> tuple[AlarmDone, ...]:
        """Return what was done about alarms."""
        return self._database.many("answer_alarms_done", AlarmDone, dossier=dossier)

    def end_alarm(self, done: AlarmDone, connection: Connection) -> bool:
        """Keep what was done about an alarm; False when somebody was faster."""
        return self._database.do(connection, "save_answer_alarm_done", record=as_json(done)).fetchone() is not None

    # Who speaks, and what was agreed to

    def save_voices(self, dossier: str, voices: Voices, connection: Connection) -> None:
        """Keep who speaks for the patient."""
        self._database.do(connection, "save_voices", dossier=dossier, record=as_json(voices))

    def voices(self, dossier: str) -> Voices | None:
        """Return who speaks for the patient; None where nobody noted it."""
        return self._database.one("voices", Voices, dossier=dossier)

    def add_consent(self, dossier: str, said: ConsentSaid, connection: Connection) -> None:
        """Keep a yes or no to one purpose."""
        self._database.do(connection, "save_consent_said", dossier=dossier, record=as_json(said))

    def consents(self, dossier: str) -> tuple[ConsentSaid, ...]:
        """Return all that was said of consents, the first first."""
        return self._database.many("consents_said", ConsentSaid, dossier=dossier)

    def consents_within(self, dossier: str, connection: Connection) -> tuple[ConsentSaid, ...]:
        """Return the same inside a transaction."""
        rows = self._database.do(connection, "consents_said", dossier=dossier).fetchall()
        return tuple(ConsentSaid.model_validate_json(row["record"]) for row in rows)


def sha256(token: str) -> str:
    """The hash (hex) under which a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()
