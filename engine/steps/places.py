"""The pages that may speak of the patient, each read once for everything that asks about it."""

from collections.abc import Sequence

from engine.domain.document import Document, Page
from engine.domain.fact import ReadText
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold
from engine.ports import ClinicalReader
from engine.steps.polarity import Assertions, assert_spans
from engine.steps.proposals import proposal_spans

LETTER_HEAD = 160
"""Characters of a letter within which its writer's trade is printed."""


class ReadPageText(Record):
    """One page of a document with everything that is known of its text."""

    page: Page
    document: Document
    read: ReadText
    assertions: Assertions
    proposals: tuple[tuple[int, int], ...]
    told: str

    def is_proposed(self, position: int) -> bool:
        """Whether what stands at `position` of the page concludes or proposes."""
        return any(start <= position < end for start, end in self.proposals)

    def text_for(self, position: int) -> str:
        """The page as what stands at `position` may see it: without its proposals, which may leave no trace on the
        rest, unless it is part of one. Same length as the page's text."""
        return self.page.text if self.is_proposed(position) else self.told


def of_another_trade(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a letter's head names a trade that proposes nothing of what pathways are about ("neurologie")."""
    return any_match(vocabulary.sections.other_trades, fold(text[:LETTER_HEAD])) is not None


def read_places(
    documents: Sequence[Document], pages: Sequence[Page], vocabulary: Vocabulary, reader: ClinicalReader
) -> tuple[ReadPageText, ...]:
    """Read each page that may speak of the patient once, in the order of the documents.

    Another person's document, an illegible one and one that repeats another are left out.
    """
    by_place = {(p.upload, p.filename, p.number): p for p in pages}
    places = []
    for document in documents:
        if document.owner == "other_person" or not document.legible or document.duplicate_of:
            continue
        for number_ in document.pages:
            page = by_place[document.upload, document.filename, number_]
            if page.text.strip():
                places.append(read_page(page, document, vocabulary, reader))
    return tuple(places)


def read_page(page: Page, document: Document, vocabulary: Vocabulary, reader: ClinicalReader) -> ReadPageText:
    """Read one page's text once, for everything that asks about it."""
    read = reader.read(page.text)
    proposals = proposal_spans(page.text, document.kind, read.sentences, vocabulary)
    told = _without(page.text, proposals)
    return ReadPageText(
        page=page,
        document=document,
        read=read,
        assertions=_assertions(page.text, told, read, proposals, vocabulary),
        proposals=proposals,
        told=told,
    )


def _without(text: str, proposals: Sequence[tuple[int, int]]) -> str:
    """The text with blanks for its proposals, between empty lines that end the clauses on either side."""
    for start, end in proposals:
        text = text[:start] + "\n" + " " * (end - start - 2) + "\n" + text[end:]
    return text


def _assertions(
    text: str, told: str, read: ReadText, proposals: Sequence[tuple[int, int]], vocabulary: Vocabulary
) -> Assertions:
    """What cues govern, with those of the proposals apart: where a clause ends depends on the lines around it."""
    spans = assert_spans(told, read, vocabulary).spans
    if proposals:
        whole = assert_spans(text, read, vocabulary).spans
        spans += tuple(s for s in whole if any(a <= s.cue_start < b for a, b in proposals))
    return Assertions(spans=spans)
