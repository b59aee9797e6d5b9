"""The embedded author's answer: options and their conditions, examinations, warning signs, certainty and limits."""

from collections.abc import Iterator, Sequence

from engine.adapters.assembled_question import answers_the_question, asked_for
from engine.adapters.assembled_sentences import (
    MOST_CITES,
    ROOM,
    cited,
    grounds,
    interpreted,
    joined,
    lacking,
    listed,
    lower,
    of,
    packed,
    patient,
    statement,
    supported,
    untold,
)
from engine.adapters.assembled_treatments import told_with_drugs, treatments
from engine.domain.drafting import AnswerStatement, DraftInputs, Evidence, OptionView
from engine.domain.opinion import Certainty

WHY_LACKING = {
    "missing": "manque au dossier, à demander",
    "outdated": "document trop ancien pour décider, à actualiser",
    "unreadable": "document illisible, à demander de nouveau",
}
STATE = {"missing": "non fournie", "outdated": "trop ancienne", "unreadable": "illisible"}
CONFUSED = (
    "Confusion d'identité à signaler : le médecin et le laboratoire ou le cabinet qui ont transmis ce document doivent "
    "être prévenus, pour que la personne concernée le soit aussi"
)
MET = "Conditions réunies d'après les documents et le questionnaire"
MOST_EXAMS, MOST_DISCOURAGED = 9, 6


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
    it, then its other sentences."""
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
    ranked = sorted(sentences, key=lambda e: about.index(e.option) if e.option in about else len(about))
    yield from ((e.text, (*e.rests_on, e.id)) for e in ranked)


def _preferred(
    inputs: DraftInputs, option: OptionView | None, standing: Sequence[OptionView]
) -> Iterator[AnswerStatement]:
    asked = next(iter(of(inputs, "questionnaire")), None)
    if option and option.orientation:
        opening = (
            f"Aucun traitement du référentiel n'est à privilégier d'emblée. À faire d'abord : {lower(option.label_fr)}"
        )
        yield from _with_grounds(inputs, opening, option.supported_by)
    elif option:
        who = patient(inputs)
        opening = f"Option à privilégier, à discuter avec {who} : {option.label_fr}"
        if equal := [f"« {o.label_fr} »" for o in standing if o.equal]:
            named = " ou ".join([f"« {option.label_fr} »", *equal])
            opening = f"Plusieurs options se valent d'après ce dossier, le choix se fait avec {who} : {named}"
        yield from _with_grounds(inputs, opening, option.supported_by, _situation(inputs, option))
    elif [o for o in standing if not o.beside] and asked:
        text = "Aucune option ne se détache nettement d'après les éléments du dossier"
        yield from statement("avis", f"{text} ; au médecin de choisir", [asked.id])
    elif asked:
        text = "Hors référentiel : aucune option n'est soutenue par les éléments du dossier"
        yield from statement("avis", f"{text}, qui sont exposés ci-dessus ; à discuter par le médecin", [asked.id])


def _situation(inputs: DraftInputs, option: OptionView) -> str:
    """For which patients the source speaks of the option."""
    passage = next((e for e in cited(inputs, option.supported_by) if e.kind == "passage" and e.said_fr), None)
    return f". Situation visée par la source : {passage.said_fr}" if passage and passage.said_fr else ""


def _others(
    inputs: DraftInputs, option: OptionView | None, standing: Sequence[OptionView]
) -> Iterator[AnswerStatement]:
    for other in [o for o in standing if o is not option and not (option and o.equal)][:4]:
        opening = f"{'À associer' if other.beside else 'Option également soutenue par le dossier'} : {other.label_fr}"
        yield from _with_grounds(inputs, opening, other.supported_by)


def _with_grounds(
    inputs: DraftInputs, opening: str, ids: Sequence[str], situation: str = ""
) -> Iterator[AnswerStatement]:
    """An option; with what of the dossier meets its conditions where the analysis cites no passage that says it."""
    text, cites = f"{opening}{situation}", [i for i in ids if i.startswith("P")][:4]
    if cites:
        yield from statement("avis", text, [*cites, *ids][:MOST_CITES])
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
    yield from listed("avis", "Options déconseillées pour le moment d'après ce dossier :", against, 2)


def _certainty(inputs: DraftInputs, certainty: Certainty) -> Iterator[AnswerStatement]:
    """How sure the answer is, and which missing pieces or answers would change it."""
    deciding = [e for e in lacking(inputs) if e.counts or e.level == "required"]
    parts = [(lower(e.label_fr or e.text.partition(" : ")[0]), [e.id]) for e in deciding]
    parts += [(e.text.removeprefix("non renseigné : "), [e.id]) for e in of(inputs, "calculation", "unknown")[:3]]
    if any(e.about == "conflict" for e in inputs.evidence):
        own = [e.id for e in of(inputs, "calculation", "conflict")][:2]
        parts.append(("la levée des contradictions entre documents", own))
    if parts:
        yield from listed("avis", f"Degré de certitude : {certainty}. Ce qui pourrait changer l'avis :", parts)
    elif ids := [e.id for e in of(inputs, "questionnaire")][:1]:
        yield from statement("avis", f"Degré de certitude : {certainty}, d'après les pièces reçues", ids)


def exams(inputs: DraftInputs) -> Iterator[AnswerStatement]:
    """What the dossier lacks, why it is wanted, and whether it would change the decision."""
    yield from interpreted(inputs, "examens")
    for said in of(inputs, "calculation", "unread"):
        yield from statement("examens", said.text, [said.id])
    major = _asked_for(inputs)
    for piece in major[:MOST_EXAMS]:
        yield from _exam(piece)
    minor = [p for p in _pieces(inputs) if p not in major]
    parts = [(lower(p.label_fr or p.text.partition(" : ")[0]), [p.id]) for p in minor]
    yield from listed(
        "examens", "Pièces qui manquent au dossier, à demander sans que cela empêche de conclure :", parts
    )
    asked = [(e.label_fr or e.text.partition(" : ")[0], [e.id]) for e in inputs.evidence if e.status == "ask"]
    yield from listed("examens", "Nécessité à préciser par une question au patient :", asked)


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


def _exam(piece: Evidence) -> Iterator[AnswerStatement]:
    label = piece.label_fr or piece.text.partition(" : ")[0]
    short = f"{label} : {WHY_LACKING[piece.status or 'missing']}"
    if piece.settled_fr:  # nobody asks for it again
        short = f"{label} : manque au dossier. {piece.settled_fr.rstrip('. ')}"
    told = short
    if piece.status == "outdated":
        told = f"{piece.text.rstrip('. ')} ; trop ancien pour décider, à actualiser"
    elif piece.said_fr and piece.said_fr in piece.text:
        told = f"{told}. {piece.said_fr.rstrip('. ')}"
    if piece.beside:
        short = told = f"{told}. Ce qu'en disent les documents : {piece.beside}"
    effect = "Le résultat peut changer l'option retenue"
    if not piece.counts:
        effect = "Nécessaire avant de décider : l'avis reste provisoire" if piece.level == "required" else ""
    full = f"{told}. {effect}" if effect else told
    yield from statement("examens", full if len(full) < ROOM - 4 else short, [piece.id])


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
    for about, opening in openings.items():
        room = ROOM - len(opening) - 4
        told = [
            (s, s.text if len(s.text) < room else _first_sentences(s.text, room))
            for s in of(inputs, "calculation", about)
        ]
        if about == "conflict":
            yield from listed("limites", opening, [(text.rstrip(". "), [s.id]) for s, text in told], len(told))
            continue
        for said, text in told:
            whole = f"{opening} {text.rstrip('. ')}. {CONFUSED}"
            together = about == "other_person" and len(whole) < ROOM
            yield from statement("limites", whole if together else f"{opening} {text}", [said.id])
            if about == "other_person" and not together:
                yield from statement("limites", CONFUSED, [said.id])
    # What is asked for by name among the examinations is said there to leave the opinion provisional.
    asked = {e.id for e in _asked_for(inputs)[:MOST_EXAMS] if not e.counts}
    required = [e for e in lacking(inputs) if e.level == "required" and e.id not in asked]
    parts = [(f"{lower(e.label_fr or '')} ({STATE[e.status or 'missing']})", [e.id]) for e in required]
    yield from listed("limites", "L'avis est provisoire tant que ces pièces manquent ou restent à actualiser :", parts)
    for piece in of(inputs, "requirement"):
        if piece.status == "met":
            yield from statement("limites", f"Réserve : {piece.text}", [piece.id])
    for said in of(inputs, "calculation", "addressed"):  # the last: nothing else may change with it
        yield from statement("limites", said.text, [said.id])


def _first_sentences(text: str, room: int) -> str:
    """As many whole sentences as fit, or as many whole clauses of the first one."""
    for mark in (". ", " ; "):
        parts = text.split(mark)
        for count in range(len(parts) - 1, 0, -1):
            if len(mark.join(parts[:count])) < room:
                return mark.join(parts[:count])
    return ""
