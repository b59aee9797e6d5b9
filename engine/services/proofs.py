"""Whether a password and a code are the person's: every try is counted, a code is taken once."""

from base64 import b64decode, b64encode

from engine.adapters.house_key import HouseKey
from engine.adapters.passwords import Passwords
from engine.adapters.second_factor import step_of
from engine.domain.account import Account, Credentials
from engine.errors import WrongPassword
from engine.ports import Clock
from engine.services.attempts import Attempts
from engine.store.accounts import Accounts


class WrongCode(WrongPassword):
    """The code is not the one that the application shows, or it was used before."""

    message_fr = (
        "Code incorrect ou déjà utilisé. Attendez que l'application affiche le code suivant, puis saisissez ses "
        "6 chiffres ; vérifiez aussi l'heure du téléphone."
    )


class Proofs:
    """Tries passwords and codes. Methods raise `TooManyAttempts` during a wait."""

    def __init__(self, accounts: Accounts, passwords: Passwords, key: HouseKey, clock: Clock) -> None:
        self._accounts, self._passwords, self._key, self._clock = accounts, passwords, key, clock
        self.attempts = Attempts(accounts, key)

    def password(
        self, login: str, given: str, counted_as: str | None = None
    ) -> tuple[Account | None, Credentials | None, bool]:
        """Return the account of a login, its credentials, and whether the password opens it.

        An unknown login or an account that is not active costs the same work, and is never opened. Failures count for
        the login unless `counted_as` names something that strangers cannot try.
        """
        number = self.attempts.begin(counted_as or login, self._clock.now())
        account = self._accounts.by_login(login)
        credentials = self._accounts.credentials(account.id) if account is not None else None
        usable = credentials if account is not None and account.active else None
        right = self._passwords.matches(given, usable.password if usable else None)
        if right:
            self.attempts.was_right(number)
        return account, credentials, right

    def code(self, account: Account, credentials: Credentials, given: str, counted_as: str | None = None) -> bool:
        """Say whether the code is one of the account's second factor that was not used before."""
        if credentials.totp is None:
            return False
        now = self._clock.now()
        number = self.attempts.begin(counted_as or account.login, now)
        step = step_of(given, self.open(account, credentials.totp), now)
        right = step is not None and self._accounts.use_code(account.id, step)
        if right:
            self.attempts.was_right(number)
        return right

    def seal(self, account: Account, secret: str, what: str = "totp") -> str:
        """Return a second factor's secret as it is kept: nothing but the key of the house opens it."""
        return b64encode(self._key.seal(secret.encode(), f"{what} {account.id}")).decode()

    def open(self, account: Account, sealed: str, what: str = "totp") -> str:
        """Return the secret that `seal` hid for that account. Raises `HouseKeyUnusable`."""
        try:
            content = b64decode(sealed, validate=True)
        except ValueError:
            content = b""
        return self._key.unseal(content, f"{what} {account.id}").decode()
