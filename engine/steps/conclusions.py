"""What the author of a report concludes from an own examination, sentence by sentence, as printed.

A letter has none here: what a doctor who did not measure concludes is kept from the draft.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.places import ReadPageText

SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-ZÉÈÀÊÎÔ0-9«-])|\n(?=[-•*]\s?)|\n{2,}")
LONGEST, SHORTEST = 600, 12


class Concluded(Record):
    """One sentence of a conclusion: `page.text[start:end]` of that page of the document."""

    document: str
    filename: str
    page: int
    start: int
    end: int
    text: str


def conclusions(places: Sequence[ReadPageText], vocabulary: Vocabulary) -> tuple[Concluded, ...]:
    """The sentences under the headings of conclusions, of the reports whose authors measured what they write."""
    measuring = {rule.kind for rule in vocabulary.kinds if rule.measures}
    return tuple(c for p in places if p.document.kind in measuring for c in _of_page(p, vocabulary))


def _of_page(place: ReadPageText, vocabulary: Vocabulary) -> Iterator[Concluded]:
    text, folded = place.told, fold(place.told)
    ended = 0
    for expression in vocabulary.sections.conclusion:
        for heading in pattern(expression).finditer(folded):
            if heading.start() < ended:
                continue
            blank = folded.find("\n\n", heading.end())
            ended = min(blank if blank >= 0 else len(text), heading.end() + LONGEST)
            yield from _sentences(place, text, heading.end(), ended, vocabulary)


def _sentences(place: ReadPageText, text: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[Concluded]:
    cuts = [start, *(m.end() for m in SENTENCE.finditer(text, start, end)), end]
    for left, right in pairwise(cuts):
        said = text[left:right]
        if any_match(vocabulary.sections.conclusion_ends, fold(said).strip()):
            return
        # The last one may be cut by the limit: what is cut short could say the opposite of the whole.
        whole = right < end or end == len(text) or text[end : end + 2] == "\n\n"
        if len(said.strip()) >= SHORTEST and whole:
            first = left + len(said) - len(said.lstrip(" \n-•*:"))
            told = text[first:right].rstrip()
            yield Concluded(
                document=place.document.id,
                filename=place.page.filename,
                page=place.page.number,
                start=first,
                end=first + len(told),
                text=told,
            )
