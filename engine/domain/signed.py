"""What a doctor signed: it never changes, and a correction is a signed addendum."""

import hashlib
import json
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from engine.domain.convergence import Axis
from engine.domain.dossier import Patient, Question
from engine.domain.opinion import Citation, Position, Section
from engine.domain.record import Record


class Signer(Record):
    """The doctor who signs, as printed."""

    account: str
    name: str
    rpps: str
    specialty: str


class SigningKey(Record):
    """A doctor's own key. `pkcs12` opens only with the doctor's password; `certificate` is PEM, for anyone to read."""

    account: str
    pkcs12: bytes
    certificate: str
    not_after: datetime


class Examined(Record):
    """A document that the opinion rests on. `kind_fr` is its kind as printed."""

    title: str
    kind_fr: str
    dated: date | None
    filename: str
    pages: tuple[int, ...]
    note_fr: str | None = None


class SignedStatement(Record):
    """One sentence of the opinion; `origin` says whether the doctor kept, edited or added it."""

    section: Section
    text: str
    cites: tuple[Citation, ...]
    origin: Literal["kept", "edited", "added"]


class Agreement(Record):
    """How the signed opinion agrees with the first one, as the doctor labelled it."""

    diagnosis: Axis
    treatment: Axis
    exams: Axis
    overall: Axis
    severity: int | None
    equipoise: bool


class Opinion(Record):
    """Everything that the signed document says. `number` is 1 for an opinion; addenda to it count on.

    `labels_fr` gives the French label of each option and exam id that the position names; `missing_fr` are required
    pieces that were not there; `first_opinion_fr` is what the patient was told first. `addendum_fr` is the text of an
    addendum, which repeats the head of the opinion and nothing else. `audit_head` is the hash at the end of the journal
    when it was signed: it ties the journal down to that moment.
    """

    dossier: str
    number: int = Field(ge=1)
    patient: Patient
    question: Question
    pathway: str
    pathway_version: str
    pathway_fr: str
    published: bool
    received_on: date
    documents: tuple[Examined, ...] = ()
    missing_fr: tuple[str, ...] = ()
    provisional: bool = False
    first_opinion_fr: str | None = None
    statements: tuple[SignedStatement, ...] = ()
    position: Position | None = None
    labels_fr: dict[str, str] = Field(default_factory=dict)
    agreement: Agreement | None = None
    patient_fr: str = ""
    addendum_fr: str | None = None
    ai_used: bool = False
    draft: str | None = None
    signer: Signer
    signed_at: datetime
    audit_head: str | None = None

    def digest(self) -> str:
        """sha256 (hex) over all that is read: the same for what was shown and what is signed, moments apart."""
        said = self.model_dump(mode="json", exclude={"signed_at", "audit_head"})
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class SignedOpinion(Record):
    """A signed opinion with the sha256 of its PDF, which is kept untouched."""

    opinion: Opinion
    pdf_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class SignatureCheck(Record):
    """What verifying a signed PDF found: `intact` when no byte changed, `trusted` when a known root issued the key."""

    intact: bool
    trusted: bool
    signer_fr: str
    signed_at: datetime | None
    why_fr: str
