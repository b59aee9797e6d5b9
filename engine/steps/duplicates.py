"""Which documents repeat another: the same file again, or the same examination scanned once more."""

import re
from collections.abc import Sequence

from engine.domain.document import Document
from engine.domain.wording import fold, words

EXACT_FR = "Même texte que « {filename} »."
NEAR_FR = "Même nature, même date, mêmes résultats que « {filename} » : le même examen envoyé deux fois."


def mark_duplicates(documents: Sequence[Document], texts: Sequence[str]) -> tuple[Document, ...]:
    """The documents, each with the earlier one that it repeats, if any. `texts` holds the text of each, in order."""
    done: list[Document] = []
    for document, text in zip(documents, texts, strict=True):
        found = _original(document, text, done, texts)
        done.append(document.model_copy(update=found) if found else document)
    return tuple(done)


def _original(
    document: Document, text: str, earlier: Sequence[Document], texts: Sequence[str]
) -> dict[str, str] | None:
    """The earlier document that this one repeats, and why: same kind and day, and the same figures or wording."""
    if not document.legible:
        return None
    for other, other_text in zip(earlier, texts, strict=False):
        if other.duplicate_of or not other.legible or other.kind != document.kind or other.owner != document.owner:
            continue
        if text.strip() == other_text.strip():
            return {"duplicate_of": other.id, "duplicate_reason_fr": EXACT_FR.format(filename=other.filename)}
        same_day = document.dated is not None and other.dated == document.dated
        copies = same_results(text, other_text) and same_wording(text, other_text) and same_side(text, other_text)
        if same_day and copies:
            return {"duplicate_of": other.id, "duplicate_reason_fr": NEAR_FR.format(filename=other.filename)}
    return None


def same_results(first: str, second: str) -> bool:
    """Whether two texts carry the same figures: the mark of a document sent twice."""
    a, b = (set(re.findall(r"\d+(?:[.,]\d+)?", fold(t))) for t in (first, second))
    shared = len(a & b)
    return shared >= 5 and shared / max(1, min(len(a), len(b))) >= 0.8


def same_side(first: str, second: str) -> bool:
    """Whether two texts speak mostly of the same side: a report of the other knee is no copy."""
    sides = []
    for folded in (fold(first), fold(second)):
        right, left = (len(re.findall(rf"\b{word}s?\b", folded)) for word in ("droite?", "gauche"))
        sides.append((right > left) - (right < left))
    return sides[0] * sides[1] >= 0


def same_wording(first: str, second: str) -> bool:
    """Whether two texts share most of their words."""
    a, b = _longer_words(words(first)), _longer_words(words(second))
    return len(a & b) / max(1, min(len(a), len(b))) >= 0.75


def _longer_words(parts: Sequence[str]) -> set[str]:
    return {w for w in parts if len(w) > 3}
