"""Doctors' own signing keys, which follow the password that alone opens them."""

from collections.abc import Callable

from engine.domain.account import Account
from engine.domain.signed import Signer, SigningKey
from engine.ports import Clock, Sealer
from engine.store.desk import Desk
from engine.store.postgres import Store


class SigningKeys:
    """One key a doctor, the latest counts. `account_of` gives the account of an id."""

    def __init__(
        self, store: Store, desk: Desk, sealer: Sealer, clock: Clock, account_of: Callable[[str], Account | None]
    ) -> None:
        self._store, self._desk, self._sealer, self._clock, self._account_of = store, desk, sealer, clock, account_of

    def of(self, account: str) -> SigningKey | None:
        """Return the key of a doctor (an account's id)."""
        return self._desk.key(account)

    def issue(self, account: Account, password: str) -> None:
        """Make a doctor's key, which opens with that password alone; an earlier one is not used any more."""
        self._keep(self._sealer.issue(signer_of(account), password, self._clock.now()))

    def change_password(self, account: str, old: str, new: str) -> None:
        """Put a doctor's key under a new password. Raises `WrongPassword`."""
        key = self.of(account)
        if key is not None:
            self._keep(self._sealer.change_password(key, old, new))

    def replace(self, account: str, password: str) -> None:
        """Make a new key for a doctor whose password was reset: without the old one, the old key opens no more."""
        found = self._account_of(account)
        if found is not None:
            self.issue(found, password)

    def _keep(self, key: SigningKey) -> None:
        with self._store.transaction() as connection:
            self._desk.save_key(key, connection)


def signer_of(account: Account) -> Signer:
    """The account as it is printed under an opinion."""
    return Signer(account=account.id, name=account.name, rpps=account.rpps or "", specialty=account.specialty or "")
