"""What staff said of pages wins over what the machine found: where documents begin, what is set aside, what repeats."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from engine.domain.desk import About, Correction, Notes, PagePlace, PageSaid, Repetition, Said
from engine.domain.document import Document, Page, PageHead
from engine.domain.dossier import Upload

P = TypeVar("P", Page, PageHead)

Place = tuple[str, int]
"""An upload's sha256 and the number of a page in it."""

NOT_READ = ("unreadable", "failed")
COPY_FR = "Indiqué comme doublon de « {filename} » par l'équipe d'accueil."


def sayings(said: Iterable[PageSaid], about: About) -> dict[Place, Said]:
    """What was said last of each page about one thing; nothing of a page of which it was taken back."""
    latest: dict[Place, Said | None] = {}
    for each in said:
        if each.about == about:
            latest[each.upload, each.page] = each.said
    return {place: word for place, word in latest.items() if word is not None}


def turns(said: Iterable[PageSaid], upload: Upload) -> dict[int, int]:
    """By how many degrees clockwise staff want pages of an upload turned, by their number."""
    return {page: int(word) for (sha256, page), word in sayings(said, "turn").items() if sha256 == upload.sha256}


def boundaries(notes: Notes) -> dict[Place, bool]:
    """Whether a document begins on a page, as far as staff said so.

    Who corrects what a document is has seen where it begins and ends: that stands too, wherever the machine would set
    its bounds later. What was said of a page itself goes before that.
    """
    seen: dict[Place, bool] = {}
    for place, begins in (bound for c in notes.corrections if not c.withdrawn for bound in _extent(c)):
        seen[place] = seen.get(place, False) or begins
    said = sayings(notes.said, "boundary")
    return seen | {place: word == "begins" for place, word in said.items()}


def _extent(correction: Correction) -> Iterator[tuple[Place, bool]]:
    yield (correction.upload, correction.first_page), True
    for page in correction.pages[1:]:
        yield (correction.upload, page), False
    if correction.pages:
        yield (correction.upload, correction.pages[-1] + 1), True


def tried(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages as the steps take them: one on which reading failed is one that nobody could read."""
    return tuple(p.model_copy(update={"origin": "unreadable"}) if p.origin == "failed" else p for p in pages)


def as_legible(pages: Sequence[Page], notes: Notes) -> tuple[Page, ...]:
    """The pages as legible as staff say: one that they call unreadable says nothing any more.

    Where documents begin and end is judged before: that a page cannot be read does not tear it from its document.
    """
    said = sayings(notes.said, "legibility")
    return tuple(_as_legible(page, said.get((page.upload, page.number))) for page in pages)


def _as_legible(page: Page, said: Said | None) -> Page:
    if said == "legible" and page.origin in NOT_READ:
        return page.model_copy(update={"origin": "ocr"})
    if said == "unreadable" and page.origin not in NOT_READ:
        return page.model_copy(update={"origin": "unreadable", "text": "", "words": (), "quality": 0.0})
    return page


def regroup(pages: Sequence[P], groups: Iterable[Sequence[P]], notes: Notes) -> tuple[tuple[P, ...], ...]:
    """The groups of pages that make up documents, cut and joined as staff said; pages stay in the order of `pages`.

    A page that is in no group stays out, unless staff keep it: then it goes on with the document before. One that they
    set aside leaves its document as it was otherwise. Only pages of one file are joined: a document lies in one file.
    """
    begins, use = boundaries(notes), sayings(notes.said, "use")
    found = {_key(page): number == 0 for group in groups for number, page in enumerate(group)}
    done: list[list[P]] = []
    for page in pages:
        place = (page.upload, page.number)
        if _key(page) not in found and use.get(place) != "kept":
            continue
        before = done[-1][-1] if done else None
        joins = before is not None and (before.upload, before.filename) == (page.upload, page.filename)
        if joins and not begins.get(place, found.get(_key(page), False)):
            done[-1].append(page)
        else:
            done.append([page])
    left = (tuple(p for p in group if use.get((p.upload, p.number)) != "aside") for group in done)
    return tuple(group for group in left if group)


def _key(page: Page | PageHead) -> tuple[str, str, int]:
    return (page.upload, page.filename, page.number)


def repeat(documents: Sequence[Document], repetitions: Sequence[Repetition]) -> tuple[Document, ...]:
    """The documents with the copies that staff declared, or denied. `repetitions` come in the order of their saying.

    However they contradict each other, every copy ends at a document that is none itself.
    """
    origin = {d.id: d.duplicate_of for d in documents}
    reasons = {d.id: d.duplicate_reason_fr for d in documents}
    for said in _latest(repetitions):
        for copy in (d for d in documents if _begins_at(d, said.upload, said.first_page)):
            if said.copies is False:
                origin[copy.id] = reasons[copy.id] = None
            elif said.copies and said.of:
                target = _target(documents, copy, said.of)
                if target is not None:
                    _point(origin, copy.id, target.id)
                    reasons[copy.id] = COPY_FR.format(filename=target.file_fr)
    ends = {name: _end(origin, name) for name in origin}
    return tuple(_repeating(d, ends[d.id], reasons[d.id]) for d in documents)


def _latest(repetitions: Sequence[Repetition]) -> tuple[Repetition, ...]:
    """The last word on each document, in the order in which the last words fell."""
    kept: dict[Place, Repetition] = {}
    for said in repetitions:
        kept.pop((said.upload, said.first_page), None)
        kept[said.upload, said.first_page] = said
    return tuple(kept.values())


def _point(origin: dict[str, str | None], copy: str, target: str) -> None:
    """Make one document repeat another. What is said later wins: the target then repeats no copy of its own."""
    at: str | None = target
    while at is not None and origin[at] is not None:
        if origin[at] == copy:
            origin[at] = None
        at = origin[at]
    origin[copy] = target


def _end(origin: Mapping[str, str | None], name: str) -> str | None:
    end = origin[name]
    while end is not None and (following := origin.get(end)) is not None:
        end = following
    return end


def _target(documents: Sequence[Document], copy: Document, of: PagePlace) -> Document | None:
    return next((d for d in documents if d.id != copy.id and _begins_at(d, of.upload, of.page)), None)


def _begins_at(document: Document, upload: str, page: int) -> bool:
    return (document.upload, document.pages[0]) == (upload, page)


def _repeating(document: Document, of: str | None, reason_fr: str | None) -> Document:
    if of == document.duplicate_of:
        return document
    return document.model_copy(update={"duplicate_of": of, "duplicate_reason_fr": reason_fr if of else None})
