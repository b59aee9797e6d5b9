"""From pages to documents: where one ends, its kind, its date, whose it is, and what it repeats."""

import re
from collections.abc import Sequence
from datetime import date

from engine.domain.document import Document, Page
from engine.domain.dossier import Patient
from engine.domain.record import Record
from engine.domain.vocabulary import KindRule, Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.calendar_dates import FoundDate, dates_in
from engine.steps.headings import HEAD_LINES, head, headings
from engine.steps.identify import owner_of, same_results, same_side, same_wording

CONTINUES = re.compile(r"\b(?:page|p\.?) ?(\d+) ?(?:/|sur) ?(\d+)|(?:^|\s)(\d) ?/ ?(\d)\s*$", re.MULTILINE)
WEEKDAY = r" ?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)? ?[:-]? ?$"
LAST_RESORT = 1000
TOP_LINES = 6
"""A date among these names the document's own day even without a label."""
TITLE_WEIGHT, FILENAME_WEIGHT, NEEDED = 3.0, 1.5, 2.0


class KindGuess(Record):
    """The best kind of a text with its score."""

    kind: str
    score: float


def split(pages: Sequence[Page], patient: Patient, received_on: date, vocabulary: Vocabulary) -> tuple[Document, ...]:
    """Group pages into documents, in the order of their uploads.

    A page continues the document before it when it says so ("Page 2/2") or when it opens no document of its own.
    """
    groups: list[list[Page]] = []
    for page in pages:
        same_file = bool(groups) and (groups[-1][-1].upload, groups[-1][-1].member) == (page.upload, page.member)
        if same_file and _continues(groups[-1][-1], page, vocabulary):
            groups[-1].append(page)
        else:
            groups.append([page])
    documents: list[Document] = []
    texts: list[str] = []
    for number, group in enumerate(groups, start=1):
        text = "\n".join(p.text for p in group)
        document = _document(f"D{number}", group, text, patient, received_on, vocabulary)
        documents.append(document.model_copy(update={"duplicate_of": _original(document, text, documents, texts)}))
        texts.append(text)
    return tuple(documents)


def guess_kind(text: str, filename: str, vocabulary: Vocabulary, needed: float = NEEDED) -> KindGuess:
    """Score every kind on its title, its wording and the file name; `autre` when none reaches `needed`.

    What a document calls itself weighs most; its letterhead ("Centre d'imagerie") half as much.
    """
    folded, top, own = fold(text), fold(head(text)), fold(headings(text, vocabulary))
    name = fold(filename.rsplit(".", 1)[0]).replace("_", " ").replace("-", " ")
    best = KindGuess(kind="autre", score=0.0)
    for rule in vocabulary.kinds:
        score = sum(1.0 for t in rule.text if pattern(t).search(folded))
        score += max(_title_weight(rule, own), 0.5 * _title_weight(rule, top))
        score += FILENAME_WEIGHT * any(pattern(f).search(name) for f in rule.filename)
        if score > best.score:
            best = KindGuess(kind=rule.kind, score=score)
    return best if best.score >= needed else KindGuess(kind="autre", score=best.score)


def _title_weight(rule: KindRule, lines: str) -> float:
    """The earlier a title word stands, the likelier it names the document and not something it mentions."""
    found = [m.start() for t in rule.title if (m := pattern(t).search(lines))]
    return max((TITLE_WEIGHT * (1 - 0.5 * at / max(1, len(lines))) for at in found), default=0.0)


def is_medical(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text reads like a medical document at all: several of the field's words."""
    folded = fold(text)
    return sum(bool(pattern(w).search(folded)) for w in vocabulary.medical_words) >= 2


def examination_date(
    text: str, kind: str, received_on: date, vocabulary: Vocabulary, birth_date: date | None = None
) -> date | None:
    """The day of the examination or consultation: never that of printing, validation, birth or a comparison.

    A label of the document's own kind wins; then a date of the top over one further down, and there a labelled one over
    a bare one. A date after reception is a misreading or an appointment and is passed over, as is `birth_date`.
    """
    folded, top_end, head_end = fold(text), _end_of_lines(text, TOP_LINES), _end_of_lines(text, HEAD_LINES)
    candidates: list[tuple[int, int, date]] = []
    for found in dates_in(text, received_on):
        if found.day > received_on or found.day.year < received_on.year - 60 or found.day == birth_date:
            continue
        below = 0 if found.start < top_end else 50 if found.start < head_end else 100
        rank = _date_rank(folded, found, kind, vocabulary, below)
        if rank is None and any(pattern(x + " ?$").search(folded, 0, found.start) for x in vocabulary.dates.fallback):
            rank = LAST_RESORT
        if rank is not None:
            candidates.append((rank, found.start, found.day))
    return min(candidates)[2] if candidates else None


def _end_of_lines(text: str, count: int) -> int:
    """Where the first `count` printed lines end, in characters."""
    lines = [m.end() for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    return lines[min(count, len(lines)) - 1] if lines else 0


def _date_rank(folded: str, found: FoundDate, kind: str, vocabulary: Vocabulary, below: int) -> int | None:
    before = folded[max(0, found.start - 90) : found.start]
    labels = vocabulary.dates
    wanted = (*labels.by_kind.get(kind, ()), *labels.examination)
    own = len(labels.by_kind.get(kind, ()))
    for rank, label in enumerate(wanted):
        # The kind's own labels come before the general refusals: an operative report is dated by "opérée le".
        if rank == own and _is_other(before, vocabulary):
            return None
        if pattern(label + WEEKDAY).search(before):
            return rank + (below if rank >= own else 0)
    return len(wanted) + below


def _is_other(before: str, vocabulary: Vocabulary) -> bool:
    labels = vocabulary.dates
    return any(pattern(x + " ?$").search(before) for x in (*labels.birth, *labels.other))


def _continues(before: Page, page: Page, vocabulary: Vocabulary) -> bool:
    if page.origin == "unreadable" or before.origin == "unreadable":
        return False
    mark = CONTINUES.search(fold(page.text)[-200:])
    if mark:
        number = int(mark[1] or mark[3])
        return number > 1
    top = guess_kind(head(page.text), "", vocabulary)
    has_identity = bool(dates_in(head(page.text), date.max))
    return top.kind == "autre" and not has_identity


def _document(
    identifier: str, group: list[Page], text: str, patient: Patient, received_on: date, vocabulary: Vocabulary
) -> Document:
    first = group[0]
    legible = any(p.origin != "unreadable" for p in group)
    guess = guess_kind(text, first.filename, vocabulary, needed=NEEDED if legible else FILENAME_WEIGHT)
    owner, reason = ("this_patient", "Page illisible : propriétaire à vérifier.")
    if legible:
        owner, reason = owner_of(text, patient, vocabulary, received_on)
    return Document(
        id=identifier,
        upload=first.upload,
        filename=first.filename,
        pages=tuple(p.number for p in group),
        kind=guess.kind,
        title=_title(text, guess.kind, vocabulary) or first.filename,
        dated=examination_date(text, guess.kind, received_on, vocabulary, patient.birth_date) if legible else None,
        owner=owner if legible else "unknown",
        owner_reason_fr=reason,
        legible=legible,
        quality=min(p.quality for p in group),
    )


def _title(text: str, kind: str, vocabulary: Vocabulary) -> str:
    """The line by which the document names itself: one that speaks of its kind and is no letterhead, else the first."""
    lines = headings(text, vocabulary).splitlines()
    rule = next((r for r in vocabulary.kinds if r.kind == kind), None)
    named = [line for line in lines if rule and any_match(rule.title, fold(line))]
    return next(iter(named or lines), "").strip()


def _original(document: Document, text: str, earlier: Sequence[Document], texts: Sequence[str]) -> str | None:
    """The id of an earlier document that this one repeats: same kind and day, and the same figures or wording."""
    if not document.legible:
        return None
    for other, other_text in zip(earlier, texts, strict=True):
        if other.duplicate_of or not other.legible or other.kind != document.kind or other.owner != document.owner:
            continue
        if text.strip() == other_text.strip():
            return other.id
        same_day = document.dated is not None and other.dated == document.dated
        copies = same_results(text, other_text) and same_wording(text, other_text) and same_side(text, other_text)
        if same_day and copies:
            return other.id
    return None
