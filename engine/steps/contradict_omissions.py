"""What a letter leaves out: treatments and diseases that matter, told by papers of its time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from engine.domain.contradiction_words import Weighty
from engine.domain.fact import Conflict, Fact
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.clauses import clause_around
from engine.steps.contradict_facts import LETTERS
from engine.steps.contradict_states import quoted
from engine.steps.of_partner import in_part_of_partner
from engine.steps.places import ReadPageText

BEFORE, AFTER = timedelta(days=190), timedelta(days=45)
"""How long before a letter, and how soon behind it, a paper tells what was taken when it was written."""
YEARS = timedelta(days=1830)
"""For how long a disease that a paper tells is one that a letter should know of."""
QUARTER = 92
"""Days for which a prescription of anything at all counts against a letter that says that nothing is taken."""
MOST_PAPERS = 2
STAY = "compte_rendu_hospitalisation"
"""The kind of paper that tells a disease best."""
PERIOD = re.compile(
    r"\b(?:19|20)\d\d\b ?(?:-|–|a|au|jusqu.en|jusqu.a|et) ?(?:[a-z]+ )?(?:19|20)\d\d\b|\bjusqu.en (?:[a-z]+ )?20\d\d\b"
)
Said = tuple[str, bool]
"""A clause of a letter, and whether it is about the partner."""


def untreated(
    facts: Sequence[Fact], kinds: Mapping[str, str], places: Sequence[ReadPageText], vocabulary: Vocabulary
) -> list[Conflict]:
    """A letter that says that nothing is taken, or lists what is, and papers of its time that name a treatment that
    matters and of which the letter does not speak; else one that says so and a prescription of the months before."""
    words = vocabulary.contradictions
    for letter in _letters(places):
        said = [s for s in _said(letter, (*words.untreated, *words.listed), vocabulary) if not _is_of_a_period(s[0])]
        found = _left_out("traitement", letter, said, words.weighty, places, vocabulary)
        found = found or _contrary(letter, facts, kinds, vocabulary)
        if found:
            return [found]
    return []


def unmentioned_diseases(places: Sequence[ReadPageText], vocabulary: Vocabulary) -> list[Conflict]:
    """A letter that closes the list of a patient's diseases without one that matters, which another paper tells."""
    words = vocabulary.contradictions
    for letter in _letters(places):
        said = tuple(_said(letter, words.closed_history, vocabulary))
        found = _left_out("antecedents", letter, said, words.grave, places, vocabulary)
        if found:
            return [found]
    return []


def _letters(places: Sequence[ReadPageText]) -> Iterator[ReadPageText]:
    return (p for p in places if p.document.kind in LETTERS and p.document.dated)


def _left_out(
    key: str,
    letter: ReadPageText,
    said: Sequence[Said],
    weighty: Sequence[Weighty],
    places: Sequence[ReadPageText],
    vocabulary: Vocabulary,
) -> Conflict | None:
    """The first matter of weight of which a letter does not speak, with the papers that tell it."""
    whole = fold("\n".join(p.page.text for p in places if p.document.id == letter.document.id))
    ranks = {p.document.filename: p.document.kind != STAY for p in places}
    denials = [(s, (m,)) for m in weighty if m.denied_whole for s in _said(letter, m.denied, vocabulary)]
    for (quote, of_other), meant in (*((s, weighty) for s in said), *denials):
        limited = any_match(vocabulary.contradictions.limited, fold(quote)) is not None
        for matter in (m for m in meant if not _speaks_of(m, whole, quote, limited=limited)):
            papers = {
                p.document.filename: line
                for p in places
                if p.document.id != letter.document.id
                and (p.document.owner == "partner") == of_other
                and _is_of_then(p, letter, key)
                for line in _named(matter, p, key, vocabulary, late=_is_later(p, letter))
            }
            if papers:
                shown = sorted(papers.items(), key=lambda told: (told[0] == letter.document.filename, ranks[told[0]]))
                shown = shown[:MOST_PAPERS]
                told = " ; ".join(f"« {line} » dans « {name} »" for name, line in shown)
                title = "Traitement" if key == "traitement" else "Antécédents"
                link = " ;" if matter.denied and any_match(matter.denied, fold(quote)) else ", qui ne dit rien de :"
                return Conflict(
                    key=key,
                    facts=(),
                    filenames=tuple(dict.fromkeys((letter.document.filename, *(name for name, _ in shown)))),
                    what_fr=f"{title} : « {quote} » dans « {letter.document.filename} »{link} {told}.",
                )
    return None


def _said(letter: ReadPageText, expressions: Sequence[str], vocabulary: Vocabulary) -> Iterator[Said]:
    folded = fold(letter.told)
    for match in (m for e in expressions for m in pattern(e).finditer(folded)):
        if letter.assertions.of(*match.span())[1] == "patient":
            yield quoted(letter.told, match), in_part_of_partner(letter.told, match.start(), vocabulary.people)


def _is_of_a_period(said: str) -> bool:
    """Whether the words that tell that nothing is taken are of a time that is over ("2023 - mars 2026 : aucun")."""
    return PERIOD.search(fold(said)) is not None


def _speaks_of(matter: Weighty, letter: str, said: str, *, limited: bool) -> bool:
    """Whether a letter names a matter or its class anywhere; a denial that is `limited` to one class leaves the others
    open."""
    if any_match(matter.denied, fold(said)):
        return False
    return limited or any_match((*matter.named, *matter.told_as), letter) is not None


def _is_of_then(paper: ReadPageText, letter: ReadPageText, key: str) -> bool:
    day, then = paper.document.dated, letter.document.dated
    before = BEFORE if key == "traitement" else YEARS
    return day is not None and then is not None and then - before <= day <= then + AFTER


def _is_later(paper: ReadPageText, letter: ReadPageText) -> bool:
    return bool(paper.document.dated and letter.document.dated and paper.document.dated > letter.document.dated)


def _named(matter: Weighty, paper: ReadPageText, key: str, vocabulary: Vocabulary, *, late: bool) -> Iterator[str]:
    """The first line of a paper that tells it; a treatment where it is prescribed, or said to go on, and in a paper
    that is later than the letter (`late`) only where it was taken before."""
    words, folded = vocabulary.contradictions, fold(paper.told)
    for match in (m for e in matter.named for m in pattern(e).finditer(folded)):
        left, right = clause_around(paper.told, *match.span())
        clause = folded[left:right]
        if paper.assertions.of(*match.span()) != ("affirmed", "patient"):
            continue
        taken = paper.document.kind == "ordonnance" or any_match(words.going_on, clause) is not None
        given_up = any_match(words.stopped, clause) or (late and not any_match(words.since, clause))
        if key != "traitement" or (taken and not given_up and not _is_brief(clause, vocabulary)):
            yield quoted(paper.told, match)
            return


def _is_brief(clause: str, vocabulary: Vocabulary) -> bool:
    """Whether a treatment is told as one of a few days, and neither as renewed nor as going on."""
    words = vocabulary.contradictions
    return any_match(words.short_course, clause) is not None and not any_match(words.since, clause)


def _contrary(
    letter: ReadPageText, facts: Sequence[Fact], kinds: Mapping[str, str], vocabulary: Vocabulary
) -> Conflict | None:
    day = letter.document.dated
    words = vocabulary.contradictions
    every = _said(letter, words.untreated, vocabulary)
    said = next((quote for quote, other in every if not other and not any_match(words.limited, fold(quote))), "")
    taken = next(
        (
            f
            for f in facts
            if (f.key, f.polarity, f.bearer) == ("traitement_en_cours", "affirmed", "patient")
            and kinds.get(f.source.document) == "ordonnance"
            and f.dated
            and day
            and 0 <= (day - f.dated).days <= QUARTER
            and not _is_brief(fold(f.source.quote), vocabulary)
        ),
        None,
    )
    if not said or taken is None:
        return None
    names = (letter.document.filename, taken.source.filename)
    what = f"Traitement : « {said} » dans « {names[0]} » ; « {taken.source.quote} » dans « {names[1]} »."
    return Conflict(key="traitement", facts=(taken.id,), filenames=names, what_fr=what)
