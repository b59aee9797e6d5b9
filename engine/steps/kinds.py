"""What kind of document a text is, and the line by which it names itself."""

import re

from engine.domain.document import kind_fr
from engine.domain.paper_words import KindRule
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.headings import head, headings

TITLE_WEIGHT, FILENAME_WEIGHT, NEEDED = 3.0, 1.5, 2.0
NEEDED_OF_MEDICAL = 1.0
"""A text that speaks of medicine is of some kind: one sign of it is enough."""
MOST_LINES = 3
NEAR = 16
"""Characters: a title names its kind within its first words."""
SENTENCE_END = re.compile(r"[.;:](?=\s)|\n")


class KindGuess(Record):
    """The best kind of a text with its score."""

    kind: str
    score: float


HOUSE = re.compile(r"\W*imagerie\b")
"""What opens a line that names a house and no examination."""


def guess_kind(text: str, filename: str, vocabulary: Vocabulary, needed: float = NEEDED) -> KindGuess:
    """Score every kind on its title, its wording and the file name; `autre` when none reaches `needed`, or one sign in
    a text that speaks of medicine.

    What a document calls itself weighs most; its letterhead ("Centre d'imagerie") half as much.
    """
    folded, top, own = fold(text), fold(head(text)), fold(headings(text, vocabulary))
    name = fold(filename.rsplit(".", 1)[0]).replace("_", " ").replace("-", " ")
    best = KindGuess(kind="autre", score=0.0)
    for rule in vocabulary.kinds:
        score = sum(1.0 for t in rule.text if pattern(t).search(folded))
        score += max(_title_weight(rule, own, vocabulary), 0.5 * _title_weight(rule, top, vocabulary))
        score += min(MOST_LINES, _lines_of(rule, folded))
        score += FILENAME_WEIGHT * _names_kind(rule, name, vocabulary)
        if score > best.score:
            best = KindGuess(kind=rule.kind, score=score)
    if is_medical(text, vocabulary):
        needed = min(needed, NEEDED_OF_MEDICAL)
    return best if best.score >= needed else KindGuess(kind="autre", score=best.score)


def _title_weight(rule: KindRule, lines: str, vocabulary: Vocabulary) -> float:
    """The earlier a title word stands, the likelier it names the document and not something it mentions.

    An examination of which a sentence only speaks ("pas de scintigraphie", "rappel des résultats") is no title.
    """
    named = (
        (m.start() for m in pattern(t).finditer(lines) if not _spoken(rule, lines, m, vocabulary)) for t in rule.title
    )
    found = [first for starts in named if (first := next(starts, None)) is not None]
    return max((TITLE_WEIGHT * (1 - 0.5 * at / max(1, len(lines))) for at in found), default=0.0)


def _spoken(rule: KindRule, lines: str, match: re.Match[str], vocabulary: Vocabulary) -> bool:
    if not rule.measures:
        return False
    before = max((m.end() for m in SENTENCE_END.finditer(lines, 0, match.start())), default=0)
    after = SENTENCE_END.search(lines, match.end())
    sentence = lines[before : min(after.start() if after else len(lines), match.end() + NEAR)]
    return any_match(vocabulary.layout.spoken, sentence) is not None


def _lines_of(rule: KindRule, folded: str) -> int:
    """How many printed lines begin as those of this kind do."""
    return sum(any(pattern(x).match(line) for x in rule.lines) for line in folded.splitlines()) if rule.lines else 0


def _names_kind(rule: KindRule, filename: str, vocabulary: Vocabulary) -> bool:
    """Whether the sender named the file after this kind, or after something that it measures."""
    names = rule.filename
    if rule.filename_analytes:
        names += tuple(name for analyte in vocabulary.analytes for name in analyte.names)
    return any(pattern(name).search(filename) for name in names)


def title_of(text: str, kind: str, vocabulary: Vocabulary) -> str:
    """The line by which the document names itself: one that speaks of its kind and is no letterhead, salutation or
    identity; otherwise what its kind is called, or the first line of one whose kind nobody knows."""
    lines = headings(text, vocabulary).splitlines()
    rule = next((r for r in vocabulary.kinds if r.kind == kind), None)
    aside = (*vocabulary.layout.salutation, *vocabulary.people.subject, *vocabulary.authors.titles)
    named = [x for x in lines if rule and any_match(rule.title, fold(x)) and not any_match(aside, fold(x))]
    if named:
        # "Imagerie du Vieux-Bassin" is a house; the line that names the examination stands below it.
        return next((x for x in named if not HOUSE.match(fold(x))), named[0]).strip()
    return kind_fr(kind) if kind != "autre" else next(iter(lines), "").strip()


def title_kinds(line: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The kinds that a line names near its beginning."""
    folded = fold(line)
    found = ((r.kind, m) for r in vocabulary.kinds for t in r.title if (m := pattern(t).search(folded)))
    return frozenset(kind for kind, match in found if match.start() <= NEAR)


def is_medical(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text reads like a medical document at all: several of the field's words."""
    folded = fold(text)
    return sum(bool(pattern(w).search(folded)) for w in vocabulary.medical_words) >= 2
