"""What every author of a draft is given, and the form in which one answers."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from engine.domain.completeness import Level, Status
from engine.domain.fact import Bearer, Polarity, Side
from engine.domain.interpretation import RangeLevel
from engine.domain.opinion import Certainty, Section
from engine.domain.option import Stance
from engine.domain.record import Record

About = Literal[
    "age",
    "conflict",
    "duplicate",
    "other_person",
    "illegible",
    "unmentioned",
    "unread",
    "left_out",
    "since",
    "trend",
    "paper",
    "planned",
    "unknown",
    "warning",
    "interpretation",
    "library",
    "addressed",
]
PaperNote = Literal["other_person", "partner", "illegible", "copy"]
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
STATEMENT_MAX = 600
OptionId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=TEXT_MAX)]
FreeText = Annotated[str, Field(min_length=1, max_length=TEXT_MAX)]
# What is laid out from evidence may name a paper and list a few of its findings; who generates is told the first limit.
Sentence = Annotated[str, Field(min_length=1, max_length=STATEMENT_MAX)]


class Evidence(Record):
    """One piece that a statement may rest on. `id` is the kind's letter and a number from 1: F1, P2, R1, A3, K1.

    `text` is what is shown: a quote, a passage, a requirement's finding, an answer or a calculation, in French.
    `option` and `stance` say which option a passage or an interpretation bears on, and how; `status` and `level` are a
    requirement's, `about` says what a calculation or a passage tells. Of a fact `document` is the id of its document,
    `at` its place in the order of reading, `key` (of an answer, too) and `label_fr` what it is about, `said_fr` its
    value with its unit, `beside` what the report prints beside it: reference range, flag, how a drug is taken;
    `range_level` is where a result stands against that range. `counts` where a decision rests on the piece, `watched`
    where no reader may miss it, `tried` where it tells of a treatment and what came of it. A quote that does not tell
    its own denial, doubt or bearer, which only its page tells, cannot stand `alone`. Of a calculation about a paper
    `note` says why it is not simply read; of a requirement `settled_fr` says that the piece will not come, `months` how
    old it may be, `dated` and `document` which one is there. An interpretation is a sentence of the pathway's that
    holds here: `rests_on` what makes it true, `section` its place; it `counts` where it tells what is settled before
    the act. Of what is planned `option` is meant, `said_fr` when, as the question prints it. Of a missing piece
    `beside` is what another paper says of it, of another person's paper what the dossier has in its stead, as the
    contradiction in `rests_on` tells it.
    """

    id: EvidenceId
    kind: EvidenceKind
    text: str = Field(min_length=1)
    polarity: Polarity = "affirmed"
    bearer: Bearer = "patient"
    side: Side | None = None
    dated: date | None = None
    month: bool = False
    option: str | None = None
    stance: Stance | None = None
    status: Status | None = None
    level: Level | None = None
    about: About | None = None
    document: str | None = None
    at: int = 0
    key: str | None = None
    label_fr: str | None = None
    said_fr: str | None = None
    beside: str | None = None
    counts: bool = False
    watched: bool = False
    tried: bool = False
    range_level: RangeLevel | None = None
    alone: bool = True
    note: PaperNote | None = None
    settled_fr: str | None = None
    months: int | None = None
    section: Section | None = None
    rests_on: tuple[EvidenceId, ...] = ()

    @property
    def whole(self) -> str:
        """All that the piece says: what is printed beside a result belongs to it."""
        return f"{self.text} ({self.beside})" if self.beside else self.text

    @model_validator(mode="after")
    def _letter_fits_kind(self) -> Self:
        if self.id[0] != LETTERS[self.kind]:
            raise ValueError(f"evidence {self.id} is a {self.kind}: its id starts with {LETTERS[self.kind]}")
        return self


class ExaminedPaper(Record):
    """One document as an author may name it: `name_fr` in a word or two ("IRM"), `note` where it is not simply
    read, `beside` what else is known of it."""

    id: str
    name_fr: str
    kind: str
    dated: date | None
    note: PaperNote | None = None
    beside: str | None = None
    cite: str


class OptionCondition(Record):
    """A condition of an option, told in French, and whether it holds in this dossier (None where nobody knows).

    `cites` are the facts and answers that decided it, `passage` the statement that it comes from where it may be cited.
    `to_validate` where this project wrote it from that statement and no council has seen it.
    """

    told_fr: str
    truth: bool | None
    supports: bool
    cites: tuple[str, ...] = ()
    passage: str | None = None
    to_validate: bool = False


class OptionView(Record):
    """One option of the pathway as its rules stand in this dossier: evidence ids, or expressions not yet known.

    One option at most is `preferred`; those that stand level with it are `equal`. `beside` marks one that goes with
    another option, `orientation` one that says where to look first and is no treatment, `asked` one that the patient's
    question speaks of. `without_fr` is what this patient must not be given as that option, which `without_by` tells.
    `conditions` are all its rules, those that hold, that do not and that are unknown.
    """

    id: OptionId
    label_fr: str
    supported_by: tuple[str, ...] = ()
    discouraged_by: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    preferred: bool = False
    equal: bool = False
    beside: bool = False
    orientation: bool = False
    asked: bool = False
    without_fr: str = ""
    without_by: tuple[str, ...] = ()
    conditions: tuple[OptionCondition, ...] = ()

    @property
    def apart_fr(self) -> str:
        """What stands behind its name where it must do without something."""
        return f" (sans {self.without_fr} dans ce dossier)" if self.without_fr else ""


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

    @property
    def papers(self) -> tuple[ExaminedPaper, ...]:
        """The documents of the dossier, as its evidence names them."""
        return tuple(
            ExaminedPaper(
                id=e.document,
                name_fr=e.label_fr or "",
                kind=e.key or "",
                dated=e.dated,
                note=e.note,
                beside=e.beside,
                cite=e.id,
            )
            for e in self.evidence
            if e.about == "paper" and e.document
        )

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
    text: Sentence
    cites: tuple[EvidenceId, ...] = Field(min_length=1, max_length=12)

    @property
    def finished(self) -> bool:
        """Whether the sentence was ended by its author: a text cut at the limit may say the opposite of the whole."""
        return len(self.text) not in {TEXT_MAX, STATEMENT_MAX} and self.text.rstrip(" »").endswith((".", "!", "?"))


class DraftAnswer(Record):
    """What an author answers. Every field is required: optional ones would multiply the forms to decode."""

    position: AnswerPosition
    statements: tuple[AnswerStatement, ...] = Field(min_length=1, max_length=60)
