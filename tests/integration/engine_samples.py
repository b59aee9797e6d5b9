"""The engine as it ships, over a real database, for tests of the path."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from engine.adapters.assembled_model import AssembledModel
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.pathways import load_vocabulary
from engine.step_record import Parts
from engine.store.desk import Desk
from engine.store.postgres import Store
from tests.acceptance.paper import LETTER, REPORT, pdf
from tests.reading import page_reader

STEPS = ["read", "split", "extract", "assess", "draft", "compare"]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PAPERS = {"01-lettre.pdf": pdf(LETTER), "02-radio.pdf": pdf(REPORT)}


class Noon:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOON


def parts_of(store: Store, clinical: EdsNlpReader, numbers: Iterator[int], **over: Any) -> Parts:
    """What ships, but for the time and the ids."""
    given: dict[str, Any] = {
        "store": store,
        "desk": Desk(store),
        "pages": page_reader(),
        "clinical": clinical,
        "model": AssembledModel(),
        "vocabulary": load_vocabulary(),
        "clock": Noon(),
        "new_id": lambda: f"run-{next(numbers)}",
        "production": False,
        "program": "double-avis d'essai",
    }
    return Parts(**{**given, **over})
