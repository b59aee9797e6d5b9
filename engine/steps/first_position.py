"""What the first doctor concluded, as far as words tell, read from the intake note and the letters that carry it."""

import re
from collections.abc import Sequence

from engine.domain.document import Document
from engine.domain.dossier import Dossier
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.domain.vocabulary import ChoiceWords, Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.ports import ClinicalReader
from engine.steps.places import ReadPageText
from engine.steps.polarity import assert_spans
from engine.steps.specialties import is_who_is_seen

SENTENCE_END = re.compile(r"[.;!?](?=\s|$)|\n\s*\n")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
NEARBY = 60
"""Letters around the name of an option in which it may be said not to be proposed."""


class FirstPosition(Record):
    """What the first doctor concluded, as far as words tell: options in the order of their mention and diagnoses.

    `text` is all of the first opinion, the letter's clinical part included, and `ordered` its sentences that ask for
    something: an exam that is only told or passed over was not asked for. `joined` are proposed with the first option
    as one act. `proposed` is, folded, the note and what the letters propose.
    """

    options: tuple[str, ...]
    diagnoses: tuple[str, ...]
    text: str
    ordered: str = ""
    joined: tuple[str, ...] = ()
    proposed: str = ""
    rejected: tuple[str, ...] = ()


def first_position(
    dossier: Dossier,
    pathway: Pathway,
    letters: Sequence[ReadPageText],
    vocabulary: Vocabulary,
    reader: ClinicalReader,
    *,
    carried: bool = True,
) -> FirstPosition | None:
    """Read the first opinion from the intake note and from what its letters propose; None when there is none.

    Letters that are not known to carry it (`carried` false) count only where they propose an option of the pathway.
    """
    if not dossier.first_opinion.given:
        return None
    note = (dossier.first_opinion.text or "").strip()
    text = _joint([note, *(letter.page.text[a:b] for letter in letters for a, b in letter.proposals)])
    ranked = _ranked(text, len(note), pathway, vocabulary, reader)
    if not ranked and carried:
        # A letter that proposes in no words that are known ends with what it decides.
        ends = _joint([note, *(_end_of(letter) for letter in letters)])
        ranked = _ranked(ends, len(note), pathway, vocabulary, reader)
        text = ends if ranked else text
    if not text or not (ranked or note or carried):
        return None
    folded, whole = fold(text), _joint([text, *(letter.page.text for letter in letters)])
    return FirstPosition(
        options=tuple(dict.fromkeys(option for _, _, option in ranked)),
        diagnoses=_diagnoses_in(folded, pathway) or _diagnoses_in(fold(whole), pathway),
        text=whole,
        ordered=_ordered(whole, vocabulary.choice),
        joined=_joined(folded, ranked, vocabulary.choice),
        proposed=folded,
        rejected=_rejected(folded, ranked, pathway, vocabulary.choice),
    )


def _joint(texts: Sequence[str]) -> str:
    return "\n\n".join(t.strip() for t in texts if t.strip())


def _end_of(letter: ReadPageText) -> str:
    """The sentences of a letter's second half that are of no year before its own."""
    text = letter.page.text
    year = letter.document.dated.year if letter.document.dated else 0
    half = len(text) // 2
    start = max((m.end() for m in SENTENCE_END.finditer(text, 0, half)), default=0)
    sentences = SENTENCE_END.split(text[start:])
    return ". ".join(s for s in sentences if all(int(y) >= year for y in YEAR.findall(s)))


def _ranked(
    text: str, note: int, pathway: Pathway, vocabulary: Vocabulary, reader: ClinicalReader
) -> list[tuple[int, int, str]]:
    """The options that a text proposes, with their places: those behind a word that proposes first. Its first `note`
    characters are the intake's note, which says what was chosen where it says nothing of proposing."""
    words, folded = vocabulary.choice, fold(text)
    assertions = assert_spans(text, reader.read(text), vocabulary)
    places = {
        (m.start(), m.end(), option.id)
        for option in pathway.options
        for e in option.named_by
        for m in pattern(e).finditer(folded)
        if not is_who_is_seen(folded, m.start())
    }
    # What is proposed for a probable cause is proposed all the same.
    said = {place: assertions.of(*place[:2]) for place in sorted(places)}
    told = [place for place, of in said.items() if of in (("affirmed", "patient"), ("hypothetical", "patient"))]
    # What failed, was stopped or is not wanted is named without being proposed.
    proposed = [n for n in told if not _is_passed_over(folded, n[0], n[1], words)]
    for option in (o for o in pathway.options if o.id in words.otherwise):
        proposed += [
            (m.start(), m.end(), option.id)
            for e in words.otherwise[option.id]
            for m in pattern(e).finditer(folded)
            if not _is_passed_over(folded, m.start(), m.end(), words)
        ]
    chosen = 0 if any_match(words.proposes, folded[:note]) else note
    beside = {o.id for o in pathway.options if o.complement}
    return sorted(
        proposed,
        key=lambda p: (
            p[0] >= chosen and not _is_chosen(folded, p[0], words),
            said.get(p, ("affirmed",))[0] != "affirmed",
            p[2] in beside,
            p[0],
        ),
    )


def _rejected(
    folded: str, ranked: Sequence[tuple[int, int, str]], pathway: Pathway, words: ChoiceWords
) -> tuple[str, ...]:
    """The options that a text only names to turn them down ("sans kiné ni corset", "pas lieu d'un corset")."""
    chosen = {option for _, _, option in ranked}
    told = [
        option.id
        for option in pathway.options
        for e in option.named_by
        for m in pattern(e).finditer(folded)
        if option.id not in chosen and _is_turned_down(folded, m.start(), m.end(), words)
    ]
    return tuple(dict.fromkeys(told))


def _is_turned_down(folded: str, start: int, end: int, words: ChoiceWords) -> bool:
    clause = re.split(r"[.;:!?](?:\s|$)|\n\s*\n|,", folded[max(0, start - NEARBY) : start])[-1]
    behind = re.split(r"[.;:!?,\n]", folded[end : end + NEARBY])[0]
    return any_match(words.rejects, clause) is not None and not any_match(
        words.had, f"{clause}{folded[start:end]}{behind}"
    )


def _ordered(text: str, words: ChoiceWords) -> str:
    """The sentences of a text that ask for something and do not say that it was left."""
    sentences = SENTENCE_END.split(fold(text))
    return "\n".join(s for s in sentences if any_match(words.orders, s) and not any_match(words.leaves, s))


def _joined(folded: str, ranked: Sequence[tuple[int, int, str]], words: ChoiceWords) -> tuple[str, ...]:
    """The options that one act does with the first of `ranked` ("discectomie avec arthrodèse")."""
    chosen = [(end, option) for _, end, option in ranked if option == ranked[0][2]]
    behind = (
        (end, start, other) for end, option in chosen for start, _, other in ranked if start > end and other != option
    )
    told = (other for end, start, other in behind if any_match(words.joined, folded[end:start]))
    return tuple(dict.fromkeys(told))


def _is_chosen(folded: str, start: int, words: ChoiceWords) -> bool:
    """Whether a word that proposes goes before it in its sentence."""
    sentence = re.split(r"[.;!?](?:\s|$)|\n\s*\n", folded[:start])[-1]
    return any_match(words.proposes, sentence) is not None


def _is_passed_over(folded: str, start: int, end: int, words: ChoiceWords) -> bool:
    before, behind = folded[max(0, start - NEARBY) : start], folded[end : end + NEARBY]
    return any_match(words.before, before) is not None or any_match(words.behind, behind) is not None


def _diagnoses_in(folded: str, pathway: Pathway) -> tuple[str, ...]:
    return tuple(d.label_fr for d in pathway.diagnoses if any(pattern(e).search(folded) for e in d.any_of))


def letters_of(
    places: Sequence[ReadPageText], documents: Sequence[Document], evidence: Sequence[str]
) -> list[ReadPageText]:
    """The pages of the letters that carry the first opinion (ids in `evidence`); of all letters when none does."""
    wanted = set(evidence) or {d.id for d in documents if d.kind == "courrier"}
    return [p for p in places if p.document.id in wanted]
