"""Whose a document is: the dossier's patient, another person, or unknown."""

import re
from datetime import date

from engine.domain.document import Owner
from engine.domain.dossier import Patient
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, french_date, pattern, words
from engine.steps.calendar_dates import FoundDate, dates_in
from engine.steps.headings import head

MISREAD_DIGITS = 2
YOUNGEST = 12
"""Years: a date beside a name is a birth only when it is this old; a labelled one always is."""
NAME_REACH = 90
"""Characters before a birth date in which its bearer's name is looked for."""


def owner_of(text: str, patient: Patient, vocabulary: Vocabulary, today: date) -> tuple[Owner, str]:
    """Whose page this is, with the reason in French.

    A birth date decides, with the names beside it; a missing name is unknown, not wrong; a document that may bear the
    partner's name (semen analysis) belongs to the dossier.
    """
    folded = fold(text)
    if any_match(vocabulary.owner_free, fold(head(text))):
        return "this_patient", "Document du couple : il peut porter le nom du partenaire."
    named = _names_patient(folded, patient)
    births = _births(text, folded, vocabulary, today)
    if any(b.day == patient.birth_date for b in births):
        return "this_patient", f"Né(e) le {french_date(patient.birth_date)}, comme dans la fiche d'accueil."
    if births:
        both_names = named and _has_name(folded, patient.given_name)
        if both_names and all(_digits_apart(b.day, patient.birth_date) <= MISREAD_DIGITS for b in births):
            return "this_patient", "Nom et prénom concordants ; date de naissance lue à un ou deux chiffres près."
        opening = "Homonyme : mêmes nom et prénom, mais né(e) le" if both_names else "Autre identité : né(e) le"
        return "other_person", f"{opening} {french_date(births[0].day)}."
    if named:
        return "this_patient", "Nom du patient présent, sans date de naissance."
    return "unknown", "Ni le nom ni la date de naissance du patient ne sont lisibles."


def _names_patient(folded: str, patient: Patient) -> bool:
    return all(_has_name(folded, part) for part in words(patient.family_name))


def _has_name(folded: str, name: str) -> bool:
    return all(re.search(rf"\b{re.escape(part)}\b", folded) for part in words(name))


def _births(text: str, folded: str, vocabulary: Vocabulary, today: date) -> list[FoundDate]:
    """Dates introduced as a birth, or standing in brackets or alone beside a civil title and a capitalised name."""
    births = []
    labels = [pattern(label + r"\s*$") for label in vocabulary.dates.birth]
    for found in dates_in(text, today):
        before = folded[max(0, found.start - 40) : found.start]
        labelled = any(label.search(before) for label in labels)
        if labelled or (found.day.year <= today.year - YOUNGEST and _follows_a_name(text[: found.start])):
            births.append(found)
    return births


def _follows_a_name(before: str) -> bool:
    line = before[-NAME_REACH:].rsplit("\n\n", 1)[-1]
    titled = re.search(
        r"(?:\b(?:M(?:me|lle|r)?|Madame|Monsieur|Patiente?|Identité|Nom|Concerne|Objet)\b\.?\s*:?[^.;]{2,80}?)"
        r"[\s(,:–—-]*(?:DN|DDN)?[\s:(]*$",
        line,
    )
    capitals = re.search(r"\b[A-ZÀ-Ý][A-ZÀ-Ý'’-]{2,}\b[^.;:\d]{0,40}[\s(,–—-]*$", line)
    return bool(titled or capitals)


def _digits_apart(seen: date, expected: date) -> int:
    """How many printed digits of two dates differ: one or two are what a reading error makes."""
    return sum(x != y for x, y in zip(f"{seen:%d%m%Y}", f"{expected:%d%m%Y}", strict=True))
