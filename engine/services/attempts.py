"""How often a password or a code may be tried, by login and by the address that tries."""

from datetime import datetime, timedelta

from engine.adapters.house_key import HouseKey
from engine.errors import EngineError
from engine.store.accounts import Accounts, Tally

FREE = 5  # failures before the first wait
LONGEST_WAIT = 15  # minutes
REMEMBERED = timedelta(hours=24)
PER_ADDRESS, ADDRESS_WINDOW = 20, timedelta(minutes=1)


class TooManyAttempts(EngineError):
    """There were too many failures; `seconds` says how long to wait."""

    exit_code = 8
    message_fr = "Trop d'essais. Attendez {wait}, puis réessayez ; d'ici là, même le bon mot de passe est refusé."

    def __init__(self, seconds: int) -> None:
        super().__init__(wait=_wait_fr(seconds))
        self.seconds = seconds


class Attempts:
    """Counts attempts. A login that nobody has is counted like any other: a wait does not say that it exists."""

    def __init__(self, accounts: Accounts, key: HouseKey) -> None:
        self._accounts, self._key = accounts, key

    def from_address(self, address: str, now: datetime) -> None:
        """Count an attempt from a client's address. Raises `TooManyAttempts` beyond 20 a minute."""

        def refuse(tally: Tally) -> None:
            if tally.made >= PER_ADDRESS and tally.first is not None:
                raise TooManyAttempts(_seconds(tally.first + ADDRESS_WINDOW - now))

        self._accounts.attempt(self._hashed("address", address), now, now - ADDRESS_WINDOW, refuse)

    def begin(self, login: str, now: datetime) -> int:
        """Count an attempt for a login as failed until `was_right`. Returns its number.

        Raises `TooManyAttempts` during a wait: 1 minute after the fifth failure, then 2, 4, 8, and 15 each time.
        """

        def refuse(tally: Tally) -> None:
            if tally.made >= FREE and tally.last is not None:
                until = tally.last + timedelta(minutes=min(LONGEST_WAIT, 2 ** (tally.made - FREE)))
                if now < until:
                    raise TooManyAttempts(_seconds(until - now))

        self._accounts.forget_old_attempts(now - REMEMBERED)
        return self._accounts.attempt(self._hashed("login", login), now, now - REMEMBERED, refuse)

    def was_right(self, number: int) -> None:
        """Take one attempt back. Earlier failures count on: a password alone does not bring new guesses of a code."""
        self._accounts.forget_attempt(number)

    def begin_anew(self, login: str) -> None:
        """Forget the failures of a login: its person has shown everything."""
        self._accounts.forget_attempts(self._hashed("login", login))

    def _hashed(self, kind: str, text: str) -> str:
        return self._key.mark(f"attempts {kind}", text)


def _seconds(wait: timedelta) -> int:
    return max(1, -(-int(wait.total_seconds() * 1000) // 1000))


def _wait_fr(seconds: int) -> str:
    if seconds <= 90:
        return f"{seconds} seconde{'s' if seconds > 1 else ''}"
    return f"{-(-seconds // 60)} minutes"
