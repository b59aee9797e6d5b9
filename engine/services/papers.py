"""The papers of a dossier: what staff see of their pages, and correct."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from engine.domain.account import Account
from engine.domain.desk import (
    SAYINGS,
    About,
    Correction,
    Notes,
    PagePlace,
    PageSaid,
    ReadingAsked,
    Repetition,
    Said,
)
from engine.domain.document import Document, Owner, PageHead
from engine.domain.record import Record
from engine.errors import ConsentMissing, UnknownDossier
from engine.ports import Clock, ReadPage
from engine.steps.arranged import regroup, sayings
from engine.steps.noted import by_first_page
from engine.store.desk import Desk
from engine.store.jobs import Jobs
from engine.store.journal import Journal
from engine.store.postgres import Store

Searchable = Callable[[Iterable[ReadPage]], Iterator[bytes]]


class Leaf(Record):
    """One page as it lies among the others of its file: whether a document begins there, or whether it is set aside.

    `said` is what staff said of it.
    """

    head: PageHead
    begins: bool
    aside: bool
    said: tuple[PageSaid, ...]

    def word(self, about: About) -> Said | None:
        """What staff said of this page about one thing."""
        return next((s.said for s in self.said if s.about == about), None)


class Paper(Record):
    """A document, or a page that is in none, between the pages before and after it in its file.

    `document` is what was made of it when the dossier was last worked on; `pages` are its pages as corrected since.
    `leaves` are those and their neighbours. `settled` says that the machine has followed all that was said.
    """

    upload: str
    filename: str
    document: Document | None
    pages: tuple[int, ...]
    leaves: tuple[Leaf, ...]
    count: int
    correction: Correction | None
    repetition: Repetition | None
    settled: bool


class PaperService:
    """What staff do with papers. Every act is written to the journal, and asks for the work that it causes."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        journal: Journal,
        jobs: Jobs,
        clock: Clock,
        thumbnail: Callable[[bytes], bytes],
        searchable: Searchable,
    ) -> None:
        self._store, self._desk, self._journal, self._jobs, self._clock = store, desk, journal, jobs, clock
        self._thumbnail, self._searchable = thumbnail, searchable

    def paper(self, dossier_id: str, upload: str, number: int) -> Paper | None:
        """Return the document that a page is in, or the page alone; None where the dossier has no such page."""
        heads = self._desk.heads(dossier_id)
        found = next((h for h in heads if (h.upload, h.number) == (upload, number)), None)
        if found is None:
            return None
        notes = self._desk.notes(dossier_id)
        own = [h for h in heads if (h.upload, h.filename) == (upload, found.filename)]
        documents = [d for d in self._store.documents(dossier_id) if (d.upload, d.filename) == (upload, found.filename)]
        groups = _groups(own, documents, notes)
        pages = next((g for g in groups if number in g), (number,))
        used = {(upload, page) for group in groups for page in group}
        line = self._desk.listed_one(dossier_id)
        return Paper(
            upload=upload,
            filename=found.filename,
            document=next((d for d in documents if number in d.pages), None),
            pages=pages,
            leaves=_leaves(own, groups, pages, notes),
            count=len(own),
            correction=by_first_page(notes.corrections, used).get((upload, pages[0])),
            repetition=next((r for r in notes.repetitions if (r.upload, r.first_page) == (upload, pages[0])), None),
            settled=line is not None and line.state != "reading",
        )

    def thumbnail(self, head: PageHead) -> bytes:
        """Return a page small enough that nothing on it can be read, JPEG."""
        return self._thumbnail(self._store.content(head.image))

    def head(self, dossier_id: str, upload: str, number: int) -> PageHead | None:
        """Return what is known of one page without what stands on it."""
        return self._desk.head(dossier_id, upload, number)

    def searchable(self, account: Account, dossier_id: str, upload: str, pages: Iterable[int] = ()) -> Iterator[bytes]:
        """Return a PDF of pages of an upload, piece by piece, whose text can be searched; all pages when none is named.

        Raises `UnknownDossier` when the dossier has none such.
        """
        wanted = tuple(pages) or tuple(h.number for h in self._desk.heads(dossier_id) if h.upload == upload)
        if not wanted or any(self._desk.head(dossier_id, upload, n) is None for n in wanted):
            raise UnknownDossier(dossier=dossier_id)
        self._journal.record(
            account.id, account.role, "original_viewed", dossier_id, sha256=upload, form="searchable", page=wanted[0]
        )
        return self._searchable(self._pages(dossier_id, upload, dict.fromkeys(wanted)))

    def _pages(self, dossier_id: str, upload: str, numbers: Iterable[int]) -> Iterator[ReadPage]:
        """One page at a time: a long file does not fit in memory twice."""
        for number in numbers:
            page = self._desk.page(dossier_id, upload, number)
            if page is not None:
                yield ReadPage(page, self._store.content(page.image))

    # What staff do

    def correct(
        self,
        account: Account,
        dossier_id: str,
        upload: str,
        pages: tuple[int, ...],
        kind: str,
        dated: date | None,
        owner: Owner,
    ) -> None:
        """Say what the document of those pages is. Raises `UnknownDossier` when the dossier has no such page."""
        self._require(dossier_id, upload, pages[0])
        self._correct(account, dossier_id, upload, pages, {"kind": kind, "dated": dated, "owner": owner})

    def withdraw(self, account: Account, dossier_id: str, said: Correction) -> None:
        """Take back what was said of a document."""
        as_said = said.model_dump(include={"kind", "dated", "owner"})
        pages = said.pages or (said.first_page,)
        self._correct(account, dossier_id, said.upload, pages, {**as_said, "withdrawn": True})

    def say(self, account: Account, dossier_id: str, upload: str, page: int, about: About, said: Said | None) -> None:
        """Say something of a page against the machine, or take it back. Raises `UnknownDossier`."""
        self._require(dossier_id, upload, page)
        word = PageSaid(upload=upload, page=page, about=about, said=said, by=account.name, at=self._clock.now())
        with self._journal.acting(
            account.id, account.role, "document_corrected", dossier_id, sha256=upload, page=page, about=about
        ) as connection:
            self._desk.say(dossier_id, word, connection)
        self._jobs.ask(dossier_id)

    def turn(self, account: Account, dossier_id: str, upload: str, page: int, degrees: int) -> None:
        """Turn a page by 90, 180 or 270 degrees clockwise from how it is shown. Raises `UnknownDossier`."""
        head = self._require(dossier_id, upload, page)
        before = sayings(self._desk.notes(dossier_id).said, "turn").get((upload, page))
        upright = (int(before if before is not None else head.rotation) + degrees) % 360
        self.say(account, dossier_id, upload, page, "turn", SAYINGS["turn"][upright // 90])

    def repeat(
        self, account: Account, dossier_id: str, upload: str, page: int, copies: bool | None, of: PagePlace | None
    ) -> None:
        """Say that the document that begins on a page repeats another (`of`), or none; None takes it back.

        Raises `UnknownDossier`.
        """
        self._require(dossier_id, upload, page)
        if of is not None:
            self._require(dossier_id, of.upload, of.page)
        said = Repetition(upload=upload, first_page=page, copies=copies, of=of, by=account.name, at=self._clock.now())
        with self._journal.acting(
            account.id, account.role, "document_corrected", dossier_id, sha256=upload, page=page, about="copy"
        ) as connection:
            self._desk.repeat(dossier_id, said, connection)
        self._jobs.ask(dossier_id)

    def read_again(
        self, account: Account, dossier_id: str, upload: str | None = None, pages: tuple[int, ...] = ()
    ) -> None:
        """Have pages of a file read anew, all of it, or the whole dossier.

        Raises `UnknownDossier`, `ConsentMissing`.
        """
        if upload and all(u.sha256 != upload for u in self._store.uploads(dossier_id)):
            raise UnknownDossier(dossier=dossier_id)
        self._ask_reading(account, dossier_id, [(upload, page) for page in pages] or [(upload, None)])

    def read_failed_again(self, account: Account, dossier_id: str) -> None:
        """Have the pages read anew on which reading failed. Raises `UnknownDossier`, `ConsentMissing`."""
        failed = [(h.upload, h.number) for h in self._desk.heads(dossier_id) if h.origin == "failed"]
        self._ask_reading(account, dossier_id, failed)

    def _ask_reading(self, account: Account, dossier_id: str, places: Sequence[tuple[str | None, int | None]]) -> None:
        dossier = self._store.dossier(dossier_id)
        if dossier is None:
            raise UnknownDossier(dossier=dossier_id)
        if not dossier.consents.processing:
            raise ConsentMissing
        now = self._clock.now()
        with self._journal.acting(account.id, account.role, "processing_asked", dossier_id) as connection:
            for upload, page in dict.fromkeys(places):
                wish = ReadingAsked(upload=upload, page=page, by=account.name, at=now)
                self._desk.ask_reading(dossier_id, wish, connection)
        self._jobs.ask(dossier_id)

    def _correct(
        self, account: Account, dossier_id: str, upload: str, pages: tuple[int, ...], said: dict[str, object]
    ) -> None:
        values = {"upload": upload, "first_page": pages[0], "pages": pages, "by": account.name}
        correction = Correction.model_validate({**values, **said, "at": self._clock.now()})
        with self._journal.acting(
            account.id, account.role, "document_corrected", dossier_id, sha256=upload, page=pages[0]
        ) as connection:
            self._desk.correct(dossier_id, correction, connection)
        self._jobs.ask(dossier_id)

    def _require(self, dossier_id: str, upload: str, page: int) -> PageHead:
        head = self._desk.head(dossier_id, upload, page)
        if head is None:
            raise UnknownDossier(dossier=dossier_id)
        return head


def _groups(heads: list[PageHead], documents: Iterable[Document], notes: Notes) -> list[tuple[int, ...]]:
    """The pages of each document of a file, as corrected since the dossier was last worked on."""
    by_number = {h.number: h for h in heads}
    made = [[by_number[n] for n in d.pages if n in by_number] for d in documents]
    return [tuple(h.number for h in group) for group in regroup(heads, made, notes)]


def _leaves(
    heads: list[PageHead], groups: list[tuple[int, ...]], pages: tuple[int, ...], notes: Notes
) -> tuple[Leaf, ...]:
    """The pages of a document, those that lie among them, and one before and after."""
    begins, used = {g[0] for g in groups}, {n for g in groups for n in g}
    within = [at for at, h in enumerate(heads) if pages[0] <= h.number <= pages[-1]]
    shown = heads[max(0, within[0] - 1) : within[-1] + 2]
    return tuple(
        Leaf(
            head=h,
            begins=h.number in begins,
            aside=h.number not in used,
            said=tuple(s for s in notes.said if (s.upload, s.page) == (h.upload, h.number)),
        )
        for h in shown
    )
