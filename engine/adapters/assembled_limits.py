"""The embedded author's closing sections: examinations, warning signs and limits."""

import re
from collections.abc import Iterator

from engine.adapters.assembled_sentences import (
    ROOM,
    awaited,
    figure,
    interpreted,
    joined,
    lacking,
    listed,
    lower,
    of,
    statement,
    untold,
)
from engine.adapters.assembled_treatments import told_with_drugs
from engine.domain.drafting import AnswerStatement, DraftInputs, Evidence
from engine.domain.wording import french_date

WHY_LACKING = {
    "missing": "manque au dossier, à demander",
    "outdated": "document trop ancien pour décider, à actualiser",
    "unreadable": "document illisible, à demander de nouveau",
}
STATE = {"outdated": "trop ancienne", "unreadable": "illisible, à renvoyer"}
CONFUSED = (
    "Confusion d'identité à signaler : le médecin et le laboratoire ou le cabinet qui ont transmis ce document doivent "
    "être prévenus, pour que la personne concernée le soit aussi"
)
RESERVED = re.compile(r".+? : (?P<paper>« [^»]+ »(?: du \d\d/\d\d/\d{4})?).*?\. (?P<reserve>[A-ZÀ-Ý][^.]+\.)")
"""A piece that is there: its name, the paper with its day, its age, and what is reserved."""
MOST_EXAMS, MOST_FIGURES = 9, 3


def exams(inputs: DraftInputs) -> Iterator[AnswerStatement]:
    """What the dossier lacks, why it is wanted, and whether it would change the decision."""
    yield from interpreted(inputs, "examens")
    of_letter = [*of(inputs, "calculation", "since"), *of(inputs, "calculation", "unread")]
    yield from joined("examens", (s for said in of_letter for s in statement("examens", said.text, [said.id])))
    major = _asked_for(inputs)
    yield from joined("examens", (s for piece in major[:MOST_EXAMS] for s in _exam(inputs, piece)))


def _pieces(inputs: DraftInputs) -> list[Evidence]:
    """The pieces that are lacking and of which no sentence of the pathway speaks; that one will not come is said in any
    case."""
    untold_pieces = untold(inputs, lacking(inputs))
    return sorted(
        (e for e in lacking(inputs) if e.settled_fr or e in untold_pieces),
        key=lambda e: (not e.counts, e.level == "optional", e.level != "required"),
    )


def _asked_for(inputs: DraftInputs) -> list[Evidence]:
    """The pieces that have a sentence each: what changes neither the option nor its standing is asked for in one
    breath, and the desk has each with its reason."""
    return [p for p in _pieces(inputs) if p.status != "missing" or p.counts or p.level == "required" or p.settled_fr]


def _exam(inputs: DraftInputs, piece: Evidence) -> Iterator[AnswerStatement]:
    label = piece.label_fr or piece.text.partition(" : ")[0]
    short = f"{label} : {WHY_LACKING[piece.status or 'missing']}"
    if piece.settled_fr:  # nobody asks for it again
        short = f"{label} : manque au dossier. {piece.settled_fr.rstrip('. ')}"
    told, its = short, list[str]()
    if piece.status == "outdated":
        then, its = _showed(inputs, piece)
        told = f"{piece.text.rstrip('. ')} ; trop ancien pour décider, à refaire{then}"
    elif piece.said_fr and piece.said_fr in piece.text:
        told = f"{told}. {piece.said_fr.rstrip('. ')}"
    if piece.beside:
        short = told = f"{told}. Ce qu'en disent les documents : {piece.beside}"
    effect = "Le résultat peut changer l'option retenue"
    if not piece.counts:
        effect = "Nécessaire avant de décider : l'avis reste provisoire" if piece.level == "required" else ""
    full = f"{told}. {effect}" if effect else told
    fits = len(full) < ROOM - 4
    yield from statement("examens", full if fits else short, [piece.id, *(its if fits else ())])


def warnings(inputs: DraftInputs) -> Iterator[AnswerStatement]:
    """When not to wait: the signs that the pathway names, with what is done about them."""
    yield from interpreted(inputs, "alerte", told_with_drugs(inputs))
    openings = {
        "appel_15_urgences": "Appeler le 15 ou aller aux urgences pour :",
        "avis_specialise_24_72h": "Demander un avis spécialisé dans les 24 à 72 heures pour :",
    }
    for action, opening in openings.items():
        signs = [(lower(e.said_fr or ""), [e.id]) for e in of(inputs, "passage", "warning") if e.key == action]
        yield from listed("alerte", opening, signs, 2)


def limits(inputs: DraftInputs) -> Iterator[AnswerStatement]:
    """Contradictions, papers that do not count, and what met requirements still leave open."""
    yield from interpreted(inputs, "limites", told_with_drugs(inputs))
    openings = {
        "conflict": "Discordance entre documents, à signaler et à faire vérifier sur les originaux, non tranchée ici :",
        "other_person": "Pièce jointe écartée :",
        "illegible": "Document à demander de nouveau :",
        "duplicate": "Document en double :",
    }
    strange = {i for e in of(inputs, "calculation", "other_person") for i in e.rests_on}
    for about, opening in openings.items():
        room = ROOM - len(opening) - 4
        told = [
            (s, s.text if len(s.text) < room else _first_sentences(s.text, room))
            for s in of(inputs, "calculation", about)
            if s.id not in strange  # told with the paper that is set aside
        ]
        if about == "conflict":
            yield from listed("limites", opening, [(text.rstrip(". "), [s.id]) for s, text in told], len(told))
            continue
        for said, text in told:
            also = f". {said.beside[0].upper()}{said.beside[1:]}" if said.beside else ""
            whole = f"{opening} {text.rstrip('. ')}{also}. {CONFUSED}"
            together = about == "other_person" and len(whole) < ROOM
            alone = f"{opening} {text.rstrip('. ')}{also}"
            yield from statement("limites", whole if together else alone, [said.id, *said.rests_on])
            if about == "other_person" and not together:
                yield from statement("limites", CONFUSED, [said.id])
    yield from joined("limites", _pending(inputs))
    yield from _reserved(inputs)
    for said in of(inputs, "calculation", "addressed"):  # the last: nothing else may change with it
        yield from statement("limites", said.text, [said.id])


def _pending(inputs: DraftInputs) -> Iterator[AnswerStatement]:
    """All that is lacking in one look: what the opinion waits for, what it does not, what hangs on an answer."""
    required = [e for e in awaited(inputs) if e.level == "required" and not e.settled_fr]
    parts = [_awaited(inputs, e) for e in required]
    yield from listed(
        "limites", "L'avis est provisoire tant que ces pièces manquent ou restent à actualiser :", parts, 2
    )
    others = [e for e in lacking(inputs) if e not in required and not e.settled_fr]
    parts = [(_state(e), [e.id]) for e in others]
    yield from listed("limites", "Pièces qui manquent aussi, à demander sans que cela empêche de conclure :", parts, 2)
    asked = [(lower(e.label_fr or e.text.partition(" : ")[0]), [e.id]) for e in inputs.evidence if e.status == "ask"]
    yield from listed("limites", "Nécessité à préciser, faute de réponse au questionnaire :", asked, 2)


def _reserved(inputs: DraftInputs) -> Iterator[AnswerStatement]:
    """What is there with a reserve; one that holds for several pieces of one paper is told once."""
    alike: dict[tuple[str, str], list[Evidence]] = {}
    for piece in (e for e in of(inputs, "requirement") if e.status == "met"):
        read = RESERVED.fullmatch(piece.text)
        alike.setdefault((read["paper"], read["reserve"]) if read else (piece.id, ""), []).append(piece)
    for (paper, reserve), pieces in alike.items():
        text = pieces[0].text
        if len(pieces) > 1:
            text = f"{' ; '.join(p.text.partition(f' : {paper}')[0] for p in pieces)} : {paper}. {reserve}"
        if len(text) < ROOM:
            yield from statement("limites", f"Réserve : {text}", [p.id for p in pieces])
        else:
            for piece in pieces:
                yield from statement("limites", f"Réserve : {piece.text}", [piece.id])


def _awaited(inputs: DraftInputs, piece: Evidence) -> tuple[str, list[str]]:
    """A required piece that lacks; of one that is too old its day, the age that it may have and what it showed."""
    then, its = _showed(inputs, piece) if piece.status == "outdated" and piece.months else ("", [])
    return _state(piece, then), [piece.id, *its]


def _state(piece: Evidence, then: str = "") -> str:
    """A piece that lacks by its name with why, of one that is too old its day and the age that it may have."""
    label = lower(piece.label_fr or piece.text.partition(" : ")[0])
    if piece.status != "outdated" or piece.dated is None or piece.months is None:
        return f"{label} ({state})" if (state := STATE.get(piece.status or "")) else label
    return f"{label} (document du {french_date(piece.dated)}, de plus de {piece.months} mois, à refaire{then})"


def _showed(inputs: DraftInputs, piece: Evidence) -> tuple[str, list[str]]:
    """What a piece that is too old measured, as far as decisions rest on it."""
    shown: dict[str | None, tuple[str, str]] = {}
    for fact in (e for e in of(inputs, "fact") if e.document == piece.document and e.counts):
        told = figure(fact)
        if told and fact.bearer == "patient" and fact.polarity == "affirmed":
            shown.setdefault(fact.label_fr, (told, fact.id))
    figures = dict(list(shown.values())[:MOST_FIGURES])
    return (f" ; il montrait {' ; '.join(figures)}", list(figures.values())) if figures else ("", [])


def _first_sentences(text: str, room: int) -> str:
    """As many whole sentences as fit, or as many whole clauses of the first one."""
    for mark in (". ", " ; "):
        parts = text.split(mark)
        for count in range(len(parts) - 1, 0, -1):
            if len(mark.join(parts[:count])) < room:
                return mark.join(parts[:count])
    return ""
