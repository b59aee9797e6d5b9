"""From what a model said to a value of the form that was asked for, or to the reason why it is none."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from engine.domain.run import ModelAnswer
from engine.errors import UnusableAnswer
from engine.ports import Asked

T = TypeVar("T", bound=BaseModel)


def taken(told: ModelAnswer, answer: type[T], fault: str | None = None) -> Asked[T]:
    """The answer as parsed. Raises `UnusableAnswer`, which keeps what came."""
    value = None
    if fault is None:
        try:
            value = answer.model_validate_json(told.raw)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"]) or "réponse"
            fault = "vide" if not told.raw.strip() else f"{place} ({first['msg']})"
    if value is None:
        fault = fault or "vide"
        raise UnusableAnswer(what=fault, answer=told.model_copy(update={"fault_fr": fault}))
    return Asked(
        value=value,
        raw=told.raw,
        origin="model",
        model=told.model,
        prompt=told.prompt,
        tokens_in=told.tokens_in,
        tokens_out=told.tokens_out,
        answers=(told,),
    )
