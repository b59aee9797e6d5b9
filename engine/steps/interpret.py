"""Which interpretations of a pathway are true of a dossier, filled with its facts."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from engine.domain.completeness import Completeness
from engine.domain.conditions import judge, variables_of
from engine.domain.drafting import STATEMENT_MAX
from engine.domain.fact import Fact, Side
from engine.domain.greetings import without_greeting
from engine.domain.interpretation import (
    ACT_PLACE,
    ACTS_FR,
    PART,
    PLACE,
    Act,
    FactMatch,
    Interpretation,
    SharedInterpretation,
)
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.domain.wording import any_match, fold, french_date, pattern
from engine.steps.calendar_dates import add_months
from engine.steps.options import Known, WeighedOption, main_side, trusted, weigh
from engine.steps.printed import printed
from engine.steps.range_levels import level_of
from engine.steps.set_apart import OTHER

ROOM = STATEMENT_MAX - 14
"""Letters of a sentence: the full stop and names put back in it come on top."""
DRUG_KEYS = ("medicament", "traitement_en_cours")
SIDELESS = frozenset(
    {
        "avc",
        "embolie",
        "fevg_basse",
        "fibrillation_atriale",
        "idm",
        "insuffisance_cardiaque",
        "insuffisance_renale",
        "souhait_du_patient",
        "stent",
        "stimulateur_cardiaque",
        "thrombose",
        "valve_cardiaque",
    }
)
"""Facts that count for either joint, though a side may stand beside them: "oreillette gauche", "phlébite droite"."""
COUNT = re.compile(r"\d{1,3} ?(?:/|sur) ?\d{1,3}")
SIDES_FR: dict[Side, str] = {"droite": "droite", "gauche": "gauche", "bilatéral": "des deux côtés"}


class Interpreted(Record):
    """An interpretation that holds: its sentence without a full stop, and the ids of what makes it true.

    `facts` are fact ids, `decided` those that must be there, `answers` variables of the questionnaire, `pieces`
    requirement ids.
    """

    interpretation: Interpretation
    text: str
    facts: tuple[str, ...]
    decided: tuple[str, ...] = ()
    answers: tuple[str, ...]
    pieces: tuple[str, ...]


class _Papers(NamedTuple):
    """The kind of each document, and the day that they came."""

    kinds: Mapping[str, str]
    received_on: date | None
    doubtful: tuple[Fact, ...] = ()

    def is_within(self, fact: Fact, months: int) -> bool | None:
        """Whether a fact is of the last so many months before; None where no day says."""
        if self.received_on is None or fact.dated is None:
            return None
        return add_months(fact.dated, months) > self.received_on


def interpret(
    pathway: Pathway,
    facts: Sequence[Fact],
    known: Known,
    completeness: Completeness,
    kinds: Mapping[str, str],
    age: int,
    received_on: date | None = None,
) -> tuple[Interpreted, ...]:
    """Those of the pathway's interpretations that hold, in the pathway's order, then the shared ones.

    `facts` are the clinical ones that a draft may rest on, `kinds` the kind of each document, `age` in years,
    `received_on` the day that the dossier came. Facts of the other side are left out where the pathway is about one
    joint, but for those whose own key says that they are the other's; a value that was read in two ways decides
    nothing. A shared sentence is left out where one of the pathway's own rests on the same facts: it knows more of the
    disease.
    """
    side = main_side(facts) if any(k.one_side for k in pathway.key_facts) else None
    own = [f for f in facts if not f.doubtful and _is_meant(f, side)]
    own.sort(key=lambda f: trusted(f, kinds.get(f.source.document, "")), reverse=True)
    # Of a nodule on each side the one that the opinion is about comes first.
    meant = main_side(facts)
    own.sort(key=lambda f: meant is not None and f.side not in (None, meant, "bilatéral"))
    statuses = {i.requirement: i.status for i in completeness.items}
    # A sentence goes with the statement that it was written from, when that is withdrawn.
    cited = {s.id for option in pathway.options for s in option.statements if s.verified} | {None}
    standing = [one for one in pathway.sentences if one.statement_id in cited]
    acts = _acts(weigh(pathway, known), known) if any(one.acts for one in standing) else {}
    papers = _Papers(kinds, received_on, tuple(f for f in facts if f.doubtful and _is_meant(f, side)))
    told = (_interpreted(one, own, known, statuses, papers, age, acts) for one in standing)
    by_id = {f.id: f for f in own}
    found: list[Interpreted] = []
    said: set[frozenset[tuple[str, str]]] = set()
    for one in (o for o in told if o is not None):
        shared = isinstance(one.interpretation, SharedInterpretation)
        about = frozenset(_about(by_id[i]) for i in one.decided)
        if not (shared and about in said):
            found.append(one)
        if not shared and about and one.interpretation.section != "resume":
            said.add(about)
    return tuple(found)


def _is_meant(fact: Fact, side: Side | None) -> bool:
    return (
        side is None
        or fact.side in (None, side, "bilatéral")
        or fact.key.endswith(OTHER)
        or fact.key.removesuffix("_rappele") in SIDELESS
    )


def _about(fact: Fact) -> tuple[str, str]:
    """What a fact is about, whichever document says it: a drug by its first word, its key says less."""
    value = fold(str(fact.value))
    return ("", value.partition(" ")[0]) if fact.key in DRUG_KEYS else (fact.key, value)


def _acts(weighed: Sequence[WeighedOption], known: Known) -> dict[Act, str]:
    """What the options that stand in this dossier do to the patient, and the word of the first of them that does.

    An option stands where no rule speaks against it and one speaks for it; without one, a main option where no rule
    could speak for it or none does for another, and an operation that may still come: it was not done, and nobody said
    that it is not proposed. Other treatments that are only for other patients do not stand. Where several would be
    named alike well, none is.
    """
    standing = [w for w in weighed if not w.discouraged and (w.option.surgical or not w.elsewhere)]
    main = [w for w in standing if not (w.option.complement or w.option.orientation)]
    undecided = not any(w.supported for w in main)
    idle = known.values.get("surgery_done") is True or known.values.get("surgery_proposed") is False
    found: dict[Act, list[WeighedOption]] = {}
    for one in standing:
        surgical = "operation" in one.option.does
        may_come = not idle if surgical else undecided or not one.option.supports_if
        if one.supported or (one in main and may_come):
            for act in sorted(one.option.does):
                found.setdefault(act, []).append(one)
    return {act: _word(act, options, weighed) for act, options in found.items()}


def _word(act: Act, options: Sequence[WeighedOption], weighed: Sequence[WeighedOption]) -> str:
    best = [o for o in options if o.supported] or [o for o in weighed if act in o.option.does]
    words = {o.option.act_fr or ACTS_FR[act] for o in best}
    return words.pop() if len(words) == 1 else ACTS_FR[act]


def _interpreted(
    one: Interpretation,
    facts: Sequence[Fact],
    known: Known,
    statuses: Mapping[str, str],
    papers: _Papers,
    age: int,
    acts: Mapping[Act, str],
) -> Interpreted | None:
    word = next((acts[act] for act in one.acts if act in acts), one.otherwise_fr)
    if (one.acts and word is None) or not _arises(one, known, statuses):
        return None
    found = {name: _first(match, facts, papers) for name, match in one.facts.items()}
    if any(found[name] is None and not match.optional for name, match in one.facts.items()):
        return None
    found |= _beside(one, found, facts, papers)
    # What was read in two ways was read: no sentence says that it lacks.
    if any(_first(match, (*facts, *papers.doubtful), papers) for match in one.without):
        return None
    present = {name: fact for name, fact in found.items() if fact is not None}
    says_fr = one.says_fr.replace(ACT_PLACE, word) if word else one.says_fr
    text, named = fitting(says_fr, present, age)
    if len(text) > ROOM:
        return None
    names = variables_of(one.when) | (variables_of(one.unless) if one.unless else frozenset())
    needed = [name for name, match in one.facts.items() if not match.optional or name in named]
    cited = [present[n].id for n in needed] + [known.facts[n] for n in sorted(names) if n in known.facts]
    return Interpreted(
        interpretation=one,
        text=text,
        facts=tuple(dict.fromkeys(cited)),
        decided=tuple(present[n].id for n, match in one.facts.items() if not match.optional),
        answers=tuple(n for n in sorted(names) if n not in known.facts and known.values.get(n) is not None),
        pieces=tuple(one.pieces),
    )


def _beside(
    one: Interpretation, found: Mapping[str, Fact | None], facts: Sequence[Fact], papers: _Papers
) -> dict[str, Fact | None]:
    """The optional facts anew, of the side that those which must be there are about: a cytology of the left nodule
    is not told with the size of the right one.
    """
    needed = [fact for name, fact in found.items() if fact is not None and not one.facts[name].optional]
    sides = {f.side for f in needed if f.side}
    if len(sides) != 1 or "bilatéral" in sides or any(f.key.endswith(OTHER) for f in needed):
        return {}
    own = [f for f in facts if f.side in (None, "bilatéral", *sides) or f.key.removesuffix("_rappele") in SIDELESS]
    return {name: _first(m, own, papers) for name, m in one.facts.items() if m.optional and not _other(m)}


def _other(match: FactMatch) -> bool:
    """Whether it looks for the other side, or for one that it names."""
    return any(k.endswith(OTHER) for k in match.keys) or any("droit" in p or "gauche" in p for p in match.any_of)


def _arises(one: Interpretation, known: Known, statuses: Mapping[str, str]) -> bool:
    """Whether the conditions on answers and pieces hold."""
    if judge(one.when, known.values) is not True or (one.unless and judge(one.unless, known.values) is True):
        return False
    return all(statuses.get(name) in wanted for name, wanted in one.pieces.items())


def _first(match: FactMatch, facts: Sequence[Fact], papers: _Papers) -> Fact | None:
    return next((f for f in facts if _fits(match, f, papers)), None)


def _fits(match: FactMatch, fact: Fact, papers: _Papers) -> bool:
    return (
        (not match.keys or fact.key in match.keys)
        and (fact.polarity in match.polarity or ("affirmed" in match.polarity and _is_figure(fact)))
        and fact.bearer == match.bearer
        and (not match.kinds or papers.kinds.get(fact.source.document) in match.kinds)
        and (match.value is None or pattern(match.value).search(fold(str(fact.value))) is not None)
        and (not match.any_of or any_match(match.any_of, fold(fact.source.quote)) is not None)
        and (match.level is None or level_of(fact) == match.level)
        and (match.months is None or papers.is_within(fact, match.months) is True)
        and (match.older_months is None or papers.is_within(fact, match.older_months) is False)
    )


def _is_figure(fact: Fact) -> bool:
    """A count tells what it tells, though a table may call it absent: "0/19" nodes."""
    return fact.polarity == "negated" and bool(COUNT.fullmatch(str(fact.value).strip()))


def fitting(says_fr: str, found: Mapping[str, Fact], age: int) -> tuple[str, frozenset[str]]:
    """The sentence filled, without its longest parts in brackets as far as it is too long for a statement with them."""
    text, used = filled(says_fr, found, age)
    parts = sorted(PART.findall(says_fr), key=lambda part: len(filled(f"[{part}]", found, age)[0]))
    while len(text) > ROOM and parts:
        says_fr = says_fr.replace(f"[{parts.pop()}]", "", 1)
        text, used = filled(says_fr, found, age)
    return text, used


def filled(says_fr: str, found: Mapping[str, Fact], age: int) -> tuple[str, frozenset[str]]:
    """The sentence with its facts, and the names that it uses; a part in brackets goes where one of its names is not
    found."""
    used: set[str] = set()

    def say(place: re.Match[str]) -> str:
        name, attribute = place[1], place[2]
        if name == "age" and "age" not in found:
            return str(age)
        used.add(name)
        return _told(found[name], attribute)

    def known(part: str) -> bool:
        return all(
            name == "age" or (name in found and _told(found[name], attribute))
            for name, attribute in PLACE.findall(part)
        )

    quoted = [_told(found[n], a) for n, a in PLACE.findall(PART.sub("", says_fr)) if a == "quote" and n in found]

    def part_said(part: re.Match[str]) -> str:
        its = [_told(found[n], a) for n, a in PLACE.findall(part[1]) if a == "quote" and n in found]
        bare = not re.search(r"[^\W\d_]{2}", PLACE.sub("", part[1]))
        if not known(part[1]) or (bare and its and set(its) <= set(quoted)):
            return ""  # nothing is known of it, or it only quotes what has just been quoted
        quoted.extend(its)
        return PLACE.sub(say, part[1])

    text = PART.sub(part_said, says_fr)
    return " ".join(PLACE.sub(say, text).split()), frozenset(used)


def _day(fact: Fact, months: int) -> str:
    """The day of a fact or the one so many months on, which a mere month does not give."""
    return french_date(add_months(fact.dated, months)) if fact.dated and not (months and fact.month) else ""


def _told(fact: Fact, attribute: str | None) -> str:
    if attribute and attribute.startswith("date"):
        return _day(fact, int(attribute.removeprefix("date").strip("+m") or 0))
    if attribute == "side":
        return SIDES_FR[fact.side] if fact.side else ""
    quote = without_greeting(" ".join(fact.source.quote.split())).strip(" .;:,-")
    return f"« {quote} »" if attribute == "quote" else printed(fact) or f"« {quote} »"
