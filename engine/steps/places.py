"""The pages that may speak of the patient, each read once for everything that asks about it."""

from collections.abc import Sequence

from engine.domain.document import Document, Page
from engine.domain.fact import ReadText
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.ports import ClinicalReader
from engine.steps.polarity import Assertions, assert_spans
from engine.steps.proposals import proposal_spans


class ReadPageText(Record):
    """One page of a document with everything that is known of its text."""

    page: Page
    document: Document
    read: ReadText
    assertions: Assertions
    proposals: tuple[tuple[int, int], ...]


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
    assertions = assert_spans(page.text, read, vocabulary)
    return ReadPageText(
        page=page,
        document=document,
        read=read,
        assertions=assertions,
        proposals=proposal_spans(page.text, document.kind, read.sentences, vocabulary.sections),
    )
