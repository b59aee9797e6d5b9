"""What a patient sends and what intake staff typed."""

from datetime import date
from typing import Literal

from pydantic import Field

from engine.domain.record import Record

Answer = bool | int | float | str
"""A questionnaire answer. An unanswered variable is absent, never false."""


class Patient(Record):
    """The person whom the opinion is about."""

    family_name: str = Field(min_length=1)
    given_name: str = Field(min_length=1)
    sex: Literal["F", "M"]
    birth_date: date

    def age_on(self, day: date) -> int:
        """Completed years of life on `day`."""
        before_birthday = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before_birthday


class Question(Record):
    """What the patient asks. `type` is the id of one of the pathway's patient questions."""

    type: str
    text: str


class FirstOpinion(Record):
    """What intake staff know of the first doctor's opinion. The draft never sees it."""

    given: bool
    by: str | None = None
    on: date | None = None
    text: str | None = None


class TreatingDoctor(Record):
    """The patient's usual doctor."""

    name: str
    informed: bool


class Consents(Record):
    """What the patient agreed to. Without `ai_assistance` no draft is written."""

    processing: bool
    ai_assistance: bool
    share_with_treating_doctor: bool
    research: bool


class Dossier(Record):
    """One request for a second opinion, as received."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")
    pathway: str
    received_on: date
    patient: Patient
    question: Question
    questionnaire: dict[str, Answer] = Field(default_factory=dict)
    first_opinion: FirstOpinion
    treating_doctor: TreatingDoctor | None = None
    consents: Consents

    def blind(self) -> "Dossier":
        """The dossier as the steps before the comparison may know it: without the first opinion."""
        return self.model_copy(update={"first_opinion": FirstOpinion(given=False)})


class Upload(Record):
    """One file as it arrived. Its bytes are kept untouched under `sha256` (hex, 64 characters)."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    filename: str
    media_type: str
    size: int = Field(ge=0)


class RefusedUpload(Record):
    """A file that could not be read, or does not look medical: why, and the way out, in French.

    The original is kept all the same; what could be read of a file that does not look medical goes on along the path.
    `member` is the path of the file inside an archive whose other files were read.
    """

    upload: Upload
    code: str
    reason_fr: str
    member: str | None = None

    @property
    def was_read(self) -> bool:
        """Whether this is a mere warning: its pages were read, and it holds a script, an action or other files."""
        return self.code in ("active", "attached")
