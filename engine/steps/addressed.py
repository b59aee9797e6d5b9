"""Text in documents that speaks to a machine: found by a table, shown to people, and hidden from every step."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from engine.domain.addressed import Addressed
from engine.domain.document import Page
from engine.domain.vocabulary import AddressedWords
from engine.domain.wording import fold, pattern

MACHINE, ORDERS = "MACHINE", "ORDERS"
SENTENCE_ENDS = re.compile(r"[.!?…](?=\s|$)|\n[ \t]*\n")
LONGEST = 1200
"""Characters of one passage: who writes more to a machine is not hidden whole, and still shown."""


def addressed(pages: Iterable[Page], words: AddressedWords) -> tuple[Addressed, ...]:
    """Every passage of the pages that speaks to a machine, in their order."""
    return tuple(
        Addressed(
            upload=page.upload,
            filename=page.filename,
            page=page.number,
            start=start,
            end=end,
            quote=page.text[start:end],
            boxes=page.boxes(start, end),
        )
        for page in pages
        for start, end in spans(page.text, words)
    )


def unaddressed(pages: Sequence[Page], found: Sequence[Addressed]) -> tuple[Page, ...]:
    """The pages as every step sees them: such passages are blank, and every other character is where it was."""
    at: dict[tuple[str, str, int], list[Addressed]] = {}
    for passage in found:
        at.setdefault((passage.upload, passage.filename, passage.page), []).append(passage)
    return tuple(_without(page, at.get((page.upload, page.filename, page.number), ())) for page in pages)


def spans(text: str, words: AddressedWords) -> tuple[tuple[int, int], ...]:
    """Where `text` speaks to a machine: whole sentences, and those after them that go on giving orders."""
    folded = fold(text)
    openings = _compiled(words.machines, words.orders, words.openings)
    opened = [m.start() + len(m[0]) - len(m[0].lstrip()) for e in openings for m in e.finditer(folded)]
    goes_on = _compiled(words.machines, words.orders, words.goes_on)
    passages: list[tuple[int, int]] = []
    for position in sorted(opened):
        if passages and position < passages[-1][1]:
            continue
        start, end = _begins(folded, position), _ends(folded, position)
        for left, right in _sentences(folded, end):
            if right - start > LONGEST or not any(e.search(folded[left:right]) for e in goes_on):
                break
            end = right
        passages.append((max(start, passages[-1][1]) if passages else start, end))
    return tuple(passages)


def _begins(folded: str, position: int) -> int:
    """Where the sentence or line of `position` begins, the earlier of what its author began there."""
    line = folded.rfind("\n", 0, position) + 1
    ends = [m.end() for m in SENTENCE_ENDS.finditer(folded, line, position)]
    start = ends[-1] if ends else line
    return start + len(folded[start:position]) - len(folded[start:position].lstrip())


def _ends(folded: str, position: int) -> int:
    found = SENTENCE_ENDS.search(folded, position)
    if found is None:
        return len(folded.rstrip())
    return found.start() + (found[0][0] != "\n")


def _sentences(folded: str, position: int) -> Iterator[tuple[int, int]]:
    """The sentences that follow in the same paragraph."""
    while position < len(folded):
        blank = re.match(r"\s*", folded[position:])
        gap = blank[0] if blank else ""
        if gap.count("\n") > 1 or position + len(gap) >= len(folded):
            return
        start = position + len(gap)
        position = _ends(folded, start + 1)
        yield start, position


def _without(page: Page, passages: Sequence[Addressed]) -> Page:
    if not passages:
        return page
    text = page.text
    for passage in passages:
        hidden = re.sub(r"[^\n]", " ", text[passage.start : passage.end])
        text = text[: passage.start] + hidden + text[passage.end :]
    words = tuple(w for w in page.words if text[w.start : w.start + len(w.text)] == w.text)
    return page.model_copy(update={"text": text, "words": words})


@lru_cache(maxsize=8)
def _compiled(
    machines: tuple[str, ...], orders: tuple[str, ...], expressions: tuple[str, ...]
) -> tuple[re.Pattern[str], ...]:
    named, told = "|".join(machines), "|".join(orders)
    written = (e.replace(MACHINE, named).replace(ORDERS, told) for e in expressions)
    return tuple(re.compile(pattern(e).pattern, re.MULTILINE) for e in written)
