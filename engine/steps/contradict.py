"""Contradictions between documents: reported with both places, never resolved."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from engine.domain.conditions import Value
from engine.domain.document import Document
from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.wording import french_date, french_number

SIDE_KEY = "cote"


def contradictions(
    documents: Sequence[Document], facts: Sequence[Fact], pathway: Pathway, variables: Mapping[str, Value | None]
) -> tuple[Conflict, ...]:
    """Another person's document, sides that differ, the same measure read differently, answers against documents."""
    return (*_strangers(documents), *_sides(facts), *_values(facts, pathway), *_answers(facts, pathway, variables))


def _strangers(documents: Sequence[Document]) -> list[Conflict]:
    own = next((d for d in documents if d.owner == "this_patient"), None)
    return [
        Conflict(
            key="patient",
            facts=(),
            filenames=tuple(dict.fromkeys([d.filename, *([own.filename] if own else [])])),
            what_fr=f"« {d.filename} » porte une autre identité que celle du dossier. {d.owner_reason_fr}",
        )
        for d in documents
        if d.owner == "other_person"
    ]


def _is_patients(fact: Fact) -> bool:
    return fact.bearer == "patient"


def _is_sure(fact: Fact) -> bool:
    return fact.polarity == "affirmed" and _is_patients(fact)


def _sides(facts: Sequence[Fact]) -> list[Conflict]:
    """A document that speaks of one side only, where the others speak of the other side only.

    A report that describes both sides contradicts nothing.
    """
    sides: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        if fact.key == SIDE_KEY and fact.side and _is_sure(fact):
            sides[fact.source.filename].setdefault(fact.side, fact)
    single = {name: next(iter(found.items())) for name, found in sides.items() if len(found) == 1}
    groups: dict[str, list[Fact]] = defaultdict(list)
    for side, fact in single.values():
        groups[side].append(fact)
    if not ({"droite", "gauche"} <= set(groups)):
        return []
    few, many = sorted((groups["droite"], groups["gauche"]), key=len)
    told = [f"{f.side} dans « {f.source.filename} »" for f in (*few, *many)]
    return [
        Conflict(
            key=SIDE_KEY,
            facts=tuple(f.id for f in (*few, *many)),
            filenames=tuple(f.source.filename for f in (*few, *many[:1])),
            what_fr=f"Côté différent selon les documents : {', '.join(told)}.",
        )
    ]


def _values(facts: Sequence[Fact], pathway: Pathway) -> list[Conflict]:
    """One numeric key fact of the same side that documents of the same weeks give differently.

    Laboratory results and pain scores change from day to day and are no contradiction.
    """
    stable = {k.id for k in pathway.key_facts if k.value_type == "integer" and k.roman}
    seen: dict[tuple[str, str | None], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.key in stable and fact.value is not None and _is_sure(fact):
            seen[fact.key, fact.side].append(fact)
    found = []
    for (key, _), group in seen.items():
        first = group[0]
        other = next((f for f in group if f.value != first.value and f.source.filename != first.source.filename), None)
        ranges = {f.source.filename: {g.value for g in group if g.source.filename == f.source.filename} for f in group}
        if other is None or ranges[first.source.filename] & ranges[other.source.filename]:
            continue
        found.append(
            Conflict(
                key=key,
                facts=(first.id, other.id),
                filenames=(first.source.filename, other.source.filename),
                what_fr=f"{first.label_fr} : {_told(first)} ; {_told(other)}.",
            )
        )
    return found


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
