"""From a pathway's variables to the questions of a form."""

from engine.domain.pathway import KeyFact, Pathway
from engine.domain.questionnaire import AnswerKind, AskedVariable
from engine.domain.variables import Variable

KINDS: dict[str, AnswerKind] = {"boolean": "yes_no", "integer": "number", "number": "number", "choice": "choice"}


def questions(pathway: Pathway) -> tuple[AskedVariable, ...]:
    """The questions of a pathway in its order: the patient's first, then the team's, then those that a doctor or a
    document answers (never put to a patient)."""
    facts = {fact.id: fact for fact in pathway.key_facts}
    return tuple(_asked(v, facts.get(v.id)) for v in pathway.variables)


def _asked(variable: Variable, fact: KeyFact | None) -> AskedVariable:
    kind = KINDS[variable.type]
    low, high = fact.plausible if fact and fact.plausible and kind == "number" else (None, None)
    return AskedVariable(
        id=variable.id,
        question_fr=variable.question_fr,
        asked_of=variable.asked_of,
        kind=kind,
        options=tuple(choice.id for choice in variable.choices),
        labels_fr=tuple(choice.label_fr for choice in variable.choices),
        low=low,
        high=high,
        unit=variable.unit,
        whole=variable.type == "integer",
        help_fr=variable.help_fr,
        phone_fr=variable.phone_fr,
        ask_if=variable.ask_if,
    )
