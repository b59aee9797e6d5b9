"""The pieces that a dossier lacks, grouped as the work list counts them, each with who is asked for it."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from engine.domain.completeness import Completeness, Item
from engine.domain.mark import ENDING
from engine.domain.request import PatientRequest

Asked = Literal["message", "question", "team", "nobody"]
ASKED_FR: dict[Asked, str] = {
    "message": "Dans le message au patient",
    "question": "Dépend d'une question du message au patient",
    "team": "À chercher par l'équipe, pas dans le message",
    "nobody": "Ne viendra pas : plus demandée",
}


class Lack(NamedTuple):
    """A piece that lacks, and where it is asked for."""

    item: Item
    asked: Asked

    @property
    def asked_fr(self) -> str:
        """Where it is asked for, in words."""
        return ASKED_FR[self.asked]


class Group(NamedTuple):
    """Pieces that one line of the box counts; the first group is what the work list says is to be had."""

    heading: str
    lacks: tuple[Lack, ...]


def lacks(completeness: Completeness | None, wanted: PatientRequest | None) -> tuple[Lack, ...]:
    """Every piece that lacks, in the pathway's order. `wanted` is what the request message holds."""
    items = completeness.items if completeness else ()
    return tuple(Lack(i, _asked(i, wanted)) for i in items if i.status not in ("met", "not_applicable"))


def groups(found: tuple[Lack, ...]) -> Iterator[Group]:
    """The groups that are not empty; the first counts as `Listed.to_ask` does."""
    needed = [lack for lack in found if lack.item.level == "required"]
    marked = [lack for lack in needed if _is_marked(lack.item)]
    named = (
        ("Nécessaires, à obtenir", [lack for lack in needed if lack not in marked]),
        ("Nécessaires, déjà demandées", [lack for lack in marked if lack.asked != "nobody"]),
        ("Nécessaires, ne viendront pas", [lack for lack in marked if lack.asked == "nobody"]),
        ("Seulement utiles", [lack for lack in found if lack not in needed]),
    )
    return (Group(heading, tuple(some)) for heading, some in named if some)


def _is_marked(item: Item) -> bool:
    """Whether it was asked for already, or will not come."""
    return any(mark.kind == "asked" or mark.kind in ENDING for mark in item.marks)


def _asked(item: Item, wanted: PatientRequest | None) -> Asked:
    if any(mark.kind in ENDING for mark in item.marks):
        return "nobody"
    if wanted and item.requirement in {piece.requirement for piece in wanted.pieces}:
        return "message"
    return "question" if wanted and item.requirement in wanted.undecided else "team"
