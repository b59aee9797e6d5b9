"""The embedded author's question and summary: what matters, with dates, in the words of the documents."""

import re
from collections.abc import Iterator, Sequence, Set

from engine.adapters.assembled_sentences import (
    DRUGS,
    ROOM,
    besides,
    cited,
    figure,
    interpreted,
    joined,
    listed,
    lower,
    of,
    once,
    plain,
    quoted,
    statement,
    untold,
)
from engine.adapters.assembled_treatments import given_for_examination, taken_now
from engine.adapters.idle_quotes import ADVICE, SPARED, is_idle
from engine.domain.drafting import AnswerStatement, DraftInputs, Evidence, ExaminedPaper
from engine.domain.framing import TREATMENTS, TRIED
from engine.domain.wording import french_date, french_day

READ = (None, "partner")
HABITS = ("tabac", "exposition_sperme", "imc", "poids", "taille")
"""What of a relative is no family history: it is told where it counts, of the partner."""
QUARTER = 92
"""Days within which a paper of another kind repeats what one measured."""
YEAR = 365
"""Days after which a paper is of another time than the latest one."""
MOST_TRENDS, MOST_RELATIVES = 6, 4
MANY, MANY_COUNTING = 2, 8
"""Statements that a document may take, and from how many facts on that count; of less weight takes one."""
PRESCRIPTION = "ordonnance"
DOSE = re.compile(r"mg ?/ ?(?:semaine|j)\b|mg par (?:semaine|jour)")
MEASURING = (
    "biologie",
    "compte_rendu_imagerie",
    "compte_rendu_endoscopie",
    "compte_rendu_operatoire",
    "anatomopathologie",
)
"""Kinds of papers that measure; the others repeat, or tell what was seen on their day."""
RECALLED = "_rappele"
"""How the keys of earlier results end."""
SIDE, DIAGNOSIS, CONCLUSION = "cote", "diagnostic", "conclusion"
FEWEST_LETTERS = 20
OUTSIDE, WITHIN, ALSO = (
    "hors des valeurs de référence imprimées, ",
    "dans les valeurs de référence imprimées, ",
    "autres résultats, ",
)
EXTRACT = 45
"""Words of quotes that a paper is told in, which stand-ins for names do not change; twice as many where more of them
count than one statement holds."""
SHORT = 40
"""Letters of a quote up to which it says its figure and no more."""
STOPPED = re.compile(
    r"(?i)(?:arrêt(?:er)?|stop(?:per)?|suspendre|interrompre|ne plus prendre)\b"
    r"|[^.;:]{2,40} ?:? à (?:arrêter|stopper)\b"
)
"""How a line of a prescription ends a drug."""
HEADING = re.compile(r"(?i)^(?:conclusions?|résultats?|au total)\s*:\s*")


def question(inputs: DraftInputs) -> Iterator[AnswerStatement]:
    """Who asks what, and on which papers the answer rests."""
    asked = next((e for e in of(inputs, "questionnaire") if e.text.startswith("Question du patient")), None)
    age = next((e for e in inputs.evidence if e.about == "age"), None)
    if asked is not None and age is not None:
        who = "Une patiente" if inputs.sex == "F" else "Un patient"
        words = asked.text.removeprefix("Question du patient : ").rstrip(" .")
        full = f"{who} de {inputs.age} ans demande : « {words} »"
        brief = f"{who} de {inputs.age} ans demande un deuxième avis ({inputs.pathway_label})"
        yield from statement("question", full if len(full) < ROOM else brief, [asked.id, age.id])
    read = sorted((p for p in inputs.papers if p.note in READ), key=lambda p: str(p.dated or "9999"))
    parts = [
        (f"{p.name_fr.lower() if not p.name_fr.isupper() else p.name_fr} {_when(p.dated)}", [p.cite]) for p in read
    ]
    yield from listed("question", "Documents examinés :", parts, most=2)


def _when(day: object) -> str:
    return f"du {french_date(day)}" if day else "sans date"


def summary(inputs: DraftInputs) -> Iterator[AnswerStatement]:
    """What the pathway says of the dossier, figures that count and how they went on, each document in a sentence or
    two of its own words, then what nobody may miss."""
    yield from interpreted(inputs, "resume")
    figures = _figures(inputs)
    yield from listed("resume", "Données qui comptent pour la question :", figures)
    trends = [e for e in of(inputs, "calculation", "trend") if e.counts][:MOST_TRENDS]
    yield from listed("resume", "Évolution :", [(e.text, [e.id]) for e in trends], MANY)
    facts = of(inputs, "fact")
    own = [e for e in facts if e.bearer == "patient"]
    laid_out = {e.key for _, ids in figures for e in cited(inputs, ids)}
    extracts = list[AnswerStatement]()
    for paper in sorted((p for p in inputs.papers if p.note in READ), key=lambda p: str(p.dated or "9999")):
        bearer = "family" if paper.note == "partner" else "patient"
        its = [e for e in facts if e.document == paper.id and e.key not in DRUGS and e.bearer == bearer]
        extracts += _of_paper(inputs, paper, [e for e in its if not _said_elsewhere(inputs, e, laid_out)])
    yield from joined("resume", extracts)
    if not inputs.papers:
        yield from listed("resume", "Relevé dans les documents :", once(own), MANY)
    yield from joined("resume", _history(inputs, own))


def _history(inputs: DraftInputs, own: Sequence[Evidence]) -> Iterator[AnswerStatement]:
    """What nobody may miss, what was tried, what is taken, and what runs in the family."""
    now = once(taken_now(inputs))
    tried = besides(once([e for e in own if e.tried]), now)
    alarming = [e for e in own if e.watched and not (e.key in DRUGS and _is_no_intake(plain(e.text)))]
    alarming = [e for e in alarming if not ADVICE.match(plain(e.text))]
    # Of a drug that is prescribed now, what a letter says of its effect is told elsewhere.
    prescribed_now = {_drug(e) for e in taken_now(inputs)}
    alarming = [e for e in alarming if e in taken_now(inputs) or not (e.key in DRUGS and _drug(e) in prescribed_now)]
    # Why an examination was asked for tells it where nothing else does.
    plainly = {e.key for e in own if not is_idle(plain(e.text))}
    alarming = [e for e in alarming if not (is_idle(plain(e.text)) and e.key in plainly)]
    watched = besides(once([e for e in alarming if e not in taken_now(inputs)]), tried)
    yield from listed("resume", "À ne pas manquer :", [_with_old_paper(inputs, *part) for part in watched], MANY)
    yield from listed("resume", f"{TRIED} :", tried)
    prescribed = {p.id for p in inputs.papers if p.kind == PRESCRIPTION}
    # What is prescribed from a later day on is listed too.
    taken = [
        e
        for e in own
        if e.key in DRUGS and (e.polarity == "affirmed" or (e.polarity == "hypothetical" and e.document in prescribed))
    ]
    taken = [e for e in taken if not given_for_examination(inputs, e)]
    # A letter also tells of drugs of the past: it is asked where no prescription lists those of today.
    stopped = [e for e in taken if STOPPED.match(plain(e.text))]
    taken = [e for e in taken if e not in stopped]
    # Why an examination was asked for repeats a drug that another line tells.
    plain_lines = [e for e in taken if not is_idle(plain(e.text))]
    drugs = once([e for e in plain_lines if e.document in prescribed] or plain_lines)
    others = besides(drugs, [*now, *tried, *watched])
    opening = f"Autres t{TREATMENTS}" if len(others) < len(drugs) else f"T{TREATMENTS}"
    yield from listed("resume", f"{opening} :", others)
    yield from listed("resume", "Arrêt écrit dans les documents :", besides(once(stopped), [*now, *tried, *watched]))
    partners = {p.id for p in inputs.papers if p.note == "partner"}
    family = untold(inputs, [e for e in of(inputs, "fact") if e.bearer == "family" and e.document not in partners])
    family = [e for e in family if e.key not in HABITS]
    opening = f"Antécédents familiaux, qui ne sont pas ceux {'de la patiente' if inputs.sex == 'F' else 'du patient'} :"
    if not any(e.polarity != "negated" for e in family):
        # What no relative has says little where another sentence tells what one had.
        told = any(e.bearer == "family" and e.polarity == "affirmed" for e in of(inputs, "fact"))
        family, opening = [] if told else family, "Antécédents familiaux cherchés et absents :"
    yield from listed("resume", opening, once(family)[:MOST_RELATIVES])


def _with_old_paper(inputs: DraftInputs, text: str, ids: list[str]) -> tuple[str, list[str]]:
    """A quote with the paper that says it, where that one is a year older than the latest: a drug or an illness of then
    may be over."""
    papers = {p.id: p for p in inputs.papers if p.dated}
    said = next((papers[e.document] for e in cited(inputs, ids) if e.document in papers), None)
    latest = max((p.dated for p in papers.values() if p.dated), default=None)
    if said is None or said.dated is None or latest is None or (latest - said.dated).days <= YEAR:
        return text, ids
    return f"{text} ({lower(said.name_fr)} {_when(said.dated)})", ids


def _drug(piece: Evidence) -> str:
    """The name that opens what a drug's piece tells ("méthotrexate 15 mg")."""
    return (piece.said_fr or "").casefold().partition(" ")[0]


def _is_no_intake(quote: str) -> bool:
    """Whether a quote names a drug without saying that it is taken: what it spared, what was asked for."""
    return bool(SPARED.match(quote)) or is_idle(quote)


def _said_elsewhere(inputs: DraftInputs, piece: Evidence, laid_out: Set[str | None]) -> bool:
    """Whether a quote only repeats what the draft says in its own place: a figure, what to watch, the disease."""
    if piece.watched:
        return True
    if piece.key == DIAGNOSIS:
        return (
            piece.bearer == "patient"
            and piece.polarity == "affirmed"
            and (piece.said_fr or "") in (inputs.diagnosis or "")
        )
    return piece.key in laid_out and figure(piece) is not None and len(plain(piece.text)) < SHORT


def _of_paper(inputs: DraftInputs, paper: ExaminedPaper, told: Sequence[Evidence]) -> Iterator[AnswerStatement]:
    """A paper in its own words; of a laboratory's first what lies outside the printed ranges."""
    whose = " du ou de la partenaire" if paper.note == "partner" else ""
    opening = f"{paper.name_fr}{whose} {_when(paper.dated)}{f' ({paper.beside})' if paper.beside else ''}"
    present = [e for e in told if not (e.key or "").endswith(RECALLED)]
    results = [e for e in present if figure(e) and e.dated in (None, paper.dated)] if paper.kind == "biologie" else []
    if not results:
        yield from listed("resume", f"{opening} :", _telling(untold(inputs, told)), _room(told), [paper.cite])
        return
    measured = {e.label_fr for e in results}
    said = [e for e in told if not figure(e) and e.label_fr not in measured]
    parts = [*_results(results), *_telling(untold(inputs, said))]
    yield from listed("resume", f"{opening} :", parts, MANY + 1, [paper.cite])


def _results(results: Sequence[Evidence]) -> list[tuple[str, list[str]]]:
    """What lies outside the printed ranges with its range, then the others, those that count first."""
    outside = [e for e in results if e.range_level in ("low", "high")]
    inside = sorted((e for e in results if e not in outside), key=lambda e: not e.counts)
    parts = [(f"{OUTSIDE if not n else ''}{figure(e)}", [e.id]) for n, e in enumerate(outside)]
    within = WITHIN if all(e.range_level == "normal" for e in inside) else ALSO if outside else ""
    return parts + [(f"{within if not n else ''}{e.label_fr} : {e.said_fr}", [e.id]) for n, e in enumerate(inside)]


def _room(facts: Sequence[Evidence]) -> int:
    return MANY if sum(e.counts for e in facts) > MANY_COUNTING else 1


def _figures(inputs: DraftInputs) -> list[tuple[str, list[str]]]:
    """The latest value of each measured key fact, of each side: of the papers that measure, else of those that repeat
    it, which are then named, as its day is not theirs. What a measuring paper says in other signs ("Bethesda III") is
    not told from a letter."""
    papers = {p.id: p for p in inputs.papers}
    kept: dict[tuple[str | None, str | None], Evidence] = {}

    def trusted(piece: Evidence) -> tuple[bool, str]:
        paper = papers.get(piece.document or "")
        # What is taken goes by the prescription.
        dose = paper is not None and paper.kind == "ordonnance" and DOSE.search(piece.said_fr or "")
        return bool(dose) or (paper is not None and paper.kind in MEASURING), str(piece.dated or "")

    def repeats(one: Evidence, other: Evidence) -> bool:
        kinds = {paper.kind for e in (one, other) if (paper := papers.get(e.document or ""))}
        near = bool(one.dated and other.dated and 0 < abs((one.dated - other.dated).days) <= QUARTER)
        return near and len(kinds) > 1 and figure(one) == figure(other) and trusted(one)[0] and trusted(other)[0]

    for fact in of(inputs, "fact"):
        if fact.counts and figure(fact) and _own(fact):
            place = (fact.key, fact.side)
            # A paper of another kind that gives the same figure later has it from the one that measured.
            again = place in kept and repeats(fact, kept[place])
            if place not in kept or again ^ (trusted(fact) > trusted(kept[place])):
                kept[place] = fact
    sided = {key for key, side in kept if side in ("droite", "gauche")}
    worded = {e.key for e in of(inputs, "fact") if e.counts and not figure(e) and trusted(e)[0] and _own(e)}
    pieces = [e for (key, side), e in kept.items() if side != "bilatéral" or key not in sided]
    # What a paper measured, of a side, is not told again from a letter that names none.
    measured = {e.key for e in kept.values() if trusted(e)[0]}
    pieces = [e for e in pieces if trusted(e)[0] or (e.key not in worded and (e.side or e.key not in measured))]
    whole = {(e.key, figure(e)) for e in pieces if e.side is None and trusted(e)[0]}
    pieces = [e for e in pieces if e.side is None or (e.key, figure(e)) not in whole]
    return [(_figure(e, None if trusted(e)[0] else papers.get(e.document or "")), [e.id]) for e in pieces]


def _own(piece: Evidence) -> bool:
    return piece.bearer == "patient" and piece.polarity == "affirmed"


def _figure(piece: Evidence, told_in: ExaminedPaper | None) -> str:
    side = f" ({piece.side})" if piece.side else ""
    on = "en" if piece.month else "le"
    when = f" {on} {french_day(piece.dated, month=piece.month)}" if piece.dated else ""
    if told_in is not None and told_in.dated == piece.dated:
        when = f" ({lower(told_in.name_fr)} {_when(told_in.dated)})"
    return f"{figure(piece) or quoted(piece)}{side}{when}"


def _telling(facts: Sequence[Evidence]) -> list[tuple[str, list[str]]]:
    """As much as a paper's statements hold, the most telling chosen first, then in the order of reading.

    What only names a side or a place tells nothing.
    """
    facts = [e for e in facts if e.key != SIDE and (e.counts or len(plain(e.text)) > FEWEST_LETTERS)]
    quotes = {e.id: plain(e.text) for e in facts}
    facts = [e for e in facts if not is_idle(quotes[e.id])]
    ranked = sorted(facts, key=lambda e: (e.key != CONCLUSION, "noté" not in (e.beside or ""), not e.counts))
    chosen: list[Evidence] = []
    length = 0
    for piece in ranked:
        if any(piece.text in other.text for other in chosen):
            chosen.append(piece)
        elif any(HEADING.sub("", plain(piece.text)) in plain(other.text) for other in chosen):
            continue  # the same words without their heading
        elif length + len(piece.text.split()) <= _room(facts) * EXTRACT:
            chosen.append(piece)
            length += len(piece.text.split())
    return once(sorted(chosen, key=lambda e: e.at))
