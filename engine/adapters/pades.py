"""Electronic signatures of PDF files (PAdES B-B), made and verified without asking anyone."""

import logging
from datetime import datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from asn1crypto import keys, x509
from asn1crypto.algos import SignedDigestAlgorithm
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from engine.adapters.certificates import Authority, relock, unlock
from engine.adapters.signature_mark import Mark
from engine.domain.signed import SignatureCheck, Signer, SigningKey
from engine.domain.wording import french_date
from engine.errors import KeyExpired

# What a check finds is a value here; the library would also log it, with the doctor's name.
logging.getLogger("pyhanko.sign.validation").setLevel(logging.CRITICAL)

PARIS = ZoneInfo("Europe/Paris")
FIELD = "Signature"
# The document says where its frame is by these named destinations: its top left and its bottom right.
CORNERS = ("signature", "signature-fin")
# Points from the bottom left, for a document that has no frame.
ELSEWHERE = (68, 60, 306, 137)
# Hexadecimal digits kept for a signature, which takes about 5,000: pyHanko would sign twice to find out.
RESERVED = 8_192

UNSIGNED = "Ce fichier ne porte aucune signature."
UNREADABLE = "Ce fichier n'est pas un PDF signé que l'on puisse lire : il a été abîmé ou modifié."
CHANGED = "Le document a été modifié après la signature."
EXTENDED = "Du contenu a été ajouté au document après la signature."
UNTRUSTED = (
    "Le document n'a pas été modifié, mais son certificat ne vient pas d'une autorité que cette installation reconnaît."
)
SOUND = (
    "Le document n'a pas été modifié depuis sa signature, et son certificat vient de l'autorité de cette installation."
)


class PadesSealer:
    """Signs with doctors' keys that `authority` issued, and trusts what it issued; implements `engine.ports.Sealer`.

    `font` is the TrueType file that the visible signature is written with. Signing and verifying start an event loop of
    their own: call them from a thread, not from a coroutine.
    """

    def __init__(self, authority: Authority, font: bytes) -> None:
        self._authority = authority
        self._font = font

    def issue(self, signer: Signer, password: str, now: datetime) -> SigningKey:
        """Make a key and its certificate for `signer`; the key opens only with `password`."""
        return self._authority.issue(signer, password, now)

    def change_password(self, key: SigningKey, old: str, new: str) -> SigningKey:
        """The same key under a new password. Raises `WrongPassword`."""
        return relock(key, old, new)

    def sign(self, pdf: bytes, key: SigningKey, password: str, signer: Signer, now: datetime) -> bytes:
        """Return the PDF with a certifying PAdES signature, after which no change is allowed, in its frame.

        The file only grows: `pdf` is its first part, byte for byte. Raises `WrongPassword`, and `KeyExpired` when the
        certificate does not hold at `now`.
        """
        private, certificate = unlock(key, password)
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            raise KeyExpired(name=signer.name, until=french_date(key.not_after))
        if key.account != signer.account:
            raise ValueError("a key signs for its own account")
        secret = private.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        signs_with = SimpleSigner(
            signing_cert=x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
            signing_key=keys.PrivateKeyInfo.load(secret),
            cert_registry=SimpleCertificateStore(),
            signature_mechanism=SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
            embed_roots=False,
        )
        meta = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            name=signer.name,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        writer = _SameMetadata(BytesIO(pdf))
        field = SigFieldSpec(
            FIELD, on_page=-1, box=_frame(writer), readable_field_name=f"Signature électronique de {signer.name}"
        )
        mark = Mark(lines=_lines(signer, now), font=self._font)
        signing = _At(now, meta, signs_with, stamp_style=mark, new_field_spec=field)
        signed: bytes = signing.sign_pdf(writer, bytes_reserved=RESERVED).getvalue()
        return signed

    def check(self, pdf: bytes) -> SignatureCheck:
        """Say whether the signature covers every byte and leads to the authority of this installation.

        The certificate is judged at the time that the signature claims: a document outlives its signer's key. The few
        bytes of the signature's own envelope that carry no meaning are told by the file's sha256 alone.
        """
        # A damaged file makes the reader fail in many ways; each of them means that the file is not what was signed.
        try:
            found = PdfFileReader(BytesIO(pdf)).embedded_signatures
        except Exception:
            return _refused(UNREADABLE)
        if not found:
            return _refused(UNSIGNED)
        try:
            return self._judge(found[0], pdf)
        except Exception:
            return _refused(CHANGED)

    def _judge(self, found: EmbeddedPdfSignature, pdf: bytes) -> SignatureCheck:
        claimed = found.self_reported_timestamp
        root = x509.Certificate.load(self._authority.certificate.public_bytes(serialization.Encoding.DER))
        # No fetching: nothing is asked of a network, whatever a certificate names.
        trusted = ValidationContext(trust_roots=[root], allow_fetching=False, moment=claimed)
        status = validate_pdf_signature(
            found, trusted, key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"}), skip_diff=True
        )
        whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and _nothing_hidden(found, pdf)
        intact = bool(status.intact and status.valid and whole)
        return SignatureCheck(
            intact=intact,
            trusted=bool(status.trusted),
            signer_fr=_signer(status),
            signed_at=claimed,
            why_fr=_why(status, whole=whole, intact=intact),
        )


class _SameMetadata(IncrementalPdfFileWriter):
    """Leaves the metadata alone: pyHanko would date it by the machine and write two different producers into it."""

    def _update_meta(self) -> None:
        pass


class _At(PdfSigner):
    """A signer that claims the time it is given: pyHanko would ask the machine."""

    def __init__(self, now: datetime, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._now = now

    def init_signing_session(self, *given: Any, **named: Any) -> PdfSigningSession:
        session = super().init_signing_session(*given, **named)
        session.system_time = self._now.astimezone(PARIS)
        return session


def _lines(signer: Signer, now: datetime) -> tuple[tuple[str, float, float], ...]:
    local = now.astimezone(PARIS)
    zone = f"UTC{local:%z}"[:-2] + ":" + f"{local:%z}"[-2:]
    return (
        ("SIGNÉ ÉLECTRONIQUEMENT PAR", 6.2, 9),
        (signer.name, 12, 15.5),
        (f"{signer.specialty} – RPPS {signer.rpps}", 7.6, 13),
        (f"le {french_date(local)} à {local:%H:%M:%S}, heure de Paris ({zone})", 7.6, 12),
    )


def _frame(writer: IncrementalPdfFileWriter) -> tuple[int, int, int, int]:
    """Left, bottom, right, top of the frame that the document keeps, in points; elsewhere where it keeps none."""
    try:
        names = writer.root["/Names"]["/Dests"]["/Names"]
        places = {str(names[i]): names[i + 1] for i in range(0, len(names), 2)}
        (left, top), (right, bottom) = [(float(places[c][2]), float(places[c][3])) for c in CORNERS]
    except (KeyError, IndexError):
        return ELSEWHERE
    return round(left), round(bottom), round(right), round(top)


def _nothing_hidden(found: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Whether the one stretch that a signature cannot cover, its own, holds it and zeros, and nothing unsigned."""
    _, start, resume, _ = found.byte_range
    message = found.pkcs7_content
    exact = b"<" + message.hex().upper().encode() + b">"
    unsigned = found.signer_info["unsigned_attrs"].native
    return pdf[start:resume] == exact and not any(message[_encoded_length(message) :]) and not unsigned


def _encoded_length(message: bytes) -> int:
    """The length of the DER value at the start of `message`, its header included."""
    size = message[1]
    if size < 0x80:
        return 2 + size
    count = size & 0x7F
    return 2 + count + int.from_bytes(message[2 : 2 + count], "big")


def _signer(status: PdfSignatureStatus) -> str:
    subject = status.signing_cert.subject.native
    return f"{subject.get('common_name', 'inconnu')}, RPPS {subject.get('serial_number', 'inconnu')}"


def _why(status: PdfSignatureStatus, *, whole: bool, intact: bool) -> str:
    if not (status.intact and status.valid):
        return CHANGED
    if not whole:
        return EXTENDED
    return SOUND if intact and status.trusted else UNTRUSTED


def _refused(why_fr: str) -> SignatureCheck:
    return SignatureCheck(intact=False, trusted=False, signer_fr="inconnu", signed_at=None, why_fr=why_fr)
