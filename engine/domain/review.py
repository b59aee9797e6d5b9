"""What a referent doctor makes of a dossier: an own position first, then a decision on every statement."""

import re
from datetime import datetime
from typing import Literal

from pydantic import Field

from engine.domain.convergence import Axis
from engine.domain.opinion import Certainty, Citation, Position, Section
from engine.domain.record import Record

Verdict = Literal["kept", "edited", "removed", "added"]
TEXT_MAX = 4000
PATIENT_WORDS = 350
"""The longest summary for the patient. Source: the opinion structure, section 6."""


class IndependentRead(Record):
    """The doctor's own answer before the draft is shown. Written once; never changed."""

    position: Position
    by: str
    at: datetime


class Decision(Record):
    """What the doctor decides on one statement.

    `statement` is the draft's id (S3), or the doctor's own (A1) for an added one. `text` is there when edited or added,
    `reason_fr` when removed; an added one has its section and what it rests on.
    """

    statement: str
    verdict: Verdict
    text: str | None = Field(default=None, max_length=TEXT_MAX)
    reason_fr: str | None = Field(default=None, max_length=TEXT_MAX)
    section: Section | None = None
    cites: tuple[Citation, ...] = ()
    at: datetime


class Conclusion(Record):
    """The doctor's position as far as it is filled in. It starts empty: nothing is taken over from the draft.

    `outside` says that no option of the pathway fits. `exams` are requirement ids or the doctor's own words.
    `patient_fr` is the summary for the patient, in plain French.
    """

    diagnosis: str = Field(default="", max_length=TEXT_MAX)
    option: str | None = None
    outside: bool = False
    alternatives: tuple[str, ...] = ()
    discouraged: tuple[str, ...] = ()
    exams: tuple[str, ...] = ()
    certainty: Certainty | None = None
    patient_fr: str = Field(default="", max_length=TEXT_MAX)

    def position(self) -> Position | None:
        """The doctor's position, or None while something of it is missing."""
        chosen = self.option is not None or self.outside
        if not self.diagnosis.strip() or not chosen or self.certainty is None:
            return None
        return Position(
            diagnosis=self.diagnosis.strip(),
            option=None if self.outside else self.option,
            alternatives=self.alternatives,
            discouraged=self.discouraged,
            exams=self.exams,
            certainty=self.certainty,
        )


class Labels(Record):
    """How the doctor says that this opinion agrees with the first one; each starts empty."""

    diagnosis: Axis | None = None
    treatment: Axis | None = None
    exams: Axis | None = None
    severity: int | None = Field(default=None, ge=0, le=4)
    equipoise: bool = False


EventKind = Literal["read", "draft", "decision", "undo", "conclusion", "labels", "unused"]


class ReviewEvent(Record):
    """One thing that the doctor did. `version` counts from 1 within a review: two tabs cannot both write the same.

    `read` brings an independent read, `draft` the run of the draft that is reviewed from now on, `undo` names a
    statement that is undecided again, `unused` says whether the draft is left unused.
    """

    version: int = Field(ge=1)
    kind: EventKind
    by: str
    at: datetime
    read: IndependentRead | None = None
    draft: str | None = None
    decision: Decision | None = None
    statement: str | None = None
    conclusion: Conclusion | None = None
    labels: Labels | None = None
    unused: bool | None = None


class Review(Record):
    """One doctor's review of one dossier as its events make it. `version` is that of the last event, 0 before any."""

    dossier: str
    doctor: str
    version: int = 0
    read: IndependentRead | None = None
    draft: str | None = None
    decisions: tuple[Decision, ...] = ()
    conclusion: Conclusion = Conclusion()
    labels: Labels = Labels()
    unused: bool = False

    def decision(self, statement: str) -> Decision | None:
        """What was decided on a statement, or None while it is undecided."""
        return next((d for d in self.decisions if d.statement == statement), None)


def words_of(text: str) -> int:
    """How many words a text has; « l'examen » counts two."""
    return len(re.findall(r"\w+", text))


class Block(Record):
    """One thing that stands before a signature: what it is, in French, and where in the review it is mended."""

    code: str
    what_fr: str
    where: str
