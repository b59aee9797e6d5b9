"""What a letter says of the treatments taken, against the papers that name one that matters."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from engine.domain.contradiction_words import WeightyTreatment
from engine.domain.fact import Conflict, Fact
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.clauses import clause_around
from engine.steps.contradict_facts import LETTERS
from engine.steps.contradict_states import quoted
from engine.steps.places import ReadPageText

BEFORE, AFTER = timedelta(days=190), timedelta(days=45)
"""How long before a letter, and how soon behind it, a paper tells what was taken when it was written."""
QUARTER = 92
"""Days for which a prescription of anything at all counts against a letter that says that nothing is taken."""
MOST_PAPERS = 2


def untreated(
    facts: Sequence[Fact], kinds: Mapping[str, str], places: Sequence[ReadPageText], vocabulary: Vocabulary
) -> list[Conflict]:
    """A letter that says that nothing is taken, or lists what is, and papers of its time that name a treatment that
    matters and of which the letter does not speak; else one that says so and a prescription of the months before."""
    for place in (p for p in places if p.document.kind in LETTERS and p.document.dated):
        found = _undisclosed(place, places, vocabulary) or _contrary(place, facts, kinds, vocabulary)
        if found:
            return [found]
    return []


def _undisclosed(letter: ReadPageText, places: Sequence[ReadPageText], vocabulary: Vocabulary) -> Conflict | None:
    words = vocabulary.contradictions
    whole = fold("\n".join(p.page.text for p in places if p.document.id == letter.document.id))
    for said in _said(letter, (*words.untreated, *words.listed)):
        for treatment in words.weighty:
            if _speaks_of(treatment, whole, said):
                continue
            papers = {
                p.document.filename: quote
                for p in places
                if p.document.id != letter.document.id and _is_of_then(p, letter)
                for quote in _named(treatment, p, vocabulary)
            }
            if papers:
                told = " ; ".join(f"« {q} » dans « {f} »" for f, q in [*papers.items()][:MOST_PAPERS])
                what = f"Traitement : « {said} » dans « {letter.document.filename} » ; {told}."
                names = tuple(dict.fromkeys((letter.document.filename, *[*papers][:MOST_PAPERS])))
                return Conflict(key="traitement", facts=(), filenames=names, what_fr=what)
    return None


def _said(letter: ReadPageText, expressions: Sequence[str]) -> Iterator[str]:
    folded = fold(letter.told)
    for match in (m for e in expressions for m in pattern(e).finditer(folded)):
        if letter.assertions.of(*match.span())[1] == "patient":
            yield quoted(letter.told, match)


def _speaks_of(treatment: WeightyTreatment, letter: str, said: str) -> bool:
    """Whether a letter names a treatment or its class anywhere; "aucun traitement hormonal" denies it and no more."""
    denied = any_match(treatment.denied, fold(said)) is not None
    limited = any_match(LIMITED, fold(said)) is not None
    return not denied and (limited or any_match((*treatment.named, *treatment.told_as), letter) is not None)


LIMITED = (r"\b(?:pas de|aucun|sans) traitement (?:hormonal|anticoagulant|antiagregant|immunosuppresseur|de fond)\b",)
"""A denial of one class of treatments denies no other."""


def _is_of_then(paper: ReadPageText, letter: ReadPageText) -> bool:
    day, then = paper.document.dated, letter.document.dated
    return day is not None and then is not None and then - BEFORE <= day <= then + AFTER


def _named(treatment: WeightyTreatment, paper: ReadPageText, vocabulary: Vocabulary) -> Iterator[str]:
    """The lines of a paper by which a treatment is taken: on a prescription, or said to go on."""
    words, folded = vocabulary.contradictions, fold(paper.told)
    for match in (m for e in treatment.named for m in pattern(e).finditer(folded)):
        left, right = clause_around(paper.told, *match.span())
        clause = folded[left:right]
        if paper.assertions.of(*match.span()) != ("affirmed", "patient") or any_match(words.stopped, clause):
            continue
        if paper.document.kind == "ordonnance" or any_match(words.going_on, clause):
            yield quoted(paper.told, match)
            return


def _contrary(
    letter: ReadPageText, facts: Sequence[Fact], kinds: Mapping[str, str], vocabulary: Vocabulary
) -> Conflict | None:
    day = letter.document.dated
    said = next((s for s in _said(letter, vocabulary.contradictions.untreated) if not any_match(LIMITED, fold(s))), "")
    taken = next(
        (
            f
            for f in facts
            if (f.key, f.polarity, f.bearer) == ("traitement_en_cours", "affirmed", "patient")
            and kinds.get(f.source.document) == "ordonnance"
            and f.dated
            and day
            and 0 <= (day - f.dated).days <= QUARTER
        ),
        None,
    )
    if not said or taken is None:
        return None
    names = (letter.document.filename, taken.source.filename)
    what = f"Traitement : « {said} » dans « {names[0]} » ; « {taken.source.quote} » dans « {names[1]} »."
    return Conflict(key="traitement", facts=(taken.id,), filenames=names, what_fr=what)
