"""How long a search in a large library takes, and what its index misses: in a database of its own."""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TypeVar

from engine.adapters.embedder import NanoEmbedder
from engine.adapters.page_reader import OcrPageReader
from engine.domain.passage import Passage, Vector
from engine.domain.record import Record
from engine.domain.search_words import Question
from engine.pathways import load_vocabulary, variants
from engine.pathways.passages import load_search_words
from engine.ports import Clock
from engine.services.library import LibraryService
from engine.settings import Settings
from engine.steps.fuse import fuse
from engine.steps.seek import seek
from engine.store.backup import database
from engine.store.journal import Journal
from engine.store.library import BREADTH, Library
from engine.store.library_trial import enlarge, exact, near, scratch
from engine.store.postgres import Store

T = TypeVar("T")
NEAREST = 10
FOUND = 5


class Trial(Record):
    """Milliseconds of each question's search (`near_ms` of its vectors alone), and of making its vector.

    `recall` is the share of the ten nearest vectors that the index finds; `made_s` how long the library took to make.
    """

    search_ms: tuple[float, ...]
    near_ms: tuple[float, ...]
    exact_ms: tuple[float, ...]
    embed_ms: tuple[float, ...]
    recall: float
    made_s: float


def library_trial(settings: Settings, questions: Sequence[str], vectors: int, clock: Clock) -> Trial:
    """Make a library of so many vectors, ask it every question and drop it. Raises `DatabaseUnavailable`."""
    embedder, table, known = NanoEmbedder(), load_search_words(load_vocabulary().drugs), variants()
    with database(settings) as server, scratch(server) as address, Store(address) as store:
        begun = perf_counter()
        LibraryService(store, Journal(store, clock.now), clock, embedder, OcrPageReader()).seed()
        enlarge(store, vectors)
        made = perf_counter() - begun
        rows = Library(store)
        sought = [seek(question, table, known) for question in questions]
        embedded = [_timed(embedder.question, one.text) for one in sought]
        for one, (vector, _) in zip(sought, embedded, strict=True):
            rows.candidates(one.words, vector)  # once before it counts: what the disk holds is then in memory

        searches, nears, exacts, shared = [], [], [], 0
        for one, (vector, _) in zip(sought, embedded, strict=True):
            searches.append(_timed(_search, rows, one, vector)[1])
            found, spent = _timed(near, store, vector, NEAREST, BREADTH)
            nears.append(spent)
            right, spent = _timed(exact, store, vector, NEAREST)
            exacts.append(spent)
            shared += len(found & right)
    return Trial(
        search_ms=tuple(searches),
        near_ms=tuple(nears),
        exact_ms=tuple(exacts),
        embed_ms=tuple(spent for _, spent in embedded),
        recall=shared / (NEAREST * max(1, len(questions))),
        made_s=made,
    )


def _search(rows: Library, sought: Question, vector: Vector) -> dict[int, Passage]:
    best = fuse(rows.candidates(sought.words, vector), sought.pathways, FOUND)
    return rows.passages([row for row, _ in best])


def _timed(work: Callable[..., T], *arguments: object) -> tuple[T, float]:
    """What the work gave, and its milliseconds."""
    begun = perf_counter()
    value = work(*arguments)
    return value, (perf_counter() - begun) * 1000
