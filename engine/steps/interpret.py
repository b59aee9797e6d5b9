"""Which interpretations of a pathway are true of a dossier, filled with its facts."""

import re
from collections.abc import Mapping, Sequence

from engine.domain.completeness import Completeness
from engine.domain.conditions import judge, variables_of
from engine.domain.fact import DRUG_KEYS, Fact, Side
from engine.domain.interpretation import (
    ACT_PLACE,
    ACTS_FR,
    PLANNED,
    Act,
    FactMatch,
    Interpretation,
    SharedInterpretation,
)
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.domain.wording import fold
from engine.steps.days import UNDATED, Days
from engine.steps.fact_match import Papers, first_match, matches
from engine.steps.filled_sentence import ROOM, fitting
from engine.steps.known import Known, main_side, trusted
from engine.steps.options import WeighedOption, weigh
from engine.steps.printed import prints
from engine.steps.set_apart import OTHER
from engine.steps.stated_pieces import as_it_is

MISSING = "missing"
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


MOTIVE = re.compile(r"(?:motif|indications?|contexte|renseignements?(?: cliniques?)?|demande) ?:|demandee? par\b")
"""How a line begins that says, folded, why an examination was asked for."""


class Interpreted(Record):
    """An interpretation that holds: its sentence without a full stop, and the ids of what makes it true.

    `facts` are fact ids, `decided` those that must be there, `answers` variables of the questionnaire, `pieces`
    requirement ids; `dated_by_question` where it counts from the day that the question plans.
    """

    interpretation: Interpretation
    text: str
    facts: tuple[str, ...]
    decided: tuple[str, ...] = ()
    answers: tuple[str, ...]
    pieces: tuple[str, ...]
    dated_by_question: bool = False


def interpret(
    pathway: Pathway,
    facts: Sequence[Fact],
    known: Known,
    completeness: Completeness,
    kinds: Mapping[str, str],
    age: int,
    days: Days = UNDATED,
) -> tuple[Interpreted, ...]:
    """Those of the pathway's interpretations that hold, in the pathway's order, then the shared ones.

    `facts` are the clinical ones that a draft may rest on, `kinds` the kind of each document, `age` in years,
    `days` those from which ages are counted. Facts of the other side are left out where the pathway is about one
    joint, but for those whose own key says that they are the other's; a value that was read in two ways decides
    nothing. A shared sentence is left out where one of the pathway's own rests on the same facts: it knows more of the
    disease.
    """
    side = main_side(facts) if any(k.one_side for k in pathway.key_facts) else None
    own = [f for f in facts if not f.doubtful and _is_meant(f, side)]
    lasting = {k.id for k in pathway.key_facts if k.lasts}
    own.sort(key=lambda f: trusted(f, "" if f.key in lasting else kinds.get(f.source.document, "")), reverse=True)
    # Of a nodule on each side the one that the opinion is about comes first.
    meant = main_side(facts)
    own.sort(key=lambda f: meant is not None and f.side not in (None, meant, "bilatéral"))
    # Why an examination was asked for is told by others first.
    own.sort(key=lambda f: MOTIVE.match(fold(f.source.quote)) is not None)
    statuses = {i.requirement: i.status for i in completeness.items}
    # A sentence goes with the statement that it was written from, when that is withdrawn.
    cited = {s.id for option in pathway.options for s in option.statements if s.verified} | {None}
    standing = [one for one in pathway.sentences if one.statement_id in cited]
    acts = _acts(weigh(pathway, known), known, pathway) if any(one.acts for one in standing) else {}
    papers = Papers(kinds, days, tuple(f for f in facts if f.doubtful and _is_meant(f, side)))
    told = (_interpreted(one, own, known, statuses, papers, age, acts) for one in standing)
    by_id = {f.id: f for f in own}
    found: list[Interpreted] = []
    said: set[frozenset[tuple[str, str]]] = set()
    for one in (o for o in told if o is not None):
        shared = isinstance(one.interpretation, SharedInterpretation)
        about = frozenset(_about(by_id[i]) for i in one.decided)
        # Two facts that one sentence of the pathway also rests on are told there, whatever it adds.
        told_there = about in said or (len(about) > 1 and any(about < other for other in said))
        if not (shared and told_there):
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


def _acts(weighed: Sequence[WeighedOption], known: Known, pathway: Pathway) -> dict[Act, str]:
    """What the options that stand in this dossier do to the patient, and the word of the first of them that does.

    An option stands where no rule speaks against it and one speaks for it; without one, a main option where no rule
    could speak for it or none does for another, and an operation that may still come: it was not done, nobody said
    that it is not proposed, and the pathway asks whether one is. Other treatments that are only for other patients do
    not stand. Where several would be named alike well, none is.
    """
    standing = [w for w in weighed if not w.discouraged and (w.option.surgical or not w.elsewhere)]
    main = [w for w in standing if not (w.option.complement or w.option.orientation)]
    undecided = not any(w.supported for w in main)
    asked = any(v.id == "surgery_proposed" for v in pathway.variables)
    idle = not asked or known.values.get("surgery_done") is True or known.values.get("surgery_proposed") is False
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
    papers: Papers,
    age: int,
    acts: Mapping[Act, str],
) -> Interpreted | None:
    word = next((acts[act] for act in one.acts if act in acts), one.otherwise_fr)
    if (one.acts and word is None) or not _arises(one, known, statuses):
        return None
    found = matches(one.facts, facts, papers)
    found |= _printing(one, found, facts, papers)
    if any(found[name] is None and not match.optional for name, match in one.facts.items()):
        return None
    found |= _beside(one, found, facts, papers)
    found |= _printing(one, found, facts, papers)
    # What was read in two ways was read: no sentence says that it lacks.
    seen = (*facts, *papers.doubtful)
    if any(first_match(match, seen, papers, found.get(match.rests_on or "")) for match in one.without):
        return None
    present = {name: fact for name, fact in found.items() if fact is not None}
    says_fr = one.says_fr.replace(ACT_PLACE, word) if word else one.says_fr
    text, named = fitting(says_fr, present, age, papers.days)
    text = as_it_is(text, {statuses.get(p, "") for p, allowed in one.pieces.items() if MISSING in allowed})
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
        dated_by_question=PLANNED in named,
    )


def _printing(
    one: Interpretation, found: Mapping[str, Fact | None], facts: Sequence[Fact], papers: Papers
) -> dict[str, Fact | None]:
    """The facts that must print the value of another one, among those that do."""
    told: dict[str, Fact | None] = {}
    for name, match in one.facts.items():
        other = found.get(match.printing) if match.printing else None
        if match.printing:
            own = [f for f in facts if other and f is not other and prints(f.source.quote, other)]
            told[name] = first_match(match, own, papers)
    return told


def _beside(
    one: Interpretation, found: Mapping[str, Fact | None], facts: Sequence[Fact], papers: Papers
) -> dict[str, Fact | None]:
    """The optional facts anew, of the side that those which must be there are about: a cytology of the left nodule
    is not told with the size of the right one.
    """
    needed = [fact for name, fact in found.items() if fact is not None and not one.facts[name].optional]
    sides = {f.side for f in needed if f.side}
    if len(sides) != 1 or "bilatéral" in sides or any(f.key.endswith(OTHER) for f in needed):
        return {}
    own = [f for f in facts if f.side in (None, "bilatéral", *sides) or f.key.removesuffix("_rappele") in SIDELESS]
    optional = {name: m for name, m in one.facts.items() if m.optional and not _other(m)}
    return {name: first_match(m, own, papers, found.get(m.rests_on or "")) for name, m in optional.items()}


def _other(match: FactMatch) -> bool:
    """Whether it looks for the other side, or for one that it names."""
    return any(k.endswith(OTHER) for k in match.keys) or any("droit" in p or "gauche" in p for p in match.any_of)


def _arises(one: Interpretation, known: Known, statuses: Mapping[str, str]) -> bool:
    """Whether the conditions on answers and pieces hold."""
    if judge(one.when, known.values) is not True or (one.unless and judge(one.unless, known.values) is True):
        return False
    return all(statuses.get(name) in wanted for name, wanted in one.pieces.items())
