"""The embedded author's question and summary: what matters, with dates, in the words of the documents."""

from collections.abc import Iterator, Sequence

from engine.adapters.assembled_sentences import ROOM, listed, of, once, statement
from engine.domain.drafting import AnswerStatement, DraftInputs, Evidence
from engine.domain.wording import french_date

DRUGS = ("traitement_en_cours", "medicament")
FEW, MANY = 1, 2
"""Statements that a document may take: a letter or result of no weight for the pathway takes one."""


def question(inputs: DraftInputs) -> Iterator[AnswerStatement]:
    """Who asks what, and on which papers the answer rests."""
    asked = next((e for e in of(inputs, "questionnaire") if e.text.startswith("Question du patient")), None)
    age = next((e for e in inputs.evidence if e.about == "age"), None)
    if asked is not None and age is not None:
        who = "Une patiente" if inputs.sex == "F" else "Un patient"
        words = asked.text.removeprefix("Question du patient : ")
        full = f"{who} de {inputs.age} ans demande : « {words} »"
        brief = f"{who} de {inputs.age} ans demande un deuxième avis ({inputs.pathway_label})"
        yield from statement("question", full if len(full) < ROOM else brief, [asked.id, age.id])
    read = sorted((p for p in inputs.papers if p.note is None and p.cite), key=lambda p: str(p.dated or "9999"))
    parts = [
        (f"{p.name_fr.lower() if not p.name_fr.isupper() else p.name_fr} {_when(p.dated)}", [p.cite or ""])
        for p in read
    ]
    yield from listed("question", "Documents examinés :", parts, most=2)


def _when(day: object) -> str:
    return f"du {french_date(day)}" if day else "sans date"


def summary(inputs: DraftInputs) -> Iterator[AnswerStatement]:
    """Figures that count, how they went on, each document in its own words, then what nobody may miss."""
    yield from listed("resume", "Données qui comptent pour la question :", _figures(inputs), most=2)
    for trend in of(inputs, "calculation", "trend")[:5]:
        yield from statement("resume", f"Évolution : {trend.text}", [trend.id])
    facts = [e for e in of(inputs, "fact") if e.bearer == "patient"]
    for paper in sorted((p for p in inputs.papers if p.note is None), key=lambda p: str(p.dated or "9999")):
        own = [e for e in facts if e.document == paper.id and e.key not in DRUGS]
        yield from listed("resume", f"{paper.name_fr} {_when(paper.dated)} :", _telling(own), _room(own))
    if not inputs.papers:
        yield from listed("resume", "Relevé dans les documents :", _telling(facts), MANY)
    watched = [e for e in facts if e.watched]
    yield from listed("resume", "À ne pas manquer :", once(watched))
    drugs = [e for e in facts if e.key in DRUGS and e.polarity == "affirmed"]
    yield from listed("resume", "Traitements relevés dans les documents :", once(drugs), MANY)
    family = [e for e in of(inputs, "fact") if e.bearer == "family"]
    yield from listed("resume", "Antécédents familiaux ou du couple, qui ne sont pas ceux du patient :", once(family))


def _room(facts: Sequence[Evidence]) -> int:
    return MANY if sum(e.counts for e in facts) > 1 or len(facts) > 6 else FEW


def _figures(inputs: DraftInputs) -> list[tuple[str, list[str]]]:
    """The latest value of each measured key fact, of each side."""
    latest: dict[tuple[str | None, str | None], Evidence] = {}
    for fact in of(inputs, "fact"):
        told = fact.said_fr and any(c.isdigit() for c in fact.said_fr)
        if not (fact.counts and told and fact.bearer == "patient" and fact.polarity == "affirmed"):
            continue
        place = (fact.key, fact.side)
        if place not in latest or str(fact.dated or "") > str(latest[place].dated or ""):
            latest[place] = fact
    return [(_figure(e), [e.id]) for e in latest.values()]


def _figure(piece: Evidence) -> str:
    side = f" ({piece.side})" if piece.side else ""
    when = f" le {french_date(piece.dated)}" if piece.dated else ""
    return f"{piece.label_fr}{side} : {piece.said_fr}{when}"


def _telling(facts: Sequence[Evidence]) -> list[tuple[str, list[str]]]:
    """As much as two statements hold, the most telling chosen first, then in the order of reading."""
    ranked = sorted(facts, key=lambda e: not e.text.lower().lstrip(" -•").startswith(("conclusion", "au total")))
    chosen: list[Evidence] = []
    length = 0
    for piece in ranked:
        if any(piece.text in other.text for other in chosen):
            chosen.append(piece)
        elif length + len(piece.text) < MANY * (ROOM - 60):
            chosen.append(piece)
            length += len(piece.text) + 7
    return once(sorted(chosen, key=lambda e: e.at))
