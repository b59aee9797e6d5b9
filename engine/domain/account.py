"""Who uses the service, in which role, and how a person proves to be the one."""

from datetime import datetime
from typing import Literal

from pydantic import Field, field_validator

from engine.domain.record import Record

Role = Literal["intake", "doctor", "researcher", "council", "admin"]
ROLES: tuple[Role, ...] = ("intake", "doctor", "researcher", "council", "admin")
ROLES_FR: dict[Role, str] = {
    "intake": "secrétariat médical",
    "doctor": "médecin référent",
    "researcher": "recherche",
    "council": "conseil scientifique",
    "admin": "administration",
}
# A doctor signs, a scientific council publishes and an administrator opens doors: all show a second factor.
TWO_FACTORS: frozenset[Role] = frozenset({"doctor", "council", "admin"})

# What a person who gave the right password must do before anything else.
Pending = Literal["code", "enrol", "password"]


def is_rpps(number: str) -> bool:
    """Say whether a number is of the form of the French register of health professionals: 11 digits, Luhn's sum."""
    if len(number) != 11 or not (number.isascii() and number.isdigit()):
        return False
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
    return sum(figure // 10 + figure % 10 for figure in doubled) % 10 == 0


# What the outgoing mail accepts is narrower still; this keeps out what is no address at all.
EMAIL = r"^[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\"]+$"


class Account(Record):
    """One person's access. `login` is unique; `rpps` (11 digits) and `specialty` are a doctor's.

    `email` is where the person is told that something waits; nothing of a patient is ever written there.
    """

    id: str
    login: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,63}$")
    name: str = Field(min_length=1, max_length=200)
    role: Role
    rpps: str | None = Field(default=None, pattern=r"^\d{11}$")
    specialty: str | None = Field(default=None, max_length=200)
    email: str | None = Field(default=None, max_length=254, pattern=EMAIL)
    active: bool = True

    @field_validator("name")
    @classmethod
    def _is_one_line(cls, value: str) -> str:
        if not value.strip() or not value.isprintable():
            raise ValueError("a name is one line of printable text")
        return value


class Credentials(Record):
    """What proves that a person is who the account says.

    `password` is an Argon2 hash; `totp` the secret of the second factor, sealed with the key of the house, None until
    enrolled. `version` goes up with every change, so that the sessions opened under an earlier one end. A `temporary`
    password was chosen by someone else and opens only the page where it is changed.
    """

    password: str
    totp: str | None = None
    version: int = Field(default=1, ge=1)
    temporary: bool = False


class Session(Record):
    """A person who is signed in, or on the way: `pending` is what comes first, None when all doors are open."""

    account: Account
    csrf: str
    second_factor: bool
    created_at: datetime
    ends_at: datetime
    pending: Pending | None


class Opened(Record):
    """A session with its token, which only the person's browser keeps."""

    token: str
    session: Session


class Member(Record):
    """An account as an administrator sees it."""

    account: Account
    enrolled: bool
    temporary: bool
    last_login: datetime | None
