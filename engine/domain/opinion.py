"""The draft of an opinion: a position and statements that show their evidence."""

from datetime import date
from typing import Literal

from engine.domain.record import Record

Certainty = Literal["faible", "modérée", "élevée"]
Section = Literal["question", "resume", "analyse", "avis", "examens", "alerte", "limites"]
StatementOrigin = Literal["assembled", "model"]
RULE_FR = "Règle du référentiel"
"""How the citation of a pathway's own sentence begins; the sentence itself follows a colon."""


class Citation(Record):
    """What a statement rests on: exactly one of a fact, a passage, a requirement, an answer or a calculation.

    `beside` is what is printed beside a fact's quote: the reference range, the flag, how a drug is taken.
    """

    kind: Literal["fact", "passage", "requirement", "questionnaire", "calculation"]
    ref: str
    text: str
    filename: str | None = None
    page: int | None = None
    source: str | None = None
    url: str | None = None
    dated: date | None = None
    beside: str | None = None


class Position(Record):
    """What an opinion comes down to.

    `option` is an option id of the pathway, or none where none fits; `in_words` is then where to look first, when the
    pathway names it.
    """

    diagnosis: str
    option: str | None
    alternatives: tuple[str, ...] = ()
    discouraged: tuple[str, ...] = ()
    exams: tuple[str, ...] = ()
    certainty: Certainty
    in_words: str | None = None


class StandingCondition(Record):
    """One condition for or against an option, and whether it holds (None: unknown)."""

    told_fr: str
    holds: bool | None
    supports: bool
    to_validate: bool = False


class OptionStanding(Record):
    """How one option of the pathway stands in this dossier: its conditions told in French, each true, false or unknown.

    `to_validate` marks conditions that no council has seen.
    """

    id: str
    label_fr: str
    verdict: Literal["preferred", "supported", "discouraged", "open"]
    conditions: tuple[StandingCondition, ...] = ()


class Statement(Record):
    """One sentence of the draft with its citations."""

    id: str
    section: Section
    text: str
    cites: tuple[Citation, ...]
    origin: StatementOrigin


class SetAside(Record):
    """A statement that failed its check: kept in the record with the reason, never shown as draft text."""

    text: str
    why_fr: str


class Draft(Record):
    """A first opinion, written without seeing the first doctor's.

    `options` shows how each option stands; `patient_fr` is a text for the patient, for the doctor to rewrite.
    """

    position: Position
    statements: tuple[Statement, ...]
    set_aside: tuple[SetAside, ...]
    limits: tuple[str, ...]
    options: tuple[OptionStanding, ...] = ()
    patient_fr: str = ""


class Refusal(Record):
    """Why no draft was written."""

    code: Literal["red_flag", "nothing_legible", "ai_refused", "pathway_not_published", "model_failed"]
    reason_fr: str
