"""What is planned or begins later: it is not so yet."""

from datetime import date

from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.calendar_dates import NEVER, dates_in
from engine.steps.clauses import clause_around
from engine.steps.drug_names import drug_mentions
from engine.steps.key_fact_found import Found
from engine.steps.places import ReadPageText
from engine.steps.running import running


def is_planned(found: Found, place: ReadPageText, vocabulary: Vocabulary) -> bool:
    """Whether a drug or its dose is only proposed ("je propose de débuter le méthotrexate 15 mg"), or waits."""
    drug = found.is_dose or (isinstance(found.value, str) and any(drug_mentions(fold(found.value), vocabulary.drugs)))
    if not drug:
        return False
    left, right = clause_around(place.page.text, found.start, found.end)
    before, behind = fold(place.page.text[left : found.start]), running(place.page.text)[found.end : right]
    if found.is_dose and found.kind == "measurement":
        before += fold(place.page.text[found.start : found.end])  # "prednisone à débuter à 10 mg/j"
    planned = any_match(vocabulary.planned, before) or any_match(vocabulary.planned_behind, behind)
    return planned is not None or _waits(fold(place.page.text[left : found.end]), place, vocabulary)


def _waits(named: str, place: ReadPageText, vocabulary: Vocabulary) -> bool:
    """Whether another line of the page says that the drug that `named` names is not to be begun yet."""
    folded = fold(place.page.text)
    awaited = {
        drug.name
        for expression in vocabulary.awaited
        for match in pattern(expression).finditer(folded)
        for drug, _ in drug_mentions(match[0], vocabulary.drugs)
    }
    return bool(awaited) and any(drug.name in awaited for drug, _ in drug_mentions(named, vocabulary.drugs))


def begins_later(found: Found, place: ReadPageText, vocabulary: Vocabulary) -> date | None:
    """The day later than the paper's from which a drug of a prescription is to be taken."""
    written = place.document.dated
    if found.kind != "drug" or written is None:
        return None
    _, right = clause_around(place.page.text, found.start, found.end)
    behind = running(place.page.text)[found.end : right]
    later = (d for d in dates_in(behind, NEVER) if d.day > written)
    return next((d.day for d in later if any_match(vocabulary.planned_from, behind[: d.start])), None)
