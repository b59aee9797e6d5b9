"""Contradictions between documents: reported with both places, never resolved."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from engine.domain.conditions import Value
from engine.domain.document import Document
from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Agreement, Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, french_date, french_number, pattern
from engine.steps.key_facts import SIDE_KEY
from engine.steps.mentions import DIAGNOSIS_KEY
from engine.steps.set_apart import OTHER

SAME_TIME = 183
"""Days within which what two documents say of one thing should agree: a disease changes."""


def contradictions(
    documents: Sequence[Document],
    facts: Sequence[Fact],
    pathway: Pathway,
    variables: Mapping[str, Value | None],
    vocabulary: Vocabulary,
) -> tuple[Conflict, ...]:
    """Another person's document, sides that differ, the same measure read differently, answers against documents."""
    return (
        *_strangers(documents),
        *_sides(facts, pathway, vocabulary),
        *_values(facts, pathway),
        *_opposites(facts, pathway),
        *_answers(facts, pathway, variables),
    )


def _strangers(documents: Sequence[Document]) -> list[Conflict]:
    own = next((d for d in documents if d.owner == "this_patient"), None)
    return [
        Conflict(
            key="patient",
            facts=(),
            filenames=tuple(dict.fromkeys([d.filename, *([own.filename] if own else [])])),
            what_fr=f"« {d.file_fr} » porte une autre identité que celle du dossier. {d.owner_reason_fr}",
        )
        for d in documents
        if d.owner == "other_person"
    ]


def _is_patients(fact: Fact) -> bool:
    return fact.bearer == "patient"


def _is_sure(fact: Fact) -> bool:
    return fact.polarity == "affirmed" and _is_patients(fact)


def _sides(facts: Sequence[Fact], pathway: Pathway, vocabulary: Vocabulary) -> list[Conflict]:
    """A document that speaks of one side only, where others speak of the other side only: of the joint, of the one
    lesion that counts, or of a finding that has one side. A report that describes both sides contradicts nothing."""
    lateral = {f.key for f in vocabulary.findings if f.lateral}
    counting = [k.id for k in pathway.key_facts if k.takes_across_sides and k.sided and k.takes == "largest"]
    found: list[Conflict] = []
    for key in (SIDE_KEY, *counting, *sorted(lateral)):
        conflict = _side_of_key([f for f in facts if f.key == key])
        if conflict and not any(set(conflict.filenames) & set(c.filenames) for c in found):
            found.append(conflict)
    return found


def _side_of_key(facts: Sequence[Fact]) -> Conflict | None:
    sides: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        if fact.side and fact.polarity != "negated" and _is_patients(fact):
            sides[fact.source.document].setdefault(fact.side, fact)
    groups: dict[str, list[Fact]] = defaultdict(list)
    for named in sides.values():
        if len(named) == 1:
            side, fact = next(iter(named.items()))
            groups[side].append(fact)
    if not ({"droite", "gauche"} <= set(groups)):
        return None
    few, many = sorted((groups["droite"], groups["gauche"]), key=len)
    what = "Côté" if few[0].key == SIDE_KEY else f"{few[0].label_fr}, côté"
    told = [f"{f.side} dans « {f.source.filename} »" for f in (*few, *many)]
    return Conflict(
        key=SIDE_KEY,
        facts=tuple(f.id for f in (*few, *many)),
        filenames=tuple(dict.fromkeys(f.source.filename for f in (*few, *many))),
        what_fr=f"{what} différent selon les documents : {', '.join(told)}.",
    )


def _values(facts: Sequence[Fact], pathway: Pathway) -> list[Conflict]:
    """A key fact of one side that two documents give differently, where the pathway says that they should agree."""
    found = []
    for key_fact in pathway.key_facts:
        rule = key_fact.agreement
        if rule is None:
            continue
        # A smaller value of the same document agrees with another document that gives only it.
        keys = (key_fact.id, key_fact.id + OTHER)
        told = [f for f in facts if f.key in keys and f.value is not None and _is_sure(f)]
        for side in dict.fromkeys(f.side for f in told):
            pair = _disagreeing([f for f in told if f.side == side], rule)
            if pair:
                found.append(
                    Conflict(
                        key=key_fact.id,
                        facts=tuple(f.id for f in pair),
                        filenames=tuple(f.source.filename for f in pair),
                        what_fr=f"{key_fact.label_fr} : {' ; '.join(_told(f) for f in pair)}.",
                    )
                )
    return found


def _opposites(facts: Sequence[Fact], pathway: Pathway) -> list[Conflict]:
    """What one document affirms and another of much the same time denies: a diagnosis, or a key fact that is present or
    absent."""
    present = [k.id for k in pathway.key_facts if any("negated" in p.value_by_polarity for p in k.patterns)]
    found = []
    for key in (DIAGNOSIS_KEY, *present):
        told = [f for f in facts if f.key == key and _is_patients(f) and f.dated]
        pairs = (
            (one, other)
            for one in told
            for other in told
            if (one.polarity, other.polarity) == ("affirmed", "negated")
            and one.source.document != other.source.document
            and (one.value == other.value) is (key == DIAGNOSIS_KEY)
            and {one.side, other.side} != {"droite", "gauche"}
            and _same_time(one, other)
        )
        pair = next(pairs, None)
        if pair:
            quotes = " ; ".join(f"« {f.source.quote} » dans « {f.source.filename} »" for f in pair)
            found.append(
                Conflict(
                    key=key,
                    facts=tuple(f.id for f in pair),
                    filenames=tuple(f.source.filename for f in pair),
                    what_fr=f"{pair[0].label_fr} : {quotes}.",
                )
            )
    return found


def _same_time(one: Fact, other: Fact) -> bool:
    if one.dated is None or other.dated is None:
        return False
    return abs((one.dated - other.dated).days) <= SAME_TIME


def _disagreeing(facts: Sequence[Fact], rule: Agreement) -> tuple[Fact, Fact] | None:
    """The first two documents none of whose values agree."""
    by_document: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_document[fact.source.document].append(fact)
    for one, other in combinations(by_document.values(), 2):
        if not any(_agree(a, b, rule) for a in one for b in other):
            return one[0], other[0]
    return None


def _agree(a: Fact, b: Fact, rule: Agreement) -> bool:
    """Whether two values say the same; what cannot be compared (a clinical and a pathological stage) does."""
    if isinstance(a.value, float | int) and isinstance(b.value, float | int):
        return abs(a.value - b.value) <= rule.tolerance
    if rule.regex is None:
        return str(a.value) == str(b.value)
    first, second = (pattern(rule.regex).search(fold(str(f.value))) for f in (a, b))
    if not first or not second or first[1] != second[1]:
        return True
    return first.groups() == second.groups()


def _answers(facts: Sequence[Fact], pathway: Pathway, variables: Mapping[str, Value | None]) -> list[Conflict]:
    """The questionnaire stands; a document that says otherwise is shown beside it."""
    found = []
    for check in pathway.answer_checks:
        fact = next(
            (f for f in facts if f.key == check.fact and f.polarity == check.polarity and _is_patients(f)), None
        )
        if fact is not None and variables.get(check.variable) is check.answer:
            found.append(
                Conflict(
                    key=check.variable,
                    facts=(fact.id,),
                    filenames=(fact.source.filename,),
                    what_fr=f"{check.said_fr} ; « {fact.source.filename} » : « {fact.source.quote} ».",
                )
            )
    return found


def _told(fact: Fact) -> str:
    value = french_number(fact.value) if isinstance(fact.value, float | int) else str(fact.value)
    when = f" ({french_date(fact.dated)})" if fact.dated else ""
    return f"{value} dans « {fact.source.filename} »{when}"
