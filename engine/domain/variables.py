"""What the conditions of a pathway compare: its questions, and what documents say in their place."""

from typing import Literal

from engine.domain.fact import Bearer, Polarity
from engine.domain.interpretation import RangeLevel
from engine.domain.record import Record


class Choice(Record):
    """One answer of a question with fixed answers."""

    id: str
    label_fr: str


class Variable(Record):
    """A questionnaire variable: the question that gives it, in writing and on the phone, and who is asked. `label_fr`
    is what a doctor calls it, who reads of it without being asked.

    A question whose `ask_if` is false is not asked, and its variable is without object. "Je ne sais pas" leaves every
    variable absent. `derived_from_fr` says where a document states the value; of one that is `told_when_so` documents
    are silent where it is not so: that nobody knows it is no gap to tell.
    """

    id: str
    asked_of: Literal["patient", "staff", "doctor_or_document"]
    label_fr: str | None = None
    type: Literal["boolean", "integer", "number", "choice"] = "boolean"
    unit: str | None = None
    choices: tuple[Choice, ...] = ()
    question_fr: str
    help_fr: str | None = None
    phone_fr: str | None = None
    ask_if: str | None = None
    derived_from_fr: str | None = None
    told_when_so: bool = False


class DerivedCase(Record):
    """The value that a variable takes when `regex` stands in the folded value of the fact."""

    regex: str
    value: bool | int | float | str


class DerivedVariable(Record):
    """A variable that a document states when the questionnaire does not; without `cases` it takes the fact's own value.
    With `where`, a pattern on the folded quote, only facts in such words state it (one of several scores). With
    `since`, a key fact of earlier values, it is by how much the fact rose since the last of them, or since the one of
    `told_before` that the same document calls earlier without its day; with `level` whether
    the fact lies there against its laboratory's printed range, unknown where none is printed. One that is
    `told_when_so` is no gap where nobody knows it; one is unknown beside a drug that `muted_by` matches. Used to weigh
    options, never to judge what is missing."""

    id: str
    label_fr: str | None = None
    fact: str
    where: str | None = None
    since: str | None = None
    told_before: str | None = None
    level: RangeLevel | None = None
    told_when_so: bool = False
    muted_by: str | None = None
    cases: tuple[DerivedCase, ...] = ()


class FoundVariable(Record):
    """A yes or no that findings of the shared vocabulary state when neither the questionnaire nor a key fact does.

    A finding that is affirmed makes it true, one that is only denied false (unless `denied_tells` is false), one that
    is doubtful leaves it open. Only papers of `kinds` state it, the first kind that speaks of it alone; a quote that
    `unless` matches is of something else. What fewer than `papers` documents affirm is not affirmed. Where no paper
    says a word of it, a value of the key fact `presumes_absent` that matches `presuming` makes it false (a
    pathologist's stage without node is one without metastasis unless one is told). `value` is a pattern on the folded
    value, `bearer` "family" where the other one of a couple is meant. With `after`, a key fact that reports give, only
    what took place after the latest of them counts.
    """

    id: str
    label_fr: str | None = None
    findings: tuple[str, ...]
    kinds: tuple[str, ...]
    unless: str | None = None
    denied_tells: bool = True
    papers: int = 1
    presumes_absent: str | None = None
    presuming: str = ""
    value: str | None = None
    bearer: Bearer = "patient"
    after: str | None = None


class ConcludedVariable(Record):
    """What others together mean of a variable that nobody states: `value` where the condition `when` is true,
    `otherwise`, if given, where it is not, be it false or unknown. They are concluded in their order, after all that is
    answered, read and found. What figures mean `prevails` over what a letter or an answer calls it (a risk group).
    One that `guards` keeps a rule from those it is not for, and makes it weigh no more than without.
    Used to weigh options, never to judge what is missing."""

    id: str
    label_fr: str | None = None
    when: str
    guards: bool = False
    value: bool | int | float | str = True
    otherwise: bool | int | float | str | None = None
    prevails: bool = False


class AnswerCheck(Record):
    """An answer that a document may contradict: `fact` with that polarity against `variable` answered `answer`."""

    variable: str
    answer: bool
    fact: str
    polarity: Polarity
    said_fr: str
