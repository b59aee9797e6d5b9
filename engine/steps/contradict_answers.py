"""Answers of the questionnaire that a document contradicts: the answer stands, the document is shown beside it."""

from collections.abc import Mapping, Sequence
from datetime import date

from engine.domain.conditions import Value
from engine.domain.contradiction_words import MeasuredAnswerCheck, SharedAnswerCheck
from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, french_number, pattern
from engine.steps.clauses import clause_around
from engine.steps.places import ReadPageText
from engine.steps.recalled import RECALLED
from engine.steps.set_apart import OTHER

OPERATED = "compte_rendu_operatoire"


def answered_otherwise(
    facts: Sequence[Fact],
    pathway: Pathway,
    variables: Mapping[str, Value | None],
    vocabulary: Vocabulary,
    places: Sequence[ReadPageText] = (),
) -> list[Conflict]:
    """One conflict an answer that a document contradicts: by what it affirms or denies, or by a number.

    What the pages of `places` propose only for want of something better, or not at all, is not proposed; nor is what
    the report of an operation says to have been planned.
    """
    own = [
        SharedAnswerCheck(variable=c.variable, answer=c.answer, facts=(c.fact,), polarity=c.polarity, said_fr=c.said_fr)
        for c in pathway.answer_checks
    ]
    read = {(p.document.id, p.page.number): p.page.text for p in places}
    done = {p.document.id for p in places if p.document.kind == OPERATED}
    facts = [f for f in facts if f.role != "proposal" or f.source.document not in done]
    found: dict[str, Conflict] = {}
    for check in (*own, *vocabulary.contradictions.answers):
        if variables.get(check.variable) != check.answer or check.variable in found:
            continue
        fact = next((f for f in facts if _contradicts(f, check, vocabulary, read)), None)
        if fact is not None and not _is_borne_out(fact, check, facts):
            found[check.variable] = Conflict(
                key=check.variable,
                facts=(fact.id,),
                filenames=(fact.source.filename,),
                what_fr=f"{check.said_fr} ; « {fact.source.filename} » : « {fact.source.quote} ».",
            )
    for measured in vocabulary.contradictions.measured_answers:
        conflict = _measured(facts, measured, variables.get(measured.variable))
        if conflict is not None:
            found.setdefault(measured.variable, conflict)
    return list(found.values())


def _is_borne_out(fact: Fact, check: SharedAnswerCheck, facts: Sequence[Fact]) -> bool:
    """Whether another document measures what was answered: then two documents contradict each other, which is told."""
    if check.value is None or not isinstance(fact.value, int | float):
        return False
    others = [f for f in facts if (f.key, f.polarity, f.bearer) == (fact.key, fact.polarity, fact.bearer)]
    return any(
        isinstance(f.value, int | float)
        and f.source.document != fact.source.document
        and not pattern(check.value).search(fold(str(f.value)))
        for f in others
    )


def _contradicts(
    fact: Fact, check: SharedAnswerCheck, vocabulary: Vocabulary, read: Mapping[tuple[str, int], str]
) -> bool:
    """Whether a fact says otherwise than the answer: an operation that is only planned has not been done."""
    if fact.key not in check.facts or (fact.polarity, fact.bearer, fact.role) != (
        check.polarity,
        check.bearer,
        check.role,
    ):
        return False
    for expression, told in ((check.value, str(fact.value)), (check.quote, fact.source.quote)):
        if expression is not None and not pattern(expression).search(fold(told)):
            return False
    if check.role == "proposal" and check.polarity == "affirmed":
        return not any_match(vocabulary.contradictions.declined, fold(_sentence(fact, read)))
    planned = any_match(vocabulary.contradictions.intended, fold(fact.source.quote))
    return check.polarity == "negated" or not planned


def _sentence(fact: Fact, read: Mapping[tuple[str, int], str]) -> str:
    """The whole sentence of a fact: its quote may end before what it depends on ("à exposer si le patient refuse")."""
    text = read.get((fact.source.document, fact.source.page))
    if text is None:
        return fact.source.quote
    left, right = clause_around(text, fact.source.start, fact.source.end)
    return text[left:right]


def _measured(facts: Sequence[Fact], check: MeasuredAnswerCheck, answer: Value | None) -> Conflict | None:
    """A number that a patient gave where every document measures another one: the latest is shown."""
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return None
    told = [
        (f, float(f.value))
        for f in facts
        if f.key.removesuffix(RECALLED).removesuffix(OTHER) in check.facts
        and isinstance(f.value, int | float)
        and (f.polarity, f.role) == ("affirmed", "clinical")
    ]
    if not told or any(abs(value - answer) <= check.apart * abs(answer) for _, value in told):
        return None
    latest, value = max(told, key=lambda t: t[0].dated or date.min)
    return Conflict(
        key=check.variable,
        facts=(latest.id,),
        filenames=(latest.source.filename,),
        what_fr=f"{check.said_fr} {french_number(answer)} ; « {latest.source.filename} » : {french_number(value)} "
        f"(« {latest.source.quote} »).",
    )
