"""A draft made again: from what its model answered, or by asking anew; nothing is kept of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pydantic import ValidationError

from engine.adapters.assembled_model import AssembledModel
from engine.adapters.insisting_model import Insisting, RecordedModel
from engine.authoring import Question, write_draft
from engine.domain.opinion import Draft
from engine.domain.run import Run
from engine.errors import ReplayImpossible
from engine.pathways import parsed
from engine.step_record import Parts
from engine.steps.addressed import addressed, unaddressed
from engine.steps.arranged import tried
from engine.steps.check_again import PROMPT as CHECK
from engine.store.pathways import Publications
from engine.store.replay import Drafts


@dataclass(frozen=True)
class Replayed:
    """A kept draft beside the one made again; `run` wrote the first, `told_fr` is what is to be known of the second."""

    run: Run
    kept: Draft
    made: Draft
    told_fr: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether both are the same, byte for byte."""
        return self.kept.model_dump_json().encode() == self.made.model_dump_json().encode()


class Replay:
    """Makes kept drafts again. `draft` is the id of a run, or of a dossier for its last draft."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._drafts = parts, Drafts(parts.store)

    def again(self, draft: str) -> Replayed:
        """From what the model answered then; no model is asked. Raises `ReplayImpossible`."""
        run = self._run(draft)
        assembled = AssembledModel()
        model = Insisting(RecordedModel(run.answers), assembled) if run.answers else assembled
        prompt = f"{run.prompt.name}@{run.prompt.version}" if run.prompt else self._parts.prompt
        looked = any(answer.prompt.name == CHECK for answer in run.answers)
        return self._made(run, replace(self._parts, model=model, prompt=prompt, second_look=looked))

    def ask_again(self, draft: str) -> Replayed:
        """By the author and the prompt that are set now. Raises `ReplayImpossible`, and what the author raises."""
        return self._made(self._run(draft), self._parts)

    def _run(self, draft: str) -> Run:
        run = self._drafts.run(draft)
        if run is None:
            raise ReplayImpossible(
                what=f"aucun pré-avis n'est enregistré sous « {draft} » (numéro de dossier ou de run)"
            )
        return run

    def _made(self, run: Run, parts: Parts) -> Replayed:
        kept, dossier = self._drafts.draft(run.id), self._drafts.dossier(run.id)
        text = Publications(parts.store).content(run.pathway.sha256) if run.pathway else None
        try:
            question = self._drafts.question(run.id, Question)
        except ValidationError:
            raise ReplayImpossible(what=f"il a été écrit par {run.program}, dont la forme n'est plus lue") from None
        if kept is None or dossier is None or text is None or question is None or run.pathway is None:
            raise ReplayImpossible(what=f"il a été écrit par {run.program}, qui ne gardait pas de quoi le refaire")
        pathway = parsed(text, run.pathway.id).model_copy(update={"status": question.status})
        pages = self._drafts.pages(run.id)
        seen = tried(unaddressed(pages, addressed(pages, parts.vocabulary.addressed)))
        written = write_draft(parts, dossier, seen, pathway, question)
        return Replayed(run=run, kept=kept, made=written.draft, told_fr=(*_since(run, parts), *written.asked.told_fr))


def _since(run: Run, parts: Parts) -> Iterator[str]:
    if run.program != parts.program:
        yield f"Écrit par {run.program}, refait par {parts.program}."
    if run.vocabulary != parts.vocabulary.version:
        yield "Les tables cliniques partagées ont changé depuis."
