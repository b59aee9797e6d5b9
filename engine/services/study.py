"""What researchers see: agreement over signed dossiers, and a pseudonymised export. No dossier is shown."""

from collections.abc import Callable
from datetime import date

from engine.delivery.research_csv import csv_of, dictionary
from engine.domain.pathway import Pathway
from engine.domain.study import Studied, StudyTables
from engine.pathways import known, load
from engine.steps.agree import tables
from engine.steps.pseudonym import coded, study_of, suppress
from engine.steps.review import fold
from engine.store.journal import Journal
from engine.store.postgres import Store
from engine.store.reviews import Reviews


class StudyService:
    """Only dossiers whose patient consents to research today are read; `key` makes their pseudonyms."""

    def __init__(self, store: Store, reviews: Reviews, journal: Journal, key: Callable[[], bytes]) -> None:
        self._store, self._reviews, self._journal, self._key = store, reviews, journal, key
        # Reading one again takes milliseconds, and there are hundreds; what was signed does not change.
        self._read: dict[str, tuple[int | None, Studied | None]] = {}

    def tables(self, pathway: str | None, since: date | None, until: date | None) -> StudyTables:
        """Count agreement over the opinions signed from `since` to `until`, both days included."""
        return tables(self._studied(pathway, since, until), _installed())

    def export(self, pathway: str | None, since: date | None, until: date | None, by: str) -> str:
        """Return the same dossiers as CSV, small cells coarsened; `by` is the login that the journal names."""
        rows = suppress(coded(self._studied(pathway, since, until), _installed())).rows
        self._journal.record(by, "researcher", "research_exported", rows=len(rows))
        return csv_of(rows)

    def dictionary(self) -> str:
        """Return what the columns of the export mean, as CSV."""
        return dictionary()

    def _studied(self, pathway: str | None, since: date | None, until: date | None) -> list[Studied]:
        key = self._key()
        signed = self._reviews.signed_dossiers(since, until)
        found = [self._one(dossier, last, key) for dossier, last in signed.items()]
        return [s for s in found if s is not None and pathway in (None, s.pathway)]

    def _one(self, dossier_id: str, last: int | None, key: bytes) -> Studied | None:
        known = self._read.get(dossier_id)
        if known is None or known[0] != last:
            known = self._read[dossier_id] = (last, self._fresh(dossier_id, key))
        return known[1]

    def _fresh(self, dossier_id: str, key: bytes) -> Studied | None:
        dossier = self._store.dossier(dossier_id)
        if dossier is None or not (dossier.consents.research and dossier.consents.processing):
            return None
        opinion = self._reviews.signed(dossier_id)[0].opinion
        review = fold(dossier_id, opinion.signer.account, self._reviews.events(dossier_id, opinion.signer.account))
        draft = self._reviews.draft(review.draft) if review.draft else None
        machine = self._reviews.convergence(review.draft) if review.draft else None
        return study_of(dossier, opinion, review, draft, machine, key)


def _installed() -> dict[str, Pathway]:
    return {name: load(name) for name in known()}
