"""A guideline passage that a draft may cite, and the words by which it is found."""

import hashlib
import json
from datetime import datetime
from typing import NamedTuple

from pydantic import Field

from engine.domain.option import Stance
from engine.domain.record import Record

DIMENSIONS = 384
"""Numbers of an embedding; the database's column is as wide."""
Vector = tuple[float, ...]
MACHINE = "machine"
"""Who withdraws what a newer text has replaced."""


class Passage(Record):
    """What a guideline says, with its source. `text` is a statement in our own words, or words of the document itself.

    `id` is `<pathway>/<statement>` for one of a reference pathway, `<document>/<number>` for one of an added document.
    `version` says of which text it is: the pathway's version, or the document's (1, 2, …). `options` are
    `<pathway>/<option>`; `page` counts from 1 and is None where the document has no pages.
    """

    id: str
    version: str
    text: str = Field(min_length=1)
    when_fr: str | None = None
    title: str
    body: str
    year: int | None = None
    grade: str | None = None
    url: str | None = None
    tier: str
    stance: Stance | None = None
    kind: str | None = None
    pathways: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    heading: str | None = None
    page: int | None = Field(default=None, ge=1)
    document: str | None = None

    @property
    def said_fr(self) -> str:
        """The statement with the condition under which it was made."""
        return f"{self.when_fr} : {self.text}" if self.when_fr else self.text

    @property
    def source_fr(self) -> str:
        """Who says so, and when."""
        return f"{self.body} {self.year}" if self.year and str(self.year) not in self.body else self.body


class Indexed(Record):
    """A passage as it is put in: `names` and `asked` are words that it is found by, never shown.

    Each text of `embedded` gives one vector; the nearest of them counts. Where people's own words are known (`asked`),
    the last vector is the mean of that text's and of theirs as a question. `form` tells in which way they were made.
    """

    passage: Passage
    names: str = ""
    asked: str = ""
    embedded: tuple[str, ...] = Field(min_length=1, max_length=4)
    form: str = ""

    @property
    def digest(self) -> str:
        """sha256 (hex) of all that is put in but the version: the same again is not put in twice."""
        values = self.model_dump(mode="json")
        del values["passage"]["version"]
        return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Withdrawal(Record):
    """Why a passage is found no more, who says so (a login, or `MACHINE`), and since when."""

    passage: str
    why_fr: str = Field(min_length=1)
    by: str
    at: datetime


class DraftShelf(Record):
    """What the library changes of a draft: passages of added documents on its question, best first, and the ids of the
    pathway's own statements that were withdrawn."""

    added: tuple[Passage, ...] = ()
    withdrawn: tuple[str, ...] = ()


class KeptPassage(Record):
    """A passage as kept: `number` counts the texts under its id from 1; the latest of them counts."""

    passage: Passage
    number: int = Field(ge=1)
    kept_at: datetime
    withdrawal: Withdrawal | None = None


class GuidelineDocument(Record):
    """A file that somebody added: `version` counts the files under its id from 1, the original is kept by `sha256`."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")
    version: int = Field(ge=1)
    title: str
    filename: str
    sha256: str
    passages: int = Field(ge=1)
    added_at: datetime


class Candidate(NamedTuple):
    """A passage that may answer, known by its `row`: what it shares with others, and how well it fits.

    `words` (from 0) is how well words fit, `likeness` (−1 to 1) each of its vectors. No `Record`: a search looks at
    two hundred of them, and shows five.
    """

    row: int
    id: str
    pathways: tuple[str, ...]
    company: tuple[str, ...]
    words: float
    likeness: tuple[float, ...]


class Cited(Record):
    """A passage that was found, with how well it fits: the greater the better, within one search only."""

    passage: Passage
    score: float
