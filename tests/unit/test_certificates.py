"""The authority of an installation, and the keys and certificates that it issues."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto.pkcs12 import Pfx
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from engine.adapters.certificates import AUTHORITY_NAME, CERTIFICATE, KEY, ROUNDS, Authority, unlock
from engine.domain.signed import SigningKey
from engine.errors import BadSettings, WrongPassword
from tests.signed_samples import SIGNER

NOW = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
PASSWORD = "cheval-Agrafé pile 7"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("authority") / "ac"
    Authority.create(made, NOW)
    return made


@pytest.fixture(scope="module")
def key(folder: Path) -> SigningKey:
    return Authority.open(folder).issue(SIGNER, PASSWORD, NOW)


def test_a_certificate_says_who_signs_and_what_for(folder: Path, key: SigningKey) -> None:
    certificate = x509.load_pem_x509_certificate(key.certificate.encode())
    authority = x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())

    def named(oid: x509.ObjectIdentifier) -> str:
        return str(certificate.subject.get_attributes_for_oid(oid)[0].value)

    assert named(NameOID.COMMON_NAME) == SIGNER.name
    assert named(NameOID.SERIAL_NUMBER) == SIGNER.rpps
    assert AUTHORITY_NAME in certificate.issuer.rfc4514_string()
    certificate.verify_directly_issued_by(authority)
    extensions = certificate.extensions
    usage = extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.content_commitment
    assert usage.digital_signature
    assert not usage.key_cert_sign
    assert extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    purposes = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36") in purposes
    assert ExtendedKeyUsageOID.SERVER_AUTH not in purposes
    issuer = extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
    assert issuer == authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    assert timedelta(days=3 * 365) < key.not_after - NOW < timedelta(days=3 * 366)
    assert key.not_after == certificate.not_valid_after_utc


def test_no_certificate_outlives_its_authority(folder: Path) -> None:
    authority = Authority.open(folder)
    late = authority.certificate.not_valid_after_utc - timedelta(days=30)
    assert authority.issue(SIGNER, PASSWORD, late).not_after == authority.certificate.not_valid_after_utc


def test_a_stored_key_opens_with_its_password_alone_and_guessing_is_dear(key: SigningKey) -> None:
    private, certificate = unlock(key, PASSWORD)
    assert private.key_size >= 3072
    assert private.public_key() == certificate.public_key()
    for wrong in ("", PASSWORD.lower()):
        with pytest.raises(WrongPassword):
            unlock(key, wrong)
    with pytest.raises(WrongPassword):
        unlock(key.model_copy(update={"pkcs12": b"abime"}), PASSWORD)
    # Key and certificate are both locked with every round, and no cheaper checksum over the password is left.
    assert key.pkcs12.count(b"\x02\x03" + ROUNDS.to_bytes(3, "big")) == 2
    assert Pfx.load(key.pkcs12)["mac_data"].native is None
    assert SIGNER.rpps.encode() not in key.pkcs12


def test_an_authority_is_made_once_and_kept_from_others(folder: Path) -> None:
    rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert rights == {CERTIFICATE: 0o644, KEY: 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    before = (folder / CERTIFICATE).read_bytes()
    with pytest.raises(BadSettings, match="contient déjà"):
        Authority.create(folder, NOW)
    assert (folder / CERTIFICATE).read_bytes() == before


def test_an_authority_without_its_key_does_not_issue(folder: Path, tmp_path: Path) -> None:
    (tmp_path / CERTIFICATE).write_bytes((folder / CERTIFICATE).read_bytes())
    with pytest.raises(BadSettings, match=KEY):
        Authority.open(tmp_path).issue(SIGNER, PASSWORD, NOW)


def test_an_authority_that_cannot_be_read_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="absente ou illisible"):
        Authority.open(tmp_path)
    (tmp_path / CERTIFICATE).write_bytes((folder / CERTIFICATE).read_bytes())
    (tmp_path / KEY).write_text("rien", encoding="utf-8")
    with pytest.raises(BadSettings, match="absente ou illisible"):
        Authority.open(tmp_path)
    Authority.create(tmp_path / "autre", NOW)
    (tmp_path / KEY).write_bytes((tmp_path / "autre" / KEY).read_bytes())
    with pytest.raises(BadSettings, match="n'est pas la clé"):
        Authority.open(tmp_path)
