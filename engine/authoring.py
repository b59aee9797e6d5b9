"""From evidence to a draft by whichever author: behind the veil, checked by rule, and by a model where one may look."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from engine.domain.completeness import Completeness
from engine.domain.document import Page
from engine.domain.dossier import Dossier
from engine.domain.drafting import DraftAnswer
from engine.domain.opinion import Draft
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.domain.run import ModelAnswer
from engine.errors import ModelServerFailed, PromptTooLong, ReplayImpossible, UnusableAnswer
from engine.pathways.identifying import load_identifying
from engine.ports import Asked
from engine.step_record import Parts
from engine.steps.brief import Brief
from engine.steps.check_again import check_again, to_check, without
from engine.steps.deidentify.veil import Veiled, veil
from engine.steps.draft import write
from engine.steps.ground import Grounder


class Question(Record):
    """All that a draft is written from, kept to write it again; `status` is the pathway's at that time."""

    brief: Brief
    completeness: Completeness
    status: Literal["draft", "published"]


@dataclass(frozen=True)
class Authored:
    """A draft with what its author answered."""

    draft: Draft
    asked: Asked[DraftAnswer]


def write_draft(
    parts: Parts, dossier: Dossier, pages: Sequence[Page], pathway: Pathway, question: Question
) -> Authored:
    """Ask the author of `parts`. Raises `PromptTooLong`, `UnusableAnswer`, `ModelServerFailed`, `ModelUnavailable`."""
    author = veil(parts.model, dossier, pages, load_identifying())
    grounder = Grounder(parts.vocabulary, parts.clinical)
    draft, asked = write(question.brief, question.completeness, pathway, author, grounder, parts.prompt)
    if not parts.second_look or asked.origin != "model":
        return Authored(draft, asked)
    return _looked_at_again(draft, asked, question.brief, author)


def _looked_at_again(draft: Draft, asked: Asked[DraftAnswer], brief: Brief, author: Veiled) -> Authored:
    """The draft without what the model itself finds unsupported; without its answer the draft stays as it is."""
    inputs = to_check(draft, brief.citations, brief.inputs.evidence)
    if not inputs.statements:
        return Authored(draft, asked)
    try:
        said = check_again(inputs, author)
    except (UnusableAnswer, PromptTooLong, ModelServerFailed, ReplayImpossible) as error:
        refused = getattr(error, "answer", None)
        answers = tuple(a for a in refused if isinstance(a, ModelAnswer)) if isinstance(refused, tuple) else ()
        told = f"La relecture des énoncés par le modèle n'a pas eu lieu. {error}"
        return Authored(draft, replace(asked, answers=(*asked.answers, *answers), told_fr=(*asked.told_fr, told)))
    kept = without(draft, said.value)
    gone = len(draft.statements) - len(kept.statements)
    told = f"Relu par le modèle : {gone} énoncé(s) retiré(s) sur {len(inputs.statements)}."
    both = replace(asked, answers=(*asked.answers, *said.answers), told_fr=(*asked.told_fr, *said.told_fr, told))
    return Authored(kept, both)
