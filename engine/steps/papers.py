"""The papers of a dossier as a draft speaks of them: how each is called, its day, and who may have written first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from engine.domain.completeness import Completeness
from engine.domain.document import Document
from engine.domain.pathway import FIRST_OPINION
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import french_date
from engine.steps.paper_names import paper_name
from engine.steps.places import ReadPageText


@dataclass(frozen=True)
class Papers:
    """The documents with the patient's pages as read (`places`) and what each is called (`names`, by document id).

    `judged` are the ids of the letters that may hold the first opinion.
    """

    documents: Sequence[Document]
    places: Sequence[ReadPageText] = ()
    judged: Sequence[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        documents: Sequence[Document],
        places: Sequence[ReadPageText],
        completeness: Completeness,
        vocabulary: Vocabulary,
    ) -> "Papers":
        """The papers of a dossier; letters of other fields hold the first opinion only where there is no other."""
        letter = next((i for i in completeness.items if i.requirement == FIRST_OPINION), None)
        letters = [e.document for e in letter.documents] if letter else []
        elsewhere = {p.document.id for p in places if p.elsewhere}
        judged = [d for d in letters if d not in elsewhere] or letters
        return cls(documents, places, judged, {d.id: paper_name(d, vocabulary) for d in documents})

    @cached_property
    def by_id(self) -> Mapping[str, Document]:
        """The documents by their ids."""
        return {d.id: d for d in self.documents}

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each document, by its id."""
        return {d.id: d.kind for d in self.documents}

    @property
    def days(self) -> dict[str, date | None]:
        """The day of each document, by its id."""
        return {d.id: d.dated for d in self.documents}

    @property
    def first(self) -> tuple[Document, ...]:
        """The letters that may hold the first opinion."""
        return tuple(d for d in self.documents if d.id in self.judged)

    def name(self, document: str) -> str:
        """What a document is called ("Lettre", "IRM du genou")."""
        return self.names[document]

    def called(self, document: str) -> str:
        """The same within a sentence, with its day ("lettre du 12/05/2026")."""
        day = self.by_id[document].dated
        return self.name(document).lower() + (f" du {french_date(day)}" if day else "")
