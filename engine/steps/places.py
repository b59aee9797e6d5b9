"""The pages that may speak of the patient, each read once for everything that asks about it."""

from collections.abc import Sequence

from engine.domain.document import Document, Page
from engine.domain.fact import ReadText
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.ports import ClinicalReader
from engine.steps.polarity import Assertions, assert_spans
from engine.steps.proposals import is_of_another_field, proposal_spans

NEVER_FIRST = ("compte_rendu_hospitalisation", "compte_rendu_examen", "compte_rendu_operatoire")
"""Kinds of documents that are never the first opinion."""


class ReadPageText(Record):
    """One page of a document with everything that is known of its text; `elsewhere` of one that is no first opinion."""

    page: Page
    document: Document
    read: ReadText
    assertions: Assertions
    proposals: tuple[tuple[int, int], ...]
    told: str
    elsewhere: bool = False

    def is_proposed(self, position: int) -> bool:
        """Whether what stands at `position` of the page concludes or proposes."""
        return any(start <= position < end for start, end in self.proposals)

    def text_for(self, position: int) -> str:
        """The page as what stands at `position` may see it: without its proposals, which may leave no trace on the
        rest, unless it is part of one. Same length as the page's text."""
        return self.page.text if self.is_proposed(position) else self.told


def read_places(
    documents: Sequence[Document],
    pages: Sequence[Page],
    vocabulary: Vocabulary,
    reader: ClinicalReader,
    pathway: Pathway,
) -> tuple[ReadPageText, ...]:
    """Read each page that may speak of the patient once, in the order of the documents.

    Another person's document, an illegible one and one that repeats another are left out. A report of a stay or an act
    and a letter from another field propose only where they name an option or a diagnosis of the pathway.
    """
    options = tuple(e for o in pathway.options for e in (*o.named_by, *o.asked_by))
    decisive = (*options, *(e for d in pathway.diagnoses for e in d.any_of))
    by_place = {(p.upload, p.filename, p.number): p for p in pages}
    places = []
    for document in documents:
        if document.owner == "other_person" or not document.legible or document.duplicate_of:
            continue
        own = [by_place[document.upload, document.filename, number] for number in document.pages]
        elsewhere = document.kind in NEVER_FIRST or (bool(own) and is_of_another_field(own[0].text, vocabulary))
        named = decisive if elsewhere else None
        places += [read_page(page, document, vocabulary, reader, named) for page in own if page.text.strip()]
    return tuple(places)


def read_page(
    page: Page,
    document: Document,
    vocabulary: Vocabulary,
    reader: ClinicalReader,
    options: Sequence[str] | None = None,
) -> ReadPageText:
    """Read one page's text once, for everything that asks about it; with `options`, only what names one of them is a
    proposal."""
    read = reader.read(page.text)
    proposals = proposal_spans(page.text, document.kind, read.sentences, vocabulary, options)
    told = _without(page.text, proposals)
    return ReadPageText(
        page=page,
        document=document,
        read=read,
        assertions=_assertions(page.text, told, read, proposals, vocabulary),
        proposals=proposals,
        told=told,
        elsewhere=options is not None,
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
