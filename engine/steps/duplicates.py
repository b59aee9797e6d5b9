"""Which documents repeat another: the same file again, or the same examination scanned once more."""

import re
from collections.abc import Sequence
from datetime import date

from engine.domain.document import Document
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, words
from engine.steps.calendar_dates import dates_in

SAME_FILE_FR = "Même fichier que « {filename} », à l'octet près."
SAME_TEXT_FR = "Même texte que « {filename} »."
NEAR_FR = "Même examen que « {filename} », envoyé deux fois : mêmes résultats et presque les mêmes mots."
PRINTED, SCANNED = 0.8, 0.6
"""Share of figures and of longer words, taken together, that two texts of one kind and day must have in common. A page
of which one character in twenty-five is misread keeps three words in four, and three figures in four."""
SURE = 0.9
"""The same share, where kind or day were not read alike."""
SLACK = 0.1
"""How far figures or words alone may stay below."""
SAME_SIZE = 0.75
"""Ratio of the counts of figures: misreading changes figures and hardly their count."""
FEW_FIGURES, WORDS_ALONE = 5, 0.75
"""Below so many figures the words alone must say it."""
AS_PRINTED = 0.99
"""Quality from which a text is taken from the file and not from an image."""
SHORT_WORD = 3
CLOCK = re.compile(r"\b\d{1,2} ?[h:] ?\d{2}\b")
FIGURE = re.compile(r"\d+(?:[.,]\d+)?")


class Marks(Record):
    """What a document is compared by: its bare text, its figures, its longer words and the side it mostly names."""

    text: str
    figures: frozenset[str]
    words: frozenset[str]
    side: int


def mark_duplicates(
    documents: Sequence[Document], texts: Sequence[str], vocabulary: Vocabulary
) -> tuple[Document, ...]:
    """The documents, each with the one that it repeats, if any. `texts` holds the text of each, in order.

    Of two alike the first is the original, unless its file is named as the copy ("bis", "duplicata", or the other's
    name and more) and the other's is not. A copy never repeats a copy.
    """
    done, marks = list(documents), [marks_of(text) for text in texts]
    for at in range(len(done)):
        for before in range(at):
            first, second = done[before], done[at]
            reason_fr = None if first.duplicate_of else _reason(first, second, marks[before], marks[at])
            if reason_fr is None:
                continue
            swapped = _is_named_after(first, second, vocabulary)
            copy, original = (first, second) if swapped else (second, first)
            told = {"duplicate_of": original.id, "duplicate_reason_fr": reason_fr.format(filename=original.file_fr)}
            done = [d.model_copy(update=told) if copy.id in (d.id, d.duplicate_of) else d for d in done]
            if not swapped:
                break
    return tuple(done)


def marks_of(text: str) -> Marks:
    """What a text is compared by. Dates and times are left out: those of printing and sending differ between copies."""
    folded = fold(text)
    for found in reversed(dates_in(text, date.max)):
        folded = f"{folded[: found.start]} {folded[found.end :]}"
    right, left = (len(re.findall(rf"\b{word}s?\b", folded)) for word in ("droite?", "gauche"))
    return Marks(
        text=" ".join(text.split()),
        figures=frozenset(FIGURE.findall(CLOCK.sub(" ", folded))),
        words=frozenset(w for w in words(folded) if len(w) > SHORT_WORD and w.isalpha()),
        side=(right > left) - (right < left),
    )


def _reason(first: Document, second: Document, a: Marks, b: Marks) -> str | None:
    """Why two documents are one sent twice, as a French sentence to fill in; None where they are not."""
    if (first.upload, first.pages) == (second.upload, second.pages):
        return SAME_FILE_FR
    # A name that could not be read speaks against nothing.
    same_owner = first.owner == second.owner or "unknown" in (first.owner, second.owner)
    if not (first.legible and second.legible and same_owner):
        return None
    if a.text == b.text:
        return SAME_TEXT_FR
    # The day tells an examination from its follow-up in the same words, the side from that of the other knee.
    if (first.dated and second.dated and first.dated != second.dated) or a.side * b.side < 0:
        return None
    same_day = first.dated is not None and first.dated == second.dated
    needed = PRINTED if min(first.quality, second.quality) >= AS_PRINTED else SCANNED
    return NEAR_FR if is_near(a, b, needed if same_day and first.kind == second.kind else SURE) else None


def is_near(a: Marks, b: Marks, share: float) -> bool:
    """Whether two texts hold most of each other: a report that adds results to a first one is no copy."""
    figures, wording = _shared(a.figures, b.figures), _shared(a.words, b.words)
    if min(len(a.figures), len(b.figures)) < FEW_FIGURES:
        return wording >= max(share, WORDS_ALONE)
    alike = _size(a.figures, b.figures) >= SAME_SIZE and min(figures, wording) >= share - SLACK
    return alike and (figures + wording) / 2 >= share


def _size(first: frozenset[str], second: frozenset[str]) -> float:
    return min(len(first), len(second)) / max(1, len(first), len(second))


def _shared(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / max(1, len(first), len(second))


def _is_named_after(document: Document, other: Document, vocabulary: Vocabulary) -> bool:
    """Whether only this document's file is named as a copy: by a word for it, or by the other's name and more."""
    own, others = (re.sub(r"[\W_]+", " ", fold(d.filename.rsplit(".", 1)[0])).strip() for d in (document, other))
    copies = vocabulary.layout.copies
    if any_match(copies, own) or any_match(copies, others):
        return not any_match(copies, others)
    return own.startswith(f"{others} ")
