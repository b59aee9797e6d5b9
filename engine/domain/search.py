"""What people search in the words of documents, and what is found."""

import re
from datetime import date
from typing import Self

from pydantic import Field

from engine.domain.record import Record
from engine.domain.wording import words

LONGEST = 200
"""Characters of a search; what is longer is a document, not a search."""
MOST_WORDS = 20
TERM = re.compile(r'(?P<no>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))')
EITHER = ("OU", "OR")


class Sought(Record):
    """A search as the database understands it.

    `expression` is a tsquery over folded words; `positive` any of the words that are to be found, which are marked.
    """

    expression: str
    positive: str

    @classmethod
    def of(cls, typed: str) -> Self | None:
        """Read what was typed: words, "phrases", beginnings*, -without, one OU other. None when nothing is sought.

        Each word becomes letters and digits only: nothing of what was typed is an operator of the database's.
        """
        groups: list[list[str]] = []
        positive: list[str] = []
        either = False
        for found in TERM.finditer(
            typed[:LONGEST].replace("“", '"').replace("”", '"').replace("«", '"').replace("»", '"')
        ):
            if found["word"] in EITHER and not found["no"]:
                either = bool(groups)
                continue
            parts = plain(found["phrase"] or found["word"] or "")
            if not parts or len(positive) + len(parts) > MOST_WORDS:
                continue
            if (found["word"] or "").endswith("*"):
                parts[-1] += ":*"
            term = parts[0] if len(parts) == 1 else f"({' <-> '.join(parts)})"
            if not found["no"]:
                positive += parts
            elif found["word"] or found["phrase"]:
                groups.append([f"!{term}"])
                either = False
                continue
            if either and groups[-1][0][0] != "!":
                groups[-1].append(term)
            else:
                groups.append([term])
            either = False
        if not positive:
            return None
        said = " & ".join(group[0] if len(group) == 1 else f"({' | '.join(group)})" for group in groups)
        return cls(expression=said, positive=" | ".join(dict.fromkeys(positive)))

    def may_be(self, word: str) -> bool:
        """Whether a folded word begins as a sought one does: a stem never changes how a word begins."""
        return word[:2] in {part[:2] for part in self.positive.split(" | ")}


def plain(text: str) -> list[str]:
    """The words of a text as the index holds them: folded, of letters and digits."""
    return [part for word in words(text) for part in word.replace("œ", "oe").split()]


class FoundPage(Record):
    """A page with words that were sought: whose it is, what it is, and its text as last read.

    `kind` is None for a page in no document.
    """

    dossier: str
    patient: str
    pathway: str
    upload: str
    filename: str
    number: int = Field(ge=1)
    kind: str | None
    dated: date | None
    text: str


class Mark(Record):
    """A piece of a snippet; `marked` where a sought word stands."""

    text: str
    marked: bool = False


class Hit(Record):
    """A page that was found. `passage` (offsets in the page's text) is what its image marks.

    `snippet` is empty where the text may not be shown before the doctor's own reading.
    """

    page: FoundPage
    snippet: tuple[Mark, ...] = ()
    passage: tuple[int, int] | None = None
    hidden: bool = False


class Found(Record):
    """What a search gave: hits of one page of results, and how many there are; `capped` when there are more."""

    hits: tuple[Hit, ...]
    count: int
    capped: bool = False
