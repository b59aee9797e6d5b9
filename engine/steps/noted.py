"""What people said wins over what the machine found: corrections of documents, overrides of requirements."""

from collections.abc import Sequence

from engine.domain.completeness import Completeness, Item, Overruled
from engine.domain.desk import Clearance, Correction, Override
from engine.domain.document import Document
from engine.domain.fact import RedFlag

OWNER_FR = "Indiqué par l'équipe d'accueil."


def correct(documents: Sequence[Document], corrections: Sequence[Correction]) -> tuple[Document, ...]:
    """The documents with the kind, date and owner that staff gave them.

    A document whose kind or owner was corrected repeats another no longer: that was judged by what the machine read.
    """
    by_place = {(c.upload, c.first_page): c for c in corrections}
    done = []
    for document in documents:
        said = by_place.get((document.upload, document.pages[0]))
        if said is None:
            done.append(document)
            continue
        changed = said.kind != document.kind or said.owner != document.owner
        done.append(
            document.model_copy(
                update={
                    "kind": said.kind,
                    "dated": said.dated,
                    "owner": said.owner,
                    "owner_reason_fr": document.owner_reason_fr if said.owner == document.owner else OWNER_FR,
                    "duplicate_of": None if changed else document.duplicate_of,
                    "duplicate_reason_fr": None if changed else document.duplicate_reason_fr,
                    "corrected": True,
                }
            )
        )
    return tuple(done)


def overrule(completeness: Completeness, overrides: Sequence[Override]) -> Completeness:
    """The completeness as staff have it: the status that was found stays beside theirs."""
    said = {o.requirement: o for o in overrides if o.status is not None}
    items = tuple(_overruled(i, said[i.requirement]) if i.requirement in said else i for i in completeness.items)
    provisional = any(i.level == "required" and i.status not in ("met", "not_applicable") for i in items)
    return completeness.model_copy(update={"items": items, "provisional": provisional})


def _overruled(item: Item, said: Override) -> Item:
    found = Overruled(found=item.status, reason_fr=said.reason_fr, by=said.by, at=said.at)
    kept = item.request_fr if said.status == "missing" else None
    return item.model_copy(update={"status": said.status, "overruled": found, "request_fr": kept})


def standing_flags(flags: Sequence[RedFlag], clearances: Sequence[Clearance]) -> tuple[RedFlag, ...]:
    """The red flags that no doctor has cleared. A clearance holds for the sign as quoted, not for a new one."""
    cleared = {(c.flag, c.quote) for c in clearances}
    return tuple(f for f in flags if (f.id, f.quote) not in cleared)
