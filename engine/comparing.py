"""The draft's position beside the first opinion, which is read here for the first time."""

from engine.domain.completeness import Completeness
from engine.domain.convergence import Convergence
from engine.domain.dossier import Dossier
from engine.domain.opinion import Draft
from engine.domain.pathway import FIRST_OPINION, Pathway
from engine.step_record import Parts
from engine.steps.compare import compare, settled_first
from engine.steps.disagreements import disagreements
from engine.steps.first_position import first_position, letters_of
from engine.steps.forbidden import proposed_all_the_same
from engine.steps.paper_names import paper_name
from engine.steps.structured import Structured
from engine.steps.told_first import told_first


def beside_the_first(
    parts: Parts,
    dossier: Dossier,
    pathway: Pathway,
    told: Structured,
    completeness: Completeness,
    draft: Draft,
    diagnosis: str | None,
) -> Convergence:
    """How the draft agrees with the first opinion on three axes, with the section that tells what that one says.

    `told` is what the dossier's papers say, proposals included; `diagnosis` the label of the draft's diagnosis in the
    pathway's table, if any.
    """
    vocabulary = parts.vocabulary
    letter = next((i for i in completeness.items if i.requirement == FIRST_OPINION), None)
    carrying = [e.document for e in letter.documents] if letter else []
    letters = letters_of(told.places, told.documents, carrying)
    first = first_position(dossier, pathway, letters, vocabulary, parts.clinical, carried=bool(carrying))
    weighing = disagreements(told.conflicts, pathway, told.documents, {p.document.filename for p in letters})
    found = compare(
        draft.position,
        diagnosis,
        first,
        pathway,
        weighing,
        completeness,
        settled_first(draft, pathway),
        vocabulary.contradictions,
        told.facts,
        proposed_all_the_same(draft, first, pathway, vocabulary),
    )
    names = {p.document.id: paper_name(p.document, vocabulary) for p in letters}
    section = told_first(dossier, first, letters, pathway, weighing, names, vocabulary.authors.closings)
    return found.model_copy(update={"first_opinion": section})
