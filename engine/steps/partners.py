"""A paper that tells of another person is the partner's where the couple's own papers give that birth date."""

from collections.abc import Sequence, Set
from datetime import date

from engine.domain.document import Document
from engine.domain.dossier import Patient
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, french_date
from engine.steps.births import YOUNGEST, births_in
from engine.steps.identify import MISREAD_DIGITS, OF_AGE, digits_apart
from engine.steps.names import has_name, names_in


def of_couple(
    documents: Sequence[Document], texts: Sequence[str], patient: Patient, today: date, vocabulary: Vocabulary
) -> list[Document]:
    """The documents in their order, `texts` beside them; what each shows alone was judged before.

    Another person's paper becomes the partner's where all births that it prints stand on the patient's own papers that
    speak of a couple, or on a paper that is the partner's by its examination. A paper that only such an examination
    makes the partner's is another person's where the couple's papers give the partner one birth, and it prints a quite
    other.
    """
    births = [{b.day for b in births_in(text, vocabulary, today, YOUNGEST)} - {patient.birth_date} for text in texts]
    known = {
        day
        for document, text, days in zip(documents, texts, births, strict=True)
        if document.owner == "partner"
        or (document.owner == "this_patient" and any_match(vocabulary.people.couple, fold(text)))
        for day in days
    }
    told = {
        day
        for document, text, days in zip(documents, texts, births, strict=True)
        if document.owner == "this_patient" and any_match(vocabulary.people.couple, fold(text))
        for day in days
        if day.year <= today.year - OF_AGE
    }
    return [
        _partners(document, days)
        if document.owner == "other_person" and days and days <= known
        else _strangers(document, days, told)
        if document.owner == "partner" and len(told) == 1 and _all_apart(days, told) and not _names(text, patient)
        else document
        for document, text, days in zip(documents, texts, births, strict=True)
    ]


def _all_apart(days: Set[date], told: Set[date]) -> bool:
    """Whether the printed births are others than those told, by more than what a reading changes."""
    return bool(days) and all(digits_apart(day, of) > MISREAD_DIGITS for day in days for of in told)


def _names(text: str, patient: Patient) -> bool:
    return has_name(names_in(text), patient.family_name, misread=True)


def _strangers(document: Document, days: Set[date], told: Set[date]) -> Document:
    found, own = (" et ".join(french_date(day) for day in sorted(births)) for births in (days, told))
    reason = f"Autre identité : né(e) le {found}, quand le ou la partenaire est né(e) le {own}."
    return document.model_copy(update={"owner": "other_person", "owner_reason_fr": reason})


def _partners(document: Document, days: Set[date]) -> Document:
    told = " et ".join(french_date(day) for day in sorted(days))
    reason = f"Document du ou de la partenaire : né(e) le {told}, comme dans les autres papiers du couple."
    return document.model_copy(update={"owner": "partner", "owner_reason_fr": reason})
