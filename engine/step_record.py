"""What the path works with, and the record that each of its steps leaves."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from engine.domain.drafting import DraftAnswer
from engine.domain.run import Authorship, PathwayUsed, Run, StepName
from engine.domain.vocabulary import Vocabulary
from engine.ports import Asked, ClinicalReader, Clock, Guidelines, LanguageModel, PageReader
from engine.steps.draft import PROMPT
from engine.store.border import storable
from engine.store.desk import Desk
from engine.store.postgres import Store


@dataclass(frozen=True)
class Parts:
    """Everything that the engine works with, built once by `engine.app`.

    `prompt` is what a draft is asked for with, `second_look` whether the model may take statements away, `authorship`
    what a kept draft must have been written by; none for the embedded author. `guidelines` is the library, where there
    is one.
    """

    store: Store
    desk: Desk
    pages: PageReader
    clinical: ClinicalReader
    model: LanguageModel
    vocabulary: Vocabulary
    clock: Clock
    new_id: Callable[[], str]
    program: str
    production: bool
    prompt: str = PROMPT
    second_look: bool = False
    authorship: Authorship | None = None
    guidelines: Guidelines | None = None


class StepRecord:
    """The record of one step in the making: what it was given, by which versions, and whether a kept run holds."""

    def __init__(
        self, step: StepName, dossier: str, pathway: PathwayUsed, given: str, as_of: int, parts: Parts
    ) -> None:
        self._step, self._dossier, self._pathway, self._given, self._as_of = step, dossier, pathway, given, as_of
        self._id, self._started_at = parts.new_id(), parts.clock.now()
        self._vocabulary, self._program = parts.vocabulary.version, parts.program
        self.seconds = 0.0
        self.holds = False

    def same_as(self, run: Run | None) -> bool:
        """Whether a kept run was given the same, by the same versions."""
        if run is None:
            return False
        ours = (self._given, self._pathway, self._vocabulary, self._program)
        return (run.input_sha256, run.pathway, run.vocabulary, run.program) == ours

    def run(self, outcome: str, asked: Asked[DraftAnswer] | None = None, pages: int | None = None) -> Run:
        """The record of the step, to be saved with its results; `pages` as in `Run`."""
        answers = asked.answers if asked else ()
        return Run(
            id=self._id,
            dossier=self._dossier,
            step=self._step,
            prompt=asked.prompt if asked else None,
            model=asked.model if asked else None,
            pathway=self._pathway,
            vocabulary=self._vocabulary,
            program=self._program,
            input_sha256=self._given,
            as_of=self._as_of,
            started_at=self._started_at,
            seconds=self.seconds,
            tokens_in=_all(a.tokens_in for a in answers) if answers else asked.tokens_in if asked else None,
            tokens_out=_all(a.tokens_out for a in answers) if answers else asked.tokens_out if asked else None,
            outcome=outcome,
            pages=pages,
            answer=asked.raw if asked else None,
            answers=answers,
            told_fr=asked.told_fr if asked else (),
        )


def _all(counts: Iterable[int | None]) -> int | None:
    """Their sum, or none where a server counted none of them."""
    told = [count for count in counts if count is not None]
    return sum(told) if told else None


def fingerprint(given: Iterable[BaseModel]) -> str:
    """sha256 over the inputs of a step as the store gives them back, keys sorted: a reloaded value hashes the same."""
    total = hashlib.sha256()
    for value in given:
        kept = _as_kept(value.model_dump(mode="json"))
        total.update(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode())
    return total.hexdigest()


def _as_kept(value: Any) -> Any:
    if isinstance(value, float):
        return value + 0.0  # PostgreSQL knows no -0.0, which the slant of a straight page is now and then
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_as_kept(part) for part in value]
    if isinstance(value, dict):
        return {storable(name): _as_kept(part) for name, part in value.items()}
    return value
