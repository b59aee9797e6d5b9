"""What is known of a dossier: the answers, and the value of each key fact on which a decision may rest."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.domain.conditions import Value, judge, variables_of
from engine.domain.fact import Fact, Side
from engine.domain.pathway import KeyFact, Pathway
from engine.domain.record import Record
from engine.domain.variables import DerivedVariable
from engine.domain.wording import fold, pattern
from engine.steps.body_mass import INDEX, body_mass
from engine.steps.found import found_of, taken
from engine.steps.mentions import DIAGNOSIS_KEY
from engine.steps.range_levels import level_of

REPORTS = (
    "anatomopathologie",
    "biologie",
    "compte_rendu_imagerie",
    "compte_rendu_endoscopie",
    "compte_rendu_operatoire",
)
"""Kinds whose authors measured what they write, the specimen before the image; letters that repeat it come last."""
A_DOSE = ("mg/semaine", "mg/j")
"""Units of what is taken: of these a prescription measures what is given, before any letter that tells it."""


class Known(Record):
    """What rules may ask: values by variable, and the fact that each value of a document came from; `muted` variables
    are measured, but not to be believed under a drug that the patient takes."""

    values: dict[str, bool | int | float | str | frozenset[str] | None]
    facts: dict[str, str]
    muted: frozenset[str] = frozenset()


def known_values(
    answers: Mapping[str, Value | None], facts: Sequence[Fact], pathway: Pathway, kinds: Mapping[str, str]
) -> Known:
    """The questionnaire's answers first; then what documents state, the report before the letter, the latest first.

    An answer that rests on a result which a drug falsifies counts no more than the result does.
    Where a report words it otherwise than an answer that is read from documents, the report decides; otherwise than
    the patient's own answer, nobody knows. `kinds` gives the kind of each document. Uncertain, family and proposed
    facts are left out; so are those of the other side when the dossier is about one.
    """
    muted = frozenset(d.id for d in pathway.derived_variables if d.muted_by and taken(d.muted_by, facts))
    # Who says that the TSH is low has it from the sheet that a drug falsifies.
    values = {name: None if name in muted and said is True else said for name, said in answers.items()}
    origin: dict[str, str] = {}
    side = main_side(facts)
    one_joint = any(k.one_side for k in pathway.key_facts)
    read = {v.id for v in pathway.variables if v.asked_of == "doctor_or_document"}
    for key_fact in pathway.key_facts:
        best = _best(key_fact, facts, side, kinds)
        if best is None and not one_joint:
            # What is absent on the other side only ("lobe gauche : pas d'adénopathie") is absent as far as anyone says.
            best = _best(key_fact, [f for f in facts if f.polarity == "negated"], None, kinds)
        if best is None:
            continue
        for variable, stated in _stated(key_fact, best, facts, side, pathway):
            disputed = kinds.get(best.source.document) in REPORTS and _words_differ(answers.get(variable), stated)
            if disputed and variable not in read:
                values[variable] = None
            elif stated is not None and (disputed or values.get(variable) is None):
                values[variable], origin[variable] = stated, best.id
    _add_index(values, origin, facts, pathway)
    for found in pathway.found_variables:
        telling = found_of(found, facts, kinds)
        if telling is not None and values.get(found.id) is None:
            values[found.id], origin[found.id] = telling[0], telling[1].id
    for concluded in pathway.concluded_variables:
        meant = concluded.value if judge(concluded.when, values) else concluded.otherwise
        if meant is not None and (concluded.prevails or values.get(concluded.id) is None):
            values[concluded.id] = meant
            told = (origin[n] for n in sorted(variables_of(concluded.when)) if n in origin)
            first = next(told, None)
            origin.pop(concluded.id, None)
            if first:
                origin[concluded.id] = first
    return Known(values=values, facts=origin, muted=muted)


def _add_index(values: dict[str, Any], origin: dict[str, str], facts: Sequence[Fact], pathway: Pathway) -> None:
    """The body mass index where the pathway asks for it and nobody states it."""
    asked = values.get(INDEX) is None and any(k.id == INDEX for k in pathway.key_facts)
    mass = body_mass(facts) if asked else None
    if mass:
        values[INDEX], origin[INDEX] = mass[0], mass[1].id


def _stated(
    key_fact: KeyFact, best: Fact, facts: Sequence[Fact], side: Side | None, pathway: Pathway
) -> Iterator[tuple[str, bool | int | float | str | None]]:
    """What a fact says of each variable that is derived from it; of its own name's, unless that is derived, too."""
    for derived in (d for d in pathway.derived_variables if d.fact == key_fact.id):
        if derived.where and not pattern(derived.where).search(fold(best.source.quote)):
            continue
        if derived.muted_by and taken(derived.muted_by, facts):
            continue
        earlier = _earlier(derived, best, facts, side)
        yield derived.id, _rise(best, earlier) if derived.since else _derived(derived, best)
    # A variable of the fact's own name that is derived ("3+" is her2 positive) never takes the words as printed.
    if key_fact.id not in {d.id for d in pathway.derived_variables}:
        yield key_fact.id, _as_variable(best)


def _words_differ(answer: Value | None, stated: Value | None) -> bool:
    """Whether both are words, or both are yes or no, and not the same."""
    if isinstance(answer, bool) and isinstance(stated, bool):
        return answer != stated
    return isinstance(answer, str) and isinstance(stated, str) and fold(answer) != fold(stated)


def _derived(derived: DerivedVariable, fact: Fact) -> bool | int | float | str | None:
    if derived.level:
        level = level_of(fact)
        return None if level is None else level == derived.level
    if not derived.cases:
        return _as_variable(fact)
    case = next((c for c in derived.cases if pattern(c.regex).search(fold(str(fact.value)))), None)
    return case.value if case else None


def _earlier(derived: DerivedVariable, best: Fact, facts: Sequence[Fact], side: Side | None) -> Fact | None:
    """The latest earlier value of a series or of the measure itself, of the same patient and side; else the one that
    words of the same document call earlier."""
    if not derived.since:
        return None
    own = [
        f
        for f in facts
        if (f.bearer, f.role, f.polarity) == ("patient", "clinical", "affirmed")
        and (side is None or f.side in (None, side))
    ]
    series = (derived.since, best.key)
    dated = [
        f for f in own if f.key.removesuffix("_rappele") in series and f.dated and best.dated and f.dated < best.dated
    ]
    told = (f for f in own if f.key == derived.told_before and f.source.document == best.source.document)
    return max(dated, key=lambda f: str(f.dated), default=None) or next(told, None)


def _rise(best: Fact, earlier: Fact | None) -> float | None:
    """By how much a figure rose; None where one of the two is no plain figure."""
    if earlier is None:
        return None
    figures = [re.fullmatch(r"(\d+(?:[.,]\d+)?)\D{0,3}", str(f.value).strip()) for f in (best, earlier)]
    now, then = (float(m[1].replace(",", ".")) if m else None for m in figures)
    return round(now - then, 6) if now is not None and then is not None else None


def main_side(facts: Sequence[Fact]) -> Side | None:
    """The one side of the disease where its mentions agree, else the side that most documents speak of.

    A joint replaced years ago fills more documents than the one that hurts.
    """
    told = [f for f in facts if f.role == "clinical" and f.bearer == "patient" and f.polarity != "negated"]
    diseased: set[Side] = {f.side for f in told if f.key == DIAGNOSIS_KEY and f.side is not None}
    if len(diseased) == 1 and "bilatéral" not in diseased:
        return diseased.pop()
    files: dict[Side, set[str]] = {}
    for fact in told:
        if fact.side in ("droite", "gauche"):
            files.setdefault(fact.side, set()).add(fact.source.filename)
    ranked = sorted(files, key=lambda s: len(files[s]), reverse=True)
    if not ranked or (len(ranked) == 2 and len(files[ranked[0]]) == len(files[ranked[1]])):
        return None
    return ranked[0]


def _best(key_fact: KeyFact, facts: Sequence[Fact], side: Side | None, kinds: Mapping[str, str]) -> Fact | None:
    fitting = [
        f
        for f in facts
        if f.key == key_fact.id
        and f.bearer == "patient"
        and f.role == "clinical"
        and (f.polarity == "affirmed" or (f.polarity == "negated" and _is_absence(f, key_fact)))
        and (side is None or f.side in (None, side, "bilatéral"))
        and _as_variable(f) is not None
    ]
    if key_fact.final:
        fitting = [f for f in fitting if pattern(key_fact.final).search(fold(str(f.value)))] or fitting
    if key_fact.undecided:
        reported = [f for f in fitting if kinds.get(f.source.document) in REPORTS]
        decided = [f for f in reported if not pattern(key_fact.undecided).search(fold(str(f.value)))]
        fitting = fitting if _is_reopened(key_fact, reported, decided) else decided or fitting
    if not fitting:
        return None
    return max(
        fitting,
        key=lambda f: (
            *trusted(f, "" if key_fact.lasts else kinds.get(f.source.document, "")),
            _prevails(f, key_fact),
            # A report that denies it of one place and tells it of another tells it.
            not (isinstance(f.value, str) and _is_absence(f, key_fact)),
            float(f.value) if isinstance(f.value, float | int) else 0.0,
        ),
    )


def _is_reopened(key_fact: KeyFact, reported: Sequence[Fact], decided: Sequence[Fact]) -> bool:
    """Whether a report is undecided that is later than each that decides."""
    if key_fact.settled_by is None or not decided:
        return False
    settled = any(pattern(key_fact.settled_by).search(fold(f.source.quote)) for f in decided)
    days = [f.dated for f in decided if f.dated]
    latest = max((f.dated for f in reported if f not in decided and f.dated), default=None)
    return not settled and len(days) == len(decided) and latest is not None and latest > max(days)


def _prevails(fact: Fact, key_fact: KeyFact) -> int:
    """The higher, the earlier a word stands among those that count before others of one report; 0 for the others."""
    words = [fold(w) for w in key_fact.prevails]
    return len(words) - words.index(fold(str(fact.value))) if fold(str(fact.value)) in words else 0


def trusted(fact: Fact, kind: str) -> tuple[int, str]:
    """How far a fact goes before others of its key, the higher the sooner: the report before the letter, then the
    latest. `kind` is its document's. A dose goes by the prescription before the letter."""
    if kind == "ordonnance" and fact.unit in A_DOSE:
        return -len(REPORTS) + 1, str(fact.dated or "")
    return -REPORTS.index(kind) if kind in REPORTS else -len(REPORTS), str(fact.dated or "")


def _is_absence(fact: Fact, key_fact: KeyFact) -> bool:
    """Whether the value of what is denied says so itself: "absent", a figure; not "hydrosalpinx" of "pas d'..."."""
    absences = {"non", "absent"} | {fold(a) for p in key_fact.patterns if (a := p.value_by_polarity.get("negated"))}
    return not isinstance(fact.value, str) or fold(fact.value) in absences


def _as_variable(fact: Fact) -> bool | int | float | str | None:
    """A fact's value as rules compare it: presence and absence become true and false, a bound is unknown."""
    if isinstance(fact.value, str):
        word = fold(fact.value)
        if word in ("oui", "present", "non", "absent"):
            return word in ("oui", "present")
        if fact.value[:1] in "<>≤≥":
            return None
        return word
    return fact.value
