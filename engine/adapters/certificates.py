"""The authority of one installation and the certificates that it gives its doctors."""

import os
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from asn1crypto.pkcs12 import Pfx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from engine.domain.signed import Signer, SigningKey
from engine.errors import BadSettings, WrongPassword

AUTHORITY_NAME = "AC de démonstration double-avis — sans valeur légale"
ORGANISATION = "double-avis (démonstration)"
CERTIFICATE, KEY = "authority.pem", "authority.key"
AUTHORITY_LIFE = timedelta(days=3653)
KEY_LIFE = timedelta(days=3 * 365 + 1)
# Clocks of the machines that read a new certificate may be a little behind.
EARLY = timedelta(minutes=5)
# RFC 9336: signing documents. Programs that check with NSS, as pdfsig does, look for e-mail protection instead.
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
BASED = re.compile(r"LATIN (?P<case>CAPITAL|SMALL) LETTER (?P<letter>[A-Z]) WITH ")
"""How Unicode names a letter with a stroke, a hook or a bar."""
# X.520 allows no longer common name; counted in bytes here.
NAME_MAX = 64
# Elliptic curves would raise the file to PDF 2.0, which PDF/A-2 is not.
KEY_BITS = 3072
# What OWASP asks of PBKDF2 with SHA-256.
ROUNDS = 600_000


@dataclass(frozen=True)
class Strength:
    """How hard a new key is to guess: its `bits`, and the `rounds` of PBKDF2 that its password goes through."""

    bits: int = KEY_BITS
    rounds: int = ROUNDS


SHIPPED = Strength()


class Authority:
    """A certificate authority: what it certified is trusted here. Without its `key` it can verify but not issue.

    Keys that it issues are of that `strength`.
    """

    def __init__(
        self, certificate: x509.Certificate, key: rsa.RSAPrivateKey | None = None, strength: Strength = SHIPPED
    ) -> None:
        self.certificate = certificate
        self._key = key
        self._strength = strength

    @classmethod
    def create(cls, folder: Path, now: datetime) -> "Authority":
        """Make an authority in `folder` (0700): `authority.pem` for anyone, `authority.key` (0600) for this machine.

        Raises `BadSettings` where there is one already: what it certified would not be trusted any more.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        if (folder / CERTIFICATE).exists() or (folder / KEY).exists():
            raise BadSettings(what=f"{folder} contient déjà une autorité de certification ; gardez-la")
        key = _new_key(KEY_BITS)
        name = _name((NameOID.COMMON_NAME, AUTHORITY_NAME))
        certificate = (
            _certificate(name, name, key.public_key(), now, now + AUTHORITY_LIFE)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(certificates=True), critical=True)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        # The key first: a certificate alone would look like an authority that only verifies.
        _write(folder / KEY, private, 0o600)
        _write(folder / CERTIFICATE, certificate.public_bytes(serialization.Encoding.PEM), 0o644)
        return cls(certificate, key)

    @classmethod
    def ensure(cls, folder: Path, now: datetime, strength: Strength = SHIPPED) -> "Authority":
        """The authority in `folder`, made where there is none yet. Raises `BadSettings` when it cannot be read."""
        if not (folder / CERTIFICATE).exists():
            try:
                cls.create(folder, now)
            except BadSettings:
                if not (folder / CERTIFICATE).exists():
                    raise
        return cls.open(folder, strength)

    @classmethod
    def open(cls, folder: Path, strength: Strength = SHIPPED) -> "Authority":
        """The authority in `folder`, its key too if it is there. Raises `BadSettings` when it cannot be read."""
        try:
            certificate = x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())
            if not (folder / KEY).exists():
                return cls(certificate)
            key = _sound((folder / KEY).read_bytes())
        except (OSError, ValueError, TypeError) as error:
            what = f"l'autorité de certification de {folder} est absente ou illisible"
            raise BadSettings(what=what) from error
        if not isinstance(key, rsa.RSAPrivateKey) or key.public_key() != certificate.public_key():
            raise BadSettings(what=f"dans {folder}, {KEY} n'est pas la clé de {CERTIFICATE}")
        return cls(certificate, key, strength)

    def issue(self, signer: Signer, password: str, now: datetime) -> SigningKey:
        """A new key for `signer`, valid for three years at most. Raises `BadSettings` without the authority's key."""
        if self._key is None:
            raise BadSettings(what=f"la clé de l'autorité de certification ({KEY}) est absente : aucun certificat émis")
        key = _new_key(self._strength.bits)
        subject = _name((NameOID.COMMON_NAME, _common_name(signer)), (NameOID.SERIAL_NUMBER, signer.rpps))
        until = min(now + KEY_LIFE, self.certificate.not_valid_after_utc)
        certificate = (
            _certificate(subject, self.certificate.subject, key.public_key(), now, until)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(certificates=False), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
            )
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return SigningKey(
            account=signer.account,
            pkcs12=_locked(key, certificate, password, self._strength.rounds),
            certificate=certificate.public_bytes(serialization.Encoding.PEM).decode("ascii"),
            not_after=certificate.not_valid_after_utc,
        )


@lru_cache(maxsize=4)
def _sound(pem: bytes) -> PrivateKeyTypes:
    """The key in a file, looked at closely once: whether an RSA key is sound takes a tenth of a second to find out.

    Raises `ValueError`, `TypeError`.
    """
    return serialization.load_pem_private_key(pem, password=None)


def unlock(key: SigningKey, password: str) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """The private key and its certificate. Raises `WrongPassword`."""
    try:
        private, certificate, _ = pkcs12.load_key_and_certificates(key.pkcs12, password.encode())
    except ValueError as error:
        raise WrongPassword from error
    if not isinstance(private, rsa.RSAPrivateKey) or certificate is None:
        raise WrongPassword
    return private, certificate


def relock(key: SigningKey, old: str, new: str) -> SigningKey:
    """The same key under a new password. Raises `WrongPassword`."""
    private, certificate = unlock(key, old)
    return key.model_copy(update={"pkcs12": _locked(private, certificate, new, ROUNDS)})


def _locked(key: rsa.RSAPrivateKey, certificate: x509.Certificate, password: str, rounds: int) -> bytes:
    encryption = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(rounds)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(password.encode())
    )
    whole = Pfx.load(pkcs12.serialize_key_and_certificates(None, key, certificate, None, encryption))
    # The checksum over the whole is made with 2,048 rounds, whatever the key has: left in, it would let a thief try
    # passwords 300 times faster.
    packed: bytes = Pfx({"version": whole["version"].native, "auth_safe": whole["auth_safe"]}).dump()
    return packed


def _new_key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def _common_name(signer: Signer) -> str:
    """The signer's name as a certificate may hold it, or the RPPS number where nothing of it may."""
    # Verifiers refuse a name that mixes letters of both directions, or has one that Unicode 3.2 lacks (RFC 4518).
    left_to_right = "".join(_known(c) for c in signer.name if unicodedata.bidirectional(c) not in {"R", "AL"})
    return left_to_right.strip().encode()[:NAME_MAX].decode(errors="ignore").strip() or signer.rpps


def _known(letter: str) -> str:
    """A letter; one that Unicode 3.2 lacks by its base letter ("Ƚ": L) or in small ones ("ẞ": ss), else nothing."""
    if _is_known(letter):
        return letter
    if based := BASED.match(unicodedata.name(letter, "")):
        return based["letter"] if based["case"] == "CAPITAL" else based["letter"].lower()
    small = letter.casefold()
    return small if all(map(_is_known, small)) else ""


def _is_known(letter: str) -> bool:
    return unicodedata.ucd_3_2_0.category(letter) != "Cn"


def _name(*parts: tuple[ObjectIdentifier, str]) -> x509.Name:
    fixed = ((NameOID.COUNTRY_NAME, "FR"), (NameOID.ORGANIZATION_NAME, ORGANISATION))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in (*fixed, *parts)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, public: rsa.RSAPublicKey, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLY)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _write(path: Path, content: bytes, mode: int) -> None:
    """Write a file that never exists with wider rights, nor over another."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
