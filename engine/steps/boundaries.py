"""Where one document of an upload ends and the next begins."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher

from engine.domain.document import Page
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, words
from engine.steps.births import CAPITAL, births_in, digits_apart, is_birth
from engine.steps.calendar_dates import dates_in
from engine.steps.examination_dates import examination_date
from engine.steps.headings import HEAD_LINES
from engine.steps.kinds import guess_kind, title_kinds

NUMBERED = re.compile(r"\b(?:page|p\.|p) ?:? ?(\d{1,3}) ?(?:/|sur|de) ?(\d{1,3})\b")
BARE = re.compile(r"(?:^|[-|] ?|\b(?:feuillet|feuille|folio|resultats?)(?: \w+)? )(\d{1,2}) ?/ ?(\d{1,2})\s*$")
"""A number alone, or behind a dash: "déficit 4/5" is none."""
FOOT_LINES = 6
LETTERHEAD_LINES = 5
ALIKE = 0.8
"""Ratio above which two lines are one, read twice."""
MOST_TITLE = 80
"""Characters: a longer line is a sentence."""
COPY = 0.85
"""Share of words above which a page is another page scanned again."""
FEWEST_REPEATED = 2
ALONE = 3
"""Words beside a date in a line that holds hardly anything else: "Villefictive, le 3 mars 2026"."""
MISREAD = 2
"""Figures of a birth date that a reading may take for others."""

NAME_BESIDE = re.compile(rf"\b[{CAPITAL}][{CAPITAL}'’-]{{2,}}\b")
"""A family name in the line of a birth date."""

IMAGES = "images_dicom"
Group = tuple[Page, ...]
"""The pages of one document, in their order."""


class Mark(Record):
    """A printed page number: `number` of `count`."""

    number: int
    count: int


def group_pages(pages: Sequence[Page], vocabulary: Vocabulary) -> tuple[Group, ...]:
    """Group pages into documents, in the order of their files.

    A page continues the document before it when it is numbered so ("Page 2/2"), repeats its running header, or opens no
    document of its own: no letterhead, no title, no other day or person. Nothing continues over the end of a file or
    over an unreadable page. Empty sheets and separators are in no group.
    """
    groups: list[list[Page]] = []
    lengths = Counter((p.upload, p.filename, p.member) for p in pages)
    for page in (p for p in pages if not p.blank):
        length = lengths[page.upload, page.filename, page.member]
        if groups and _same_file(groups[-1][-1], page) and _continues(groups[-1], page, length, vocabulary):
            groups[-1].append(page)
        else:
            groups.append([page])
    return tuple(tuple(group) for group in groups)


def _same_file(before: Page, page: Page) -> bool:
    """Whether two pages come from one file; what a record calls one document may lie in several files of an archive."""
    if (before.upload, before.filename) != (page.upload, page.filename):
        return False
    return before.member == page.member or before.record is not None


def _continues(group: Sequence[Page], page: Page, length: int, vocabulary: Vocabulary) -> bool:
    first, before = group[0], group[-1]
    if page.record or before.record:
        return bool(page.record and before.record and page.record.document == before.record.document)
    if "unreadable" in (page.origin, before.origin) or _begins_access(first, page, vocabulary):
        return False
    numbered = _by_number(before, page, length, vocabulary)
    if numbered is not None:
        return numbered
    top = _head_lines(page.text)
    if any(_is_copy(page.text, other.text) for other in group):
        return False
    known = (*_head_lines(first.text), *_head_lines(before.text))
    fresh = [line for line in top if not any(_alike(line, other) for other in known)]
    says_so = any_match(vocabulary.layout.continued, fold("\n".join(top[:LETTERHEAD_LINES])))
    if not says_so and len(top) - len(fresh) >= FEWEST_REPEATED and _alike(top[0], *known[:3]):
        return not _opens_under_the_same_header(first.text, page.text, fresh, vocabulary)
    return bool(says_so) or not _opens(first, top, fresh, vocabulary)


def _begins_access(first: Page, page: Page, vocabulary: Vocabulary) -> bool:
    """Whether a page tells where to see the images of a report: no part of it, though the two be numbered together."""
    here, before = (guess_kind(p.text, "", vocabulary).kind for p in (page, first))
    return here == IMAGES != before


def _by_number(before: Page, page: Page, length: int, vocabulary: Vocabulary) -> bool | None:
    """Whether the page continues the one before by their printed numbers; None where these do not tell."""
    mark, last = page_mark(page.text, vocabulary), page_mark(before.text, vocabulary)
    # Numbers that run through a whole file may be those of the scan and not of its documents.
    if mark is None or (length > 2 and mark == Mark(number=page.number, count=length)):
        return None
    if mark.number == 1:
        return False
    return True if last is None or last == Mark(number=mark.number - 1, count=mark.count) else None


def _opens(first: Page, top: Sequence[str], fresh: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether the first lines of a page begin a document: a letterhead, a title, another day or person."""
    if any(any_match(vocabulary.letterhead, fold(line)) for line in top[:LETTERHEAD_LINES] if len(line) < MOST_TITLE):
        return True
    if any(title_kinds(line, vocabulary) for line in top if _is_title(line)):
        return True
    if _has_own_header(top, fresh, vocabulary):
        return True
    days = _days_named(top, vocabulary)
    return bool(days) and not days & _days_named(first.text.splitlines(), vocabulary)


def _has_own_header(top: Sequence[str], fresh: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether something new stands above the line that gives the birth date: a running header begins with that line."""
    for at, line in enumerate(top[: LETTERHEAD_LINES + 1]):
        born = births_in(line, vocabulary, date.max)
        if born:
            # The line right above may hold the name, unless it stands beside the date.
            named = NAME_BESIDE.search(line[: born[0].start])
            return any(_is_title(above) and above in fresh for above in top[: at if named else max(0, at - 1)])
    return False


def _days_named(lines: Sequence[str], vocabulary: Vocabulary) -> frozenset[date]:
    """The days by which short lines name a person or a document: births, and dates that stand almost alone."""
    named = set()
    for line in lines:
        folded = fold(line)
        for found in dates_in(line, date.max) if len(line) < MOST_TITLE else ():
            alone = len(words(line[: found.start] + line[found.end :])) <= ALONE
            if alone or is_birth(folded, found.start, vocabulary):
                named.add(found.day)
    return frozenset(named)


def _opens_under_the_same_header(first: str, text: str, fresh: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a page with the header of the page before is a new document: another title, day or person."""
    if _is_of_another(first, text, vocabulary):
        return True
    kind = guess_kind(first, "", vocabulary).kind
    sections = {r.kind for r in vocabulary.kinds if r.sections}
    titles = {k for line in fresh if _is_title(line) for k in title_kinds(line, vocabulary)}
    if titles - (sections & {kind}):
        return True
    heads = ["\n".join(_head_lines(t)) for t in (first, text)]
    latest = max((found.day for head in heads for found in dates_in(head, date.max)), default=date.min)
    days = [examination_date(head, kind, latest, vocabulary) for head in heads]
    return None not in days and days[0] != days[1]


def _is_of_another(first: str, text: str, vocabulary: Vocabulary) -> bool:
    """Whether the heads of two pages each give a birth date, and none of one is near any of the other."""
    heads = ["\n".join(_head_lines(t)) for t in (first, text)]
    latest = max((found.day for head in heads for found in dates_in(head, date.max)), default=date.min)
    own, others = ({b.day for b in births_in(head, vocabulary, latest)} for head in heads)
    return bool(own and others) and all(digits_apart(a, b) > MISREAD for a in own for b in others)


def page_mark(text: str, vocabulary: Vocabulary) -> Mark | None:
    """The page number that a document prints on its own page; those of a fax count the transmission."""
    lines = [line for line in fold(text).splitlines() if line.strip()]
    own = [x for x in (*lines[:HEAD_LINES], *lines[-FOOT_LINES:]) if not any_match(vocabulary.layout.machine, x)]
    found = next((m for x in reversed(own) if (m := NUMBERED.search(x))), None)
    found = found or next((m for x in (*own[-2:], *own[:1]) if (m := BARE.search(x))), None)
    if found is None or not 0 < int(found[1]) <= int(found[2]):
        return None
    return Mark(number=int(found[1]), count=int(found[2]))


def _head_lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()][:HEAD_LINES]


def _is_title(line: str) -> bool:
    return len(line) < MOST_TITLE and not line.rstrip().endswith((".", ";")) and not line[:1].islower()


def _alike(line: str, *others: str) -> bool:
    """Whether a line is one of the others, up to misreadings."""
    first = "".join(words(line))
    for other in others:
        second = "".join(words(other))
        if first == second:
            return True
        if min(len(first), len(second)) > 0.6 * max(len(first), len(second)):
            matcher = SequenceMatcher(None, first, second, autojunk=False)
            if matcher.real_quick_ratio() > ALIKE and matcher.ratio() > ALIKE:
                return True
    return False


def _is_copy(text: str, other: str) -> bool:
    a, b = set(words(text)), set(words(other))
    return len(a & b) > COPY * max(1, len(a), len(b))
