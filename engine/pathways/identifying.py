"""The tables that tell what identifies a person: parsed, compiled once to find typing errors, and kept."""

import lzma
import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import ValidationError

from engine.domain.identifying import IdentifyingTables, NameTables, NumberTables
from engine.domain.wording import pattern
from engine.errors import BadPathway

SOURCE = files(__package__) / "vocabulary" / "identifying.yaml"
WORDS = files(__package__) / "vocabulary" / "words"
PLAIN_WORDS = frozenset(("particles", "roles", "kept", "eponyms", "bare_eponyms", "facility_adjectives"))


@cache  # the word lists take a fifth of a second, and what is installed does not change while the program runs
def load_identifying() -> IdentifyingTables:
    """Return the tables. Raises `BadPathway`."""
    try:
        content: Any = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
        names, numbers = NameTables.model_validate(content["names"]), NumberTables.model_validate(content["numbers"])
    except (yaml.YAMLError, ValidationError, KeyError, TypeError) as error:
        raise BadPathway(path=SOURCE.name, what=str(error).splitlines()[0]) from error
    for group in (names, numbers):
        for name, expressions in group:
            if name not in PLAIN_WORDS:
                _check(expressions)
    return IdentifyingTables(
        names=names, numbers=numbers, common=_words("common"), proper=_words("proper"), medical=_words("medical")
    )


def _check(expressions: tuple[str, ...]) -> None:
    for expression in expressions:
        try:
            pattern(expression)
        except re.error as error:
            raise BadPathway(path=SOURCE.name, what=f"expression « {expression} » : {error}") from error


def _words(name: str) -> frozenset[str]:
    return frozenset(lzma.decompress((WORDS / f"{name}.txt.xz").read_bytes()).decode().split("\n"))
