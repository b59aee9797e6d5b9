"""The rows of the guideline library: put in, withdrawn, found by words and by vectors."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.domain.passage import Candidate, GuidelineDocument, Indexed, KeptPassage, Passage, Vector, Withdrawal
from engine.store.border import as_json
from engine.store.database import Connection, Database

FIELDS = (0.1, 0.5, 0.7, 1.0)
"""What a word weighs: nowhere, in the words of those who ask, in headings and other names, in what is said itself."""
REACH = 1500
"""Places of words that one search looks at, the rarest words first: it bounds its time in a large library."""
MOST = 60
"""Passages that each of the two ways gives at most."""
NEAREST = 80
"""Vectors that are looked at more closely: two of one passage often lie side by side."""
BREADTH = 160
"""How far the index of vectors looks: more finds more of the nearest, and takes longer."""


class Library:
    """The library's tables. Rows are only added. Errors are those of `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def seeding(self) -> str | None:
        """Return the sha256 of the statements that were put in last."""
        rows = self._database.rows("library_seeding")
        return str(rows[0]["sha256"]) if rows else None

    def lock(self, connection: Connection) -> None:
        """Wait until nobody else changes the library, and keep others waiting until the transaction ends."""
        self._database.do(connection, "lock_library")

    def save_seeding(self, sha256: str, connection: Connection) -> None:
        """Keep which statements were put in."""
        self._database.do(connection, "save_library_seeding", sha256=sha256)

    def digests(self, document: str | None = None) -> dict[str, tuple[str, Withdrawal | None]]:
        """Return the digest of each passage's latest text with its withdrawal, by id; of one document, or all."""
        rows = self._database.rows("library_shelf", id=None, document=document)
        return {
            row["passage"]["id"]: (
                row["digest"],
                Withdrawal.model_validate(row["withdrawal"]) if row["withdrawal"] else None,
            )
            for row in rows
        }

    def add(self, passages: Iterable[tuple[Indexed, Sequence[Vector]]], connection: Connection) -> None:
        """Put passages in, each with the vectors of its texts; of one id the latest counts."""
        for indexed, vectors in passages:
            self._database.do(
                connection,
                "save_passage",
                digest=indexed.digest,
                record=as_json(indexed),
                vectors=[_written(v) for v in vectors],
            )

    def withdraw(self, withdrawal: Withdrawal, connection: Connection) -> None:
        """Keep that a passage is found no more."""
        self._database.do(connection, "save_library_withdrawal", record=as_json(withdrawal))

    def count_words(self, connection: Connection) -> None:
        """Count anew in how many passages each word stands, after passages came or went."""
        self._database.do(connection, "count_library_stems")

    def save_document(self, document: GuidelineDocument, connection: Connection) -> None:
        """Keep that a file was added; its bytes are kept as a blob before."""
        self._database.do(connection, "save_library_document", record=as_json(document))

    def documents(self) -> tuple[GuidelineDocument, ...]:
        """Return the documents that were added, each in its latest version."""
        return self._database.many("library_documents", GuidelineDocument)

    def document(self, identifier: str) -> GuidelineDocument | None:
        """Return a document in its latest version."""
        return self._database.one("library_document", GuidelineDocument, document=identifier)

    def document_of_file(self, sha256: str) -> GuidelineDocument | None:
        """Return the document that a file was added as, None where these bytes never were."""
        return self._database.one("library_document_of_file", GuidelineDocument, sha256=sha256)

    def shelf(self, document: str | None = None) -> tuple[KeptPassage, ...]:
        """Return every passage in its latest text, withdrawn or not, by id; of one document, or all."""
        return tuple(_kept(row) for row in self._database.rows("library_shelf", id=None, document=document))

    def passage(self, identifier: str) -> KeptPassage | None:
        """Return a passage in its latest text, withdrawn or not."""
        rows = self._database.rows("library_shelf", id=identifier, document=None)
        return _kept(rows[0]) if rows else None

    def texts(self, identifier: str) -> tuple[KeptPassage, ...]:
        """Return every text that was kept under an id, the latest first."""
        return tuple(_kept(row) for row in self._database.rows("library_texts", id=identifier))

    def candidates(self, words: Mapping[str, float], vector: Vector) -> tuple[Candidate, ...]:
        """Return the passages that hold the rarest of the `words` (with their weights) or lie nearest to `vector`."""
        rows = self._database.rows(
            "library_candidates",
            words=list(words),
            weights=list(words.values()),
            vector=_written(vector),
            fields=list(FIELDS),
            reach=REACH,
            most=MOST,
            nearest=NEAREST,
            breadth=BREADTH,
        )
        return tuple(
            Candidate(
                row=row["seq"],
                id=row["id"],
                pathways=tuple(row["pathways"]),
                company=tuple(row["company"]),
                words=row["score"],
                likeness=tuple(row["likeness"]),
            )
            for row in rows
        )

    def passages(self, rows: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these rows."""
        found = self._database.rows("passages_of_rows", seqs=list(rows))
        return {row["seq"]: Passage.model_validate_json(row["passage"]) for row in found}


def _written(vector: Sequence[float]) -> str:
    return "[" + ",".join(f"{x:.6g}" for x in vector) + "]"


def _kept(row: Mapping[str, Any]) -> KeptPassage:
    return KeptPassage.model_validate({name: row[name] for name in ("passage", "number", "kept_at", "withdrawal")})
