"""What a person who waits is told while a dossier is worked on."""

from typing import Literal

from engine.domain.record import Record


class Progress(Record):
    """One step forward. `file` of `files`, and `page` within that file, count from 1 while it is being read."""

    step: Literal["read", "split", "extract", "assess", "draft", "compare", "done", "failed", "note"]
    text_fr: str
    file: int | None = None
    files: int | None = None
    page: int | None = None
    pages: int | None = None
