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


class PathwayUsed(Record):
    """Which version of a pathway was applied."""

    id: str
    version: str
    sha256: str


class Run(Record):
    """One execution of one step. `input_sha256` covers the dossier and all that the step was handed; `vocabulary` and
    `program` name the versions of the shared tables and of double-avis; `as_of` is the store's moment before the inputs
    were looked up; `pages` are those that it worked on: of a reading, those read anew."""

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
