"""The embedded author's analysis: what is established, probable and unknown, and what speaks for and against."""

import re
from collections.abc import Iterator, Sequence, Set
from datetime import timedelta

from engine.adapters.assembled_sentences import (
    DRUGS,
    ROOM,
    besides,
    cited,
    grounds,
    interpreted,
    joined,
    listed,
    of,
    of_fr,
    once,
    plain,
    statement,
    supported,
    untold,
)
from engine.adapters.assembled_treatments import told_with_drugs
from engine.adapters.idle_quotes import METHOD, is_letterhead, is_no_absence, is_no_doubt
from engine.domain.drafting import AnswerStatement, DraftInputs, Evidence, OptionView
from engine.domain.framing import HERE, NOT_FOUND, UNCERTAIN, UNKNOWN

FIGURE = re.compile(r"\d+(?:[.,/]\d+)*")
DIAGNOSIS = "diagnostic"
LETTER, PRESCRIPTION = "courrier", "ordonnance"
OPERATION, SURGERY = "compte_rendu_operatoire", "chirurgie_anterieure"
"""A report of an operation, and what a letter that knows of none denies."""
PRESENT = timedelta(days=366)
TO_TELL = re.compile(r"(?i)\bà (?:préciser|confirmer|typer|caractériser)\b")
"""What a report leaves to tell of what it found: where another one says more, that one is quoted."""
LONG = 120
"""Letters of a quote from which on it says more than what it denies."""
MOST_AGAINST, MOST_TO_CHECK = 6, 4
ENOUGH = 4
"""Sentences of the pathway from which on its general statements are not laid out as points to check."""


def analysis(
    inputs: DraftInputs, option: OptionView | None, discouraged: Sequence[OptionView], told: Set[str]
) -> Iterator[AnswerStatement]:
    """Established, probable, denied and unknown; then the sourced statements whose conditions hold in this dossier.

    `told` are the ids that the summary cites: what it quotes as denied or doubtful is not quoted again.
    """
    yield from _diagnosis(inputs, told)
    yield from interpreted(inputs, "analyse", told_with_drugs(inputs))
    yield from joined("analyse", _doubts(inputs, told))
    if option:
        yield from _for(inputs, option)
    for other in supported(inputs):
        if other is not option:
            yield from _for(inputs, other, to_check=0 if option else 1)
    yield from _against(inputs, discouraged[:MOST_AGAINST])
    books = [(e.label_fr or "", [e.id]) for e in of(inputs, "passage", "library")]
    yield from listed("analyse", "À lire dans la bibliothèque sur cette question :", books)


def _doubts(inputs: DraftInputs, told: Set[str]) -> Iterator[AnswerStatement]:
    """What is probable only, what was looked for and not found, and what nobody knows."""
    facts = untold(inputs, [e for e in of(inputs, "fact") if e.bearer == "patient"])
    quoted = DIAGNOSIS if UNCERTAIN in (inputs.diagnosis or "") else None
    # What a prescription provides for ("si fièvre") is no doubt about the patient.
    prescribed = {p.id for p in inputs.papers if p.kind == PRESCRIPTION}
    doubted = [e for e in facts if e.polarity == "hypothetical" and e.key not in (*DRUGS, quoted)]
    doubted = [e for e in doubted if e.document not in prescribed and not is_no_doubt(plain(e.text))]
    # What stands in a longer quote of the summary was read there.
    shown = [plain(e.text) for e in cited(inputs, sorted(told))]
    doubted = [e for e in doubted if not any(plain(e.text) in q and plain(e.text) != q for q in shown)]
    yield from listed("analyse", "Probable ou à confirmer :", once(doubted)[:6])
    denied = _denied(inputs, facts, told)
    yield from listed("analyse", f"{NOT_FOUND} :", once(denied)[:8])
    unknown = [(e.text.removeprefix("non renseigné : "), [e.id]) for e in of(inputs, "calculation", "unknown")]
    yield from listed("analyse", f"{UNKNOWN} :", unknown[:8])


def _denied(inputs: DraftInputs, facts: Sequence[Evidence], told: Set[str]) -> list[Evidence]:
    """What papers deny, those that count first, without what another sentence or the summary tells."""
    # What another paper affirms is no absence: the contradiction is told among the limits.
    affirmed = {_what(e) for e in of(inputs, "fact") if e.bearer == "patient" and e.polarity == "affirmed"}
    denied = [e for e in facts if e.polarity == "negated" and _what(e) not in affirmed]
    if any(p.kind == OPERATION and p.note is None for p in inputs.papers):
        denied = [e for e in denied if e.key != SURGERY]
    denied = [e for e in denied if len(e.text) < LONG and e.key not in DRUGS and e.id not in told and not _row(e)]
    shown = {plain(e.text) for e in cited(inputs, sorted(told))}
    denied = [e for e in denied if " " in plain(e.text) and not is_no_absence(plain(e.text))]
    denied = [e for e in denied if plain(e.text) not in shown]
    disputed = [plain(said.text) for said in of(inputs, "calculation", "conflict")]
    denied = [e for e in denied if not any(plain(e.text) in said for said in disputed)]
    # What a sentence of the pathway tells as denied is not denied again in other words.
    rests = {i for said in of(inputs, "calculation", "interpretation") for i in said.rests_on}
    laid_out = {_what(e) for e in of(inputs, "fact") if e.id in rests and e.polarity == "negated"}
    denied = [e for e in denied if _what(e) not in laid_out]
    return sorted(denied, key=lambda e: not (e.counts or e.key == DIAGNOSIS))


def _what(piece: Evidence) -> tuple[str, str | None]:
    """What a piece speaks of: its key, be the test told positive or negative, and of diagnoses which one."""
    key = (piece.key or "").removesuffix("_negatif").removesuffix("_positif")
    return key, piece.said_fr if piece.key == DIAGNOSIS else None


def _row(piece: Evidence) -> bool:
    """Whether a quote is a row of figures, of which one cell is empty or denied."""
    return len(FIGURE.findall(piece.text)) > 1


def _diagnosis(inputs: DraftInputs, told: Set[str]) -> Iterator[AnswerStatement]:
    if inputs.diagnosis is None:
        return
    sure = UNCERTAIN not in inputs.diagnosis
    label = inputs.diagnosis.removesuffix(UNCERTAIN)
    polarity = "affirmed" if sure else "hypothetical"
    own = [
        e
        for e in of(inputs, "fact")
        if e.key == DIAGNOSIS and e.bearer == "patient" and e.polarity == polarity and (e.said_fr or "") in label
    ]
    # The name of the disease goes before a wider one that it holds ("infertilité").
    names = {e.said_fr or "" for e in own}
    own = [e for e in own if not any((e.said_fr or "") in name and e.said_fr != name for name in names)]
    # What a report found establishes a diagnosis; what a letter repeats does where no report says it.
    kinds = {p.id: p.kind for p in inputs.papers}
    own = [e for e in own if not is_letterhead(plain(e.text))]
    own = [e for e in own if not METHOD.match(plain(e.text))] or own
    own = [e for e in own if kinds.get(e.document or "") != PRESCRIPTION] or own
    found = [e for e in own if kinds.get(e.document or "") != LETTER]
    # What was found years before the last report was true then.
    days = [e.dated for e in found if e.dated]
    found = [e for e in found if not e.dated or max(days) - e.dated < PRESENT]
    established = "Diagnostic établi par les documents" if found else "Diagnostic posé dans le courrier"
    opening = f"{established} : {label}" if sure else f"Suspicion {of_fr(label)}, non certaine"
    settled = [e for e in found if not TO_TELL.search(e.text)]
    quotes = once(settled or found or own)
    # The summary has quoted some of them: the fullest one is told here again.
    fullest = max(quotes, key=lambda q: len(q[0]), default=None)
    fresh = besides(quotes, once(cited(inputs, told)))
    yield from listed("analyse", f"{opening} ;", [q for q in quotes if q is fullest or q in fresh][:3])


def _for(inputs: DraftInputs, option: OptionView, to_check: int = MOST_TO_CHECK) -> Iterator[AnswerStatement]:
    """Why an option stands here, then what its sources ask to check and to tell."""
    passages = [e for e in cited(inputs, option.supported_by) if e.kind == "passage"]
    enough = len(of(inputs, "calculation", "interpretation")) >= ENOUGH
    papers = any(e.kind == "fact" for e in cited(inputs, option.supported_by))
    opening = f"En faveur de « {option.label_fr} »{option.apart_fr}"
    # What goes beside a treatment and rests on answers alone is named in the answer.
    for passage in untold(inputs, passages) if papers or not (enough and option.beside) else ():
        yield from argued(inputs, opening, option, passage, supports=True)
    if enough:
        return  # the pathway's own sentences say what is to be checked, under exact conditions
    # What is said of other patients than this one is no point to check: the rule that carries it is false here.
    standing = {c.passage for c in option.conditions if c.truth is not False}
    false = {c.passage for c in option.conditions} - standing
    others = [e for e in of(inputs, "passage") if e.option == option.id and e not in passages and e.id not in false]
    others = untold(inputs, others)
    limits = [(e.text, [e.id]) for e in others if e.stance == "discourages"]
    yield from listed("analyse", f"Limites de « {option.label_fr} » :", limits[:to_check])
    open_points = [(e.text, [e.id]) for e in others if e.stance != "discourages"]
    yield from listed("analyse", f"À vérifier ou à discuter pour « {option.label_fr} » :", open_points[:to_check])


def _against(inputs: DraftInputs, options: Sequence[OptionView]) -> Iterator[AnswerStatement]:
    """What speaks against options, those together of which one passage says the same; that this patient does not meet
    their conditions is told in the answer alone."""
    speaking: dict[str, list[tuple[OptionView, Evidence]]] = {}
    for option in options:
        passages = untold(inputs, [e for e in cited(inputs, option.discouraged_by) if e.kind == "passage"])
        for passage in (p for p in passages if p.stance == "discourages"):
            speaking.setdefault(passage.text, []).append((option, passage))
    for told in speaking.values():
        named = " et de ".join(f"« {option.label_fr} »" for option, _ in told)
        option, passage = told[0]
        yield from argued(inputs, f"En défaveur de {named}", option, passage, supports=False)


def argued(
    inputs: DraftInputs, opening: str, option: OptionView, passage: Evidence, *, supports: bool
) -> Iterator[AnswerStatement]:
    """A passage, and what of this dossier makes it count, as far as both fit."""
    rules = [c for c in option.conditions if c.truth and c.supports is supports and c.passage == passage.id]
    ids = [i for rule in rules for i in rule.cites]
    text, cites = f"{opening} : {passage.text}", [passage.id, *option.without_by]
    for n, (told, its) in enumerate(grounds(inputs, ids)):
        longer = f"{text} ; {told}" if n else f"{text}. {HERE} : {told}"
        if len(longer) > ROOM - 4 or len(cites) + len(its) > 10:
            break
        text, cites = longer, [*cites, *its]
    yield from statement("analyse", text, [*cites, *ids[:6]])
