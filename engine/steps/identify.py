"""Whose a document is: the dossier's patient, the partner, another person, or unknown."""

import re
from collections.abc import Sequence
from datetime import date

from engine.domain.document import Owner
from engine.domain.dossier import Patient
from engine.domain.record import Record
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, french_date, pattern, words
from engine.steps.births import YOUNGEST, YOUNGEST_CHILD, births_in, digits_apart
from engine.steps.calendar_dates import FoundDate
from engine.steps.headings import head
from engine.steps.names import LEAST_LETTERS, capitalised, has_name, names_beside, names_in

MISREAD_DIGITS = 2
LOOKALIKES = frozenset(
    frozenset(pair)
    for pair in ("08", "06", "09", "38", "35", "56", "58", "68", "69", "89", "17", "14", "47", "27", "49")
)
"""Printed digits that a reading takes for each other."""
A_GENERATION = 10
"""Years between two births that no slip of one figure in a typed date makes likely."""
OF_AGE = 18
KIN_REACH = 60
"""Characters before a birth date within which a relation makes it a relative's."""
RELATION_REACH = 25
"""Characters between "conjointe" and the name or birth date of the one who is meant."""
FEWEST_PARTNER_WORDS = 2
OF = re.compile(r"\s?d(?:e\b|['’])")

Verdict = tuple[Owner, str]


class Seen(Record):
    """What a text shows of the patient: own birth date, family and given name, and the other births in it."""

    own_birth: bool
    family: bool
    given: bool
    strangers: tuple[FoundDate, ...]

    @property
    def both_names(self) -> bool:
        """Whether family and given name both stand there."""
        return self.family and self.given


def owner_of(text: str, patient: Patient, vocabulary: Vocabulary, today: date, *, printed: bool = False) -> Verdict:
    """Whose this page is, with the reason in French. A `printed` text comes from the file and holds no misreadings.

    A birth date decides, with the names beside it; where there is none, the name. A missing name is unknown, not wrong.
    """
    folded, names = fold(text), names_in(text)
    youngest = YOUNGEST if patient.age_on(today) >= OF_AGE else YOUNGEST_CHILD
    births = births_in(text, vocabulary, today, youngest)
    seen = Seen(
        own_birth=any(b.day == patient.birth_date for b in births),
        family=_has_family_name(names, patient, misread=not printed),
        given=has_name(names, patient.given_name, misread=not printed),
        strangers=tuple(
            b for b in births if b.day != patient.birth_date and not _is_a_relatives(folded, b, vocabulary)
        ),
    )
    if _is_partners(text, folded, patient, seen, vocabulary):
        return "partner", "Document du ou de la partenaire, joint au dossier du couple."
    if seen.own_birth:
        return _by_own_birth(text, patient, seen, births, vocabulary)
    if seen.strangers:
        return _by_other_birth(text, folded, patient, seen, vocabulary, printed=printed)
    return _by_name(text, folded, patient, seen, vocabulary)


def _has_family_name(names: frozenset[str], patient: Patient, *, misread: bool) -> bool:
    """Whether the family name stands there: all of it, or a part of a double one beside the given name."""
    if has_name(names, patient.family_name, misread=misread):
        return True
    parts = [p for p in words(patient.family_name) if len(p) > LEAST_LETTERS]
    return has_name(names, patient.given_name, misread=misread) and any(
        has_name(names, part, misread=misread) for part in parts
    )


def _is_partners(text: str, folded: str, patient: Patient, seen: Seen, vocabulary: Vocabulary) -> bool:
    """Whether a document of a couple is about the other one: an examination that only the other can have had, or a
    name that is called "conjoint" of the patient."""
    people = vocabulary.people
    greeting = any_match(vocabulary.layout.salutation, folded)
    if greeting:
        return _is_letter_about_partner(folded[: greeting.start()], patient, vocabulary)
    told, own = (sum(bool(pattern(w).search(folded)) for w in of) for of in (people.partner_words, people.own_words))
    # A letter about both that names her beside her own examinations, or before the other one, is hers.
    hers = own >= FEWEST_PARTNER_WORDS or any_match(people.beside_her, folded) is not None
    about_her = (seen.own_birth or seen.both_names) and hers
    titled = any_match(people.partner_exams, fold(head(text)))
    if patient.sex == "F" and not about_her and (titled or told >= FEWEST_PARTNER_WORDS):
        return True
    if not (seen.strangers and any_match(people.couple, folded)):
        return False
    named = (*words(patient.family_name)[:1], f"{patient.birth_date:%d/%m/%Y}")
    after = (folded[m.end() : m.end() + RELATION_REACH] for r in people.relation for m in pattern(r).finditer(folded))
    return any(name in reach for reach in after for name in named)


def _is_letter_about_partner(opening: str, patient: Patient, vocabulary: Vocabulary) -> bool:
    """Whether a letter names, before it greets, the other one of the couple alone: "Concerne M. X, compagnon de
    Mme Y"."""
    people, family = vocabulary.people, words(patient.family_name)[0]
    other, own = (people.male, people.female) if patient.sex == "F" else (people.female, people.male)
    for line in opening.splitlines():
        for match in (m for r in people.relation for m in pattern(r).finditer(line)):
            before, after = line[: match.start()], line[match.end() : match.end() + RELATION_REACH]
            theirs = any_match(other, before) or family not in before
            of_hers = OF.match(after) or match.group().endswith(" de")
            if theirs and of_hers and family in after and not any_match(own, before):
                return True
    return False


def _by_own_birth(
    text: str, patient: Patient, seen: Seen, births: Sequence[FoundDate], vocabulary: Vocabulary
) -> Verdict:
    told = f"Né(e) le {french_date(patient.birth_date)}, comme dans la fiche d'accueil"
    if seen.both_names or not (seen.family or seen.given):
        beside = [n for b in births if b.day == patient.birth_date for n in names_beside(text, b.start, vocabulary)]
        if seen.both_names or len(beside) < 2:
            return "this_patient", f"{told}."
        return "unknown", f"{told}, mais sous un autre nom : {' '.join(beside)}. À vérifier."
    if seen.given:
        return "this_patient", f"{told}, même prénom, sous un autre nom (de naissance ou d'usage)."
    other = _other_given_name(text, patient, vocabulary)
    if other and not any_match(vocabulary.people.maiden, fold(text)):
        return "unknown", f"{told}, mais avec un autre prénom : {other}. À vérifier."
    return "this_patient", f"{told}."


def _by_other_birth(
    text: str, folded: str, patient: Patient, seen: Seen, vocabulary: Vocabulary, *, printed: bool
) -> Verdict:
    day = seen.strangers[0].day
    if seen.both_names:
        apart = max(digits_apart(b.day, patient.birth_date) for b in seen.strangers)
        lookalike = all(_are_lookalikes(b.day, patient.birth_date) for b in seen.strangers)
        exact = has_name(names_in(text), f"{patient.family_name} {patient.given_name}", misread=False)
        if not printed and exact and apart <= MISREAD_DIGITS and lookalike:
            return "this_patient", "Nom et prénom concordants ; date de naissance lue à un ou deux chiffres près."
        years = abs(day.year - patient.birth_date.year)
        if printed and exact and apart == 1 and years < A_GENERATION:
            return (
                "unknown",
                f"Nom et prénom concordants, mais né(e) le {french_date(day)} : un chiffre diffère. À vérifier.",
            )
        if not _beside_patients_name(text, patient, seen, vocabulary):
            if any_match(vocabulary.people.couple, folded):
                return "this_patient", "Nom et prénom concordants ; l'autre date de naissance est celle d'un proche."
            return (
                "unknown",
                f"Nom et prénom concordants, mais aussi une personne née le {french_date(day)}. À vérifier.",
            )
        called = "mêmes nom et prénom" if exact else "nom et prénom proches"
        return "other_person", f"Homonyme : {called}, mais né(e) le {french_date(day)}."
    return "other_person", f"Autre identité : né(e) le {french_date(day)}."


def _beside_patients_name(text: str, patient: Patient, seen: Seen, vocabulary: Vocabulary) -> bool:
    """Whether a foreign birth date may be said of somebody called as the patient: no other name stands beside it."""
    for birth in seen.strangers:
        beside = names_beside(text, birth.start, vocabulary)
        parts = names_in(" ".join(beside))
        if len(beside) < 2 or has_name(parts, patient.family_name, misread=True):
            return True
        if has_name(parts, patient.given_name, misread=True):
            return True
    return False


def _by_name(text: str, folded: str, patient: Patient, seen: Seen, vocabulary: Vocabulary) -> Verdict:
    if seen.both_names:
        return "this_patient", "Nom et prénom du patient présents, sans date de naissance."
    if seen.family:
        return _by_family_name(text, folded, patient, vocabulary)
    if seen.given:
        return "unknown", "Seul le prénom concorde, sans date de naissance. À vérifier."
    stranger = _labelled_name(text, vocabulary)
    if stranger:
        return "other_person", f"Autre identité : {stranger}."
    return "unknown", "Ni le nom ni la date de naissance du patient ne sont lisibles."


def _by_family_name(text: str, folded: str, patient: Patient, vocabulary: Vocabulary) -> Verdict:
    other = _other_given_name(text, patient, vocabulary)
    if other is None:
        return "this_patient", "Nom du patient présent, sans date de naissance."
    if _is_of_the_other_sex(folded, patient, vocabulary):
        return "other_person", f"Même nom, mais une autre personne : {other}."
    return "unknown", f"Même nom, mais un autre prénom : {other}. À vérifier."


def _other_given_name(text: str, patient: Patient, vocabulary: Vocabulary) -> str | None:
    """The given name that stands right beside the patient's family name, where it is another than the patient's."""
    parts = words(patient.family_name)
    initial = fold(patient.given_name)[:1]
    for line in text.splitlines():
        if not has_name(names_in(line), patient.family_name, misread=True):
            continue
        names = capitalised(line, vocabulary)
        folded = [fold(n) for n in names]
        at = [i for i, n in enumerate(folded) if any(has_name(words(n), p, misread=True) for p in parts)]
        if not at:
            continue
        near = [names[i] for i in (at[-1] + 1, at[0] - 1) if 0 <= i < len(names)]
        near = [n for n in near if _adjoins(line, n, names[at[0]], names[at[-1]])]
        if any(fold(n)[:1] == initial and (len(n) <= 2 or n.endswith(".")) for n in near):
            return None
        if near:
            return f"{near[0]} {' '.join(names[at[0] : at[-1] + 1])}"
    return None


def _adjoins(line: str, name: str, first: str, last: str) -> bool:
    """Whether a name stands next to the family name with nothing but white space between them."""
    between = rf"{re.escape(last)}\s+{re.escape(name)}\b|\b{re.escape(name)}\s+{re.escape(first)}"
    return re.search(between, line) is not None


def _is_of_the_other_sex(folded: str, patient: Patient, vocabulary: Vocabulary) -> bool:
    """Whether the family name is only ever called by a title that the patient does not bear."""
    people, family = vocabulary.people, re.escape(words(patient.family_name)[0])
    own, other = (people.female, people.male) if patient.sex == "F" else (people.male, people.female)

    def titled(titles: Sequence[str]) -> bool:
        return any(pattern(f"{t} (?:[a-z'-]+ )?{family}").search(folded) for t in titles)

    return titled(other) and not titled(own)


def _labelled_name(text: str, vocabulary: Vocabulary) -> str | None:
    """A whole name behind a label that only the person whom the document is about has: "Patient : X Y"."""
    for line in head(text).splitlines():
        label = any_match(vocabulary.people.subject, fold(line))
        names = capitalised(line[label.end() :], vocabulary) if label else ()
        if len(names) > 1 and all(n.replace("-", "").replace("'", "").replace("’", "").isalpha() for n in names[:2]):
            return " ".join(names[:2])
    return None


def _is_a_relatives(folded: str, birth: FoundDate, vocabulary: Vocabulary) -> bool:
    """Whether the words before a birth date name a relation: "sa mère Mme X, née le…"."""
    before = folded[max(0, birth.start - KIN_REACH) : birth.start].rsplit("\n\n", 1)[-1]
    return any_match(vocabulary.people.relatives, before) is not None


def _are_lookalikes(seen: date, expected: date) -> bool:
    """Whether every differing digit is one that a reading takes for the other."""
    pairs = zip(f"{seen:%d%m%Y}", f"{expected:%d%m%Y}", strict=True)
    return all(x == y or frozenset((x, y)) in LOOKALIKES for x, y in pairs)
