"""What is known of pieces beside the documents, put beside their status, which it never changes."""

from collections.abc import Collection, Iterable

from engine.domain.completeness import Completeness, Item
from engine.domain.mark import ENDING, Mark, MarkKind
from engine.domain.wording import french_date

LACKING = ("missing", "outdated", "unreadable", "ask")


def with_marks(
    completeness: Completeness, marks: Iterable[Mark], kinds: Collection[MarkKind] | None = None
) -> Completeness:
    """The completeness with the marks of each piece that is lacking; only those of `kinds` where they are given.

    A piece that has come needs none: what the patient said before is past.
    """
    known: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.kind is not None and (kinds is None or mark.kind in kinds):
            known.setdefault(mark.requirement, []).append(mark)
    items = tuple(
        item.model_copy(update={"marks": tuple(sorted(known.get(item.requirement, ()), key=lambda m: m.at))})
        if item.status in LACKING
        else item
        for item in completeness.items
    )
    return completeness.model_copy(update={"items": items})


def settled(item: Item) -> bool:
    """Whether the patient said that the piece will not come: it is asked for no more."""
    return any(mark.kind in ENDING for mark in item.marks)


def mark_fr(mark: Mark) -> str:
    """What a mark says, as « demandé le 02/03/2026 »."""
    if mark.kind == "asked":
        return f"demandé le {french_date(mark.on)}"
    if mark.kind == "promised":
        return f"promis pour le {french_date(mark.on)}" if mark.on else "promis par le patient"
    return "refusé par le patient" if mark.kind == "refused" else "n'existe pas"


def settled_fr(item: Item, *, reasoned: bool = False) -> str:
    """What the patient said of a piece that will not come, as a sentence for the opinion; empty where nothing.

    `reasoned` adds what staff noted with it, in their words.
    """
    said = next((mark for mark in reversed(item.marks) if mark.kind in ENDING), None)
    if said is None:
        return ""
    told = "Le patient ne souhaite pas l'envoyer" if said.kind == "refused" else "Selon le patient, il n'existe pas"
    reason = said.reason_fr.rstrip(" .") if reasoned else ""
    return f"{told} (noté le {french_date(said.at)}{f' : {reason}' if reason else ''})."
