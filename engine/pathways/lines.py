"""Where each value of a YAML text stands, so that a fault is told with its line."""

from collections.abc import Iterator, Sequence
from typing import Literal

import yaml

from engine.pathways import LOADER

Place = tuple[str | int, ...]
Weight = Literal["erreur", "avertissement"]
Fault = tuple[Place, Weight, str]


class Lines:
    """The line (from 1) of each value of a YAML text, by its place. Raises `yaml.YAMLError`."""

    def __init__(self, text: str) -> None:
        node = yaml.compose(text, Loader=LOADER)
        self._lines: dict[Place, int] = dict(_walk(node, ())) if node else {(): 1}

    def at(self, place: Sequence[str | int]) -> int:
        """The line of a place, or of the nearest one around it that is written."""
        for length in range(len(place), -1, -1):
            line = self._lines.get(tuple(place[:length]))
            if line is not None:
                return line
        return 1


def _walk(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, str(key.value))
            yield from _walk(value, inner)
            # A fault is looked for where the field begins, not where its list does.
            yield inner, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _walk(value, (*place, number))
