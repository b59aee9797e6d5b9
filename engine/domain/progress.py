"""What a person who waits is told while a dossier is worked on."""

from datetime import datetime
from typing import Literal

from engine.domain.record import Record


class Progress(Record):
    """One step forward. `file` of `files`, and `page` within that file, count from 1 while it is being read.

    `seconds_left` is how long the whole work will still take, where that can be told.
    """

    step: Literal["read", "split", "extract", "assess", "draft", "compare", "done", "failed", "note"]
    text_fr: str
    file: int | None = None
    files: int | None = None
    page: int | None = None
    pages: int | None = None
    seconds_left: float | None = None


class Told(Record):
    """A `progress` as it was kept: `seq` only grows, so that who has seen one asks for those after it."""

    seq: int
    at: datetime
    progress: Progress


class Job(Record):
    """Work that a dossier waits for, that is under way, or that failed for good.

    `attempts` counts those begun, the present one included; `since` is when it came to its `state`; `worker_seen` is
    the last sign of life of the worker that has it, `told_at` the last step forward that it told.
    """

    id: int
    dossier: str
    state: Literal["waiting", "working", "failed"]
    attempts: int
    since: datetime
    worker_seen: datetime | None
    told_at: datetime | None = None


class Failure(Record):
    """Why a dossier could not be worked on: `code` names the error, `message_fr` says the way out."""

    at: datetime
    code: str
    message_fr: str
