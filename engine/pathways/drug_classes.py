"""The classes of drugs of the shared sentences in words: what a class is called in French, and the drugs it holds."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml

from engine.domain.wording import fold
from engine.pathways import HERE, LOADER, load_vocabulary
from engine.pathways.shared import classes

NAMES = ("vocabulary", "drug_class_names.yaml")
META = set("\\[]{}*+?$^")
"""What a list of names does not hold."""


@cache  # read once: what is installed does not change while the program runs
def expressions_fr() -> Mapping[str, str]:
    """What each expression of the table of classes says, by the expression: "anti-inflammatoire (ibuprofène, …)"."""
    folder = Path(str(HERE))
    names = yaml.load(folder.joinpath(*NAMES).read_text("utf-8"), Loader=LOADER)  # noqa: S506 - a safe loader
    return {expression: _class_fr(expression, str(names.get(key, key))) for key, expression in classes(folder).items()}


def _class_fr(expression: str, name_fr: str) -> str:
    drugs = drugs_fr(expression)
    return f"{name_fr} ({', '.join(drugs)})" if len(drugs) > 1 else name_fr


def drugs_fr(expression: str) -> tuple[str, ...]:
    """The drugs that an expression lists, as the vocabulary writes them; none where it is more than a list."""
    if not expression.startswith("^") or META.intersection(expression[1:].replace("(?:", "(")):
        return ()
    spelled = {fold(drug.name): drug.name for drug in load_vocabulary().drugs}
    found = _listed(expression[1:].replace("(?:", "(").replace(".", "'"))
    return tuple(spelled.get(name, name.rstrip("-")) for name in found)


def _listed(body: str) -> list[str]:
    """Every name of "acide (niflumique|mefenamique)|celecoxib"."""
    return [name for branch in _split(body) for name in _opened(branch)]


def _opened(branch: str) -> Iterator[str]:
    """The names of one alternative, whose first group stands for several."""
    before, opened, rest = branch.partition("(")
    if not opened:
        yield before
        return
    end = next(place for place, depth in _depths(rest, 1) if depth == 0)
    for inner in _listed(rest[:end]):
        yield from (f"{before}{inner}{after}" for after in _listed(rest[end + 1 :]))


def _split(body: str) -> list[str]:
    """The alternatives outside of groups."""
    cuts = [place for place, depth in _depths(body, 0) if depth == 0 and body[place] == "|"]
    return [body[a + 1 : b] for a, b in zip((-1, *cuts), (*cuts, len(body)), strict=True)]


def _depths(body: str, depth: int) -> Iterator[tuple[int, int]]:
    """Each place of a text with how many groups are open behind it."""
    for place, character in enumerate(body):
        depth += (character == "(") - (character == ")")
        yield place, depth
