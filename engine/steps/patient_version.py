"""The draft in plain French for the patient: laid out for the doctor to reread and rewrite, never sent as it is."""

from collections.abc import Iterator, Sequence

from engine.domain.completeness import Status
from engine.domain.drafting import DraftInputs, Evidence
from engine.domain.opinion import Certainty, Position
from engine.domain.option import Option
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.domain.review import PATIENT_WORDS, words_of

UNCERTAIN = " (incertain)"
SIDES = {
    **dict.fromkeys((" droite", " droit"), ", à droite"),
    " gauche": ", à gauche",
    **dict.fromkeys((" bilatérale", " bilatéral"), ", des deux côtés"),
}
"""How a diagnosis ends that names its side, and how its plain text goes on."""
ADULT_AGE = 18
LADDER = ((4, 2), (3, 2), (2, 2), (2, 1), (2, 0))
"""How many of a list are said and down to which rank, from the whole text to the shortest."""
LONGEST_QUESTION = 60
"""Words of a question from which on it is not said again: the patient knows it."""
NOT_THERE: dict[Status, tuple[str, str]] = {
    "missing": ("Pour un avis plus sûr, il manque",) * 2,
    "outdated": (
        "Ce document est trop ancien, un plus récent serait utile",
        "Ces documents sont trop anciens, de plus récents seraient utiles",
    ),
    "unreadable": (
        "Ce document est illisible, il faudrait l'envoyer de nouveau",
        "Ces documents sont illisibles, il faudrait les envoyer de nouveau",
    ),
}
"""What is said of one document that lacks, and of several."""
SURE: dict[Certainty, tuple[str, str | None]] = {
    "élevée": ("Le médecin qui donne cet avis en est sûr, d'après les documents reçus", "mais"),
    "modérée": ("Le médecin qui donne cet avis en est assez sûr", "mais"),
    "faible": ("Le médecin qui donne cet avis en est peu sûr", None),
}
"""How sure the doctor is, and the word before what stands against it; none where it is the reason."""


class Addressed(Record):
    """How the reader is spoken to: the patient, or the parents of a child."""

    of_the_file: str
    documents: str
    not_examined: str
    doctor: str
    in_danger: str
    go_on: str


def patient_version(inputs: DraftInputs, position: Position, pathway: Pathway) -> str:
    """Return at most 350 words in paragraphs; what matters least is left out first."""
    to = _addressed(inputs)
    text = ""
    for most, rank in LADDER:
        told = (
            (1, _asked(inputs)),
            (0, _read(inputs, to)),
            (0, _found(inputs, pathway, to)),
            (0, _answer(inputs, position, pathway, most, to)),
            (1, _not_now(position, pathway, most)),
            (2, _missing(inputs, pathway, most)),
            (1, _certain(inputs, position, to)),
            (0, _warning(pathway, to)),
            (0, to.go_on),
        )
        text = "\n\n".join(part for its, part in told if part and its <= rank)
        if words_of(text) <= PATIENT_WORDS:
            return text
    return ""


def _addressed(inputs: DraftInputs) -> Addressed:
    if inputs.age < ADULT_AGE:
        return Addressed(
            of_the_file="du dossier de votre enfant",
            documents="les documents de votre enfant",
            not_examined="Le médecin qui le donne n'a pas examiné votre enfant.",
            doctor="le médecin de votre enfant",
            in_danger="votre enfant a",
            go_on="N'arrêtez pas et ne changez pas un traitement de votre enfant sans en parler avec ses médecins.",
        )
    return Addressed(
        of_the_file="de votre dossier",
        documents="vos documents",
        not_examined=f"Le médecin qui le donne ne vous a pas examiné{'e' * (inputs.sex == 'F')}.",
        doctor="votre médecin",
        in_danger="vous avez",
        go_on="N'arrêtez pas et ne changez pas un traitement sans en parler avec vos médecins.",
    )


def _asked(inputs: DraftInputs) -> str:
    question = " ".join(inputs.question.split())
    return f"Vous demandez : « {question} »" if question and len(question.split()) <= LONGEST_QUESTION else ""


def _read(inputs: DraftInputs, to: Addressed) -> str:
    read = [p for p in inputs.papers if p.note in (None, "partner")]
    counted = f"{len(read)} documents" if len(read) > 1 else "1 document"
    based = f"Cet avis repose sur {counted} {to.of_the_file}. {to.not_examined}"
    return f"{based} Cet avis ne remplace pas une consultation."


def _found(inputs: DraftInputs, pathway: Pathway, to: Addressed) -> str:
    if inputs.diagnosis is None:
        return f"{_upper(to.documents)} ne suffisent pas pour affirmer un diagnostic."
    named = _diagnosis(inputs.diagnosis.removesuffix(UNCERTAIN), pathway)
    if inputs.diagnosis.endswith(UNCERTAIN):
        return f"{_upper(to.documents)} font penser à ceci : {named}. Cela reste à confirmer."
    return f"Ce que montrent {to.documents} : {named}."


def _diagnosis(said: str, pathway: Pathway) -> str:
    plain = {d.label_fr: d.plain_fr for d in pathway.diagnoses if d.plain_fr}
    for end, side in (("", ""), *SIDES.items()):
        if said.endswith(end) and (told := plain.get(said.removesuffix(end))):
            return f"{told}{side}"
    return said


def _answer(inputs: DraftInputs, position: Position, pathway: Pathway, most: int, to: Addressed) -> str:
    options = {o.id: o for o in pathway.options}
    if position.option is None and position.in_words:
        first = next((_plain(o) for o in options.values() if o.label_fr == position.in_words), position.in_words)
        return f"Avant de choisir un traitement, il faut d'abord ceci, à voir avec {to.doctor} : {first}."
    if position.option is None:
        return f"Aucun traitement ne se détache nettement d'après {to.documents}. C'est à discuter avec {to.doctor}."
    others = [options[o] for o in position.alternatives]
    equal = [options[o.id] for o in inputs.options if o.equal and o.id in position.alternatives]
    if equal:
        opening = f"Ces traitements paraissent aussi adaptés l'un que l'autre, à choisir avec {to.doctor}"
        parts = [_listed(opening, [_plain(o) for o in (options[position.option], *equal)])]
    else:
        without = next(
            (f", sans {o.without_fr}" for o in inputs.options if o.id == position.option and o.without_fr), ""
        )
        fitting = f"{_plain(options[position.option])}{without}"
        parts = [f"Ce qui paraît le plus adapté, à discuter avec {to.doctor} : {fitting}."]
    for opening, some in (
        ("Aussi possible", [o for o in others if not o.complement and not o.orientation and o not in equal]),
        ("On peut y ajouter", [o for o in others if o.complement]),
        (f"À voir aussi avec {to.doctor}", [o for o in others if o.orientation]),
    ):
        parts += [_listed(opening, [_plain(o) for o in some[:most]])] if some else []
    return "\n".join(parts)


def _not_now(position: Position, pathway: Pathway, most: int) -> str:
    """What is said of a treatment; that one need not look first for something is no news to a patient."""
    named = [_plain(o) for o in pathway.options if o.id in position.discouraged and not o.orientation]
    return _listed("Ce qui ne paraît pas adapté pour le moment", named[:most]) if named else ""


def _missing(inputs: DraftInputs, pathway: Pathway, most: int) -> str:
    """The pieces that would help, the needed ones first; one that will not come is asked for no more."""
    names = {r.id: r.plain_fr or r.label_fr for r in pathway.required_documents}
    lacking = sorted((e for e in _lacking(inputs) if not e.settled_fr), key=lambda e: e.level != "required")[:most]
    return "\n".join(
        _listed(openings[len(named) > 1], named)
        for status, openings in NOT_THERE.items()
        if (named := [names.get(e.key or "", e.label_fr or "") for e in lacking if e.status == status])
    )


def _lacking(inputs: DraftInputs) -> list[Evidence]:
    return [e for e in inputs.evidence if e.status in NOT_THERE and e.level != "optional"]


def _certain(inputs: DraftInputs, position: Position, to: Addressed) -> str:
    """How sure the answer is and why; contradictions are said however sure it is."""
    conflict = any(e.about == "conflict" for e in inputs.evidence)
    why = [
        *(["aucun traitement ne se détache"] if position.option is None and not position.in_words else []),
        *([f"{to.documents} ne suffisent pas pour affirmer un diagnostic"] if inputs.diagnosis is None else []),
        *(["le diagnostic reste à confirmer"] if (inputs.diagnosis or "").endswith(UNCERTAIN) else []),
        *(["certains documents ne disent pas la même chose"] if conflict else []),
        *(["il manque des documents utiles"] if _lacking(inputs) else []),
    ]
    said, but = SURE[position.certainty]
    if why:
        said = (
            f"{said}, parce {_enumerated([_that(w) for w in why])}" if not but else f"{said}, {but} {_enumerated(why)}"
        )
    return f"{said}." + (f" C'est à vérifier avec {to.doctor}." if conflict else "")


def _warning(pathway: Pathway, to: Addressed) -> str:
    signs = list(dict.fromkeys(_signs(pathway)))
    return _listed(f"Appelez le 15 sans attendre si {to.in_danger} un de ces signes", signs) if signs else ""


def _signs(pathway: Pathway) -> Iterator[str]:
    """The urgent signs that were read on their source."""
    for flag in (f for f in pathway.red_flags if f.verified and f.action == "appel_15_urgences"):
        yield from flag.plain_fr or [s for s in flag.triggers_fr if s not in flag.triggers_unread_fr]


def _plain(option: Option) -> str:
    return option.plain_fr or option.label_fr


def _that(clause: str) -> str:
    return f"qu'{clause}" if clause[0] in "aeiou" else f"que {clause}"


def _enumerated(clauses: Sequence[str]) -> str:
    return " et ".join(filter(None, (", ".join(clauses[:-1]), clauses[-1])))


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def _listed(opening: str, names: Sequence[str]) -> str:
    """One name stays on its line; several stand below each other."""
    if len(names) == 1:
        return f"{opening} : {names[0]}."
    return "\n".join([f"{opening} :", *(f"– {name}{'.' if name is names[-1] else ' ;'}" for name in names)])
