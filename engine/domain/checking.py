"""What a model is given to read again, and the form in which it answers."""

from typing import Annotated

from pydantic import Field

from engine.domain.drafting import Evidence
from engine.domain.record import Record


class StatementToCheck(Record):
    """One statement of a draft with the pieces that it cites."""

    id: str
    text: str
    evidence: tuple[Evidence, ...]


class CheckInputs(Record):
    """All that a reader of statements sees."""

    statements: tuple[StatementToCheck, ...]


class CheckVerdict(Record):
    """Whether a statement follows from what it cites; `why` says what does not, in French."""

    id: Annotated[str, Field(pattern=r"^S[0-9]{1,3}$")]
    supported: bool
    why: Annotated[str, Field(max_length=300)]


class CheckAnswer(Record):
    """What a reader of statements answers."""

    verdicts: tuple[CheckVerdict, ...] = Field(max_length=60)
