"""How acts are recorded: who did it, and where the entry goes."""

from typing import NamedTuple, Protocol

from engine.domain.account import Account
from engine.domain.audit import Action
from engine.store.database import Connection


class Actor(NamedTuple):
    """Who acts: an account's id and role, or a command line."""

    id: str
    role: str

    @classmethod
    def of(cls, account: Account) -> "Actor":
        """The person of an account."""
        return cls(account.id, account.role)


class Recorder(Protocol):
    """Where acts are recorded: the journal."""

    def record(
        self,
        actor: str,
        role: str,
        action: Action,
        dossier: str | None = None,
        connection: Connection | None = None,
        **details: str | int | bool,
    ) -> object:
        """Add an entry, within the transaction of `connection` if there is one."""
        ...
