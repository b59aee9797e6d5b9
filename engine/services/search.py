"""Search in the words of all documents that a person may see."""

from engine.domain.account import Account
from engine.domain.search import Found, FoundPage, Hit, Sought
from engine.services.review import ReviewService
from engine.steps.snippet import passage, snippet, wanted_words
from engine.store.database import Database
from engine.store.journal import Journal
from engine.store.search import Words

PAGE = 10
"""Hits on a page of results."""
MOST = 1000
"""Pages that are ranked at most: a word that more of them hold tells nothing."""


class SearchService:
    """Finds pages by their words. Every search is journaled as a view, without the words: they may be names.

    A doctor finds in dossiers given to him or her, once ties were told. Before the doctor's own reading of a dossier a
    hit names its page and no word of it: a snippet could put forward what another doctor proposes. The page itself may
    be opened, for the own reading rests on it.
    """

    def __init__(self, database: Database, words: Words, journal: Journal, review: ReviewService) -> None:
        self._database, self._words, self._journal, self._review = database, words, journal, review

    def search(self, account: Account, typed: str, dossier: str | None = None, page: int = 1) -> Found | None:
        """Return one page of what is found, in one dossier or in all; None when nothing was sought."""
        sought = Sought.of(typed)
        if sought is None or account.role not in ("intake", "doctor"):
            return None
        doctor = account.id if account.role == "doctor" else None
        pages, count = self._words.pages(sought, doctor, dossier, MOST + 1, PAGE, (page - 1) * PAGE)
        marked = self._words.marked(sought, {w for p in pages for w in wanted_words(p.text) if sought.may_be(w)})
        blind = {d for d in {p.dossier for p in pages} if self._is_blind(account, d)}
        hits = tuple(_hit(p, frozenset(marked), hidden=p.dossier in blind) for p in pages)
        self._note(account, dossier, hits, min(count, MOST))
        return Found(hits=hits, count=min(count, MOST), capped=count > MOST)

    def _is_blind(self, account: Account, dossier: str) -> bool:
        return account.role == "doctor" and self._review.review(account, dossier).read is None

    def _note(self, account: Account, dossier: str | None, hits: tuple[Hit, ...], count: int) -> None:
        with self._database.transaction() as connection:
            self._journal.record(account.id, account.role, "documents_searched", dossier, connection, found=count)
            for shown in dict.fromkeys(h.page.dossier for h in hits):
                self._journal.record(account.id, account.role, "dossier_viewed", shown, connection, page="recherche")


def _hit(page: FoundPage, marked: frozenset[str], *, hidden: bool) -> Hit:
    where = passage(page.text, marked)
    if hidden or where is None:
        return Hit(page=page, passage=where, hidden=hidden)
    return Hit(page=page, snippet=snippet(page.text, where, marked), passage=where)
