"""Sessions: opened by proofs, found by a token that only the browser keeps, over after a while."""

import secrets
from datetime import timedelta

from engine.domain.account import TWO_FACTORS, Account, Credentials, Opened, Pending, Session
from engine.errors import EngineError
from engine.ports import Clock
from engine.services.recorder import Recorder
from engine.store.accounts import Accounts

IDLE, LASTS, LASTS_PENDING = timedelta(minutes=30), timedelta(hours=10), timedelta(minutes=15)
# A session's last use is written at most this often: a page that loads ten images writes once.
SEEN_EVERY = timedelta(minutes=1)


class SessionOver(EngineError):
    """The session ended meanwhile."""

    exit_code = 3
    message_fr = "Votre session est terminée. Connectez-vous de nouveau."


class Sessions:
    """Opens, finds and ends sessions. A token is new at every step, so that an earlier one opens nothing more."""

    def __init__(self, accounts: Accounts, journal: Recorder, clock: Clock) -> None:
        self._accounts, self._journal, self._clock = accounts, journal, clock

    def open(self, account: Account, credentials: Credentials, *, second_factor: bool) -> Opened:
        """Open a session, for 15 minutes only while something is pending."""
        now, token = self._clock.now(), secrets.token_urlsafe(32)
        pending = _pending(account, credentials, second_factor=second_factor)
        session = Session(
            account=account,
            csrf=secrets.token_urlsafe(32),
            second_factor=second_factor,
            created_at=now,
            ends_at=now + (LASTS_PENDING if pending else LASTS),
            pending=pending,
        )
        self._accounts.open_session(token, session, credentials.version, now - IDLE)
        if pending is None:
            self._accounts.note_login(account.id, now)
            self._journal.record(account.id, account.role, "login")
        return Opened(token=token, session=session)

    def find(self, token: str) -> Session | None:
        """Return the session of a token, None once it is over: 30 minutes unused, 10 hours old, or account changed."""
        now = self._clock.now()
        found = self._accounts.session(token, now, now - IDLE)
        if found is None:
            return None
        if now - found.seen_at >= SEEN_EVERY:
            self._accounts.see_session(token, now)
        return Session(
            account=found.account,
            csrf=found.csrf,
            second_factor=found.second_factor,
            created_at=found.created_at,
            ends_at=found.ends_at,
            pending=_pending(found.account, found.credentials, second_factor=found.second_factor),
        )

    def require(self, token: str, *allowed: Pending | None) -> tuple[Account, Credentials, Session]:
        """Return the session of a token and whose it is. Raises `SessionOver`, also when another step comes first."""
        session = self.find(token)
        credentials = self._accounts.credentials(session.account.id) if session else None
        if session is None or credentials is None or session.pending not in allowed:
            raise SessionOver
        return session.account, credentials, session

    def end(self, token: str) -> None:
        """End a session."""
        session = self.find(token)
        self._accounts.end_session(token)
        if session is not None:
            self._journal.record(session.account.id, session.account.role, "logout")

    def replace(self, token: str, account: Account, credentials: Credentials, *, second_factor: bool) -> Opened:
        """Open a session in the place of another of the same person."""
        self._accounts.end_session(token)
        return self.open(account, credentials, second_factor=second_factor)


def _pending(account: Account, credentials: Credentials, *, second_factor: bool) -> Pending | None:
    if credentials.totp is not None and not second_factor:
        return "code"
    if credentials.totp is None and account.role in TWO_FACTORS:
        return "enrol"
    return "password" if credentials.temporary else None
