"""What a document is called in a sentence: « IRM », « lettre », « RCP »."""

from engine.domain.document import KINDS_FR, Document
from engine.domain.paper_words import PaperName
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, pattern


def paper_name(document: Document, vocabulary: Vocabulary) -> str:
    """The name of the first row of the table that fits the title, else the file's name, else the kind's own name.

    The first line of a letter may already propose something: only reports are called by their titles.
    """
    row = paper_row(document, vocabulary)
    return row.name_fr if row else KINDS_FR.get(document.kind, "Document")


def paper_row(document: Document, vocabulary: Vocabulary) -> PaperName | None:
    """The row that names a document."""
    rows = [r for r in vocabulary.paper_names if r.kind in (None, document.kind)]
    measured = any(r.kind == document.kind and r.measures for r in vocabulary.kinds)
    for where in (document.title if measured else "", document.filename.replace("-", " ").replace("_", " ")):
        found = next((r for r in rows if r.regex and pattern(r.regex).search(fold(where))), None)
        if found:
            return found
    return next((r for r in rows if r.kind == document.kind and not r.regex), None)
