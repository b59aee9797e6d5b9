"""What every author of a draft is given, and the form in which one answers."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from engine.domain.completeness import Status
from engine.domain.fact import Bearer, Polarity, Side
from engine.domain.opinion import Certainty, Section
from engine.domain.pathway import Stance
from engine.domain.record import Record

EvidenceKind = Literal["fact", "passage", "requirement", "questionnaire", "calculation"]

LETTERS: dict[EvidenceKind, str] = {
    "fact": "F",
    "passage": "P",
    "requirement": "R",
    "questionnaire": "A",
    "calculation": "K",
}

EvidenceId = Annotated[str, Field(pattern=r"^[FPRAK][0-9]{1,3}$")]
# One limit for every text that has no list of values: a model adapter closes a text there while it is being written
# (see `AnswerStatement.finished`). A limit inside a pattern would multiply the states to decode.
TEXT_MAX = 300
OptionId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=TEXT_MAX)]
FreeText = Annotated[str, Field(min_length=1, max_length=TEXT_MAX)]


class Evidence(Record):
    """One piece that a statement may rest on. `id` is the kind's letter and a number from 1: F1, P2, R1, A3, K1.

    `text` is what is shown: a quote, a passage, a requirement's finding, an answer or a calculation, in French.
    `option` and `stance` say which option a passage bears on, and how; `status` is a requirement's, `about` says what a
    calculation tells.
    """

    id: EvidenceId
    kind: EvidenceKind
    text: str = Field(min_length=1)
    polarity: Polarity = "affirmed"
    bearer: Bearer = "patient"
    side: Side | None = None
    dated: date | None = None
    option: str | None = None
    stance: Stance | None = None
    status: Status | None = None
    about: Literal["age", "conflict", "duplicate"] | None = None

    @model_validator(mode="after")
    def _letter_fits_kind(self) -> Self:
        if self.id[0] != LETTERS[self.kind]:
            raise ValueError(f"evidence {self.id} is a {self.kind}: its id starts with {LETTERS[self.kind]}")
        return self


class OptionView(Record):
    """One option of the pathway as its rules stand in this dossier: evidence ids, or expressions not yet known.

    One option at most is `preferred`: none when two stand equal.
    """

    id: OptionId
    label_fr: str
    supported_by: tuple[str, ...] = ()
    discouraged_by: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    preferred: bool = False


class DraftInputs(Record):
    """All that an author sees. Nothing of the first opinion is in it. `age` in completed years.

    `diagnosis` is the one that the documents establish, or none.
    """

    pathway_label: str
    question: str
    question_type: str
    age: int = Field(ge=0)
    sex: Literal["F", "M"]
    diagnosis: str | None
    evidence: tuple[Evidence, ...]
    options: tuple[OptionView, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        for ids in ([e.id for e in self.evidence], [o.id for o in self.options]):
            if len(ids) != len(set(ids)):
                raise ValueError("an evidence or option id is used twice")
        return self

    def cited(self, evidence_id: str) -> Evidence | None:
        """The evidence of that id, or none: an answer may cite what was never given."""
        return next((e for e in self.evidence if e.id == evidence_id), None)


class AnswerPosition(Record):
    """The position as an author gives it; the draft step checks that its options are those of the pathway."""

    diagnosis: FreeText
    option: OptionId | None
    alternatives: tuple[OptionId, ...] = Field(max_length=4)
    discouraged: tuple[OptionId, ...] = Field(max_length=6)
    exams: tuple[FreeText, ...] = Field(max_length=6)
    certainty: Certainty


class AnswerStatement(Record):
    """One sentence with the ids of the evidence that it rests on; the draft step checks both."""

    section: Section
    text: FreeText
    cites: tuple[EvidenceId, ...] = Field(min_length=1, max_length=8)

    @property
    def finished(self) -> bool:
        """Whether the sentence was ended by its author: a text cut at the limit may say the opposite of the whole."""
        return len(self.text) < TEXT_MAX and self.text.rstrip(" »").endswith((".", "!", "?"))


class DraftAnswer(Record):
    """What an author answers. Every field is required: optional ones would multiply the forms to decode."""

    position: AnswerPosition
    statements: tuple[AnswerStatement, ...] = Field(min_length=1, max_length=24)
