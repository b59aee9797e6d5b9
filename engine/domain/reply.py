"""What patients send back by e-mail: a message as it came in, and the dossier that it is joined to."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from engine.domain.record import Record

WhyLoose = Literal["no_code", "unknown_code", "other_sender", "unreadable", "too_large", "no_consent"]


class Attached(Record):
    """A file that came with a message: its name, media type and size in bytes."""

    name: str
    media_type: str
    size: int = Field(ge=0)


class Reply(Record):
    """A message as it came in; the original is kept as `sha256`.

    `text_fr` is what the patient wrote, cut where it is very long. `code` is the one that it carries, `suggested` the
    dossier that it may belong to, and `why` says what kept it from being joined by itself. `filename` is its name in
    the inbox folder.
    """

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0)
    filename: str
    received_at: datetime
    sender: str = ""
    subject: str = ""
    text_fr: str = ""
    attached: tuple[Attached, ...] = ()
    code: str | None = None
    request: str | None = None
    suggested: str | None = None
    why: WhyLoose | None = None


class ReplyAct(Record):
    """What was done with a message: joined to a dossier, set aside for a reason, or put back among those that wait."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    act: Literal["joined", "aside", "back"]
    dossier: str | None = None
    reason_fr: str = Field(default="", max_length=1000)
    by: str
    at: datetime


class ReplyLine(Record):
    """A message with the last that was done with it; None: it waits for somebody."""

    reply: Reply
    last: ReplyAct | None = None
