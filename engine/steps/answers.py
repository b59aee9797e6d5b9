"""The questionnaire against the pathway, before anything is read: an unusable answer stops, an unused one is told."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from engine.domain.conditions import BadExpression, Value, judge
from engine.domain.conditions import variables_of as variables_in
from engine.domain.dossier import Dossier
from engine.domain.pathway import Pathway
from engine.errors import BadIntake
from engine.steps.assess import variables_of


def check_answers(dossier: Dossier, pathway: Pathway, expressions: Sequence[str]) -> None:
    """Find an answer that a condition of the pathway (`expressions`) cannot compare.

    Raises `BadIntake`, which names it.
    """
    asked = {name for q in pathway.patient_questions for name in (q.id, q.type)}
    if dossier.question.type not in asked:
        known = ", ".join(q.id for q in pathway.patient_questions)
        raise BadIntake(path="intake.yaml", what=f"« question.type » : valeur non prévue, au choix {known}")
    answers = variables_of(dossier, pathway)
    for expression in expressions:
        try:
            judge(expression, answers)
        except BadExpression as error:
            given = sorted(variables_in(expression) & dossier.questionnaire.keys())
            names = ", ".join([n for n in given if not _is_usable(expression, n, answers)] or given)
            raise BadIntake(path="intake.yaml", what=f"« questionnaire » : réponse inutilisable ({names})") from error


def _is_usable(expression: str, name: str, answers: Mapping[str, Value | None]) -> bool:
    """Whether the expression can compare this answer, were it the only one."""
    try:
        judge(expression, {name: answers.get(name)})
    except BadExpression:
        return False
    return True


def unused_answers(dossier: Dossier, pathway: Pathway, expressions: Sequence[str]) -> tuple[str, ...]:
    """A French sentence for each answer that nothing in the pathway asks for, with the nearest name that it does ask
    for: a misspelt name would otherwise leave its question unanswered in silence."""
    asked = {v.id for v in pathway.variables}
    asked.update(check.variable for check in pathway.answer_checks)
    for expression in expressions:
        asked |= variables_in(expression)
    told = []
    for name in sorted(dossier.questionnaire.keys() - asked):
        near = get_close_matches(name, sorted(asked - dossier.questionnaire.keys()), n=1)
        hint = f" Vouliez-vous dire « {near[0]} » ?" if near else ""
        told.append(
            f"réponse inattendue : « questionnaire.{name} » n'est pas une question de ce référentiel "
            f"et ne décide de rien.{hint}"
        )
    return tuple(told)
