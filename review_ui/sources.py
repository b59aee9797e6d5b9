"""Where things stand in a dossier: the page, its image and the boxes that a click shows."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from engine import DossierView
from engine.domain.document import Box, Document, PageHead, kind_fr
from engine.domain.fact import Conflict, Fact
from engine.domain.opinion import RULE_FR, Citation
from engine.domain.wording import french_date
from review_ui.printed import printed_fr

CALCULATED_FR = {"questionnaire": "Questionnaire", "calculation": "Calcul", "requirement": "Pièces du dossier"}


class Place(NamedTuple):
    """A citation as a chip. `src` is the page image, None where there is no page to show; `title` says it in full."""

    label: str
    href: str | None = None
    src: str | None = None
    alt: str | None = None
    boxes: tuple[Box, ...] = ()
    width: int | None = None
    height: int | None = None
    passage: str = ""
    icon: str = "passage"


class Passage(NamedTuple):
    """A sourced sentence: what it says, where it was read and the address to copy."""

    label: str
    text: str
    url: str | None


def document_fr(document: Document) -> str:
    """How a document is called: « Imagerie du 10/09/2026 »."""
    dated = f" du {french_date(document.dated)}" if document.dated else ""
    return f"{kind_fr(document.kind)}{dated}"


def page_of(dossier: DossierView, document: Document, number: int) -> PageHead | None:
    """The page of that number in the upload of a document."""
    return next((p for p in dossier.pages if (p.upload, p.number) == (document.upload, number)), None)


def place(
    dossier: DossierView,
    page: PageHead,
    label: str,
    boxes: Sequence[Box] = (),
    passage: str = "",
    icon: str = "passage",
) -> Place:
    """The chip that shows a page."""
    address = f"/dossiers/{dossier.dossier.id}/pages/{page.upload}/{page.number}"
    alt = f"Page {page.number} de {page.filename}"
    return Place(label, address, f"{address}.jpg", alt, tuple(boxes), page.width, page.height, passage, icon)


def of_fact(dossier: DossierView, fact: Fact) -> Place:
    """The chip of a fact: its document, and its boxes on the page."""
    document, source = dossier.document(fact.source.document), fact.source
    name = document_fr(document) if document else source.filename
    page = page_of(dossier, document, source.page) if document else dossier.page(source.filename, source.page)
    label = f"{name}, p. {source.page}"
    quote = " ".join(source.quote.split())
    if (beside := printed_fr(fact)) and fact.kind == "measurement":
        quote = f"{quote} ({beside})"
    return place(dossier, page, label, source.boxes, quote) if page else Place(label)


def of_document(dossier: DossierView, document: Document, number: int, label: str) -> Place:
    """The chip of one page of a document."""
    page = page_of(dossier, document, number)
    return place(dossier, page, label, passage=document_fr(document), icon="document") if page else Place(label)


def of_filename(dossier: DossierView, filename: str, number: int = 1) -> Place:
    """The chip of a file's page, where no passage is named."""
    page = dossier.page(filename, number)
    document = next((d for d in dossier.documents if d.filename == filename and number in d.pages), None)
    label = f"{document_fr(document)}, p. {number}" if document else f"{filename}, p. {number}"
    return place(dossier, page, label, passage=filename, icon="document") if page else Place(label)


def of_citation(dossier: DossierView, cited: Citation, said: str = "") -> Place:
    """The chip of a citation that is no passage of the literature; `said` is the statement that it stands under.

    What the program worked out of a paper leads to that paper, and is not told twice.
    """
    if cited.kind == "fact":
        # Facts are numbered anew with every reading: the same number must also say the same.
        fact = next((f for f in dossier.facts if (f.id, f.source.quote) == (cited.ref, cited.text)), None)
        if fact is not None:
            return of_fact(dossier, fact)
        # A whole sentence of a conclusion is shown where the fact lies that stands in it.
        inside = next((f for f in dossier.facts if f.id == cited.ref and _within(f, cited)), None)
        if inside is not None:
            return of_fact(dossier, inside)._replace(passage=" ".join(cited.text.split()))
        found = of_filename(dossier, cited.filename or "", cited.page or 1)
        return found._replace(passage=" ".join(cited.text.split()))
    if cited.text.startswith(RULE_FR):  # the statement is the rule's own sentence
        return Place(cited.text.partition(" : ")[0], icon="info")
    paper = _paper_of(dossier, cited)
    if paper:
        return of_document(dossier, paper, paper.pages[0], f"{document_fr(paper)}, p. {paper.pages[0]}")
    # What the patient asked stands at the head of the summary, and in the statement itself.
    known = cited.ref == "question" or _tells(said, cited)
    return Place(CALCULATED_FR.get(cited.kind, "Source") if known else cited.text, icon="info")


def _paper_of(dossier: DossierView, cited: Citation) -> Document | None:
    """The paper that a calculation is about. Papers are numbered anew with every reading: the same number must also
    have the same name or day."""
    document = dossier.document(cited.ref.partition(".")[2]) if cited.kind == "calculation" else None
    if document is None:
        return None
    day = french_date(document.dated) if document.dated else document.filename
    return document if document.filename in cited.text or day in cited.text else None


def _within(fact: Fact, cited: Citation) -> bool:
    source = fact.source
    return (source.filename, source.page) == (cited.filename, cited.page) and source.quote in cited.text


def of_passage(cited: Citation, dossier: DossierView) -> Passage:
    """A passage of the literature: source and year, grade or issuing body in the pathway's words, where to read it."""
    statement = cited.ref.rpartition("/")[2]
    said = next((s for o in dossier.pathway.options for s in o.statements if s.id == statement), None)
    grade = f", {said.grade}" if said and said.grade else ""
    shelved = None if cited.ref.startswith(f"{dossier.pathway.id}/") else f"/bibliotheque/{quote(cited.ref)}"
    return Passage(f"{cited.source or 'Source'}{grade}", cited.text, cited.url or shelved)


def places_of(dossier: DossierView, cites: Sequence[Citation], said: str = "") -> tuple[Place, ...]:
    """The chips of what a statement that says `said` rests on in the dossier, each place once: passages before whole
    pages, and no page of which a passage is shown."""
    found = dict.fromkeys(place for c in cites if c.kind != "passage" for place in _shown(dossier, c, said))
    passages = [p for p in found if p.icon != "document"]
    shown = {p.href for p in passages if p.href}
    return (*passages, *(p for p in found if p.icon == "document" and p.href not in shown))


def places_of_conflict(dossier: DossierView, conflict: Conflict, shown: Iterable[Fact]) -> tuple[Place, ...]:
    """The chips of a contradiction: its facts among those that are `shown`, else its files."""
    by_id = {f.id: f for f in shown}
    places = [of_fact(dossier, by_id[f]) for f in conflict.facts if f in by_id]
    return tuple(dict.fromkeys(places or [of_filename(dossier, name) for name in conflict.filenames]))


def _shown(dossier: DossierView, cited: Citation, said: str) -> tuple[Place, ...]:
    """The chips of one citation: of a contradiction that the statement tells, the places that contradict each other."""
    told = next((c for c in dossier.conflicts if cited.kind == "calculation" and c.told_fr == cited.text), None)
    if told and _tells(said, cited):
        return places_of_conflict(dossier, told, dossier.facts)
    return (of_citation(dossier, cited, said),)


def _tells(said: str, cited: Citation) -> bool:
    return " ".join(cited.text.split()).rstrip(".") in " ".join(said.split())


def passages_of(dossier: DossierView, cites: Sequence[Citation]) -> tuple[Passage, ...]:
    """What a statement rests on in the literature, each once."""
    return tuple(dict.fromkeys(of_passage(c, dossier) for c in cites if c.kind == "passage"))
