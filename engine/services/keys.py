"""Doctors' own signing keys, which follow the password that alone opens them."""

from engine.domain.account import Account
from engine.domain.signed import Signer, SigningKey
from engine.ports import Clock, Sealer
from engine.store.desk import Desk
from engine.store.postgres import Store


class SigningKeys:
    """One key a doctor, the latest counts."""

    def __init__(self, store: Store, desk: Desk, sealer: Sealer, clock: Clock) -> None:
        self._store, self._desk, self._sealer, self._clock = store, desk, sealer, clock

    def of(self, account: str) -> SigningKey | None:
        """Return the key of a doctor (an account's id), None where there is none or it was taken away."""
        key = self._desk.key(account)
        return key if key and key.pkcs12 else None

    def issue(self, account: Account, password: str) -> None:
        """Make a doctor's key, which opens with that password alone; an earlier one is not used any more."""
        self._keep(self._sealer.issue(signer_of(account), password, self._clock.now()))

    def change_password(self, account: str, old: str, new: str) -> None:
        """Put a doctor's key under a new password. Raises `WrongPassword`."""
        key = self.of(account)
        if key is not None:
            self._keep(self._sealer.change_password(key, old, new))

    def revoke(self, account: str) -> None:
        """Take a doctor's key away. Whoever resets a password knows it for a while, and must not sign with it."""
        if self.of(account) is not None:
            self._keep(SigningKey(account=account, pkcs12=b"", certificate="", not_after=self._clock.now()))

    def _keep(self, key: SigningKey) -> None:
        with self._store.transaction() as connection:
            self._desk.save_key(key, connection)


def signer_of(account: Account) -> Signer:
    """The account as it is printed under an opinion."""
    return Signer(account=account.id, name=account.name, rpps=account.rpps or "", specialty=account.specialty or "")
