"""The section on the first opinion, written after the comparison: what it says, and what other papers say otherwise."""

from collections.abc import Iterator, Mapping, Sequence

from engine.domain.convergence import FirstOpinionLine
from engine.domain.document import Document
from engine.domain.dossier import Dossier
from engine.domain.fact import Conflict
from engine.domain.opinion import Citation
from engine.domain.pathway import Pathway
from engine.domain.wording import any_match, fold, french_date
from engine.steps.disagreements import Disagreements
from engine.steps.first_position import FirstPosition
from engine.steps.places import ReadPageText

ROOM = 600
"""Letters of one line of the section."""
SHORTEST = 12
LONGEST_CLOSING = 70
OTHERWISE_FR = "Dit autrement par un autre document, à vérifier sur les originaux"


def told_first(
    dossier: Dossier,
    first: FirstPosition | None,
    letters: Sequence[ReadPageText],
    pathway: Pathway,
    told: Disagreements,
    names: Mapping[str, str],
    closings: tuple[str, ...],
) -> tuple[FirstOpinionLine, ...]:
    """A faithful summary of the first opinion in its own words, letter by letter, without a judgement, then the
    contradictions between it and other papers, none of them resolved. Empty where there is no first opinion.

    `names` are what the documents are called; `letters` the pages that carry the first opinion, `closings` how
    letters end.
    """
    if first is None:
        return ()
    conflicts = tuple(dict.fromkeys((*told.letter, *told.left_out)))
    by_id = {p.document.id: p.document for p in letters}
    said = [
        line
        for document in by_id.values()
        for line in _summary(document, _sentences(document, letters, closings), pathway, names[document.id])
    ]
    return (*_typed(dossier), *said, *(_otherwise(c) for c in conflicts))


def _typed(dossier: Dossier) -> Iterator[FirstOpinionLine]:
    text = (dossier.first_opinion.text or "").strip()
    if text:
        told = f"Saisi à l'accueil : « {text} »"
        yield FirstOpinionLine(text=told, cites=(Citation(kind="questionnaire", ref="first_opinion", text=text),))


def _summary(
    document: Document, sentences: Sequence[Citation], pathway: Pathway, name: str
) -> Iterator[FirstOpinionLine]:
    """The `sentences` in which one letter concludes or proposes, those that name an option or a disease first if not
    all have room, in the order of the letter."""
    named = (*(e for o in pathway.options for e in o.named_by), *(e for d in pathway.diagnoses for e in d.any_of))
    day = f" du {french_date(document.dated)}" if document.dated else ""
    opening = f"{name}{day} :"
    room, kept = ROOM - len(opening), list[int]()
    for n in sorted(range(len(sentences)), key=lambda n: any_match(named, fold(sentences[n].text)) is None):
        length = len(sentences[n].text) + len(" « » ;")
        if length <= room:
            room -= length
            kept.append(n)
    if kept:
        quotes = " ; ".join(f"« {sentences[n].text} »" for n in sorted(kept))
        yield FirstOpinionLine(text=f"{opening} {quotes}", cites=tuple(sentences[n] for n in sorted(kept)))


def _sentences(document: Document, letters: Sequence[ReadPageText], closings: tuple[str, ...]) -> list[Citation]:
    """The sentences of a letter that conclude or propose, with their places, but for those with which it ends."""
    found = []
    for page in (p for p in letters if p.document.id == document.id):
        for start, end in page.proposals:
            for sentence in page.read.sentences:
                text = " ".join(page.page.text[max(start, sentence.start) : min(end, sentence.end)].split())
                closes = len(text) < LONGEST_CLOSING and any_match(closings, fold(text)) is not None
                if len(text) >= SHORTEST and not closes:
                    ref = f"proposal.{document.id}.{page.page.number}.{max(start, sentence.start)}"
                    where = {"filename": page.page.filename, "page": page.page.number, "dated": document.dated}
                    found.append(Citation(kind="fact", ref=ref, text=text, **where))
    return found


def _otherwise(conflict: Conflict) -> FirstOpinionLine:
    told = conflict.told_fr
    cite = Citation(kind="calculation", ref=f"conflict.{conflict.key}", text=conflict.told_fr)
    return FirstOpinionLine(text=f"{OTHERWISE_FR} : {told.rstrip('. ')}", cites=(cite,))
