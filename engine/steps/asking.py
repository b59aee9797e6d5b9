"""The questionnaire as it stands: which questions are put, what was said of each, what disagrees."""

from collections.abc import Iterable, Mapping, Sequence

from engine.domain.answering import AnswerSheet, Begun, Dispute, PutQuestion, Told
from engine.domain.conditions import judge, variables_of
from engine.domain.dossier import Answer, Dossier
from engine.domain.pathway import Pathway
from engine.domain.questionnaire import AskedVariable
from engine.steps.assess import variables_of as values_of
from engine.steps.questionnaire import questions


def mattering(pathway: Pathway, expressions: Sequence[str]) -> tuple[AskedVariable, ...]:
    """The questions of a pathway that decide of something: in its `expressions`, or in a check against documents."""
    used = {name for expression in expressions for name in variables_of(expression)}
    used |= {check.variable for check in pathway.answer_checks}
    return tuple(q for q in questions(pathway) if q.id in used)


def put(
    dossier: Dossier, pathway: Pathway, asked: Sequence[AskedVariable], unknown: Iterable[str] = ()
) -> tuple[PutQuestion, ...]:
    """Those of the questions `asked` that are put with the answers of `dossier`, in order.

    One whose `ask_if` is false is not put; one whose `ask_if` is unknown is. `number` counts over all that are given,
    from 1, so that it stays the same while answers change. `unknown` are those that somebody said not to know.
    """
    values, said = values_of(dossier, pathway), frozenset(unknown)
    found = []
    for number, question in enumerate(asked, start=1):
        if question.ask_if and judge(question.ask_if, values) is False:
            continue
        answer = dossier.questionnaire.get(question.id)
        not_known = answer is None and question.id in said
        found.append(PutQuestion(number=number, question=question, answer=answer, unknown=not_known))
    return tuple(found)


def told(sheets: Iterable[AnswerSheet]) -> dict[str, Told]:
    """The last thing said of each question, by its variable. A disputed answer is not the last word."""
    found: dict[str, Told] = {}
    for sheet in sheets:
        common = {"by": sheet.by, "name_fr": sheet.name_fr, "way": sheet.way, "at": sheet.at, "version": sheet.version}
        for name in (*sheet.said, *sheet.unknown):
            found[name] = Told.model_validate({"variable": name, "unknown": name in sheet.unknown, **common})
        for name in sheet.cleared:
            found.pop(name, None)
    return found


def said_unknown(sheets: Iterable[AnswerSheet]) -> frozenset[str]:
    """The questions to which the last answer was « je ne sais pas »: they are not asked again without end."""
    return frozenset(name for name, last in told(sheets).items() if last.unknown)


def disputes(sheets: Iterable[AnswerSheet], answers: Mapping[str, Answer]) -> tuple[Dispute, ...]:
    """The answers that were sent against what staff had noted, while nobody has chosen."""
    standing: dict[str, AnswerSheet] = {}
    for sheet in sheets:
        for name in (*sheet.said, *sheet.unknown, *sheet.cleared):
            standing.pop(name, None)
        standing.update(dict.fromkeys(sheet.disputed, sheet))
    return tuple(
        Dispute(
            variable=name,
            sent=sheet.disputed[name],
            noted=answers.get(name),
            by=sheet.by,
            name_fr=sheet.name_fr,
            at=sheet.at,
        )
        for name, sheet in standing.items()
        if not same(answers.get(name), sheet.disputed[name])
    )


def with_progress(dossier: Dossier, begun: Begun) -> Dossier:
    """The dossier as it would be with what is not sent yet."""
    answers = {name: answer for name, answer in dossier.questionnaire.items() if name not in begun.unknown}
    return dossier.model_copy(update={"questionnaire": {**answers, **begun.said}})


def sent(dossier: Dossier, begun: Begun) -> tuple[dict[str, Answer], dict[str, Answer], tuple[str, ...]]:
    """What sending `begun` changes: answers that are taken over, answers in dispute, « je ne sais pas » that hold.

    What staff noted after the question was put is not overwritten: another answer is disputed, and not to know changes
    nothing.
    """
    taken: dict[str, Answer] = {}
    disputed: dict[str, Answer] = {}
    unknown: list[str] = []
    for name, answer in begun.said.items():
        now = dossier.questionnaire.get(name)
        if same(now, answer):
            continue
        (taken if same(now, begun.seen.get(name)) else disputed)[name] = answer
    for name in begun.unknown:
        if same(dossier.questionnaire.get(name), begun.seen.get(name)):
            unknown.append(name)
    return taken, disputed, tuple(unknown)


def applied(answers: Mapping[str, Answer], said: Mapping[str, Answer], gone: Iterable[str]) -> dict[str, Answer]:
    """The answers with those that are said now, and without those that are gone."""
    left = frozenset(gone)
    return {**{name: answer for name, answer in answers.items() if name not in left}, **said}


def changes(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> tuple[dict[str, Answer], tuple[str, ...]]:
    """What a questionnaire became: answers that are new or other, and names that went."""
    said = {name: answer for name, answer in after.items() if not same(before.get(name), answer)}
    return said, tuple(sorted(before.keys() - after.keys()))


def same(one: Answer | None, other: Answer | None) -> bool:
    """Whether two answers are the same; `True` is not 1."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other
