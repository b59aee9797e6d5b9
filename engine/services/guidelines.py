"""Files that somebody adds to the library, read and cut into passages."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePath

from engine.adapters.guideline_file import NOTES, TAKEN, notes_of, read_guideline
from engine.domain.guideline import Chunk, SourceNotes, document_id
from engine.domain.passage import GuidelineDocument, Indexed, Passage
from engine.domain.search_words import SearchWords
from engine.domain.wording import fold
from engine.errors import UnknownPathway, UploadRefused
from engine.pathways import known
from engine.ports import PageReader
from engine.steps.chunk import chunks
from engine.steps.seek import guessed

UNTOLD = "organisme non précisé"
TIER = "added_document"
SURE = 0.5
"""How strongly a document must speak of a pathway, beside the one of which it speaks most, to count as on it."""
LARGEST = 100_000_000  # bytes


def documents_in(path: Path) -> Iterator[tuple[Path, SourceNotes]]:
    """Yield the documents of a file or of a folder, by name, each with the notes that lie beside it (`NAME.yaml`).

    Raises `UploadRefused` for notes that are not understood, and where there is nothing to add.
    """
    files = (
        sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")) if path.is_dir() else [path]
    )
    found = [p for p in files if p.suffix.lower() in TAKEN]
    if not found:
        raise UploadRefused(
            "unsupported", f"{path} : rien à ajouter. Sont pris les fichiers PDF, DOCX, texte, HTML et Markdown."
        )
    for file in found:
        beside = next((n for e in NOTES if (n := file.with_name(file.stem + e)).is_file()), None)
        yield file, notes_of(beside.read_bytes(), beside.name) if beside else SourceNotes()


def indexed_document(
    filename: str,
    content: bytes,
    notes: SourceNotes,
    reader: PageReader,
    former: Callable[[str], GuidelineDocument | None],
    now: datetime,
    table: SearchWords,
    variants: Mapping[str, tuple[str, ...]],
) -> tuple[GuidelineDocument, list[Indexed]]:
    """Read a file and cut it into passages. `former` gives the latest version of a document by its id.

    Raises `UploadRefused`, `UnknownPathway`.
    """
    if len(content) > LARGEST:
        raise UploadRefused("too_large", f"{filename} dépasse {LARGEST // 1_000_000} Mo : coupez-le en parties.")
    read = read_guideline(filename, content, reader)
    told = notes.over(read.notes)
    for name in told.pathways:
        if name not in known():
            raise UnknownPathway(pathway=name, known=", ".join(known()))
    cut = chunks(read.blocks)
    stem = PurePath(filename).stem
    identifier = told.id or document_id(stem)
    before = former(identifier)
    document = GuidelineDocument(
        id=identifier,
        version=before.version + 1 if before else 1,
        title=told.title or stem,
        filename=filename,
        sha256=hashlib.sha256(content).hexdigest(),
        passages=len(cut),
        added_at=now,
    )
    told = told.model_copy(update={"pathways": told.pathways or _spoken_of(document.title, cut, table, variants)})
    return document, [_indexed(document, told, chunk, number) for number, chunk in enumerate(cut, start=1)]


def _indexed(document: GuidelineDocument, notes: SourceNotes, chunk: Chunk, number: int) -> Indexed:
    heading = " > ".join(h for h in chunk.headings if h != document.title) or None
    passage = Passage(
        id=f"{document.id}/{document.version}.{number}",
        version=str(document.version),
        text=chunk.text,
        title=document.title,
        body=notes.body or UNTOLD,
        year=notes.year,
        grade=notes.grade,
        url=notes.url,
        tier=TIER,
        pathways=notes.pathways,
        heading=heading,
        page=chunk.page,
        document=document.id,
    )
    context = " – ".join(part for part in (document.title, heading) if part)
    return Indexed(passage=passage, names=document.title, embedded=(f"{context} : {chunk.text}",))


def _spoken_of(
    title: str, cut: tuple[Chunk, ...], table: SearchWords, variants: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """The pathways of which a whole document speaks: by its title and headings, else by its text."""
    headings = " ".join(dict.fromkeys(h for chunk in cut for h in chunk.headings))
    for text in (title, headings, " ".join(chunk.text for chunk in cut)[:20_000]):
        found = guessed(fold(text), table, variants)
        if found:
            return tuple(sorted(name for name, sure in found.items() if sure > SURE))
    return ()
