"""What is asked of the patient: what is lacking, the messages that asked for it, and where the patient is reached."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from engine.domain.mark import MarkKind
from engine.domain.record import Record

RequestForm = Literal["email", "letter", "phone"]
SUBJECT_MAX, TEXT_MAX = 150, 20_000


class AskedPiece(Record):
    """One thing to ask for: the plain sentence, and the requirement that it is about, if any.

    `asked_by_fr` says who wants it where the pathway does not ask for it (as « demandé par l'expert »).
    """

    sentence_fr: str = Field(min_length=1, max_length=1000)
    requirement: str | None = None
    asked_by_fr: str | None = None


class PatientRequest(Record):
    """Everything that a dossier lacks, each sentence once.

    `required` and `useful` are the requests for pieces that were never received; `outdated` and `unreadable` those to
    send again; `extra` what somebody asked for beside the pathway; `questions` are for the patient, `staff_questions`
    for the team to look up. `pieces` are all but the questions, each with the requirement that it is of; `undecided`
    are the requirements that the patient's questions decide on.
    """

    required: tuple[str, ...] = ()
    useful: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    staff_questions: tuple[str, ...] = ()
    pieces: tuple[AskedPiece, ...] = ()
    undecided: tuple[str, ...] = ()


class House(Record):
    """How a patient reaches the service: telephone, postal address (its lines), e-mail address."""

    phone: str | None = None
    address: str | None = None
    email: str | None = None


class Contact(Record):
    """Where a patient is reached. `email_agreed`: the patient agreed that an e-mail names the documents asked for."""

    email: str | None = None
    phone: str | None = None
    address: str | None = Field(default=None, max_length=500)
    email_agreed: bool = False
    by: str
    at: datetime


class CallAnswer(Record):
    """What the patient said on the phone of one piece; `kind` None is no answer. `promised` may be for a day (`on`)."""

    sentence_fr: str
    requirement: str | None = None
    kind: MarkKind | None
    on: date | None = None
    note_fr: str = Field(default="", max_length=1000)


class SentRequest(Record):
    """One message as it leaves, or a call as it was made.

    `to` is the address, the lines of the envelope or the number. `text_fr` and `subject` are as sent, `proposed_fr` and
    `proposed_subject` as they were proposed. `requirements` are those that it asks for. `code` is what a reply is known
    by. `batch` names the lot of reminders that it is of. `answers` and `reached` are of a call.
    """

    id: str
    dossier: str
    form: RequestForm
    reminder: bool = False
    code: str
    batch: str | None = None
    to: str
    subject: str = Field(max_length=2 * SUBJECT_MAX)
    text_fr: str = Field(max_length=2 * TEXT_MAX)
    proposed_subject: str = ""
    proposed_fr: str = ""
    requirements: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    answers: tuple[CallAnswer, ...] = ()
    reached: bool = True
    note_fr: str = Field(default="", max_length=2000)
    by: str
    at: datetime
    leaves_at: datetime | None = None

    @property
    def edited(self) -> bool:
        """Whether somebody changed what was proposed."""
        return (self.subject, self.text_fr) != (self.proposed_subject, self.proposed_fr)


RequestEnd = Literal["delayed", "withdrawn", "failed", "left"]
RequestState = Literal["waiting", "delayed", "withdrawn", "failed", "left"]


class RequestEvent(Record):
    """What became of a message: it left, was taken back, was given up, or has to wait (`why_fr`)."""

    request: str
    what: RequestEnd
    by: str
    at: datetime
    why_fr: str = ""


class RequestLine(Record):
    """A message with the last that happened to it."""

    request: SentRequest
    last: RequestEvent | None = None

    @property
    def state(self) -> RequestState:
        """Where the message stands."""
        return self.last.what if self.last else "waiting"

    @property
    def open(self) -> bool:
        """Whether it can still be taken back."""
        return self.state in ("waiting", "delayed")


class Unanswered(Record):
    """A dossier whose last message was not answered: how it left and when, and how many left in all.

    `way` is how the patient can be reminded: None where neither address is known.
    """

    dossier: str
    patient: str
    pathway: str
    received_on: date
    request: str
    form: RequestForm
    left_at: datetime
    times: int
    way: Literal["email", "letter"] | None = None
