"""The questions of a pathway as a form can put them."""

from typing import Literal

from engine.domain.record import Record

AnswerKind = Literal["yes_no", "number", "choice", "text"]


class AskedVariable(Record):
    """One question of a questionnaire and the form of its answer.

    `options` are the words that a choice takes, `labels_fr` how they are told, in the same order. `low` and `high`
    bound a number, in `unit`; a `whole` one has no decimals. `phone_fr` is the question as it is read out; one whose
    `ask_if` is false on the other answers is not put.
    """

    id: str
    question_fr: str
    asked_of: Literal["patient", "staff", "doctor_or_document"]
    kind: AnswerKind
    options: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    whole: bool = False
    labels_fr: tuple[str, ...] = ()
    help_fr: str | None = None
    phone_fr: str | None = None
    ask_if: str | None = None
