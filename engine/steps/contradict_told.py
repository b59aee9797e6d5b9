"""What only the text of two documents tells: treatments stopped and going on, what they propose."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from engine.domain.document import Document
from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Drug, Vocabulary
from engine.domain.wording import any_match, fold, french_date, pattern
from engine.steps.calendar_dates import dates_in
from engine.steps.clauses import clause_around
from engine.steps.contradict_deferred import MEETING, is_on_condition
from engine.steps.contradict_facts import LETTERS, SAME_TIME, proposals
from engine.steps.drug_names import drug_mentions
from engine.steps.places import ReadPageText
from engine.steps.specialties import is_who_is_seen
from engine.steps.told_when import stretches

CLOSE_BY = 45
"""Days within which two days of an operation are one that was written down wrongly, and not two operations."""
COURSE = re.compile(r"\b(\d{1,2}) (mois|cycles?|cures?|semaines?)\b")
PASSED_OVER = 40
"""Characters before a treatment in which another one is preferred to it."""
AT_COMMA = re.compile(r"[,;()]")


def treatments(places: Sequence[ReadPageText], vocabulary: Vocabulary) -> list[Conflict]:
    """A drug that one document gives as taken on a day by which another says that it had been stopped.

    A document later than the one that tells of the stop may tell of a new start, unless it says that the drug goes on.
    """
    words = vocabulary.contradictions
    taken: dict[str, list[tuple[ReadPageText, bool]]] = defaultdict(list)
    stopped: dict[str, list[tuple[ReadPageText, date]]] = defaultdict(list)
    for place in (p for p in places if p.document.dated is not None):
        for drug, match, before, behind in _drugs_told(place, vocabulary):
            if place.assertions.of(match.start(), match.end()) != ("affirmed", "patient"):
                continue
            stop = any_match(words.stopped, behind)
            since = behind[stop.end() :] if stop else behind
            day = _by_when(since, place.document.dated or date.max)
            ended = stop or any_match(words.stopped, before)
            if ended and day:
                stopped[drug.name].append((place, day))
            elif not ended and (
                place.document.kind == "ordonnance" or any_match(words.going_on, f"{before} {match[0]}{behind}")
            ):
                taken[drug.name].append((place, any_match(words.since, behind) is not None))
    found = []
    for name, told in stopped.items():
        pairs = (
            (one, other, day)
            for other, day in told
            for one, goes_on in taken[name]
            if one.document.id != other.document.id
            and one.document.dated
            and other.document.dated
            and day < one.document.dated
            and (goes_on or one.document.dated <= other.document.dated)
        )
        pair = next(pairs, None)
        if pair:
            one, other, day = pair
            files = (one.document.filename, other.document.filename)
            what = (
                f"{name.capitalize()} : en cours le {french_date(one.document.dated)} dans « {files[0]} » ; "
                f"arrêté avant le {french_date(day)} selon « {files[1]} »."
            )
            found.append(Conflict(key="traitement", facts=(), filenames=files, what_fr=what))
    return found


def _drugs_told(place: ReadPageText, vocabulary: Vocabulary) -> Iterator[tuple[Drug, re.Match[str], str, str]]:
    """Each drug of a page with the words of its clause right before it and behind it, up to the next drug: in a list
    of treatments "arrêt" is said of one of them."""
    folded = fold(place.told)
    named = sorted(drug_mentions(folded, vocabulary.drugs), key=lambda found: found[1].start())
    ends = [0, *(match.end() for _, match in named)]
    starts = [*(match.start() for _, match in named[1:]), len(folded)]
    for (drug, match), after, until in zip(named, ends, starts, strict=False):
        left, right = clause_around(place.told, match.start(), match.end())
        before = AT_COMMA.split(folded[max(left, after) : match.start()])[-1]
        yield drug, match, before, folded[match.end() : min(right, until)]


def _by_when(clause: str, latest: date) -> date | None:
    """The day by which something was stopped: a whole date, or the end of a month, season or year."""
    days = dates_in(clause, latest)
    if days:
        return days[0].day
    told = stretches(clause, latest)
    return told[0].last if told else None


def operation_days(places: Sequence[ReadPageText], vocabulary: Vocabulary) -> list[Conflict]:
    """An operation whose own report gives one day and another document another one close by."""
    reports = [p for p in places if p.document.kind == "compte_rendu_operatoire" and p.document.dated]
    known = {p.document.dated for p in reports}
    for place in (p for p in places if p.document.id not in {r.document.id for r in reports}):
        folded = fold(place.told)
        for match in (m for e in vocabulary.contradictions.operated for m in pattern(e).finditer(folded)):
            day = next((d.day for d in dates_in(place.told, date.max) if d.start == match.end()), None)
            if day is None or day in known or place.assertions.of(*match.span()) != ("affirmed", "patient"):
                continue
            report = next(
                (r for r in reports if r.document.dated and abs((r.document.dated - day).days) <= CLOSE_BY), None
            )
            if report:
                files = (report.document.filename, place.document.filename)
                what = (
                    f"Opération datée du {french_date(report.document.dated)} dans « {files[0]} » et du "
                    f"{french_date(day)} dans « {files[1]} »."
                )
                return [Conflict(key="date_intervention", facts=(), filenames=files, what_fr=what)]
    return []


def strategies(
    facts: Sequence[Fact], places: Sequence[ReadPageText], pathway: Pathway, vocabulary: Vocabulary
) -> list[Conflict]:
    """A meeting and a letter of much the same time that propose different options of the pathway, or say so.

    Told through their proposals among `facts`: whoever may not see those sees nothing of it.
    """
    proposals: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.role == "proposal":
            proposals[fact.source.document].append(fact)
    told: dict[str, set[str]] = defaultdict(set)
    documents: dict[str, Document] = {}
    diverging: dict[str, str] = {}
    courses: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    agents: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for place in places:
        if place.document.kind in LETTERS:
            documents[place.document.id] = place.document
            if said := any_match(vocabulary.contradictions.diverges, fold(place.page.text)):
                left, right = clause_around(place.page.text, *said.span())
                diverging.setdefault(place.document.id, " ".join(place.page.text[left:right].split()))
            for about, length in _courses(place, vocabulary):
                courses[place.document.id][about].add(length)
            for about, agent in _agents(place, vocabulary):
                agents[place.document.id][about].add(agent)
            told[place.document.id] |= set(_proposed(place, pathway, vocabulary))
    labels = {o.id: o.label_fr for o in pathway.options}
    for one, other in combinations(documents.values(), 2):
        a, b = told[one.id], told[other.id]
        hidden = tuple(of[0].id for d in (one, other) if (of := proposals.get(d.id)))
        if not hidden or not _differ(one, other):
            continue
        lengths = _lengths_fr("Durée proposée différente", courses[one.id], courses[other.id], one, other)
        lengths = lengths or _lengths_fr("Propositions différentes", agents[one.id], agents[other.id], one, other)
        if lengths:
            return [Conflict(key="strategie", facts=hidden, filenames=(one.filename, other.filename), what_fr=lengths)]
        if a and b and (not a & b or diverging.keys() & {one.id, other.id}):
            what = _apart_fr({one: a, other: b}, labels, diverging)
            files = (one.filename, other.filename)
            return [Conflict(key="strategie", facts=hidden, filenames=files, what_fr=what)]
    return []


def _apart_fr(told: Mapping[Document, set[str]], labels: Mapping[str, str], diverging: Mapping[str, str]) -> str:
    """What each document proposes, in the order of the pathway, and where one says that it goes another way."""
    said = " ; ".join(
        f"dans « {d.filename} », {' ou '.join(label for o, label in labels.items() if o in told[d])}" for d in told
    )
    ways = [f" « {d.filename} » dit s'écarter : « {diverging[d.id]} »." for d in told if d.id in diverging]
    return f"Propositions différentes : {said}.{''.join(ways)}"


def reservations(
    facts: Sequence[Fact], places: Sequence[ReadPageText], pathway: Pathway, vocabulary: Vocabulary
) -> list[Conflict]:
    """An operation that one doctor proposes and that another one of much the same time would rather not see done."""
    surgical = {o.id: o.label_fr for o in pathway.options if o.surgical}
    hidden = proposals(facts)
    operations: dict[str, tuple[Document, str]] = {}
    reserves: dict[str, tuple[Document, str]] = {}
    for place in (p for p in places if p.document.kind in LETTERS):
        text, document = place.page.text, place.document
        if proposed := [o for o in _proposed(place, pathway, vocabulary) if o in surgical]:
            operations.setdefault(document.id, (document, surgical[proposed[0]]))
        if said := any_match(vocabulary.contradictions.reserved, fold(text)):
            left, right = clause_around(text, *said.span())
            reserves.setdefault(document.id, (document, " ".join(text[left:right].split())))
    for one, operation in (operations[i] for i in operations.keys() & hidden.keys() - reserves.keys()):
        for other, quote in (reserves[i] for i in reserves.keys() - operations.keys()):
            if one.dated and other.dated and abs((one.dated - other.dated).days) <= SAME_TIME:
                files = (one.filename, other.filename)
                what = f"Propositions différentes : {operation} dans « {files[0]} » ; « {quote} » dans « {files[1]} »."
                return [Conflict(key="strategie", facts=(hidden[one.id],), filenames=files, what_fr=what)]
    return []


def _courses(place: ReadPageText, vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    """How long a proposed drug is to be given: its name with "mois" or "cycles", and how many."""
    text, folded = place.page.text, fold(place.page.text)
    for drug, match in drug_mentions(folded, vocabulary.drugs):
        if place.is_proposed(match.start()):
            _, right = clause_around(text, match.start(), match.end())
            for length in COURSE.finditer(folded, match.end(), right):
                yield f"{drug.name} ({length[2] if length[2] == 'mois' else length[2].rstrip('s')})", length[1]


def _agents(place: ReadPageText, vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    """Which of the treatments that take each other's place is proposed, by the name of their group; one that is only
    named to be passed over ("plutôt que") is not."""
    folded = fold(place.page.text)
    for about, choices in vocabulary.contradictions.agents.items():
        for name, expressions in choices.items():
            for match in (m for e in expressions for m in pattern(e).finditer(folded)):
                before = folded[max(0, match.start() - PASSED_OVER) : match.start()]
                if (
                    place.is_proposed(match.start())
                    and place.assertions.of(*match.span()) == ("affirmed", "patient")
                    and not any_match(vocabulary.contradictions.passed_over, before)
                ):
                    yield about, name


def _lengths_fr(
    title: str, a: Mapping[str, set[str]], b: Mapping[str, set[str]], one: Document, other: Document
) -> str | None:
    """What two documents say of the same treatment, of its length or of its agent, when they share none."""
    for about in sorted(a.keys() & b.keys()):
        if not a[about] & b[about]:
            said = [
                f"{' ou '.join(sorted(of))} dans « {d.filename} »" for of, d in ((a[about], one), (b[about], other))
            ]
            return f"{title}, {about} : {' ; '.join(said)}."
    return None


def _differ(one: Document, other: Document) -> bool:
    """Whether two documents of much the same time are a letter and the report of a meeting."""
    if one.dated is None or other.dated is None or abs((one.dated - other.dated).days) > SAME_TIME:
        return False
    return one.kind != other.kind


def _proposed(place: ReadPageText, pathway: Pathway, vocabulary: Vocabulary) -> Iterable[str]:
    folded = fold(place.page.text)
    for option in (o for o in pathway.options if not o.complement):
        for match in (m for e in option.named_by for m in pattern(e).finditer(folded)):
            left, right = clause_around(place.page.text, *match.span())
            if (
                place.is_proposed(match.start())
                and place.assertions.of(*match.span()) == ("affirmed", "patient")
                and not is_who_is_seen(folded, match.start())
                and not (place.document.kind == MEETING and is_on_condition(folded[left:right], match[0], vocabulary))
                and not any_match(vocabulary.contradictions.declined, folded[left:right])
            ):
                yield option.id
                break
