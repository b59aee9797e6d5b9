"""What people said wins over what the machine found: corrections of documents, overrides of requirements."""

from collections.abc import Collection, Sequence

from engine.domain.completeness import Completeness, Item, Overruled
from engine.domain.desk import Clearance, Correction, Override
from engine.domain.document import Document
from engine.domain.fact import RedFlag

OWNER_FR = "Indiqué par l'équipe d'accueil."
CUT_OFF_FR = "Détaché d'un document que l'équipe d'accueil a dit être d'une autre personne. À vérifier."


def correct(documents: Sequence[Document], corrections: Sequence[Correction]) -> tuple[Document, ...]:
    """The documents with the kind, date and owner that staff gave them.

    A part that was cut off a document said to be another person's stays so until somebody says whose it is. What
    repeats another is judged afterwards, by what staff said.
    """
    by_place = by_first_page(corrections, {(d.upload, n) for d in documents for n in d.pages})
    done = []
    for document in documents:
        said = by_place.get((document.upload, document.pages[0]))
        if said is not None:
            done.append(_corrected(document, said))
        elif any(_holds_part(c, document) and c.owner == "other_person" for c in by_place.values()):
            done.append(document.model_copy(update={"owner": "other_person", "owner_reason_fr": CUT_OFF_FR}))
        else:
            done.append(document)
    return tuple(done)


def by_first_page(
    corrections: Sequence[Correction], used: Collection[tuple[str, int]]
) -> dict[tuple[str, int], Correction]:
    """Each correction that stands, by upload and first page of its document.

    Where the first page was set aside, the next of the corrected pages that is `used` (upload, page) takes its place.
    """
    found: dict[tuple[str, int], Correction] = {}
    for said in corrections:
        if said.withdrawn:
            continue
        pages = said.pages or (said.first_page,)
        first = next((page for page in pages if (said.upload, page) in used), said.first_page)
        if first == said.first_page or (said.upload, first) not in found:
            found[said.upload, first] = said
    return found


def _corrected(document: Document, said: Correction) -> Document:
    reason = document.owner_reason_fr if said.owner == document.owner else OWNER_FR
    given = {"kind": said.kind, "dated": said.dated, "owner": said.owner, "owner_reason_fr": reason}
    return document.model_copy(update={**given, "corrected": True})


def _holds_part(correction: Correction, document: Document) -> bool:
    return correction.upload == document.upload and document.pages[0] in correction.pages


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
