"""How the embedded author writes: sentences that are laid out from evidence, each within its limits."""

import re
from collections.abc import Iterable, Iterator, Sequence

from engine.domain.completeness import LACKING
from engine.domain.drafting import STATEMENT_MAX, AnswerStatement, DraftInputs, Evidence, OptionView
from engine.domain.framing import HERE
from engine.domain.greetings import without_greeting, without_identity
from engine.domain.opinion import Section
from engine.domain.wording import fold

CLOSED = "ne change pas la décision"
"""What a sentence says of a piece for which nobody waits."""
MOST_CITES = 12
ROOM = STATEMENT_MAX - 12
"""Letters that a sentence may take: names that are put back in it afterwards may be longer than their stand-ins."""
CLOSING = " .;:,-–—•=>*"
OPENING = f"{CLOSING}+"
"""Signs around a quote; a plus behind a word belongs to it ("HER2 1+")."""
MOSTLY = 0.6
"""Share of a quote that another one of the same place may say in its stead."""
DRUGS = ("traitement_en_cours", "medicament")
WANTED = re.compile(r"(?i)\b(?:projet|souhait|voulez|voudriez|désir|accept|préfér|envie)")
"""How a question asks for a choice: its "non" is a reason."""
MOST_REASONS = 5
BRIEF = 90
"""Letters of a quote up to which it may stand as a reason beside others."""
AnswerText = tuple[str, list[str]]
QUOTED = re.compile(r"« ([^«»]+) »")


def statement(section: Section, text: str, cites: Iterable[str]) -> Iterator[AnswerStatement]:
    """One statement when it fits: a sentence cut short could say the opposite of the whole."""
    sentence = re.sub(r"\s+", " ", text).strip().rstrip(".,;: ") + "."
    sentence = sentence[0].upper() + sentence[1:]
    kept = tuple(dict.fromkeys(cites))
    if kept and len(kept) <= MOST_CITES and len(sentence) <= ROOM:
        yield AnswerStatement(section=section, text=sentence, cites=kept)


def listed(
    section: Section,
    opening: str,
    parts: Sequence[tuple[str, Sequence[str]]],
    most: int = 1,
    base: Sequence[str] = (),
) -> Iterator[AnswerStatement]:
    """Statements that open alike and list `parts` (text, cites) as far as each holds; `most` of them.

    `base` is what the opening itself rests on.
    """
    told: list[str] = []
    cites = list(base)
    made = 0
    for text, its in parts:
        both = dict.fromkeys([*cites, *its])
        if told and (len(opening) + len(" ; ".join([*told, text])) > ROOM - 4 or len(both) > MOST_CITES):
            yield from statement(section, f"{opening} {' ; '.join(told)}", cites)
            made, told, cites = made + 1, [], list(base)
            if made == most:
                return
        if len(opening) + len(text) <= ROOM - 4 and len(set(its)) <= MOST_CITES:
            told.append(text)
            cites = [*cites, *its]
    if told:
        yield from statement(section, f"{opening} {' ; '.join(told)}", cites)


def interpreted(inputs: DraftInputs, section: Section, elsewhere: Sequence[Evidence] = ()) -> Iterator[AnswerStatement]:
    """The sentences of the pathway that hold in this dossier, in their section, without those that are told
    `elsewhere`."""
    told = [s for s in of(inputs, "calculation", "interpretation") if s.section == section and s not in elsewhere]
    yield from packed(section, [(s.text, (*s.rests_on, s.id)) for s in told])


def packed(section: Section, sentences: Iterable[tuple[str, Sequence[str]]]) -> Iterator[AnswerStatement]:
    """Sentences (text, cites) in their order, neighbours in one statement where both fit."""
    told, cites = "", list[str]()
    for text, its in sentences:
        sentence = text.rstrip(". ") + "."
        both = f"{told} {sentence}".strip()
        if told and (len(both) > ROOM or len({*cites, *its}) > MOST_CITES):
            yield from statement(section, told, cites)
            told, cites, both = "", [], sentence
        told, cites = both, [*cites, *its]
    yield from statement(section, told, cites) if told else ()


def joined(section: Section, statements: Iterable[AnswerStatement]) -> Iterator[AnswerStatement]:
    """Statements of one section, neighbours in one where both fit: the reader decides on fewer."""
    yield from packed(section, [(s.text, s.cites) for s in statements])


def untold(inputs: DraftInputs, pieces: Sequence[Evidence]) -> list[Evidence]:
    """Those of the pieces that no sentence of the pathway rests on or quotes: what an expert's sentence tells is not
    quoted again."""
    sentences = of(inputs, "calculation", "interpretation")
    told = {i for e in sentences for i in e.rests_on}
    quotes = {plain(e.text) for e in inputs.evidence if e.id in told}
    shown = {q for e in sentences for q in QUOTED.findall(e.text)}
    return [p for p in pieces if plain(p.text) not in quotes and not any(_is_said_in(plain(p.text), q) for q in shown)]


def of(inputs: DraftInputs, kind: str, about: str | None = None) -> list[Evidence]:
    """The evidence of one kind, about one thing where it is given."""
    return [e for e in inputs.evidence if e.kind == kind and about in (None, e.about)]


def cited(inputs: DraftInputs, ids: Iterable[str]) -> list[Evidence]:
    """The evidence behind some ids, in their order."""
    return [e for i in ids if (e := inputs.cited(i)) is not None]


DANGLING = re.compile(
    r"(?<=\w{3}), [^,;:.()«»]{0,25}\b(?:à|de|du|des|le|la|les|et|ou|par|pour|en|dans|sur|avec|au|aux|une?)$"
)
"""The beginning of a part whose end stands on a line that the quote leaves out ("…, porté à")."""


def plain(quote: str) -> str:
    """A quote without line breaks, the signs around it, and the greeting or the identity that may open it."""
    line = without_greeting(re.sub(r"\s+", " ", quote))
    told = without_identity(line).lstrip(OPENING).rstrip(CLOSING)
    told = DANGLING.sub("", told)
    return told or line.lstrip(OPENING).rstrip(CLOSING)


def quoted(piece: Evidence) -> str:
    """A quote in its marks, with what is printed beside it."""
    return f"« {plain(piece.text)} »" + (f" ({piece.beside})" if piece.beside else "")


def figure(piece: Evidence) -> str | None:
    """A measured value under its name, with what the report prints beside it; None where nothing was measured."""
    if not piece.said_fr or not any(c.isdigit() for c in piece.said_fr):
        return None
    return f"{piece.label_fr} : {piece.said_fr}" + (f" ({piece.beside})" if piece.beside else "")


def once(pieces: Sequence[Evidence]) -> list[tuple[str, list[str]]]:
    """Quotes that can stand alone with the ids that say them, each once: one inside another is said with it, and of two
    that run into each other only the longer is."""
    groups: dict[str, list[Evidence]] = {}
    for piece in (p for p in pieces if p.alone):
        groups.setdefault(plain(piece.text), []).append(piece)
    whole = [q for q in groups if not any(q != other and _is_said_in(q, other) for other in groups)]
    return [(quoted(groups[q][0]), [p.id for p in groups[q]][:2]) for q in whole]


def besides(
    pieces: Sequence[tuple[str, list[str]]], others: Iterable[tuple[str, list[str]]]
) -> list[tuple[str, list[str]]]:
    """Those of some quotes that none of the others says."""
    said = [text.strip("« »") for text, _ in others]
    return [p for p in pieces if not any(_is_said_in(p[0].strip("« »"), q) for q in said)]


def _is_said_in(quote: str, other: str) -> bool:
    """Whether another quote holds it, or runs on into most of it and is no shorter: both are of one place."""
    if quote in other or quote[:1].lower() + quote[1:] in other:
        return True
    if (len(quote), quote) > (len(other), other):
        return False
    least = int(MOSTLY * len(quote))
    return any(other.endswith(quote[:n]) or other.startswith(quote[-n:]) for n in range(len(quote), least, -1))


def of_fr(label: str) -> str:
    """« de » before a label: « d'endométriose », « de gonarthrose »."""
    return f"d'{label}" if fold(label[:1]) in "aeiouyœ" or fold(label[:2]) in ("he", "hy") else f"de {label}"


def lower(text: str) -> str:
    """A label as it stands inside a sentence: an acronym keeps its capitals."""
    return text if not text or text[:2].isupper() or not text[0].isalpha() else text[0].lower() + text[1:]


def patient(inputs: DraftInputs) -> str:
    """How the patient is spoken of."""
    return "la patiente" if inputs.sex == "F" else "le patient"


def lacking(inputs: DraftInputs) -> list[Evidence]:
    """The pieces that the dossier lacks."""
    return [e for e in inputs.evidence if e.status in LACKING]


def awaited(inputs: DraftInputs) -> list[Evidence]:
    """Those that may still change the opinion: none that is too old and of which a sentence says that it does not."""
    told = (e for e in of(inputs, "calculation", "interpretation") if CLOSED in e.text)
    closed = {i for e in told for i in e.rests_on}
    return [e for e in lacking(inputs) if e.status != "outdated" or e.id not in closed]


def grounds(inputs: DraftInputs, ids: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The facts among `ids` as a reader takes them in, with the answers where no fact is; what the patient wants or not
    is told beside facts, too."""
    pieces = cited(inputs, ids)
    told = once([e for e in pieces if e.kind == "fact"])
    asked: dict[str, list[str]] = {}
    for piece in (p for p in pieces if p.kind == "questionnaire"):
        if not told or WANTED.search(piece.text):
            asked.setdefault(" ".join(piece.text.split()), []).append(piece.id)
    return [*told, *((text, its[:1]) for text, its in asked.items())]


def with_reasons(inputs: DraftInputs, text: str, ids: Sequence[str], cites: Sequence[str]) -> AnswerText:
    """A verdict with what of this dossier it rests on among `ids`: facts, and papers that give the figure of an answer;
    results under their names before quotes, as far as both fit. Also returns all that it cites."""
    pieces = cited(inputs, ids)
    facts = [e for e in pieces if e.kind == "fact"]
    answered = {e.key: e.text.rpartition(" ")[2] for e in pieces if e.kind == "questionnaire"}
    facts += [e for e in of(inputs, "fact") if e.key in answered and _measures(e, answered[e.key])]
    figures = {e.label_fr: (name, [e.id]) for e in facts if (name := figure(e))}
    quotes = once([e for e in facts if _is_brief(e)])
    both, told = dict.fromkeys(cites), list[str]()
    for said, its in [*figures.values(), *quotes][:MOST_REASONS]:
        longer = f"{text}. {HERE} : {' ; '.join([*told, said])}"
        if len(longer) < ROOM - 4 and len({*both, *its}) <= MOST_CITES:
            told.append(said)
            both |= dict.fromkeys(its)
    return (f"{text}. {HERE} : {' ; '.join(told)}" if told else text), list(both)


def _measures(fact: Evidence, answer: str) -> bool:
    """Whether a paper gives of the patient the very figure that was answered."""
    given = (fact.said_fr or "").partition(" ")[0].rstrip("°")
    return (fact.bearer, fact.polarity, given) == ("patient", "affirmed", answer) and any(c.isdigit() for c in answer)


def _is_brief(piece: Evidence) -> bool:
    """Whether a quote may stand as a reason beside others: short, and of something that is there."""
    return figure(piece) is None and piece.polarity == "affirmed" and len(plain(piece.text)) < BRIEF


def supported(inputs: DraftInputs) -> list[OptionView]:
    """The options that rules support and none discourages."""
    return [o for o in inputs.options if o.supported_by and not o.discouraged_by]
