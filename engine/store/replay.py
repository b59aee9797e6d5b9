"""What a draft was written from, as it was then, however much came later."""

from typing import TypeVar

from engine.domain.document import Page
from engine.domain.dossier import Dossier
from engine.domain.opinion import Draft
from engine.domain.record import Record
from engine.domain.run import Run
from engine.store.database import Database

R = TypeVar("R", bound=Record)


class Drafts:
    """Drafts by the run that wrote them. Errors are those of `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def run(self, given: str) -> Run | None:
        """Return the run of that id that wrote a draft, or the last one of that dossier."""
        return self._database.one("draft_run", Run, id=given)

    def draft(self, run: str) -> Draft | None:
        """Return the draft as it was written."""
        return self._database.one("draft_of_run", Draft, run=run)

    def dossier(self, run: str) -> Dossier | None:
        """Return the intake that the run was given."""
        return self._database.one("dossier_of_run", Dossier, run=run)

    def pages(self, run: str) -> tuple[Page, ...]:
        """Return the pages as they were read before the run."""
        return self._database.many("pages_of_run", Page, run=run)

    def question(self, run: str, form: type[R]) -> R | None:
        """Return what the draft was written from; none for drafts of versions that did not keep it."""
        return self._database.one("question", form, run=run)
