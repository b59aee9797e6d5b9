"""Which options the patient's own question speaks of, that the draft answers first, and which one a sentence opens
with."""

import re
from collections.abc import Collection, Iterator, Sequence

from engine.domain.moment import Planned
from engine.domain.option import Option
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import ChoiceWords
from engine.domain.wording import SENTENCE_ENDS, any_match, fold, pattern

MOST = 2
"""Options that one question is answered for."""
JUST_BEFORE = 12
REACH = 30
WITHOUT = re.compile(r"\b(?:sans|ni|pas (?:de|d.|une?)|plutot qu.)\s?(?:une? |la |le |l.)?$")
"""What makes a named option the one that is not meant."""
ONLY_AFTER = re.compile(r"\bavant (?:toute?|une?|la|les|l.|de (?:passer a|commencer|tenter) (?:la |une |l.)?)\s?$")
"""What makes a named option the one that would come later: of two that are named the other is asked about."""
HAD_IN_VAIN = re.compile(
    r"[^.;:?,]{0,30}\b(?:(?:ne m.|n.)(?:a|ont) (?:rien|pas|guere) (?:fait|servi|march|soulag|aid|suffi)"
    r"|ne (?:me )?(?:suffi|march|soulag|fait|font)[a-z]* (?:plus|pas|rien))"
)
"""What stands behind an act that was tried and did not help: the question tells it and asks for no more of it."""

OPENING = 60
"""Letters in which a sentence names what it is about."""
QUOTED = re.compile(r"« [^»]* »")


def asked_options(
    question: str, pathway: Pathway, words: ChoiceWords, elsewhere: Collection[str] = ()
) -> tuple[str, ...]:
    """Ids of the options that a question names, those that it says to be proposed first and alone if there are any.

    Complements and orientations are no answer of their own. Of options that one word names ("les rayons"), those of
    `elsewhere`, that are about other patients, are not meant; where all are, the first of the pathway is.
    """
    folded = fold(question)
    named = sorted(
        (not _is_proposed(folded, start, words), start, option.id)
        for option in pathway.options
        if not (option.complement or option.orientation)
        for start in _places(folded, option)
    )
    order = [option.id for option in pathway.options]
    first: dict[int, str] = {}
    for _, start, option in sorted(named, key=lambda n: (n[2] in elsewhere, order.index(n[2]))):
        first.setdefault(start, option)
    named = [n for n in named if n[2] not in elsewhere or n[2] == first[n[1]]]
    named = [n for n in named if not ONLY_AFTER.search(folded[max(0, n[1] - REACH) : n[1]])] or named
    proposed = [n for n in named if not n[0]] or named
    return tuple(dict.fromkeys(option for _, _, option in proposed))[:MOST]


def sentence_asking(question: str, option: Option) -> int | None:
    """Which sentence of a question is the first to name an option."""
    folded = fold(question)
    at = min(_places(folded, option), default=None)
    return None if at is None else len(SENTENCE_ENDS.findall(folded, 0, at))


def option_planned(planned: Planned | None, question: str, asked: Sequence[Option]) -> Option | None:
    """Which of the options that a question asks about it says to be `planned`: the only one that the same sentence
    names, else the only one that it asks about, if that does anything to the patient."""
    if planned is None:
        return None
    named = [option for option in asked if sentence_asking(question, option) == planned.sentence]
    if not named and len(asked) == 1 and asked[0].does:
        named = [asked[0]]
    return named[0] if len(named) == 1 else None


def opens_with(sentence: str, pathway: Pathway) -> str | None:
    """The option that a sentence of the pathway opens with, outside its quotes: why it is told beside the option."""
    opening = fold(QUOTED.sub("", sentence))[:OPENING]
    starts = [
        (found.start(), option.id)
        for option in pathway.options
        if not (option.complement or option.orientation)
        for found in (pattern(expression).search(opening) for expression in option.named_by)
        if found
    ]
    return min(starts)[1] if starts else None


def _places(folded: str, option: Option) -> Iterator[int]:
    for expression in (*option.named_by, *option.asked_by):
        for match in pattern(expression).finditer(folded):
            left_out = WITHOUT.search(folded[max(0, match.start() - JUST_BEFORE) : match.start()])
            if not left_out and not HAD_IN_VAIN.match(folded, match.end()):
                yield match.start()


def _is_proposed(folded: str, start: int, words: ChoiceWords) -> bool:
    sentence = SENTENCE_ENDS.split(folded[:start])[-1]
    return any_match(words.asks, sentence) is not None
