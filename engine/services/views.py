"""What a page shows of a dossier, put together once."""

from datetime import date

from pydantic import Field

from engine.domain.addressed import Addressed
from engine.domain.completeness import Completeness
from engine.domain.convergence import Convergence, FirstOpinionLine
from engine.domain.desk import Clearance, Listed, Notes
from engine.domain.document import Document, PageHead
from engine.domain.dossier import (
    Answer,
    Consents,
    Dossier,
    FirstOpinion,
    Patient,
    Question,
    RefusedUpload,
    TreatingDoctor,
    Upload,
)
from engine.domain.fact import Conflict, Fact, RedFlag
from engine.domain.opinion import Draft, Refusal
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.domain.review import Block, Review
from engine.domain.signed import Agreement, SignedOpinion

PROMISE_DAYS = 7
"""Within how many days of its reception a dossier is answered. Source: the owner's promise."""


class NewDossier(Record):
    """What intake types for a new dossier; its number and day of reception are given by the house."""

    pathway: str
    received_on: date
    patient: Patient
    question: Question
    questionnaire: dict[str, Answer] = Field(default_factory=dict)
    first_opinion: FirstOpinion
    treating_doctor: TreatingDoctor | None = None
    consents: Consents


class RaisedFlag(Record):
    """A red flag with the doctor's clearance, if any."""

    flag: RedFlag
    clearance: Clearance | None


class DossierView(Record):
    """Everything that intake and the doctor see of a dossier, the draft apart.

    `pages` are in the order of reading; `doctor` is the account to whom it is assigned; `failure_fr` says why the
    machine could not go on; `addressed` is what in the documents speaks to a machine.
    """

    dossier: Dossier
    listed: Listed
    pathway: Pathway
    uploads: tuple[Upload, ...]
    refused: tuple[RefusedUpload, ...]
    pages: tuple[PageHead, ...]
    documents: tuple[Document, ...]
    facts: tuple[Fact, ...]
    conflicts: tuple[Conflict, ...]
    flags: tuple[RaisedFlag, ...]
    completeness: Completeness | None
    notes: Notes
    doctor: str | None
    signed: tuple[SignedOpinion, ...]
    failure_fr: str | None
    addressed: tuple[Addressed, ...] = ()

    @property
    def standing_flags(self) -> tuple[RedFlag, ...]:
        """The red flags that no doctor has cleared."""
        return tuple(f.flag for f in self.flags if f.clearance is None)

    def page(self, filename: str, number: int) -> PageHead | None:
        """The page of that number in the file of that name."""
        return next((p for p in self.pages if (p.filename, p.number) == (filename, number)), None)

    def document(self, identifier: str) -> Document | None:
        """The document of that id."""
        return next((d for d in self.documents if d.id == identifier), None)


class ReviewView(Record):
    """A doctor's review with what it is about.

    `draft` is None before the independent read, and where none was written (`refusal` says why). `newer` says that a
    draft of other content was written since; `agreement` is the doctor's once all labels are there, and only then is
    the machine's `convergence` shown; `first_opinion`, what it was compared with, from the independent read on.
    `made_fr` says who wrote the draft, with what it took.
    """

    review: Review
    draft: Draft | None
    refusal: Refusal | None
    newer: bool
    agreement: Agreement | None
    convergence: Convergence | None
    first_opinion: tuple[FirstOpinionLine, ...] = ()
    blocks: tuple[Block, ...]
    made_fr: tuple[str, ...] = ()
