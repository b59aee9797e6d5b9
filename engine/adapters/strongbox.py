"""Files of any size under a passphrase: scrypt makes the key, AES-256-GCM holds each block, order and end included."""

import hmac
import io
import os
import struct
import unicodedata
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from engine.errors import EngineError

MAGIC = b"double-avis chiffre 1\n"
# scrypt with 2**17 x 8 takes 128 MB and about half a second: what a guess costs.
COST, WIDTH, LANES = 17, 8, 1
BLOCK = 1 << 20  # bytes of clear text
TAG = 16
# cost, width, lanes, block, salt, first part of every nonce; the key is new in each file, so that no nonce comes twice
HEADER = struct.Struct(">BBBI16s7s")
PROOF = 32
START = len(MAGIC) + HEADER.size + PROOF


class WrongPassphrase(EngineError):
    """The passphrase does not open the file."""

    exit_code = 3
    message_fr = (
        "La phrase secrète n'ouvre pas ce fichier. Vérifiez la saisie ou AVIS_BACKUP_PASSPHRASE, puis relancez."
    )


class Altered(EngineError):
    """The file is not, byte for byte, the one that was locked."""

    exit_code = 3
    message_fr = (
        "Le fichier chiffré est abîmé ou a été modifié ({what}) : il n'est pas utilisé. Prenez une autre copie ou une "
        "autre sauvegarde."
    )


class LockedWriter(io.RawIOBase):
    """Locks what is written to it into `target`; `close` writes the last block and leaves `target` open."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        fields = HEADER.pack(COST, WIDTH, LANES, BLOCK, os.urandom(16), os.urandom(7))
        self._target, self._header = target, MAGIC + fields
        self._cipher, proof = _keys(passphrase, self._header)
        self._prefix, self._number, self._waiting = HEADER.unpack(fields)[-1], 0, bytearray()
        target.write(self._header + proof)

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, content: object) -> int:
        """Take bytes; whole blocks go out once it is known that more follows."""
        view = memoryview(content).cast("B")  # type: ignore[arg-type]
        self._waiting += view
        while len(self._waiting) > BLOCK:
            self._put(bytes(self._waiting[:BLOCK]), last=False)
            del self._waiting[:BLOCK]
        return len(view)

    def close(self) -> None:
        """Write what waits, marked as the end."""
        if not self.closed:
            self._put(bytes(self._waiting), last=True)
            self._waiting.clear()
            super().close()

    def _put(self, block: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._prefix, self._number, last), block, self._header))
        self._number += 1


class UnlockedReader(io.RawIOBase):
    """Reads a locked file, from any place. Raises `WrongPassphrase`, `Altered`."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        source.seek(0)
        start = source.read(START)
        fields = start[len(MAGIC) : -PROOF]
        if len(start) < START or not start.startswith(MAGIC):
            raise Altered(what="en-tête incomplet")
        cost, width, lanes, self._block, _, self._prefix = HEADER.unpack(fields)
        if (cost, width, lanes, self._block) != (COST, WIDTH, LANES, BLOCK):  # others could ask for any memory
            raise Altered(what="en-tête inconnu")
        self._source, self._header = source, start[:-PROOF]
        self._cipher, proof = _keys(passphrase, self._header)
        if not hmac.compare_digest(proof, start[-PROOF:]):
            raise WrongPassphrase
        locked = source.seek(0, io.SEEK_END) - START
        self._last = max(0, -(-locked // (self._block + TAG)) - 1)
        self._size = locked - (self._last + 1) * TAG
        if self._size < 0:
            raise Altered(what="fin manquante")
        self._at, self._held, self._clear = 0, -1, b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """Return the place in the clear text."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place of the clear text."""
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence])
        return self._at

    def readinto(self, buffer: object) -> int:
        """Fill `buffer` with what follows, up to the end of a block."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if self._at >= self._size:
            self._open(self._last)  # an end that was cut off at a block's edge shows here
            return 0
        number, start = divmod(self._at, self._block)
        found = self._open(number)[start : start + len(view)]
        view[: len(found)] = found
        self._at += len(found)
        return len(found)

    def _open(self, number: int) -> bytes:
        if number != self._held:
            self._source.seek(START + number * (self._block + TAG))
            locked = self._source.read(self._block + TAG)
            try:
                clear = self._cipher.decrypt(_nonce(self._prefix, number, number == self._last), locked, self._header)
            except InvalidTag:
                raise Altered(what=f"bloc {number + 1} sur {self._last + 1}") from None
            self._held, self._clear = number, clear
        return self._clear


def is_locked(start: bytes) -> bool:
    """Say whether a file that begins with `start` (at least 22 bytes) was locked here."""
    return start.startswith(MAGIC)


def _keys(passphrase: str, header: bytes) -> tuple[AESGCM, bytes]:
    """The cipher, and what proves that header and passphrase belong together."""
    salt = HEADER.unpack(header[len(MAGIC) :])[4]
    typed = unicodedata.normalize("NFC", passphrase).encode()  # one é, whatever keyboard typed it
    made = Scrypt(salt=salt, length=64, n=1 << COST, r=WIDTH, p=LANES).derive(typed)
    return AESGCM(made[:32]), hmac.digest(made[32:], header, "sha256")


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return bytes(prefix) + struct.pack(">I?", number, last)
