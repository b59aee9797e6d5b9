"""Accounts and what proves them, in the database; sessions and attempts come and go."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from engine.domain.account import Account, Credentials, Member, Session
from engine.errors import EngineError
from engine.store.border import as_json, storable
from engine.store.database import Connection, Database


class LoginTaken(EngineError):
    """Another account has that login."""

    exit_code = 3
    message_fr = "L'identifiant « {login} » est déjà pris. Choisissez-en un autre ; aucun compte n'a été créé."


class ChangedMeanwhile(EngineError):
    """The credentials were changed by someone else at the same moment."""

    exit_code = 3
    message_fr = "Ce compte vient d'être modifié par quelqu'un d'autre. Rouvrez la page et recommencez."


class Found(NamedTuple):
    """An open session as kept, with the latest account and credentials of its person."""

    account: Account
    credentials: Credentials
    csrf: str
    second_factor: bool
    created_at: datetime
    seen_at: datetime
    ends_at: datetime


class Tally(NamedTuple):
    """How many attempts there were within the time asked for, when the first and the last."""

    made: int
    first: datetime | None
    last: datetime | None


# What is kept in the same transaction, last: the entry of the journal.
Also = Callable[[Connection], None]
Refuse = Callable[[Tally], None]


class Accounts:
    """The accounts of a database. Methods raise what `Database` raises.

    `also` is called before the end of the transaction: what it raises undoes everything.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, account: Account, credentials: Credentials, also: Also) -> None:
        """Keep a new account with its first credentials. Raises `LoginTaken`."""
        with self._database.transaction() as connection:
            claimed = self._database.do(connection, "claim_login", login=account.login, account=account.id).fetchone()
            if claimed is None:
                raise LoginTaken(login=account.login)
            self._database.do(connection, "save_account", record=as_json(account))
            self._save(connection, account.id, credentials)
            also(connection)

    def save(self, account: Account, also: Also) -> None:
        """Keep a changed account; its id and login stay. Who is deactivated is signed out at once."""
        with self._database.transaction() as connection:
            self._database.do(connection, "save_account", record=as_json(account))
            if not account.active:
                self._database.do(connection, "end_sessions", account=account.id)
            also(connection)

    def save_credentials(self, account: str, credentials: Credentials, also: Also) -> None:
        """Keep changed credentials and end the sessions opened under the earlier ones. Raises `ChangedMeanwhile`."""
        with self._database.transaction() as connection:
            self._save(connection, account, credentials)
            self._database.do(connection, "end_sessions", account=account)
            also(connection)

    def account(self, account: str) -> Account | None:
        """Return the latest form of the account of that id."""
        return self._database.one("account", Account, account=account)

    def by_login(self, login: str) -> Account | None:
        """Return the latest form of the account with that login."""
        return self._database.one("account_by_login", Account, login=storable(login))

    def all(self) -> tuple[Account, ...]:
        """Return every account, by login."""
        return self._database.many("accounts", Account)

    def members(self) -> tuple[Member, ...]:
        """Return every account with how it stands, by login."""
        return self._database.many("members", Member)

    def credentials(self, account: str) -> Credentials | None:
        """Return the latest credentials of an account."""
        return self._database.one("credentials", Credentials, account=account)

    # Sessions

    def open_session(self, token: str, session: Session, version: int, idle: datetime) -> None:
        """Keep a session under the sha256 of its token, and drop those that are over or were last seen before `idle`.

        It holds while the credentials of its person are of that `version`.
        """
        values = session.model_dump(include={"csrf", "second_factor", "ends_at"})
        account, now, token_sha256 = session.account.id, session.created_at, _sha256(token)
        with self._database.transaction() as connection:
            self._database.do(connection, "forget_sessions", now=now, idle=idle)
            row = {"token_sha256": token_sha256, "account": account, "version": version, "now": now, **values}
            self._database.do(connection, "open_session", **row)

    def session(self, token: str, now: datetime, idle: datetime) -> Found | None:
        """Return the session of that token, unless it is over, was last seen before `idle`, or its account changed."""
        rows = self._database.rows("session", token_sha256=_sha256(token), now=now, idle=idle)
        if not rows:
            return None
        row = rows[0]
        account, credentials = Account.model_validate(row["member"]), Credentials.model_validate(row["proof"])
        times = row["created_at"], row["seen_at"], row["ends_at"]
        return Found(account, credentials, row["csrf"], row["second_factor"], *times)

    def see_session(self, token: str, now: datetime) -> None:
        """Note that the session was used."""
        self._do("see_session", token_sha256=_sha256(token), now=now)

    def end_session(self, token: str) -> None:
        """End one session."""
        self._do("end_session", token_sha256=_sha256(token))

    # Attempts

    def attempt(self, key: str, now: datetime, since: datetime, refuse: Refuse) -> int:
        """Note an attempt before it is made, and return its number; two at once come one after the other.

        `refuse(tally)` sees those after `since` and raises to refuse this one, which is then not noted.
        """
        with self._database.transaction() as connection:
            self._database.do(connection, "lock_attempts", key=key)
            row = self._database.do(connection, "attempts", key=key, since=since).fetchone() or {}
            refuse(Tally(row["count"], row["first"], row["last"]))
            noted = self._database.do(connection, "note_attempt", key=key, now=now).fetchone() or {}
            return int(noted["id"])

    def forget_attempt(self, number: int) -> None:
        """Take one attempt back: it was no failure."""
        self._do("forget_attempt", id=number)

    def forget_attempts(self, key: str) -> None:
        """Begin to count anew."""
        self._do("forget_attempts", key=key)

    def forget_old_attempts(self, before: datetime) -> None:
        """Drop what counts no longer."""
        self._do("forget_old_attempts", before=before)

    def use_code(self, account: str, step: int) -> bool:
        """Note that the code of a 30-second step was used; False when it, or a later one, was used before."""
        return bool(self._database.rows("use_code", account=account, step=step))

    def note_login(self, account: str, now: datetime) -> None:
        """Note when somebody came in for good."""
        self._do("note_login", account=account, now=now)

    def _save(self, connection: Connection, account: str, credentials: Credentials) -> None:
        kept = self._database.do(
            connection, "save_credentials", account=account, record=as_json(credentials)
        ).fetchone()
        if kept is None:
            raise ChangedMeanwhile

    def _do(self, query: str, **values: object) -> None:
        with self._database.connection() as connection:
            self._database.do(connection, query, **values)


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
