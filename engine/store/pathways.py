"""The pathways' texts as this house keeps them, and the acts of its scientific council."""

from engine.domain.publication import KeptText, Publication
from engine.store.border import as_json
from engine.store.database import Connection, Database


class Publications:
    """Rows are only added; of the acts on one text the latest counts. Errors are those of `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, pathway: str, version: str, sha256: str, content: str) -> None:
        """Keep a pathway's text for ever; one that is kept already stays as it is."""
        with self._database.transaction() as connection:
            self._database.do(
                connection, "keep_pathway_text", pathway=pathway, version=version, sha256=sha256, content=content
            )

    def texts(self, pathway: str) -> tuple[KeptText, ...]:
        """Return the texts of a pathway that are kept, the latest first."""
        return self._database.many("pathway_texts", KeptText, pathway=pathway)

    def content(self, sha256: str) -> str | None:
        """Return a kept text."""
        rows = self._database.rows("pathway_text", sha256=sha256)
        return str(rows[0]["content"]) if rows else None

    def save(self, publication: Publication, connection: Connection) -> None:
        """Keep an act of the council; the text must have been kept before."""
        self._database.do(connection, "save_publication", record=as_json(publication))

    def acts(self, pathway: str) -> tuple[Publication, ...]:
        """Return everything that the council did with a pathway, the latest first."""
        return self._database.many("publications", Publication, pathway=pathway)

    def standing(self, sha256: str) -> Publication | None:
        """Return the publication of a text, None where it was never published or was withdrawn."""
        return self._database.one("standing_publication", Publication, sha256=sha256)

    def all_standing(self) -> dict[str, Publication]:
        """Return the publications that stand, by the sha256 of their text."""
        found = self._database.many("standing_publications", Publication)
        return {publication.sha256: publication for publication in found}
