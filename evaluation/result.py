"""A run's result as far as it is scored: read back from the JSON that a run writes, other keys left aside."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from engine.domain.completeness import Status
from engine.domain.convergence import Axis


class Part(BaseModel):
    """A frozen part of a result. Keys that no score needs are allowed, since results may gain some."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ResultDocument(Part):
    """One document as the engine saw it; `right_patient` is None when it could not tell."""

    file: str
    pages: tuple[int, ...] = ()
    kind: str | None = None
    dated: str | None = None
    right_patient: bool | None = None
    duplicate_of: str | None = None


class ResultItem(Part):
    """The status given to one requirement."""

    requirement: str
    status: Status


class ResultCompleteness(Part):
    """The statuses of all requirements."""

    items: tuple[ResultItem, ...] = ()


class ResultFact(Part):
    """One extracted fact with the words it was taken from."""

    key: str | None = None
    value: bool | int | float | str | None = None
    unit: str | None = None
    unit_ucum: str | None = None
    date: str | None = None
    side: str | None = None
    polarity: str = "affirmed"
    bearer: str = "patient"
    file: str | None = None
    quote: str = ""

    @property
    def asserted(self) -> bool:
        """Whether it is stated as true of the patient."""
        return self.polarity == "affirmed" and self.bearer == "patient"


class ResultConflict(Part):
    """One reported contradiction."""

    key: str | None = None
    files: tuple[str, ...] = ()


class ResultCite(Part):
    """What a statement rests on; a kind of citation fills the fields that it has."""

    quote: str | None = None
    text: str | None = None
    date: str | None = None


class ResultStatement(Part):
    """One sentence of the draft."""

    text: str
    cites: tuple[ResultCite, ...] = ()


class ResultPosition(Part):
    """The option that the draft prefers; None is « hors référentiel »."""

    option: str | None = None


class ResultDraft(Part):
    """The draft's position and sentences."""

    position: ResultPosition
    statements: tuple[ResultStatement, ...] = ()


class ResultConvergence(Part):
    """How the draft stands to the first opinion."""

    D: Axis | None = None
    T: Axis | None = None
    E: Axis | None = None
    overall: Axis | None = None
    severity: int | None = None


class Result(Part):
    """What one run handed back."""

    documents: tuple[ResultDocument, ...]
    completeness: ResultCompleteness
    facts: tuple[ResultFact, ...]
    conflicts: tuple[ResultConflict, ...] = ()
    red_flags: tuple[str, ...] = ()
    draft: ResultDraft | None
    draft_refused: str | None = None
    convergence: ResultConvergence | None = None
    seconds: dict[str, float] = {}
    cpu_seconds: dict[str, float] = {}

    @property
    def refused(self) -> bool:
        """Whether the engine declined to draft and said why."""
        return self.draft is None and bool(self.draft_refused)

    @property
    def pages(self) -> int:
        """How many pages were read."""
        return len({(d.file, page) for d in self.documents for page in d.pages})


def parse(raw: Any) -> Result:
    """Read a result from JSON values. Raises `pydantic.ValidationError` when it is not of the form."""
    return Result.model_validate(raw)
