"""Papers of the other half of a couple, known by the birth date that a paper about both prints beside the patient's."""

from collections.abc import Sequence
from datetime import date

from engine.domain.document import Document
from engine.domain.dossier import Patient
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, french_date
from engine.steps.births import births_in


def with_partners(
    documents: Sequence[Document], texts: Sequence[str], patient: Patient, vocabulary: Vocabulary, today: date
) -> tuple[Document, ...]:
    """The documents, those of another person born on the partner's day being the partner's. `texts` are theirs."""
    births = [{b.day for b in births_in(text, vocabulary, today)} for text in texts]
    told: set[date] = set()
    for document, text, days in zip(documents, texts, births, strict=True):
        about_both = len(days) == 2 and patient.birth_date in days
        if document.owner == "this_patient" and about_both and any_match(vocabulary.people.couple_texts, fold(text)):
            told |= days - {patient.birth_date}
    return tuple(
        d.model_copy(
            update={
                "owner": "partner",
                "owner_reason_fr": f"Document du ou de la partenaire, né(e) le {french_date(min(days))}.",
            }
        )
        if d.owner == "other_person" and days and days <= told
        else d
        for d, days in zip(documents, births, strict=True)
    )
