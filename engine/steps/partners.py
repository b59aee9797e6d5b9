"""Papers of the partner that only another paper shows to be so: a prescription without a word of the couple."""

from collections.abc import Sequence
from datetime import date

from engine.domain.document import Document
from engine.domain.dossier import Patient
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold
from engine.steps.births import births_in

SAME_FR = "Même date de naissance que le ou la partenaire dans un autre document du couple."


def with_partners(
    documents: Sequence[Document], texts: Sequence[str], patient: Patient, today: date, vocabulary: Vocabulary
) -> list[Document]:
    """The documents, those of another person given to the partner where a paper of the couple bears that birth date.

    `texts` are the documents' texts, in their order. A partner's own paper counts, and a letter of the patient's that
    speaks of a couple.
    """
    births = [{b.day for b in births_in(text, vocabulary, today)} - {patient.birth_date} for text in texts]
    known = {
        day
        for document, text, days in zip(documents, texts, births, strict=True)
        if document.owner == "partner"
        or (document.owner == "this_patient" and any_match(vocabulary.people.couple_texts, fold(text)))
        for day in days
    }
    return [
        document.model_copy(update={"owner": "partner", "owner_reason_fr": SAME_FR})
        if document.owner == "other_person" and days and days <= known
        else document
        for document, days in zip(documents, births, strict=True)
    ]
