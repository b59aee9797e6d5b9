"""An answer as typed by a patient or by staff: a value, « je ne sais pas », or what is wrong with it."""

from typing import NamedTuple

from engine.domain.dossier import Answer
from engine.domain.questionnaire import AskedVariable
from review_ui.intake_form import NAME_MAX, YES_NO, shown
from review_ui.typed import Errors, chosen, line, number

UNKNOWN = "?"
CHOOSE = "Choisissez une réponse. Si vous ne savez pas, choisissez « Je ne sais pas »."


class Given(NamedTuple):
    """What was given: an answer, or None with `unknown` for « je ne sais pas »; neither where nothing was."""

    answer: Answer | None
    unknown: bool


def typed_of(answer: Answer | None, *, unknown: bool) -> str:
    """What stands in the field for an answer that is known."""
    return shown(answer) if answer is not None else UNKNOWN if unknown else ""


def given(question: AskedVariable, name: str, typed: str, errors: Errors) -> Given:
    """Read one field; what is wrong with it is noted under `name`."""
    if typed in ("", UNKNOWN):
        return Given(None, typed == UNKNOWN)
    if question.kind == "yes_no":
        said = chosen(name, typed, tuple(YES_NO), errors, CHOOSE)
        return Given(YES_NO[said] if said else None, False)
    if question.kind == "number":
        value = number(name, typed, errors, whole=question.whole, low=question.low, high=question.high)
        return Given(None if name in errors else value, False)
    if question.kind == "choice":
        return Given(chosen(name, typed, question.options, errors, CHOOSE), False)
    return Given(line(name, typed, errors, longest=NAME_MAX) or None, False)


def said_fr(question: AskedVariable, answer: Answer | None, *, unknown: bool) -> str:
    """An answer as a person says it; empty where there is none."""
    if answer is None:
        return "Je ne sais pas" if unknown else ""
    if isinstance(answer, bool):
        return "Oui" if answer else "Non"
    if question.kind == "choice":
        return dict(zip(question.options, question.labels_fr, strict=True)).get(str(answer), str(answer))
    return f"{shown(answer)}{unit_fr(question)}"


def unit_fr(question: AskedVariable) -> str:
    """The unit as it stands behind a number: « 6 sur 10 », « 12 semaines »."""
    if not question.unit:
        return ""
    return f" sur {question.unit[1:]}" if question.unit.startswith("/") else f" {question.unit}"
