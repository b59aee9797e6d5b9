"""Births and ages that documents tell otherwise than the intake."""

from collections.abc import Sequence
from datetime import date

from engine.domain.fact import Conflict
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, french_date, pattern
from engine.steps.births import births_in
from engine.steps.places import ReadPageText

MISTYPED = 2
"""Digits of a birth date by which the same person's may have been mistyped."""
AGE_APART = 2
"""Years by which an age may be off: a letter may tell the age of the operation or of the year's end."""


def births(
    places: Sequence[ReadPageText], born: date | None, sex: str | None, vocabulary: Vocabulary
) -> list[Conflict]:
    """One finding where a page that may be the patient's prints a birth date that is the intake's but for a figure, or
    tells an age that the birth date does not give on the day of the document."""
    if born is None:
        return []
    found: dict[str, str] = {}
    newest = max((p.document.dated for p in places if p.document.dated), default=born)
    for place in places:
        document = place.document
        if document.owner not in ("this_patient", "unknown") or document.filename in found:
            continue
        printed = [b.day for b in births_in(place.page.text, vocabulary, document.dated or newest)]
        near = next((d for d in printed if born not in printed and 0 < _digits_apart(d, born) <= MISTYPED), None)
        age = _age_told(place, sex, vocabulary)
        if near and "lue à un ou deux chiffres" not in document.owner_reason_fr:
            found[document.filename] = f"né(e) le {french_date(near)} dans « {document.filename} »"
        elif age is not None and document.dated and abs(_age_on(born, document.dated) - age) >= AGE_APART:
            found[document.filename] = f"{age} ans le {french_date(document.dated)} dans « {document.filename} »"
    if not found:
        return []
    what = f"Naissance : {french_date(born)} dans la fiche d'accueil, {', '.join(found.values())}."
    return [Conflict(key="naissance", facts=(), filenames=tuple(found), what_fr=what)]


def _age_told(place: ReadPageText, sex: str | None, vocabulary: Vocabulary) -> int | None:
    """The age of the patient that a page tells, where it tells one only."""
    folded = fold(place.told)
    told = {
        int(m["age"])
        for e in vocabulary.contradictions.ages.get(sex or "", ())
        for m in pattern(e).finditer(folded)
        if place.assertions.of(*m.span()) == ("affirmed", "patient")
    }
    return told.pop() if len(told) == 1 else None


def _age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _digits_apart(one: date, other: date) -> int:
    return sum(a != b for a, b in zip(f"{one:%d%m%Y}", f"{other:%d%m%Y}", strict=True))
