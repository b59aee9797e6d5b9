"""A paper that tells of another person is the partner's where the couple's own papers give that birth date."""

from collections.abc import Sequence, Set
from datetime import date

from engine.domain.document import Document
from engine.domain.dossier import Patient
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, french_date
from engine.steps.births import YOUNGEST, births_in, digits_apart
from engine.steps.names import has_name, names_in

MISREAD = 2
"""Figures of a birth date that a scan may have misread."""


def of_couple(
    documents: Sequence[Document], texts: Sequence[str], patient: Patient, today: date, vocabulary: Vocabulary
) -> list[Document]:
    """The documents in their order, `texts` beside them; what each shows alone was judged before.

    Another person's paper becomes the partner's where all births that it prints stand on the patient's own papers that
    speak of a couple, or on a paper that is the partner's by its examination. One that was taken for the partner's is
    another person's where it does not name the patient and her papers of the couple give another birth than all that
    it prints: a semen analysis under a name that is much the same.
    """
    births = [{b.day for b in births_in(text, vocabulary, today, YOUNGEST)} - {patient.birth_date} for text in texts]
    of_both = {
        day
        for document, text, days in zip(documents, texts, births, strict=True)
        if document.owner == "this_patient" and any_match(vocabulary.people.couple, fold(text))
        for day in days
    }
    told = [
        _strangers(document, days, of_both)
        if document.owner == "partner" and _is_apart(days, of_both) and not _names(text, patient)
        else document
        for document, text, days in zip(documents, texts, births, strict=True)
    ]
    known = of_both | {day for d, days in zip(told, births, strict=True) if d.owner == "partner" for day in days}
    return [
        _partners(document, days) if document.owner == "other_person" and days and days <= known else document
        for document, days in zip(told, births, strict=True)
    ]


def _is_apart(days: Set[date], known: Set[date]) -> bool:
    """Whether births are given on both sides, and none is another one's but for a figure or two that was misread."""
    return bool(days and known) and all(digits_apart(a, b) > MISREAD for a in days for b in known)


def _strangers(document: Document, days: Set[date], known: Set[date]) -> Document:
    told, given = (" et ".join(french_date(day) for day in sorted(some)) for some in (days, known))
    reason = f"Autre identité : né(e) le {told} ; les papiers du couple donnent le {given} pour le ou la partenaire."
    return document.model_copy(update={"owner": "other_person", "owner_reason_fr": reason})


def _names(text: str, patient: Patient) -> bool:
    """Whether a paper names the patient as well: the other one's birth date may then be mistyped."""
    return has_name(names_in(text), patient.family_name, misread=True)


def _partners(document: Document, days: Set[date]) -> Document:
    told = " et ".join(french_date(day) for day in sorted(days))
    reason = f"Document du ou de la partenaire : né(e) le {told}, comme dans les autres papiers du couple."
    return document.model_copy(update={"owner": "partner", "owner_reason_fr": reason})
