"""The sentences that all pathways share: which of them apply to a pathway, and its text with them written out."""

import re
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from engine.domain.interpretation import SharedInterpretation
from engine.domain.pathway import Pathway
from engine.errors import BadPathway

FOLDER = ("vocabulary", "common")
CLASSES = ("vocabulary", "drug_classes.yaml")
ENTRY = re.compile(r"^(?=- id: )", re.MULTILINE)
REMARK = re.compile(r"^#.*\n?", re.MULTILINE)
FIELD = "shared"
CLASS = re.compile(r"<([a-z_]+)>")
"""A class of drugs, or another expression of that table, in an expression of a sentence."""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache  # read once: what is installed does not change while the program runs
def table(folder: str) -> tuple[tuple[SharedInterpretation, str], ...]:
    """Every shared sentence of the pathways in `folder` with its text, in the files' order. Raises `BadPathway`."""
    found: list[tuple[SharedInterpretation, str]] = []
    sources = sorted(Path(folder, *FOLDER).glob("*.yaml"))
    expressions = classes(Path(folder)) if sources else {}
    for source in sources:
        blocks = ENTRY.split(_with_classes(REMARK.sub("", source.read_text("utf-8")), expressions, source.name))
        if blocks[0].strip():
            raise BadPathway(path=source.name, what="une phrase commune commence par « - id: » en début de ligne")
        found += ((_entry(block, source.name), block.rstrip() + "\n") for block in blocks[1:])
    ids = [one.id for one, _ in found]
    if len(ids) != len(set(ids)):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        raise BadPathway(path="/".join(FOLDER), what=f"identifiants en double {twice}")
    return tuple(found)


def shared_by(pathway: Pathway, folder: str) -> tuple[SharedInterpretation, ...]:
    """Those of the shared sentences that apply to a pathway. Raises `BadPathway`."""
    return tuple(one for one, _ in table(folder) if applies(one, pathway))


def written_out(text: str, pathway: Pathway, folder: str) -> str:
    """The text of a pathway's file with the shared sentences that apply to it, as they are written.

    It stands for itself: what a council publishes and a draft is made again from. Raises `BadPathway`.
    """
    blocks = [block for one, block in table(folder) if applies(one, pathway)]
    return "".join((text.rstrip("\n"), f"\n{FIELD}:\n", *blocks)) if blocks else text


def applies(one: SharedInterpretation, pathway: Pathway) -> bool:
    """Whether a shared sentence is one of this pathway's."""
    return (
        (not one.pathways or pathway.id in one.pathways)
        and (not one.specialties or pathway.specialty in one.specialties)
        and (
            not one.acts
            or one.otherwise_fr is not None
            or any(option.does.intersection(one.acts) for option in pathway.options)
        )
        and one.id not in {own.id for own in pathway.interpretations}
    )


def classes(folder: Path) -> dict[str, str]:
    """The expressions of the table of classes beside the pathways in `folder`, by their name."""
    text = folder.joinpath(*CLASSES).read_text("utf-8")
    return {str(n): str(e) for n, e in yaml.load(text, Loader=LOADER).items()}  # noqa: S506 - a safe loader


def _with_classes(text: str, classes: dict[str, str], name: str) -> str:
    """The text with each "<ains>" replaced by what the table writes for it."""
    strangers = sorted(set(CLASS.findall(text)) - classes.keys())
    if strangers:
        raise BadPathway(path=name, what=f"classe de médicaments inconnue {strangers}")
    return CLASS.sub(lambda found: classes[found[1]], text)


def _entry(block: str, name: str) -> SharedInterpretation:
    try:
        (content,) = yaml.load(block, Loader=LOADER)  # noqa: S506 - a safe loader
        return SharedInterpretation.model_validate(content)
    except (yaml.YAMLError, ValidationError, ValueError, TypeError) as error:
        first = block.splitlines()[0].removeprefix("- id: ")
        raise BadPathway(path=name, what=f"{first} : {' '.join(str(error).split())}") from error
