"""What the papers of a dossier say, before anyone judges it."""

from dataclasses import dataclass

from engine.domain.addressed import Addressed
from engine.domain.document import Document, Page
from engine.domain.fact import Conflict, Fact, RedFlag
from engine.steps.places import ReadPageText


@dataclass(frozen=True)
class Structured:
    """The documents with their pages and those read of the patient's own (`places`), the facts that they tell, what
    contradicts itself, what warns, and what speaks to a machine."""

    documents: tuple[Document, ...]
    pages: tuple[Page, ...]
    places: tuple[ReadPageText, ...]
    facts: tuple[Fact, ...]
    conflicts: tuple[Conflict, ...]
    red_flags: tuple[RedFlag, ...]
    addressed: tuple[Addressed, ...] = ()
