"""A letter that goes straight to what a meeting leaves open: the decision waits for something, or is another one."""

import re
from collections.abc import Iterator, Sequence

from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.clauses import clause_around
from engine.steps.contradict_facts import SAME_TIME, proposals
from engine.steps.contradict_states import quoted
from engine.steps.places import ReadPageText
from engine.steps.specialties import is_who_is_seen

Offered = tuple[str, bool]
"""An option of the pathway that a document proposes, and whether only under a condition."""
CASE = re.compile(r"\b[a-z]{6,}\b")
CHOICE = 2
MEETING, LETTER = "fiche_rcp", "courrier"


def deferred(
    facts: Sequence[Fact], places: Sequence[ReadPageText], pathway: Pathway, vocabulary: Vocabulary
) -> list[Conflict]:
    """A meeting that has a decision wait, or offers an option under a condition, and a letter of much the same time
    that proposes one plainly, without saying that it follows the meeting.

    Told through the letter's proposals among `facts`: whoever may not see those sees nothing of it.
    """
    hidden = proposals(facts)
    labels = {o.id: o.label_fr for o in pathway.options}
    for meeting in (p for p in places if p.document.kind == MEETING):
        offered = [*_offered(meeting, pathway, vocabulary)]
        waits = _waiting(meeting, vocabulary)
        by_result = _by_result(meeting, offered, pathway)
        for letter in (p for p in places if p.document.kind == LETTER and p.document.id in hidden):
            plain = [option for option, conditional in _offered(letter, pathway, vocabulary) if not conditional]
            follows = any_match(vocabulary.contradictions.follows_meeting, fold(letter.page.text))
            if not plain or follows or not _are_near(meeting, letter):
                continue
            passed_over = [o for o, _ in offered if o in _passed_over(letter, pathway, vocabulary) and o not in plain]
            first_choice = [option for option, conditional in offered if not conditional]
            said = waits if waits and not {*first_choice} & {*plain} else ""
            if any_match(vocabulary.contradictions.unwaiting, fold(letter.page.text)):
                said = said or by_result or waits
            if not passed_over and not said and _is_for_one_case(letter, plain, offered, meeting, pathway):
                passed_over = first_choice
            if not said and not passed_over:
                continue
            first = f"« {said} »" if said else labels[passed_over[0]]
            files = (meeting.document.filename, letter.document.filename)
            what = (
                f"Propositions différentes : {first} dans « {files[0]} », {labels[plain[0]]} sans cette étape dans "
                f"« {files[1]} »."
                if said
                else f"Propositions différentes : {first} dans « {files[0]} », {labels[plain[0]]} dans « {files[1]} »."
            )
            return [Conflict(key="strategie", facts=(hidden[letter.document.id],), filenames=files, what_fr=what)]
    return []


def _is_for_one_case(
    letter: ReadPageText, plain: Sequence[str], offered: Sequence[Offered], meeting: ReadPageText, pathway: Pathway
) -> bool:
    """Whether a meeting puts something else first and keeps what a letter proposes for a case of which that tells
    nothing."""
    first = {option for option, conditional in offered if not conditional}
    kept = {option for option, conditional in offered if conditional}
    if not first or first & {*plain} or not kept >= {*plain}:
        return False
    before = [clause.partition(match[0])[0] for option, match, clause in _named(meeting, pathway) if option in plain]
    case = {word for clause in before for word in CASE.findall(clause)}
    return not case & {*CASE.findall(fold(letter.page.text))}


def _are_near(one: ReadPageText, other: ReadPageText) -> bool:
    a, b = one.document.dated, other.document.dated
    return a is not None and b is not None and abs((a - b).days) <= SAME_TIME


def _offered(place: ReadPageText, pathway: Pathway, vocabulary: Vocabulary) -> Iterator[Offered]:
    """Each option that a document proposes, and whether its clause opens with a condition."""
    for option, match, clause in _named(place, pathway):
        declined = any_match(vocabulary.contradictions.declined, clause)
        affirmed = place.assertions.of(*match.span())
        if declined or not place.is_proposed(match.start()) or affirmed[1] != "patient" or affirmed[0] == "negated":
            continue
        opened = is_on_condition(clause, match[0], vocabulary)
        yield option, opened or affirmed[0] == "hypothetical"


def is_on_condition(clause: str, name: str, vocabulary: Vocabulary) -> bool:
    """Whether a clause keeps what it names for a case, which may stand behind what announces it ("Signature demandée :
    si le score est bas, …")."""
    announced = clause[: max(0, clause.find(name))].rpartition(":")[2]
    return any(any_match(vocabulary.contradictions.on_condition, said) is not None for said in (clause, announced))


def _passed_over(place: ReadPageText, pathway: Pathway, vocabulary: Vocabulary) -> set[str]:
    """The options that a letter names and does not want."""
    return {
        option
        for option, match, clause in _named(place, pathway)
        if any_match(vocabulary.contradictions.declined, clause) or place.assertions.of(*match.span())[0] == "negated"
    }


def _named(place: ReadPageText, pathway: Pathway) -> Iterator[tuple[str, re.Match[str], str]]:
    folded = fold(place.page.text)
    for option in (o for o in pathway.options if not o.complement):
        for match in (m for e in option.named_by for m in pattern(e).finditer(folded)):
            if is_who_is_seen(folded, match.start()):
                continue
            left, right = clause_around(place.page.text, *match.span())
            yield option.id, match, folded[left:right]


def _by_result(meeting: ReadPageText, offered: Sequence[Offered], pathway: Pathway) -> str:
    """The clause by which a meeting lets a result choose between two options, each of which it keeps for one case."""
    kept = {option for option, conditional in offered if conditional}
    if len(kept) < CHOICE or any(option in kept and not conditional for option, conditional in offered):
        return ""
    named = (match for option, match, _ in _named(meeting, pathway) if option in kept)
    match = next(match for match in named if meeting.is_proposed(match.start()))
    left, right = clause_around(meeting.page.text, *match.span())
    return " ".join(meeting.page.text[left:right].split())


def _waiting(meeting: ReadPageText, vocabulary: Vocabulary) -> str:
    """The clause by which a meeting has its decision wait."""
    folded = fold(meeting.page.text)
    for match in (m for e in vocabulary.contradictions.awaited for m in pattern(e).finditer(folded)):
        if meeting.is_proposed(match.start()):
            return quoted(meeting.page.text, match)
    return ""
