"""The words of all pages as last read."""

from collections.abc import Collection

from engine.domain.search import FoundPage, Sought
from engine.store.database import Database


class Words:
    """The index over what the pages of dossiers say. Errors are those of `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pages(
        self, sought: Sought, doctor: str | None, dossier: str | None, most: int, limit: int, offset: int
    ) -> tuple[tuple[FoundPage, ...], int]:
        """Return pages that hold what is sought, the best first, and how many there are (at most `most` are looked at).

        Those of dossiers given to `doctor` only, where one is named; those of one `dossier` only, likewise.
        """
        asked = {"expression": sought.expression, "doctor": doctor, "dossier": dossier, "most": most}
        rows = self._database.rows("search_pages", **asked, limit=limit, offset=offset)
        count = int(rows[0]["count"]) if rows else 0
        return tuple(FoundPage.model_validate({n: v for n, v in row.items() if n != "count"}) for row in rows), count

    def marked(self, sought: Sought, words: Collection[str]) -> frozenset[str]:
        """Return those of the folded `words` that are among the sought ones, in any of their forms."""
        asked = {"words": sorted(words), "positive": sought.positive}
        return frozenset(str(row["word"]) for row in self._database.rows("marked_words", **asked))
