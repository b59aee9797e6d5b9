"""Passwords: what they must be, and their Argon2id hashes."""

import secrets
import unicodedata
from functools import cached_property
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from engine.errors import EngineError

SHORTEST, LONGEST = 12, 200  # characters
# What people type first, and what a service like this one invites; compared without case, accents, digits or signs.
_COMMON = """
motdepasse monmotdepasse lemotdepasse password mypassword passw pssword azerty azertyuiop qwerty qwertyuiop qwertz
azertyqsdfgh qsdfghjklm wxcvbn abcdef abcdefgh abcdefghijkl abcdefghijklmn azerqsdf administrateur administrator
admin root bonjour bonjourbonjour bienvenue welcome letmein iloveyou jetaime jetaimejetaime doudou loulou chouchou
soleil princesse marseille toulouse france allezlesbleus liverpool football superman batman dragon monkey sunshine
changeme changezmoi motdepassetemporaire temporaire secret secretsecret hopital docteur medecin secretaire
secretariat doubleavis deuxiemeavis avismedical secondavis azertyazerty testtest test testtesttest
"""
COMMON = frozenset(_COMMON.split())
# No letter or digit that is read or heard as another: temporary passwords are dictated.
DICTATED = "abcdefghjkmnpqrstuvwxyz23456789"


class WeakPassword(EngineError):
    """The new password is too easily guessed."""

    exit_code = 3
    message_fr = "Ce mot de passe ne peut pas être choisi : {what}. Rien n'a été modifié."


class Passwords:
    """Argon2id with RFC 9106's second recommended set: 64 MiB, 3 passes, 4 lanes; about 0.1 s of a small server."""

    def __init__(self, memory_kib: int = 65_536, passes: int = 3, lanes: int = 4) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=lanes, type=Type.ID)

    def hash(self, password: str) -> str:
        """Return the hash with its salt and parameters."""
        return self._hasher.hash(_normal(password))

    def matches(self, password: str, hashed: str | None) -> bool:
        """Say whether it is the password. Without a hash (unknown login) the same work is done, and the answer no."""
        try:
            right = self._hasher.verify(hashed or self._nobody, _normal(password[:LONGEST]))
            return right and hashed is not None and len(password) <= LONGEST
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, hashed: str) -> bool:
        """Say whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(hashed)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(secrets.token_hex(16))


def check_password(password: str, *, login: str, name: str) -> None:
    """Raise `WeakPassword` when a new password is too short, too long, common, or made of the person's own names."""
    if len(password) < SHORTEST:
        raise WeakPassword(what=f"il a {len(password)} caractères et il en faut au moins {SHORTEST}")
    if len(password) > LONGEST:
        raise WeakPassword(what=f"il a plus de {LONGEST} caractères")
    letters, parts = _letters(password), (login, name, *name.split(), name + login)
    if letters in COMMON or len(set(password)) < 5 or _is_a_row(password):
        raise WeakPassword(what="il est parmi les plus devinés. Une suite de quatre ou cinq mots sans lien convient")
    if letters and letters in {_letters(part) for part in (*parts, "".join(reversed(name.split())))}:
        raise WeakPassword(what="il est fait de votre nom ou de votre identifiant")


def temporary_password() -> str:
    """Return a random one (79 bits) to dictate: four groups of four."""
    return "-".join("".join(secrets.choice(DICTATED) for _ in range(4)) for _ in range(4))


def _normal(password: str) -> str:
    """Keyboards write « é » in two ways."""
    return unicodedata.normalize("NFC", password)


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFD", text.casefold())
    return "".join(character for character in folded if character.isalpha())


def _is_a_row(password: str) -> bool:
    """1234…, abcd…, and the same backwards."""
    steps = {ord(b) - ord(a) for a, b in pairwise(password)}
    return steps in ({1}, {-1})
