"""Everything that one run of a dossier produced."""

from pydantic import Field

from engine.domain.completeness import Completeness
from engine.domain.convergence import Convergence
from engine.domain.document import Document
from engine.domain.dossier import Dossier, RefusedUpload
from engine.domain.fact import Conflict, Fact, RedFlag
from engine.domain.opinion import Draft, Refusal
from engine.domain.record import Record


class Outcome(Record):
    """The products of the path up to the comparison; exactly one of `draft` and `refusal` is there.

    `seconds` on the wall clock and `cpu_seconds` of the processor, by step.
    """

    dossier: Dossier
    documents: tuple[Document, ...]
    refused: tuple[RefusedUpload, ...]
    facts: tuple[Fact, ...]
    conflicts: tuple[Conflict, ...]
    red_flags: tuple[RedFlag, ...]
    completeness: Completeness
    draft: Draft | None
    refusal: Refusal | None
    convergence: Convergence | None
    published: bool
    seconds: dict[str, float]
    cpu_seconds: dict[str, float] = Field(default_factory=dict)
