"""Contradictions between documents: reported with both places, never resolved, one finding a matter."""

from collections.abc import Mapping, Sequence
from datetime import date

from engine.domain.conditions import Value
from engine.domain.document import Document, Page
from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import MeasuredAnswerCheck, Vocabulary
from engine.domain.wording import french_number
from engine.steps.contradict_facts import evolutions, is_patients, operations, opposites, sides, values
from engine.steps.contradict_sex import sexes
from engine.steps.contradict_told import identities, operation_days, strategies, treatments
from engine.steps.places import ReadPageText
from engine.steps.recalled import RECALLED
from engine.steps.set_apart import OTHER


def contradictions(
    documents: Sequence[Document],
    facts: Sequence[Fact],
    pathway: Pathway,
    variables: Mapping[str, Value | None],
    vocabulary: Vocabulary,
    places: Sequence[ReadPageText] = (),
    pages: Sequence[Page] = (),
    sex: str | None = None,
) -> tuple[Conflict, ...]:
    """Another person's document that a letter leans upon, sides that differ, the same measure read differently, what
    is affirmed and denied, operations dated in two ways, treatments stopped and going on, answers against documents.

    `places` are the patient's pages as read and `pages` all pages; without them nothing is told of what only stands in
    a text. What documents propose counts only as far as `facts` holds its proposals. `sex` is the intake's.
    """
    kinds = {d.id: d.kind for d in documents}
    found = (
        *identities(documents, places, pages, vocabulary),
        *sexes(places, sex, vocabulary),
        *sides(facts, pathway, vocabulary),
        *values(facts, pathway),
        *opposites(facts, pathway, vocabulary),
        *operations(facts, kinds, vocabulary),
        *evolutions(facts, kinds, vocabulary),
        *operation_days(places, vocabulary),
        *treatments(places, vocabulary),
        *strategies(facts, places, pathway, vocabulary),
        *_answers(facts, pathway, variables, vocabulary),
    )
    matters = {(c.key, frozenset(c.filenames)): c for c in reversed(found)}
    return tuple(c for c in found if matters[c.key, frozenset(c.filenames)] is c)


def _answers(
    facts: Sequence[Fact], pathway: Pathway, variables: Mapping[str, Value | None], vocabulary: Vocabulary
) -> list[Conflict]:
    """The questionnaire stands; a document that says otherwise is shown beside it, once an answer."""
    own = [(c.variable, c.answer, (c.fact,), c.polarity, c.said_fr) for c in pathway.answer_checks]
    shared = [(c.variable, c.answer, c.facts, c.polarity, c.said_fr) for c in vocabulary.contradictions.answers]
    found: dict[str, Conflict] = {}
    for variable, answer, keys, polarity, said_fr in (*own, *shared):
        fact = next(
            (f for f in facts if f.key in keys and f.polarity == polarity and is_patients(f) and f.role == "clinical"),
            None,
        )
        if fact is not None and variables.get(variable) is answer and variable not in found:
            found[variable] = Conflict(
                key=variable,
                facts=(fact.id,),
                filenames=(fact.source.filename,),
                what_fr=f"{said_fr} ; « {fact.source.filename} » : « {fact.source.quote} ».",
            )
    for check in vocabulary.contradictions.measured_answers:
        conflict = _measured(facts, check, variables.get(check.variable))
        if conflict is not None:
            found.setdefault(check.variable, conflict)
    return list(found.values())


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
