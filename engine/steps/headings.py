"""The first lines of a document: what it calls itself, below the letterhead."""

from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold

HEAD_LINES = 12
"""A title stands in the first lines, after a letterhead of up to eight."""


def head(text: str) -> str:
    """The first printed lines of a document, where its title stands."""
    return "\n".join([line for line in text.splitlines() if line.strip()][:HEAD_LINES])


def headings(text: str, vocabulary: Vocabulary) -> str:
    """The first lines without those that name an institution or a doctor."""
    lines = [line for line in head(text).splitlines() if not any_match(vocabulary.letterhead, fold(line))]
    return "\n".join(lines)
