"""Facts of two documents that contradict each other: sides and values."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

from engine.domain.contradiction_words import Alike, OneSide
from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Agreement, Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, french_date, french_number, pattern
from engine.steps.key_fact_found import SIDE_KEY
from engine.steps.mentions import DIAGNOSIS_KEY
from engine.steps.places import ReadPageText
from engine.steps.set_apart import OTHER
from engine.steps.taken_doses import taken

SAME_TIME = 183
"""Days within which what two documents say of one thing should agree: a disease changes."""
RETOLD = 1096
"""Days for which a letter may speak of a report."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
UNPREFIXED = re.compile(r"t[0-4]")
LETTERS = ("courrier", "fiche_rcp")
"""Kinds whose authors judge what reports found."""
MOST_FILES = 4
"""Files that one finding names: two that contradict each other, and others that bear out either."""


def is_patients(fact: Fact) -> bool:
    """Whether a fact is borne by the patient and by nobody of the family."""
    return fact.bearer == "patient"


def is_sure(fact: Fact) -> bool:
    """Whether a fact is affirmed of the patient."""
    return fact.polarity == "affirmed" and is_patients(fact)


def sides(facts: Sequence[Fact], kinds: Mapping[str, str], pathway: Pathway, vocabulary: Vocabulary) -> list[Conflict]:
    """A document that speaks of one side only, where others speak of the other side only: of the joint, of the one
    lesion that counts, of a disease, or of a finding that has one side. A report of both sides contradicts nothing."""
    lateral = {f.key for f in vocabulary.findings if f.lateral}
    counting = [k.id for k in pathway.key_facts if k.takes_across_sides and k.sided and k.takes == "largest"]
    groups = [[f for f in facts if f.key == key] for key in (SIDE_KEY, *counting, *sorted(lateral))]
    diseases = [f for f in facts if f.key == DIAGNOSIS_KEY]
    groups += [[f for f in diseases if f.value == value] for value in dict.fromkeys(f.value for f in diseases)]
    # One lesion of one size: two sizes of two sides may be two lesions.
    sized = [k.id for k in pathway.key_facts if k.takes == "largest" and k.sided and k.unit == "mm"]
    sizes = [f for f in facts if f.key in sized]
    groups += [[f for f in facts if _is_of(f, rule)] for rule in vocabulary.contradictions.one_side]
    groups += [
        [f for f in sizes if (f.key, f.value) == told] for told in dict.fromkeys((f.key, f.value) for f in sizes)
    ]
    found: list[Conflict] = []
    for group in groups:
        conflict = _side_of_key(group, kinds)
        if conflict and not any(set(conflict.filenames) & set(c.filenames) for c in found):
            found.append(conflict)
    return found


def _is_of(fact: Fact, rule: OneSide) -> bool:
    if fact.key.removesuffix(OTHER) not in rule.facts or (rule.value is not None and fact.value != rule.value):
        return False
    return rule.where is None or pattern(rule.where).search(fold(fact.source.quote)) is not None


def _side_of_key(facts: Sequence[Fact], kinds: Mapping[str, str]) -> Conflict | None:
    named: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        if fact.side and fact.polarity != "negated" and is_patients(fact):
            named[fact.source.document].setdefault(fact.side, fact)
    told = [next(iter(of.values())) for of in named.values() if len(of) == 1]
    pairs = [
        (one, other)
        for one in told
        for other in told
        if (one.side, other.side) == ("droite", "gauche")
        and (one.key == SIDE_KEY or are_near(one, other) or _retells(one, other, told, kinds))
    ]
    if not pairs:
        return None
    meant = [f for f in told if any(f in pair for pair in pairs)]
    few, many = sorted(([f for f in meant if f.side == "droite"], [f for f in meant if f.side == "gauche"]), key=len)
    what = "Côté" if few[0].key == SIDE_KEY else f"{named_fr(few[0].label_fr)}, côté"
    told_fr = [f"{f.side} dans « {f.source.filename} »" for f in (*few, *many)]
    return Conflict(
        key=SIDE_KEY,
        facts=tuple(f.id for f in (*few, *many)),
        filenames=tuple(dict.fromkeys(f.source.filename for f in (*few, *many))),
        what_fr=f"{what} différent selon les documents : {', '.join(told_fr)}.",
    )


def _retells(one: Fact, other: Fact, told: Sequence[Fact], kinds: Mapping[str, str]) -> bool:
    """Whether one is a letter about the older report that the other is, and no report of all bears out its side."""
    letters = [f for f in (one, other) if kinds.get(f.source.document) in LETTERS]
    if len(letters) != 1 or one.dated is None or other.dated is None:
        return False
    letter, report = letters[0], other if letters[0] is one else one
    borne_out = any(f.side == letter.side and kinds.get(f.source.document) not in LETTERS for f in told)
    later = (letter.dated or one.dated) >= (report.dated or one.dated)
    return later and not borne_out and abs((one.dated - other.dated).days) <= RETOLD


def values(facts: Sequence[Fact], kinds: Mapping[str, str], pathway: Pathway, vocabulary: Vocabulary) -> list[Conflict]:
    """A key fact of one side that two documents give differently, where the pathway or the shared table says that they
    should agree. A letter that gives both values knows of both, and contradicts nobody."""
    found = []
    shared = vocabulary.contradictions.agree
    labels = {k.id: k.label_fr for k in pathway.key_facts}
    own = {k.id: shared.get(k.id) or k.agreement for k in pathway.key_facts}
    for key, rule in (shared | own).items():
        if rule is None:
            continue
        # A smaller value of the same document agrees with another document that gives only it.
        keys = (key, key + OTHER, *(rule.also if isinstance(rule, Alike) else ()))
        told = [f for f in facts if f.key in keys and f.value is not None and is_sure(f)]
        told = sorted((f for f in told if not is_aside(f, key, vocabulary)), key=lambda f: f.key not in keys[:2])
        as_told = {f.id: f for f in told}
        pair = _disagreeing([_staged(f, kinds) for f in told], rule, vocabulary, kinds)
        if pair and not _is_known(pair, told, kinds, rule):
            pair = (as_told[pair[0].id], as_told[pair[1].id])
            shown = (*pair, *siding(pair, told, rule))
            what = f"{named_fr(labels.get(key, pair[0].label_fr))} : {' ; '.join(told_fr(f, key) for f in shown)}."
            found.append(of_pair(key, shown, what))
    return found


def _staged(fact: Fact, kinds: Mapping[str, str]) -> Fact:
    """A stage that an image gives without a prefix, as the clinical one that it is."""
    if kinds.get(fact.source.document) != "compte_rendu_imagerie" or not UNPREFIXED.match(fold(str(fact.value))):
        return fact
    return fact.model_copy(update={"value": f"c{fact.value}"})


def _is_known(pair: tuple[Fact, Fact], told: Sequence[Fact], kinds: Mapping[str, str], rule: Agreement | Alike) -> bool:
    """Whether a letter gives just the two values of two reports."""
    if any(kinds.get(f.source.document) in LETTERS for f in pair):
        return False
    letters = {f.source.document for f in told if kinds.get(f.source.document) in LETTERS}
    own = [[f for f in told if f.source.document == letter] for letter in letters]
    return any(
        any(agree(f, pair[0], rule) and not agree(f, pair[1], rule) for f in of)
        and any(agree(f, pair[1], rule) and not agree(f, pair[0], rule) for f in of)
        for of in own
    )


def proposals(facts: Sequence[Fact]) -> dict[str, str]:
    """The first proposal of each document that holds one, by the document's id: who may see it may see what it says."""
    return {f.source.document: f.id for f in reversed(facts) if f.role == "proposal"}


def unsettled(
    facts: Sequence[Fact], places: Sequence[ReadPageText], pathway: Pathway, vocabulary: Vocabulary
) -> list[Fact]:
    """The facts but for the measures that decide nothing of themselves (HER2 "2+") once a paper tells what does."""
    settled_by = vocabulary.contradictions.settled_by
    undecided = {k.id: k.undecided for k in pathway.key_facts if k.undecided and k.id in settled_by}
    told = [fold(p.told) for p in places]
    settled = {k: e for k, e in undecided.items() if any(any_match(settled_by[k], text) for text in told)}
    kept = ((f, settled.get(f.key.removesuffix(OTHER))) for f in facts)
    return [f for f, undecided in kept if not undecided or not pattern(undecided).search(fold(str(f.value)))]


def is_aside(fact: Fact, key: str, vocabulary: Vocabulary) -> bool:
    """Whether the words of a fact tell that it is of something beside what its key means."""
    return any_match(vocabulary.contradictions.aside.get(key, ()), fold(fact.source.quote)) is not None


def siding(pair: tuple[Fact, Fact], told: Sequence[Fact], rule: Agreement | Alike, days: int = SAME_TIME) -> list[Fact]:
    """One fact of each other file of the time that gives just the value of one of two, and not the other's."""
    known = {f.source.filename for f in pair}
    by_file: dict[str, Fact] = {}
    for fact in (f for f in told if f.source.filename not in known and all(are_near(f, o, days) for o in pair)):
        if agree(fact, pair[0], rule) != agree(fact, pair[1], rule):
            by_file.setdefault(fact.source.filename, fact)
    return [*by_file.values()][: MOST_FILES - len(known)]


def of_pair(key: str, pair: Sequence[Fact], what_fr: str) -> Conflict:
    """The conflict of facts, with their files."""
    files = tuple(dict.fromkeys(f.source.filename for f in pair))
    return Conflict(key=key, facts=tuple(f.id for f in pair), filenames=files, what_fr=what_fr)


def is_done(fact: Fact, vocabulary: Vocabulary) -> bool:
    """Whether a procedure is told as done: neither proposed nor planned."""
    planned = any_match(vocabulary.contradictions.intended, fold(fact.source.quote))
    return is_sure(fact) and fact.role == "clinical" and not planned


def same_time(one: Fact, other: Fact) -> bool:
    """Whether two facts are of much the same time; of a day unknown they are not."""
    if one.dated is None or other.dated is None:
        return False
    return abs((one.dated - other.dated).days) <= SAME_TIME


def are_near(one: Fact, other: Fact, days: int = SAME_TIME) -> bool:
    """Whether nothing tells that the two were found at different times."""
    return one.dated is None or other.dated is None or abs((one.dated - other.dated).days) <= days


def _disagreeing(
    facts: Sequence[Fact], rule: Agreement | Alike, vocabulary: Vocabulary, kinds: Mapping[str, str]
) -> tuple[Fact, Fact] | None:
    """The first two documents of much the same time none of whose values of a side agree. Where one of them names no
    side, its values may be of either. Two reports that measure what grows or shrinks are both right, each on its day.
    """
    by_document: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_document[fact.source.document].append(fact)
    for one, other in combinations(by_document.values(), 2):
        shared = [s for s in ("droite", "gauche", "bilatéral") if _has_side(one, s) and _has_side(other, s)]
        groups = [([f for f in one if f.side == s], [f for f in other if f.side == s]) for s in shared]
        if not any(f.side for f in one) or not any(f.side for f in other):
            groups = [(one, other)]
        for own, others in groups:
            days = rule.days if isinstance(rule, Alike) else SAME_TIME
            near = [(a, b) for a in own for b in others if are_near(a, b, _days_of(a, b, days, vocabulary, kinds))]
            if near and not any(agree(a, b, rule) for a, b in near):
                return min(near, key=lambda pair: sum(is_felt(f, vocabulary) for f in pair))
    return None


def _days_of(one: Fact, other: Fact, days: int, vocabulary: Vocabulary, kinds: Mapping[str, str]) -> int:
    """The days within which two values should agree: of what grows, two reports speak each of its own day."""
    if any(kinds.get(f.source.document) in LETTERS for f in (one, other)):
        return days
    return min(days, vocabulary.contradictions.measured_anew.get(one.key.removesuffix(OTHER), days))


def _has_side(facts: Iterable[Fact], side: str) -> bool:
    return any(f.side == side for f in facts)


def agree(a: Fact, b: Fact, rule: Agreement | Alike) -> bool:
    """Whether two values say the same; what cannot be compared (a clinical and a pathological stage) does."""
    if isinstance(a.value, float | int) and isinstance(b.value, float | int):
        share = rule.share * max(abs(a.value), abs(b.value)) if isinstance(rule, Alike) else 0
        within = max(rule.tolerance, share)
        if isinstance(rule, Alike) and rule.doses:
            of_each = [taken(f.source.quote, rule.doses) for f in (a, b)]
            amounts = product(of_each[0] or {a.value}, of_each[1] or {b.value})
            return any(abs(one - other) <= within for one, other in amounts)
        return abs(a.value - b.value) <= within
    if isinstance(rule, Alike) and rule.classes:
        # A value may be of two classes: a Gleason score of 7 does not tell which of its figures comes first.
        one, other = ({n for n, e in rule.classes.items() if pattern(e).search(fold(str(f.value)))} for f in (a, b))
        return not one or not other or bool(one & other)
    if rule.regex is None:
        return str(a.value) == str(b.value)
    first, second = (pattern(rule.regex).search(fold(str(f.value))) for f in (a, b))
    if not first or not second or first[1] != second[1]:
        return True
    told = zip(first.groups(), second.groups(), strict=True)
    # What only one of two tells (pT1, pT1a) contradicts nothing; an empty group names a class.
    return all(a == b or (a is None and bool(b)) or (b is None and bool(a)) for a, b in told)


def is_felt(fact: Fact, vocabulary: Vocabulary) -> bool:
    """Whether hands felt what the fact tells."""
    return bool(any_match(vocabulary.contradictions.palpated, fold(fact.source.quote)))


def named_fr(label_fr: str) -> str:
    """What a label names, without the list of its details ("Nodule rectal : taille, hauteur", "Cobb (limites)")."""
    return label_fr.partition(" : ")[0].partition(" (")[0]


def told_fr(fact: Fact, key: str | None = None) -> str:
    """A fact's value and unit with its file and day; where it is told under another `key`, with its own name."""
    named = f"{named_fr(fact.label_fr)} " if key and not fact.key.startswith(key) else ""
    value = french_number(fact.value) if isinstance(fact.value, float | int) else str(fact.value)
    if fact.unit:
        value += fact.unit if fact.unit == "°" else f" {fact.unit}"
    when = f" ({french_date(fact.dated)})" if fact.dated else ""
    return f"{named}{value} dans « {fact.source.filename} »{when}"
