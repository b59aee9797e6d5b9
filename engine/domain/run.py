"""The record that every step leaves, complete enough to make the step again."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from engine.domain.record import Record

StepName = Literal["read", "split", "extract", "assess", "draft", "compare"]


class PromptUsed(Record):
    """Which prompt text was used."""

    name: str
    version: str
    sha256: str


class ModelUsed(Record):
    """Which model answered, with the parameters that matter for its answer."""

    id: str
    revision: str
    parameters: dict[str, str | int | float | bool] = Field(default_factory=dict)


class ModelAnswer(Record):
    """One answer of a model as it came, before anything was made of it; `fault_fr` says why it was not taken.

    `asked_sha256` is that of the roles and words of the prompt (hex); `cost` is in euros, none without a price.
    """

    prompt: PromptUsed
    model: ModelUsed
    asked_sha256: str
    raw: str
    fault_fr: str | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    seconds: float = 0.0
    cost: float | None = None


class Authorship(Record):
    """Who writes drafts by the settings: a draft of another author is not taken for one of this one."""

    author: str
    model: str
    prompt: str
    second_look: bool


class PathwayUsed(Record):
    """Which version of a pathway was applied."""

    id: str
    version: str
    sha256: str


class Run(Record):
    """One execution of one step. `input_sha256` covers the dossier and all that the step was handed; `vocabulary` and
    `program` name the versions of the shared tables and of double-avis; `as_of` is the store's moment before the inputs
    were looked up; `pages` are those that it worked on: of a reading, those read anew. `answers` are all that a model
    said for it, in order and with surrogate names; `told_fr` is what a reader of the draft must know of its making."""

    id: str
    dossier: str
    step: StepName
    prompt: PromptUsed | None = None
    model: ModelUsed | None = None
    pathway: PathwayUsed | None = None
    vocabulary: str | None = None
    program: str | None = None
    input_sha256: str
    as_of: int | None = None
    started_at: datetime
    seconds: float
    tokens_in: int | None = None
    tokens_out: int | None = None
    outcome: str
    pages: int | None = None
    answer: str | None = None
    answers: tuple[ModelAnswer, ...] = ()
    told_fr: tuple[str, ...] = ()

    @property
    def cost(self) -> float | None:
        """What the answers cost in euros; none where no price is set."""
        prices = [a.cost for a in self.answers if a.cost is not None]
        return sum(prices) if prices else None

    @property
    def model_seconds(self) -> float:
        """How long a model was waited for."""
        return sum(a.seconds for a in self.answers)
