"""The drugs of today that no reader may miss, in one place: which, who does not know of them, what the pathway says of
them, and that nobody stops them alone."""

import re
from collections.abc import Collection, Iterator, Sequence

from engine.adapters.assembled_sentences import (
    DRUGS,
    MOST_CITES,
    QUOTED,
    ROOM,
    cited,
    of,
    once,
    packed,
    patient,
    plain,
)
from engine.domain.drafting import AnswerStatement, DraftInputs, Evidence
from engine.domain.wording import fold

TAKEN = "traitement_en_cours"
NOT_NOW = re.compile(
    r"(?i)\b(?:à (?:partir|compter) d|à (?:débuter|commencer|instaurer)|ne pas (?:débuter|commencer)|historique)"
)
"""What is prescribed and not yet begun, or is told of the past, cannot be stopped."""
SAID = re.compile(
    r"\bne (?:l'|s'|les )arrêten?t? pas\b|\bne pas l'arrêter seule?\b|\bne doi(?:t|vent) pas être arrêtée?s?\b"
)
"""How a sentence of a pathway says itself that a drug is not stopped alone."""
STOPPED = re.compile(r"\bà arrêter sans délai\b|\bà ne (?:pas|plus) (?:renouveler|poursuivre|reprendre)\b")
"""How it says that one is to be stopped, or was: nothing is to be kept."""
NOTED = re.compile(r" \(noté : « (?P<quote>[^»]*) »\)")
"""How a sentence of a pathway quotes the line that it rests on."""
EXAMINING = ("compte_rendu_imagerie", "compte_rendu_endoscopie")
GIVEN_THERE = re.compile(r"(?i)\b(?:i\.?v\b|intra-?veineu|inject|perfus)")
"""How the report of an examination tells what was given for it ("furosémide 20 mg IV"), which is no treatment."""
ELSEWHERE = ("resume", "examens")
"""Sections whose sentences stay where they are, though they speak of drugs."""


def taken_now(inputs: DraftInputs) -> list[Evidence]:
    """Only what is prescribed now: a letter may speak of a drug that failed or was stopped."""
    return [e for e in of(inputs, "fact") if e.watched and e.key == TAKEN and not NOT_NOW.search(e.text)]


def given_for_examination(inputs: DraftInputs, drug: Evidence) -> bool:
    """Whether a drug was only given so that an examination could be made."""
    papers = {p.id for p in inputs.papers if p.kind in EXAMINING}
    return drug.document in papers and bool(GIVEN_THERE.search(plain(drug.text)))


def told_with_drugs(inputs: DraftInputs) -> list[Evidence]:
    """The pathway's sentences that rest on nothing but drugs and what no reader may miss beside them."""
    quotes = {plain(e.text) for e in taken_now(inputs)}
    found = []
    for said in of(inputs, "calculation", "interpretation"):
        facts = [e for e in cited(inputs, said.rests_on) if e.kind == "fact"]
        about_drugs = facts and all(e.key in DRUGS or e.watched for e in facts)
        if about_drugs and said.section not in ELSEWHERE and any(plain(e.text) in quotes for e in facts):
            found.append(said)
    return found


def treatments(inputs: DraftInputs) -> Iterator[AnswerStatement]:
    """As few statements as hold it; what no letter tells comes first."""
    told = told_with_drugs(inputs)
    left = [(e.text, [e.id]) for e in of(inputs, "calculation", "left_out")]
    silent = _silent(inputs)
    quoted = {_signs(q) for text, _ in silent for q in QUOTED.findall(text)}
    parts = [*silent, *left, *((_not_again(s.text, quoted), [*s.rests_on, s.id]) for s in told)]
    sentences = of(inputs, "calculation", "interpretation")
    settled = [s for s in sentences if STOPPED.search(s.text) or SAID.search(s.text)]
    warned = {_drug(e) for s in settled for e in cited(inputs, s.rests_on)}
    parts += _alone(inputs, [e for e in taken_now(inputs) if _drug(e) not in warned], parts)
    yield from packed("avis", parts)


def _drug(fact: Evidence) -> str:
    """A drug by its name, whichever line tells it; what is no drug by its line."""
    return fold(fact.said_fr).partition(" ")[0] if fact.key in DRUGS and fact.said_fr else plain(fact.text)


def _not_again(text: str, quoted: Collection[str]) -> str:
    """A sentence about a drug without the line of the prescription that has just been quoted whole."""
    return NOTED.sub(lambda m: "" if _signs(m["quote"]) in quoted else m[0], text)


def _signs(quote: str) -> str:
    return plain(quote).casefold()


def _silent(inputs: DraftInputs) -> list[tuple[str, list[str]]]:
    """What is taken and no letter speaks of, as far as one sentence holds it."""
    opening, told, cites = "À signaler avant tout geste :", list[str](), list[str]()
    parts: list[tuple[str, list[str]]] = []
    for said in of(inputs, "calculation", "unmentioned"):
        if told and len(opening) + len(" ; ".join([*told, said.text])) > ROOM:
            parts.append((f"{opening} {' ; '.join(told)}", cites))
            told, cites = [], []
        told, cites = [*told, said.text.rstrip(". ")], [*cites, said.id, *said.rests_on]
    return [*parts, (f"{opening} {' ; '.join(told)}", cites)] if told else parts


def _alone(
    inputs: DraftInputs, taken: Sequence[Evidence], told_before: Sequence[tuple[str, list[str]]]
) -> list[tuple[str, list[str]]]:
    """What the patient must not stop alone: named unless it has just been named as what no letter tells, in the only
    part of `told_before`, which leaves room for it."""
    alone = "seule" if inputs.sex == "F" else "seul"
    silent = {i for e in of(inputs, "calculation", "unmentioned") for i in e.rests_on}
    quotes = {plain(e.text) for e in cited(inputs, sorted(silent))}
    named = [e for e in taken if plain(e.text) in quotes]
    who, advice = patient(inputs).capitalize(), "sans l'avis de ses médecins"
    if named and len(once(taken)) == len(once(named)) and len(told_before) == 1:
        what = "les arrêter" if len(quotes) > 1 else "l'arrêter"
        short, rests = f"{who} ne doit pas {what} {alone}, {advice}", [e.id for e in named]
        if len(told_before[0][0]) + len(short) + 3 < ROOM and len({*told_before[0][1], *rests}) <= MOST_CITES:
            return [(short, rests)]
    text, cites = f"{who} ne doit pas arrêter {alone}, {advice} :", list[str]()
    for quote, its in once(taken):
        longer = f"{text}{' ;' if cites else ''} {quote}"
        if len(longer) < ROOM and len({*cites, *its}) <= MOST_CITES:
            text, cites = longer, [*cites, *its]
    return [(text, cites)] if cites else []
