"""From pages to documents: where one ends, its kind, its date, whose it is, and what it repeats."""

from collections.abc import Sequence
from datetime import date

from engine.domain.desk import Notes
from engine.domain.document import Document, Page
from engine.domain.dossier import Patient
from engine.domain.vocabulary import Vocabulary
from engine.steps.arranged import as_legible, regroup, repeat
from engine.steps.authorship import author_of, establishment_of
from engine.steps.boundaries import Group, group_pages
from engine.steps.duplicates import mark_duplicates
from engine.steps.examination_dates import examination_date
from engine.steps.identify import owner_of
from engine.steps.kinds import FILENAME_WEIGHT, NEEDED, guess_kind, title_of
from engine.steps.noted import correct
from engine.steps.partners import with_partners
from engine.steps.recorded import owner_evidence, recorded_kind

NOTHING_SAID = Notes()


def split(
    pages: Sequence[Page], patient: Patient, received_on: date, vocabulary: Vocabulary, notes: Notes = NOTHING_SAID
) -> tuple[Document, ...]:
    """The documents that the pages make up, in the order of their uploads. What staff said in `notes` goes first."""
    found = regroup(pages, group_pages(pages, vocabulary), notes)
    groups = tuple(as_legible(group, notes) for group in found)
    described = [describe(f"D{n}", g, patient, received_on, vocabulary) for n, g in enumerate(groups, start=1)]
    texts = [text_of(group) for group in groups]
    documents = correct(with_partners(described, texts, patient, received_on, vocabulary), notes.corrections)
    return repeat(mark_duplicates(documents, texts, vocabulary), notes.repetitions)


def text_of(group: Group) -> str:
    """The text of one document's pages."""
    return "\n".join(page.text for page in group)


def describe(identifier: str, group: Group, patient: Patient, received_on: date, vocabulary: Vocabulary) -> Document:
    """One document from its pages: kind, date, owner. What it repeats is found among all of them."""
    first, text = group[0], text_of(group)
    legible = any(p.origin != "unreadable" for p in group)
    guess = guess_kind(text, first.member or first.filename, vocabulary, needed=NEEDED if legible else FILENAME_WEIGHT)
    owner, reason = ("this_patient", "Page illisible : propriétaire à vérifier.")
    if legible:
        printed = all(p.origin == "text_layer" for p in group)
        evidence = owner_evidence(first.record) or text
        owner, reason = owner_of(evidence, patient, vocabulary, received_on, printed=printed)
    record = first.record
    kind = recorded_kind(record, vocabulary) or guess.kind
    dated = record.dated if record and record.dated else None
    return Document(
        id=identifier,
        upload=first.upload,
        filename=first.filename,
        member=first.member,
        pages=tuple(p.number for p in group),
        kind=kind,
        title=(record.title if record else None) or title_of(text, kind, vocabulary) or first.filename,
        dated=dated or (examination_date(text, kind, received_on, vocabulary, patient.birth_date) if legible else None),
        author=(record.author if record else None) or author_of(text, patient, vocabulary),
        establishment=(record.establishment if record else None) or establishment_of(text, vocabulary),
        owner=owner if legible else "unknown",
        owner_reason_fr=reason,
        legible=legible,
        quality=min(p.quality for p in group),
    )
