"""What cannot be read is asked for once more; then the assembled draft stands, and the record says so."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from pydantic import BaseModel

from engine.adapters.answered import taken
from engine.domain.drafting import DraftAnswer
from engine.domain.run import ModelAnswer
from engine.errors import ReplayImpossible, UnusableAnswer
from engine.ports import Asked, LanguageModel, T
from prompts import Message, load

TRIES = 2


class Repeating(Protocol):
    """A model that can be told what was wrong with its answer before."""

    def ask(self, prompt: str, inputs: BaseModel, answer: type[T], again: str | None = None) -> Asked[T]:
        """As `LanguageModel.ask`, with the fault of the answer before where there was one."""
        ...


class Insisting:
    """A `LanguageModel` over one that may fail to answer in the form; `assembled` writes the draft then."""

    def __init__(self, model: Repeating, assembled: LanguageModel) -> None:
        self.asked, self._assembled = model, assembled

    def ask(self, prompt: str, inputs: BaseModel, answer: type[T]) -> Asked[T]:
        """Return an answer in the form. Raises what the model raises, but `UnusableAnswer` for no draft."""
        refused: list[ModelAnswer] = []
        fault = None
        for _ in range(TRIES):
            try:
                asked = self.asked.ask(prompt, inputs, answer, fault)
            except UnusableAnswer as error:
                fault = error.what
                refused += [error.answer] if isinstance(error.answer, ModelAnswer) else []
            else:
                told = (f"Première réponse du modèle illisible ({fault}) : elle a été redemandée.",) if fault else ()
                return replace(asked, answers=(*refused, *asked.answers), told_fr=told)
        if answer is not DraftAnswer:
            raise UnusableAnswer(what=fault or "?", answer=tuple(refused))
        written = self._assembled.ask(prompt, inputs, answer)
        told_fr = (
            f"Le modèle a répondu {TRIES} fois sans respecter la forme demandée ({fault}) : les énoncés assemblés "
        )
        return replace(written, answers=tuple(refused), told_fr=(f"{told_fr}par le programme sont gardés.",))


class RecordedModel:
    """Says again, in order, what a model once answered. Raises `ReplayImpossible` when it is asked something else."""

    def __init__(self, answers: Sequence[ModelAnswer]) -> None:
        self._left = list(answers)

    def ask(self, prompt: str, inputs: BaseModel, answer: type[T], again: str | None = None) -> Asked[T]:
        """Return the next answer kept for this prompt, or raise as it was raised then."""
        name = prompt.partition("@")[0]
        told = next((kept for kept in self._left if kept.prompt.name == name), None)
        if told is None:
            raise ReplayImpossible(what="aucune réponse du modèle n'a été gardée pour cette demande")
        self._left.remove(told)
        text = load(f"{name}@{told.prompt.version}")
        if text.sha256 != told.prompt.sha256:
            raise ReplayImpossible(what=f"le texte de la demande {name} {told.prompt.version} a changé depuis")
        if told.asked_sha256 != Message.sha256(text.ask(inputs.model_dump(mode="json"), again)):
            raise ReplayImpossible(what="la demande faite au modèle n'est plus la même")
        return taken(told, answer, told.fault_fr)
