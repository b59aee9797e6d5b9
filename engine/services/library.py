"""The guideline library: what a draft may cite, searched by words and by sense, added to, withdrawn from."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.domain.guideline import SourceNotes
from engine.domain.passage import (
    MACHINE,
    Cited,
    DraftShelf,
    GuidelineDocument,
    Indexed,
    KeptPassage,
    Vector,
    Withdrawal,
)
from engine.domain.search_words import SearchWords
from engine.errors import EngineError
from engine.pathways import load_vocabulary, variants
from engine.pathways.passages import load_search_words, seeding, seeds, shipped_vectors
from engine.ports import Clock, Embedder, PageReader
from engine.services.guidelines import indexed_document
from engine.services.library_vectors import text_vectors
from engine.services.recorder import Actor
from engine.steps.fuse import fuse
from engine.steps.seek import seek
from engine.store.journal import Journal
from engine.store.library import Library
from engine.store.postgres import Store

FOUND = 5
SOUGHT, MOST_ADDED = 100, 3
"""Passages looked through for those of added documents, and how many of these a draft points at."""
"""Passages that a search gives unless told."""


class UnknownPassage(EngineError):
    """Nothing in the library goes by that id."""

    exit_code = 2
    message_fr = (
        "Aucun passage ni document de la bibliothèque ne porte le nom « {id} ». « avis library list » les donne."
    )


class WithdrawalRefused(EngineError):
    """A passage cannot be withdrawn like this."""

    exit_code = 3
    message_fr = "Retrait impossible : {what}"


@dataclass(frozen=True)
class Added:
    """What became of a file: `new` is false where the same bytes were there already."""

    document: GuidelineDocument
    new: bool
    replaced: int = 0


class LibraryService:
    """Everybody's one library. The statements of the installed pathways are put in before the first use.

    Raises `ToolMissing` where the model of senses is not installed, and what `Store` raises.
    """

    def __init__(self, store: Store, journal: Journal, clock: Clock, embedder: Embedder, reader: PageReader) -> None:
        self._store, self._journal, self._clock = store, journal, clock
        self._embedder, self._reader, self._rows = embedder, reader, Library(store)
        self._seeded = False

    def search(self, question: str, most: int = FOUND, pathway: str | None = None) -> tuple[Cited, ...]:
        """Return the passages that answer best, best first, those withdrawn never.

        Where the `pathway` is known its passages go first; otherwise the question's own words say which is meant.
        """
        self.seed()
        sought = seek(question, self._words, variants())
        if not sought.words:
            return ()
        candidates = self._rows.candidates(sought.words, self._embedder.question(sought.text))
        best = fuse(candidates, {pathway: 1.0} if pathway else sought.pathways, most)
        passages = self._rows.passages([row for row, _ in best])
        return tuple(Cited(passage=passages[row], score=score) for row, score in best if row in passages)

    def for_draft(self, pathway: str, question: str) -> DraftShelf:
        """Return what a draft on this pathway may cite of added documents that answer the question, best first, and
        which of the pathway's own statements people withdrew."""
        withdrawn = tuple(
            sorted(
                name.removeprefix(f"{pathway}/")
                for name, (_, withdrawal) in self._rows.digests().items()
                if name.startswith(f"{pathway}/") and withdrawal is not None and withdrawal.by != MACHINE
            )
        )
        if not self._rows.documents():
            return DraftShelf(withdrawn=withdrawn)
        found = [cited.passage for cited in self.search(question, most=SOUGHT, pathway=pathway)]
        # A document that names no pathway must be among the best answers to be on the question.
        added = [p for n, p in enumerate(found) if p.document and pathway in (p.pathways or (n < FOUND and pathway,))]
        return DraftShelf(added=tuple(added[:MOST_ADDED]), withdrawn=withdrawn)

    def shelf(self) -> tuple[KeptPassage, ...]:
        """Return every passage in its latest text, withdrawn ones too, by id."""
        self.seed()
        return self._rows.shelf()

    def documents(self) -> tuple[GuidelineDocument, ...]:
        """Return the documents that were added, each in its latest version."""
        return self._rows.documents()

    def passage(self, identifier: str) -> KeptPassage:
        """Return a passage in its latest text. Raises `UnknownPassage`."""
        self.seed()
        kept = self._rows.passage(identifier)
        if kept is None:
            raise UnknownPassage(id=identifier)
        return kept

    def texts(self, identifier: str) -> tuple[KeptPassage, ...]:
        """Return every text that was kept under an id, the latest first."""
        return self._rows.texts(identifier)

    def original(self, document: GuidelineDocument) -> bytes:
        """Return the bytes of a document as they were added."""
        return self._store.content(document.sha256)

    def add(self, filename: str, content: bytes, notes: SourceNotes, by: Actor) -> Added:
        """Put a document in; the same bytes again change nothing, other bytes under its id take its place.

        Raises `UploadRefused` where it cannot be read.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        same = self._rows.document_of_file(sha256)
        if same is not None and self._rows.document(same.id) == same and notes.id in (None, same.id):
            return Added(document=same, new=False)
        self.seed()
        document, indexed = indexed_document(
            filename, content, notes, self._reader, self._rows.document, self._clock.now(), self._words, variants()
        )
        vectors = self._vectors(indexed)
        old = self._rows.digests(document.id)
        now = self._clock.now()
        why = f"Remplacé par la version {document.version} du document."
        gone = [name for name, (_, withdrawal) in old.items() if withdrawal is None]
        with self._journal.acting(
            by.id, by.role, "guideline_added", None, document=document.id, version=document.version, sha256=sha256
        ) as connection:
            self._rows.lock(connection)
            self._store.keep_blob(content, connection)
            self._rows.save_document(document, connection)
            for name in gone:
                self._rows.withdraw(Withdrawal(passage=name, why_fr=why, by=MACHINE, at=now), connection)
            self._rows.add(zip(indexed, vectors, strict=True), connection)
            self._rows.count_words(connection)
        return Added(document=document, new=True, replaced=len(gone))

    def withdraw(self, identifier: str, why_fr: str, by: Actor) -> int:
        """Withdraw a passage, or all passages of a document, and return how many: they stay readable, found no more.

        Raises `UnknownPassage`, `WithdrawalRefused`.
        """
        if not why_fr.strip():
            raise WithdrawalRefused(what="dites pourquoi (--why « … ») : la raison est gardée avec le passage.")
        self.seed()
        one = self._rows.passage(identifier)
        kept = (one,) if one else self._rows.shelf(document=identifier)
        if not kept:
            raise UnknownPassage(id=identifier)
        standing = [k.passage.id for k in kept if k.withdrawal is None]
        if not standing:
            raise WithdrawalRefused(what="c'est déjà fait. « avis library list --withdrawn » dit depuis quand.")
        now = self._clock.now()
        with self._journal.acting(
            by.id, by.role, "passage_withdrawn", None, passage=identifier, count=len(standing)
        ) as connection:
            self._rows.lock(connection)
            for name in standing:
                told = Withdrawal(passage=name, why_fr=why_fr.strip(), by=by.id, at=now)
                self._rows.withdraw(told, connection)
            self._rows.count_words(connection)
        return len(standing)

    def seed(self) -> None:
        """Put the verified statements of the installed pathways in, unless they are; a changed one takes its place.

        What a person withdrew stays withdrawn; what is in no pathway any more is withdrawn here. Takes a second or two
        once, then a thousandth of one.
        """
        if self._seeded:
            return
        wanted = seeding()
        if self._rows.seeding() != wanted:
            self._sow(wanted)
        self._seeded = True

    def _sow(self, wanted: str) -> None:
        with self._store.transaction() as connection:
            self._rows.lock(connection)
            if self._rows.seeding() == wanted:  # another process was first
                return
            all_seeds = seeds()
            known = self._rows.digests()
            fresh = [s for s in all_seeds if _is_fresh(s, known.get(s.passage.id))]
            self._rows.add(zip(fresh, self._vectors(fresh), strict=True), connection)
            named = {s.passage.id for s in all_seeds}
            why = "N'est plus dans le référentiel installé."
            for kept in self._rows.shelf():
                if kept.passage.document is None and kept.withdrawal is None and kept.passage.id not in named:
                    gone = Withdrawal(passage=kept.passage.id, why_fr=why, by=MACHINE, at=self._clock.now())
                    self._rows.withdraw(gone, connection)
            self._rows.count_words(connection)
            self._rows.save_seeding(wanted, connection)

    def _vectors(self, passages: Sequence[Indexed]) -> list[tuple[Vector, ...]]:
        """The vectors of each passage's texts: those that come with the program, others made now."""
        vectors = text_vectors(passages, self._embedder, shipped_vectors())
        return [tuple(vectors[text] for text in passage.embedded) for passage in passages]

    @cached_property
    def _words(self) -> SearchWords:
        return load_search_words(load_vocabulary().drugs)


def _is_fresh(seed: Indexed, known: tuple[str, Withdrawal | None] | None) -> bool:
    if known is None:
        return True
    digest, withdrawal = known
    if withdrawal is not None:
        return withdrawal.by == MACHINE
    return digest != seed.digest
