"""Facts of two documents that contradict each other: sides, values, what one affirms and another denies, dates."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from engine.domain.contradiction_words import Alike
from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Agreement, Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, french_date, french_number, pattern
from engine.steps.key_facts import SIDE_KEY
from engine.steps.mentions import DIAGNOSIS_KEY
from engine.steps.recalled import RECALLED
from engine.steps.set_apart import OTHER

SAME_TIME = 183
"""Days within which what two documents say of one thing should agree: a disease changes."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
LETTERS = ("courrier", "fiche_rcp")
"""Kinds whose authors judge what reports found."""


def is_patients(fact: Fact) -> bool:
    """Whether a fact is borne by the patient and by nobody of the family."""
    return fact.bearer == "patient"


def _is_sure(fact: Fact) -> bool:
    return fact.polarity == "affirmed" and is_patients(fact)


def sides(facts: Sequence[Fact], pathway: Pathway, vocabulary: Vocabulary) -> list[Conflict]:
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
    groups += [
        [f for f in sizes if (f.key, f.value) == told] for told in dict.fromkeys((f.key, f.value) for f in sizes)
    ]
    found: list[Conflict] = []
    for group in groups:
        conflict = _side_of_key(group)
        if conflict and not any(set(conflict.filenames) & set(c.filenames) for c in found):
            found.append(conflict)
    return found


def _side_of_key(facts: Sequence[Fact]) -> Conflict | None:
    named: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        if fact.side and fact.polarity != "negated" and is_patients(fact):
            named[fact.source.document].setdefault(fact.side, fact)
    told = [next(iter(of.values())) for of in named.values() if len(of) == 1]
    pairs = [
        (one, other)
        for one in told
        for other in told
        if (one.side, other.side) == ("droite", "gauche") and (one.key == SIDE_KEY or _near(one, other))
    ]
    if not pairs:
        return None
    meant = [f for f in told if any(f in pair for pair in pairs)]
    few, many = sorted(([f for f in meant if f.side == "droite"], [f for f in meant if f.side == "gauche"]), key=len)
    what = "Côté" if few[0].key == SIDE_KEY else f"{few[0].label_fr}, côté"
    told_fr = [f"{f.side} dans « {f.source.filename} »" for f in (*few, *many)]
    return Conflict(
        key=SIDE_KEY,
        facts=tuple(f.id for f in (*few, *many)),
        filenames=tuple(dict.fromkeys(f.source.filename for f in (*few, *many))),
        what_fr=f"{what} différent selon les documents : {', '.join(told_fr)}.",
    )


def values(facts: Sequence[Fact], pathway: Pathway, vocabulary: Vocabulary) -> list[Conflict]:
    """A key fact of one side that two documents give differently, where the pathway or the shared table says that they
    should agree."""
    found = []
    for key_fact in pathway.key_facts:
        rule = key_fact.agreement or vocabulary.contradictions.agree.get(key_fact.id)
        if rule is None:
            continue
        # A smaller value of the same document agrees with another document that gives only it.
        keys = (key_fact.id, key_fact.id + OTHER)
        told = [f for f in facts if f.key in keys and f.value is not None and _is_sure(f)]
        pair = _disagreeing(told, rule)
        if pair:
            what = f"{key_fact.label_fr} : {' ; '.join(_told(f) for f in pair)}."
            found.append(_of_pair(key_fact.id, pair, what))
    return found


def _of_pair(key: str, pair: tuple[Fact, Fact], what_fr: str) -> Conflict:
    files = tuple(dict.fromkeys(f.source.filename for f in pair))
    return Conflict(key=key, facts=tuple(f.id for f in pair), filenames=files, what_fr=what_fr)


def opposites(facts: Sequence[Fact], pathway: Pathway, vocabulary: Vocabulary) -> list[Conflict]:
    """What one document affirms and another of much the same time denies: a diagnosis, a key fact that is present or
    absent, a finding that does not come and go, an allergy. A document that says both contradicts nobody."""
    words = vocabulary.contradictions
    present = [k.id for k in pathway.key_facts if any("negated" in p.value_by_polarity for p in k.patterns)]
    found = []
    for key in dict.fromkeys((DIAGNOSIS_KEY, *present, *words.lasting, *words.lifelong)):
        told = [
            f for f in facts if key in (f.key, words.alike.get(f.key), words.kinds_of.get(f.key)) and is_patients(f)
        ]
        if key not in present:
            told = _of_one_mind(told)
        pairs = (
            (one, other)
            for one in told
            for other in told
            if other.polarity == "negated"
            and (one.polarity == "affirmed" or (key in words.lasting and _is_likely(one, vocabulary)))
            and other.key not in words.kinds_of
            and one.source.document != other.source.document
            and _of_one_thing(one, other, is_present=key in present)
            and {one.side, other.side} != {"droite", "gauche"}
            and (key in words.lifelong or _same_time(one, other))
        )
        pair = next(pairs, None)
        if pair:
            quotes = " ; ".join(f"« {f.source.quote} » dans « {f.source.filename} »" for f in pair)
            found.append(_of_pair(key, pair, f"{pair[0].label_fr} : {quotes}."))
    return found


def _of_one_thing(one: Fact, other: Fact, *, is_present: bool) -> bool:
    """Whether the denial is of what is affirmed: an unnamed allergy denies any, one to iodine only that one."""
    if is_present:
        return one.value != other.value
    if one.key == DIAGNOSIS_KEY:
        return one.value == other.value
    if one.key != other.key:
        return True
    return other.value is None or one.value == other.value


def _is_likely(fact: Fact, vocabulary: Vocabulary) -> bool:
    """Whether a document holds for likely what it does not affirm ("descellement probable")."""
    return fact.polarity == "hypothetical" and bool(
        any_match(vocabulary.contradictions.likely, fold(fact.source.quote))
    )


def _of_one_mind(told: Sequence[Fact]) -> list[Fact]:
    """Without the facts of documents that affirm and deny the same thing of no other side: they speak of two."""
    said: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for fact in told:
        said[fact.source.document, fact.side, fact.value].add(fact.polarity)
    return [f for f in told if not {"affirmed", "negated"} <= said[f.source.document, f.side, f.value]]


def operations(facts: Sequence[Fact], kinds: Mapping[str, str], vocabulary: Vocabulary) -> list[Conflict]:
    """An operation that its own report dates in one year and another document in another, or puts on another side."""
    found = []
    for key in vocabulary.contradictions.once:
        told = [f for f in facts if f.key.removesuffix(RECALLED) == key and _is_done(f, vocabulary)]
        reports = [f for f in told if kinds.get(f.source.document) == "compte_rendu_operatoire" and f.dated]
        years = {f.dated.year for f in reports if f.dated}
        pairs = (
            (own, other)
            for own in reports
            for other in told
            if other.source.document not in {r.source.document for r in reports}
            and (said := {int(y) for y in YEAR.findall(other.source.quote)})
            and ({own.side, other.side} == {"droite", "gauche"}) is bool(said & years)
        )
        pair = next(pairs, None)
        if pair and {f.side for f in pair} == {"droite", "gauche"}:
            quotes = " ; ".join(f"« {f.source.quote} » dans « {f.source.filename} »" for f in pair)
            found.append(_of_pair(SIDE_KEY, pair, f"{pair[0].label_fr}, côté différent : {quotes}."))
        elif pair:
            day = f" ({french_date(pair[0].dated)})"
            quotes = (
                f"« {pair[0].source.filename} »{day} ; « {pair[1].source.quote} » dans « {pair[1].source.filename} »"
            )
            found.append(_of_pair(key, pair, f"{pair[0].label_fr}, date différente : {quotes}."))
    return found


def _is_done(fact: Fact, vocabulary: Vocabulary) -> bool:
    """Whether a procedure is told as done: neither proposed nor planned."""
    planned = any_match(vocabulary.contradictions.intended, fold(fact.source.quote))
    return _is_sure(fact) and fact.role == "clinical" and not planned


def evolutions(facts: Sequence[Fact], kinds: Mapping[str, str], vocabulary: Vocabulary) -> list[Conflict]:
    """A disease that a letter calls harmless or unchanged, and that a report of the same time finds on the move."""
    words = vocabulary.contradictions
    calm = [
        f
        for f in facts
        if kinds.get(f.source.document) in LETTERS
        and f.polarity == "affirmed"
        and is_patients(f)
        and any_match(words.calm, fold(f.source.quote))
    ]
    moving = [
        f
        for f in facts
        if kinds.get(f.source.document) not in LETTERS
        and f.polarity != "negated"
        and is_patients(f)
        and any_match(words.moving, fold(f.source.quote))
    ]
    pair = next(((a, b) for a in calm for b in moving if _same_time(a, b)), None)
    if pair is None:
        return []
    quotes = " ; ".join(f"« {f.source.quote} » dans « {f.source.filename} »" for f in pair)
    return [_of_pair("evolution", pair, f"Évolution de la maladie jugée différemment : {quotes}.")]


def _same_time(one: Fact, other: Fact) -> bool:
    if one.dated is None or other.dated is None:
        return False
    return abs((one.dated - other.dated).days) <= SAME_TIME


def _near(one: Fact, other: Fact) -> bool:
    """Whether nothing tells that the two were found at different times."""
    return one.dated is None or other.dated is None or _same_time(one, other)


def _disagreeing(facts: Sequence[Fact], rule: Agreement | Alike) -> tuple[Fact, Fact] | None:
    """The first two documents of much the same time none of whose values of a side agree. Where one of them names no
    side, its values may be of either."""
    by_document: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_document[fact.source.document].append(fact)
    for one, other in combinations(by_document.values(), 2):
        shared = [s for s in ("droite", "gauche", "bilatéral") if _has_side(one, s) and _has_side(other, s)]
        groups = [([f for f in one if f.side == s], [f for f in other if f.side == s]) for s in shared]
        if not any(f.side for f in one) or not any(f.side for f in other):
            groups = [(one, other)]
        for own, others in groups:
            near = [(a, b) for a in own for b in others if _near(a, b)]
            if near and not any(_agree(a, b, rule) for a, b in near):
                return near[0]
    return None


def _has_side(facts: Iterable[Fact], side: str) -> bool:
    return any(f.side == side for f in facts)


def _agree(a: Fact, b: Fact, rule: Agreement | Alike) -> bool:
    """Whether two values say the same; what cannot be compared (a clinical and a pathological stage) does."""
    if isinstance(a.value, float | int) and isinstance(b.value, float | int):
        return abs(a.value - b.value) <= rule.tolerance
    if rule.regex is None:
        return str(a.value) == str(b.value)
    first, second = (pattern(rule.regex).search(fold(str(f.value))) for f in (a, b))
    if not first or not second or first[1] != second[1]:
        return True
    return first.groups() == second.groups()


def _told(fact: Fact) -> str:
    value = french_number(fact.value) if isinstance(fact.value, float | int) else str(fact.value)
    when = f" ({french_date(fact.dated)})" if fact.dated else ""
    return f"{value} dans « {fact.source.filename} »{when}"
