"""What happened when: documents, interventions, treatments and results, with how well each day is known."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from engine.domain.chronology import Event, EventItem, Lane
from engine.domain.document import Document, kind_fr
from engine.domain.fact import Fact
from engine.domain.moment import When
from engine.domain.pathway import Pathway
from engine.domain.wording import any_match, fold, french_number
from engine.steps.calendar_dates import dates_in
from engine.steps.key_fact_found import SIDE_KEY
from engine.steps.partial_dates import when_in
from engine.steps.schedule import schedule_fr
from engine.steps.trends import MEASURING, base_key, base_label

LANES: Mapping[str, Lane] = {
    "compte_rendu_operatoire": "procedure",
    "compte_rendu_imagerie": "imaging",
    "compte_rendu_endoscopie": "imaging",
    "biologie": "laboratory",
    "anatomopathologie": "laboratory",
}
TITLED = ("imaging", "procedure")
"""Lanes whose documents are named by their title: there are many kinds of images."""
HISTORY = (r"\bantecedents?\b", r"\batcds?\b", r"\brappels?\b", r"\bhistoire\b")
"""What introduces in a report what happened before it."""
EXAMINATIONS = (
    r"\b(?:irm|scanner|tdm|tep|echographie|echo|radiographies?|radios?|mammographie|arthro-?scanner|scintigraphie)\b",
    r"\b(?:coloscopie|fibroscopie|hysteroscopie|cystoscopie|gastroscopie|osteodensitometrie|hysterosalpingographie)\b",
)
OWNERS_FR = {"partner": " (partenaire)", "unknown": " (identité à vérifier)"}
ALLERGY = "allergie"
PRESCRIBING = "ordonnance"
OPERATING = "compte_rendu_operatoire"
SIDES_FR = {"droite": "à droite", "gauche": "à gauche", "bilatéral": "des deux côtés"}


def timeline(
    documents: Sequence[Document], facts: Sequence[Fact], pathway: Pathway, *, with_proposals: bool
) -> tuple[Event, ...]:
    """The events in order of time, those without a day last; nothing denied, doubted or of the family is among them.

    What a first doctor proposes is in a lane of its own, and left out unless `with_proposals`. Another person's
    documents are left out.
    """
    shown = {d.id: d for d in documents if d.owner != "other_person" and d.duplicate_of is None}
    told = [f for f in facts if f.source.document in shown and f.bearer == "patient" and f.polarity == "affirmed"]
    clinical = [f for f in told if f.role == "clinical" and f.named]
    operated = _procedures([f for f in clinical if f.kind == "procedure"], shown)
    events = [
        *operated,
        *_documents(shown, documents, operated),
        *_treatments([f for f in clinical if f.kind == "drug" and f.key != ALLERGY], shown),
        *_results(clinical, shown, pathway),
    ]
    if with_proposals:
        proposed = [f for f in told if f.role == "proposal" and f.kind in ("procedure", "drug")]
        events += _proposals([f for f in proposed if not (f.schedule and f.schedule.stopped)], shown)
    dated = sorted((e for e in events if e.when), key=lambda e: (e.when.first, e.when.last) if e.when else ())
    return (*dated, *(e for e in events if e.when is None))


def _documents(shown: Mapping[str, Document], documents: Sequence[Document], operated: Sequence[Event]) -> list[Event]:
    """One event a document, with the ids of those that repeat it; a report of an operation stands for the operation."""
    told = {d for e in operated if e.when for d in e.documents}
    events = []
    for document in shown.values():
        if document.id in told and document.kind == OPERATING:
            continue
        lane = LANES.get(document.kind, "letter")
        label = _examination(document.title) if lane in TITLED and document.title != document.filename else ""
        events.append(
            Event(
                lane=lane,
                label_fr=(label or kind_fr(document.kind)) + OWNERS_FR.get(document.owner, ""),
                when=When.on(document.dated) if document.dated else None,
                documents=(document.id, *(d.id for d in documents if d.duplicate_of == document.id)),
            )
        )
    return events


def _examination(title: str) -> str:
    """A document's title from the examination that it names on, without its day."""
    plain = re.sub(r"\s+", " ", title).strip()
    found = any_match(EXAMINATIONS, fold(plain))
    named = plain[found.start() :] if found else plain
    days = dates_in(named, date.max)
    return re.sub(r"[ ,;:(–—-]+(?:du|le)?[ ,;:(–—-]*$", "", named[: days[0].start], flags=re.I) if days else named


def _said(fact: Fact) -> tuple[str, str]:
    """What a fact is called as an event, and its value with unit and side."""
    label, value = fact.label_fr, fact.value
    if fact.kind == "drug":
        return (label if value is None else str(value)), schedule_fr(fact.schedule) if fact.schedule else ""
    side = SIDES_FR[fact.side] if fact.side and value not in ("droit", "gauche") else ""
    if value is None:
        return label, side
    told = french_number(value) if isinstance(value, int | float) else value
    unit = f"\u00a0{fact.unit}" if fact.unit else ""
    return base_label(label), f"{told}{unit} {side}".strip()


def when_of(fact: Fact, document: Document) -> When | None:
    """The moment that a fact itself names; None where it only stands in a document."""
    if fact.dated and fact.dated != document.dated:
        return _day_or_month(fact.dated, month=fact.month)
    return when_in(fact.source.quote, document.dated) if document.dated else None


def _day_or_month(day: date, *, month: bool) -> When:
    return When.month(day) if month else When.on(day)


def _procedures(facts: Sequence[Fact], documents: Mapping[str, Document]) -> list[Event]:
    """Interventions by their moment. One that several documents tell is one; who only mentions it, adds a place."""
    dated: dict[tuple[str, When], list[Fact]] = defaultdict(list)
    undated: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        document = documents[fact.source.document]
        when = when_of(fact, document)
        history = any_match(HISTORY, fold(fact.source.quote))
        if when is None and document.kind == OPERATING and document.dated and not history:
            when = When.on(document.dated)
        if when:
            dated[fact.key, when].append(fact)
        else:
            undated[fact.key].append(fact)
    _join_months(dated)
    for key in list(undated):
        known = [place for place in dated if place[0] == key]
        if len(known) == 1:
            dated[known[0]] += undated.pop(key)
    groups: dict[When | None, list[list[Fact]]] = defaultdict(list)
    for (_, when), told in dated.items():
        groups[when].append(told)
    events = [_procedure(when, told, documents) for when, told in groups.items()]
    return [*events, *(_procedure(None, [told], documents) for told in undated.values())]


def _join_months(dated: dict[tuple[str, When], list[Fact]]) -> None:
    """An intervention of "mars 2022" is that of 29/03/2022."""
    for key, when in list(dated):
        inside = [
            o for k, o in dated if k == key and o.precision == "day" and when.first <= o.first and o.last <= when.last
        ]
        if when.precision != "day" and len(inside) == 1:
            dated[key, inside[0]] += dated.pop((key, when))


def _procedure(when: When | None, groups: Sequence[Sequence[Fact]], documents: Mapping[str, Document]) -> Event:
    """The interventions of one moment, in the order of the report; who reports an operation before who mentions it."""

    def rank(fact: Fact) -> tuple[bool, int, int]:
        return documents[fact.source.document].kind != OPERATING, fact.source.page, fact.source.start

    ordered = sorted((sorted(told, key=rank) for told in groups), key=lambda told: rank(told[0]))
    items = [EventItem(label_fr=t[0].label_fr, value_fr=_one_side(t), facts=tuple(f.id for f in t)) for t in ordered]
    facts = [f for told in ordered for f in told]
    return Event(
        lane="procedure",
        label_fr="Intervention",
        when=when,
        items=tuple(items),
        documents=tuple(dict.fromkeys(f.source.document for f in facts)),
        doubtful=all(f.doubtful for f in facts),
    )


def _one_side(facts: Sequence[Fact]) -> str:
    """The side, where all that name one agree."""
    sides = {f.side for f in facts if f.side}
    return SIDES_FR[sides.pop()] if len(sides) == 1 else ""


def _treatments(facts: Sequence[Fact], documents: Mapping[str, Document]) -> list[Event]:
    """The drugs whose beginning or end is printed, each by itself; the others by their document: prescribed on its
    day, or only told on it."""
    events = [_taken(f) for f in facts if f.schedule and (f.schedule.begun or f.schedule.ended)]
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if not (fact.schedule and (fact.schedule.begun or fact.schedule.ended)):
            groups[fact.source.document].append(fact)
    for identifier, told in groups.items():
        document = documents[identifier]
        prescribed = document.kind == PRESCRIBING
        when = When.on(document.dated, "day" if prescribed else "told") if document.dated else None
        events.append(_group("treatment", "Prescrit" if prescribed else "Cité", when, told, identifier))
    return events


def _taken(fact: Fact) -> Event:
    """One drug over the time that is printed for it: from a beginning, to an end, or both."""
    schedule = fact.schedule
    begun, ended = (schedule.begun, schedule.ended) if schedule else (None, None)
    event = _group("treatment", "Depuis" if begun else "Arrêt", begun or ended, [fact], fact.source.document)
    whole = begun is not None and ended is not None and begun.first <= ended.last
    return event.model_copy(update={"label_fr": "Traitement", "until": ended}) if whole else event


def _group(lane: Lane, label: str, when: When | None, told: Sequence[Fact], *documents: str) -> Event:
    """Several facts of one moment, the same said twice being one."""
    items: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in told:
        items[_said(fact)].append(fact)
    return Event(
        lane=lane,
        label_fr=label,
        when=when,
        items=tuple(
            EventItem(label_fr=label, value_fr=value, facts=tuple(f.id for f in same))
            for (label, value), same in items.items()
        ),
        documents=documents,
        doubtful=any(f.doubtful for f in told),
    )


def _results(facts: Sequence[Fact], documents: Mapping[str, Document], pathway: Pathway) -> list[Event]:
    """What the pathway counts with, by its day. Who repeats what a report of its own gives adds nothing here."""
    order = {k.id: n for n, k in enumerate(pathway.key_facts)}
    kept = [
        f
        for f in facts
        if f.key in order and f.key != SIDE_KEY and f.value is not None and f.kind not in ("drug", "procedure")
    ]
    measured = {f.key for f in kept if documents[f.source.document].kind in MEASURING}
    groups: dict[When, list[Fact]] = defaultdict(list)
    for fact in sorted(kept, key=lambda f: order[base_key(f.key)]):
        document = documents[fact.source.document]
        own_day = fact.dated and fact.dated != document.dated
        if fact.dated and (own_day or document.kind in MEASURING or fact.key not in measured):
            groups[_day_or_month(fact.dated, month=fact.month)].append(fact)
    return [
        _group("result", "Résultats", when, told, *dict.fromkeys(f.source.document for f in told))
        for when, told in groups.items()
    ]


def _proposals(facts: Sequence[Fact], documents: Mapping[str, Document]) -> list[Event]:
    """What a first doctor proposes, by the document that does."""
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.source.document].append(fact)
    return [
        _group("proposal", "Proposé", When.on(day) if (day := documents[i].dated) else None, told, i)
        for i, told in groups.items()
    ]
