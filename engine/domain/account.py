"""Who uses the service, and in which role."""

from typing import Literal

from pydantic import Field

from engine.domain.record import Record

Role = Literal["intake", "doctor", "researcher", "admin"]
ROLES: tuple[Role, ...] = ("intake", "doctor", "researcher", "admin")
# A doctor signs and an administrator opens doors: both show a second factor.
TWO_FACTORS: frozenset[Role] = frozenset({"doctor", "admin"})


class Account(Record):
    """One person's access. `login` is unique; `rpps` (11 digits) and `specialty` are a doctor's."""

    id: str
    login: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,63}$")
    name: str = Field(min_length=1)
    role: Role
    rpps: str | None = Field(default=None, pattern=r"^\d{11}$")
    specialty: str | None = None
    active: bool = True


class Credentials(Record):
    """What proves that a person is who the account says.

    `password` is an Argon2 hash; `totp` the base32 secret of the second factor, None until enrolled. `version` goes up
    with every change, so that the sessions opened under an earlier one end.
    """

    password: str
    totp: str | None = None
    version: int = 1
