"""The embedded author's answer: what the question asks about, options and their conditions, and how sure it is."""

import re
from collections.abc import Iterator, Sequence

from engine.adapters.assembled_question import answers_the_question, asked_for
from engine.adapters.assembled_sentences import (
    MOST_CITES,
    ROOM,
    awaited,
    cited,
    grounds,
    joined,
    listed,
    lower,
    of,
    packed,
    patient,
    statement,
    supported,
    with_reasons,
)
from engine.adapters.assembled_treatments import told_with_drugs, treatments
from engine.domain.drafting import AnswerStatement, DraftInputs, OptionView
from engine.domain.framing import (
    AGAINST,
    ALSO,
    ALSO_SEVERAL,
    CERTAINTY,
    EQUAL,
    FIRST_OF_ALL,
    FOR_ALL,
    MET,
    OUTSIDE,
    PREFERRED,
    SITUATION,
    UNDECIDED,
    WOULD_CHANGE,
)
from engine.domain.opinion import Certainty

MOST_DISCOURAGED = 6
EVERYBODY = re.compile(r"Toute? (?:arthrose|gonarthrose|coxarthrose|patiente?)\b")
"""For whom a source speaks of what is done whatever else is: the exercise of any worn joint."""


def answer(
    inputs: DraftInputs, option: OptionView | None, discouraged: Sequence[OptionView], certainty: Certainty
) -> Iterator[AnswerStatement]:
    """The preferred option and why, the others with their conditions, those discouraged and why, and how sure it is."""
    standing = supported(inputs)
    yield from packed("avis", _in_turn(inputs, option, standing))
    yield from treatments(inputs)
    beside = [*_others(inputs, option, standing), *_discouraged(inputs, discouraged[:MOST_DISCOURAGED])]
    yield from joined("avis", beside)
    yield from _certainty(inputs, certainty)


def _in_turn(
    inputs: DraftInputs, option: OptionView | None, standing: Sequence[OptionView]
) -> Iterator[tuple[str, Sequence[str]]]:
    """What the question asks about and what goes first, each followed by the sentences of the pathway that open with
    it, then its other sentences, those first that say what is to be settled before the act."""
    sentences = [
        e
        for e in of(inputs, "calculation", "interpretation")
        if e.section == "avis" and e not in told_with_drugs(inputs)
    ]
    answers = list(asked_for(inputs, option, _situation(inputs, option) if option else ""))
    if not answers_the_question(inputs, option):
        answers += _preferred(inputs, option, standing)
    about = [o.id for o in inputs.options if o.asked] + ([option.id] if option else [])
    yield from ((s.text, s.cites) for s in answers)
    ranked = sorted(sentences, key=lambda e: (about.index(e.option) if e.option in about else len(about), not e.counts))
    yield from ((e.text, (*e.rests_on, e.id)) for e in ranked)


def _preferred(
    inputs: DraftInputs, option: OptionView | None, standing: Sequence[OptionView]
) -> Iterator[AnswerStatement]:
    asked = next(iter(of(inputs, "questionnaire")), None)
    if option and option.orientation:
        opening = f"{FIRST_OF_ALL} : {lower(option.label_fr)}"
        yield from _with_grounds(inputs, opening, (*option.supported_by, *option.without_by))
    elif option:
        who = patient(inputs)
        opening = f"O{PREFERRED} {who} : {option.label_fr}{option.apart_fr}"
        if equal := [f"« {o.label_fr} »{o.apart_fr}" for o in standing if o.equal]:
            named = " ou ".join([f"« {option.label_fr} »{option.apart_fr}", *equal])
            opening = f"{EQUAL} {who} : {named}"
        yield from _with_grounds(
            inputs, opening, (*option.supported_by, *option.without_by), _situation(inputs, option)
        )
    elif [o for o in standing if not o.beside] and asked:
        yield from statement("avis", UNDECIDED, [asked.id])
    elif asked:
        yield from statement("avis", OUTSIDE, [asked.id])


def _situation(inputs: DraftInputs, option: OptionView) -> str:
    """For which patients the source speaks of the option."""
    passage = next((e for e in cited(inputs, option.supported_by) if e.kind == "passage" and e.said_fr), None)
    return f". {SITUATION} : {passage.said_fr}" if passage and passage.said_fr else ""


def _others(
    inputs: DraftInputs, option: OptionView | None, standing: Sequence[OptionView]
) -> Iterator[AnswerStatement]:
    """The other options that rules support, those that stand alike in one sentence."""
    alike: dict[str, list[tuple[str, list[str]]]] = {}
    for other in [o for o in standing if o is not option and not (option and o.equal)][:4]:
        place, ids = _place_of(inputs, option, other), (*other.supported_by, *other.without_by)
        named = f"{other.label_fr}{other.apart_fr}"
        if passages := [i for i in ids if i.startswith("P")][:4]:
            alike.setdefault(place, []).append((named, list(dict.fromkeys([*passages, *ids]))[:MOST_CITES]))
        else:
            yield from _with_grounds(inputs, f"{place} : {named}", ids)
    for place, parts in alike.items():
        opening = f"O{ALSO_SEVERAL}" if len(parts) > 1 and place.endswith(ALSO) else place
        yield from listed("avis", f"{opening} :", parts, len(parts))


def _place_of(inputs: DraftInputs, option: OptionView | None, other: OptionView) -> str:
    """How another option stands beside the preferred one: what its sources ask of every patient is no other choice."""
    if other.beside:
        return "À associer"
    return f"U{FOR_ALL}" if option and _is_for_everybody(inputs, other.supported_by) else f"O{ALSO}"


def _is_for_everybody(inputs: DraftInputs, ids: Sequence[str]) -> bool:
    passages = [e for e in cited(inputs, ids) if e.kind == "passage"]
    return bool(passages) and all(EVERYBODY.match(e.said_fr or "") for e in passages)


def _with_grounds(
    inputs: DraftInputs, opening: str, ids: Sequence[str], situation: str = ""
) -> Iterator[AnswerStatement]:
    """An option; with what of the dossier meets its conditions where the analysis cites no passage that says it."""
    text, cites = f"{opening}{situation}", [i for i in ids if i.startswith("P")][:4]
    if cites:
        rests = () if _is_for_everybody(inputs, ids) else ids
        both = list(dict.fromkeys([*cites, *ids]))[:MOST_CITES]
        yield from statement("avis", *with_reasons(inputs, text, rests, both))
        return
    for n, (told, its) in enumerate(grounds(inputs, ids)[:4]):
        longer = f"{text} ; {told}" if n else f"{text}. {MET} : {told}"
        if len(longer) > ROOM - 4:
            break
        text, cites = longer, [*cites, *its]
    yield from statement("avis", text, cites or ids[:4])


def _discouraged(inputs: DraftInputs, options: Sequence[OptionView]) -> Iterator[AnswerStatement]:
    """The options that a rule speaks against, but those of the question, which is answered first; why is in the
    analysis. Those whose conditions this patient merely does not meet stand with them beside the draft."""
    against: list[tuple[str, list[str]]] = []
    answered = bool(of(inputs, "questionnaire"))
    for option in (o for o in options if not (o.asked and answered)):
        passages = [e for e in cited(inputs, option.discouraged_by) if e.kind == "passage"]
        speaking = [e for e in passages if e.stance == "discourages"]
        if speaking or not passages:
            ids = [*[e.id for e in speaking[:1]], *option.discouraged_by]
            against.append((option.label_fr, list(dict.fromkeys(ids))[:3]))
    yield from listed("avis", f"{AGAINST} :", against, 2)


def _certainty(inputs: DraftInputs, certainty: Certainty) -> Iterator[AnswerStatement]:
    """How sure the answer is, and which missing pieces or answers would change it."""
    deciding = [e for e in awaited(inputs) if e.counts or e.level == "required"]
    parts = [(lower(e.label_fr or e.text.partition(" : ")[0]), [e.id]) for e in deciding]
    parts += [
        (lower(e.text.removeprefix("non renseigné : ")), [e.id]) for e in of(inputs, "calculation", "unknown")[:3]
    ]
    if any(e.about == "conflict" for e in inputs.evidence):
        own = [e.id for e in of(inputs, "calculation", "conflict")][:2]
        parts.append(("la levée des contradictions entre documents", own))
    if parts:
        yield from listed("avis", f"{CERTAINTY} : {certainty}. {WOULD_CHANGE} :", parts)
    elif ids := [e.id for e in of(inputs, "questionnaire")][:1]:
        yield from statement("avis", f"{CERTAINTY} : {certainty}, d'après les pièces reçues", ids)
