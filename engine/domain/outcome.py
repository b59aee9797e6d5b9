"""Everything that one run of a dossier produced."""

from pydantic import Field

from engine.domain.addressed import Addressed
from engine.domain.completeness import Completeness
from engine.domain.convergence import Convergence
from engine.domain.document import Document
from engine.domain.dossier import Dossier, RefusedUpload
from engine.domain.fact import Conflict, Fact, RedFlag
from engine.domain.opinion import Draft, Refusal
from engine.domain.record import Record
from engine.domain.run import Run


class Outcome(Record):
    """The products of the path up to the comparison; exactly one of `draft` and `refusal` is there.

    `written` is the record of the draft's making, `addressed` what in the documents speaks to a machine.
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
    written: Run | None = None
    addressed: tuple[Addressed, ...] = ()
    seconds: dict[str, float]
    cpu_seconds: dict[str, float] = Field(default_factory=dict)
