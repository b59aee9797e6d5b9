"""The key of the house: a file that only the service reads, and what is sealed or derived with it."""

import hmac
import os
import tempfile
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.errors import EngineError

NAME = "house.key"
LENGTH = 32  # bytes
NONCE = 12


class HouseKeyUnusable(EngineError):
    """The key's file is not what this program made, or does not open what was sealed."""

    exit_code = 7
    message_fr = (
        "La clé du service {path} ne peut pas être utilisée : {what}. Restaurez la sauvegarde qui va avec la base "
        "(avis restore) ; sans elle, réinitialisez le second facteur des comptes (avis user reset)."
    )


class HouseKey:
    """A secret of this installation. What it seals is for the database, what it derives for signatures of our own."""

    def __init__(self, secret: bytes, path: Path | None = None) -> None:
        self._secret, self._path = secret, path

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read `house.key` in `folder`; the first call makes it, for its owner alone. Raises `HouseKeyUnusable`."""
        path = folder / NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                _make(path)
            secret = path.read_bytes()
            if path.stat().st_mode & 0o077:
                path.chmod(0o600)
        except OSError as error:
            raise HouseKeyUnusable(path=path, what=f"erreur {error.errno} du système") from error
        if len(secret) != LENGTH:
            raise HouseKeyUnusable(path=path, what=f"{LENGTH} octets sont attendus")
        return cls(secret, path)

    def seal(self, content: bytes, about: str = "") -> bytes:
        """Encrypt (AES-256-GCM) so that it opens only with this key and the same `about`."""
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(self.derive("seal")).encrypt(nonce, content, about.encode())

    def unseal(self, sealed: bytes, about: str = "") -> bytes:
        """Return what was sealed. Raises `HouseKeyUnusable` when it is another's, or was changed."""
        try:
            return AESGCM(self.derive("seal")).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
        except (InvalidTag, ValueError):
            raise HouseKeyUnusable(path=self._path or NAME, what="elle n'ouvre pas ce qui est enregistré") from None

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes that depend on the key and the purpose alone (HKDF-SHA256)."""
        return HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=f"double-avis {purpose}".encode()).derive(
            self._secret
        )

    def mark(self, purpose: str, text: str) -> str:
        """Return the HMAC-SHA256 (hex) of a text for one purpose: who shows it had it from this service."""
        return hmac.new(self.derive(purpose), text.encode(), "sha256").hexdigest()


def _make(path: Path) -> None:
    """All of it or nothing, and of two processes that begin at once, the second takes the first one's."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # for its owner alone
    partial = Path(name)
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(LENGTH))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(partial)
    except FileExistsError:
        pass
    finally:
        partial.unlink()
