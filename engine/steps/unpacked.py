"""A statement that the embedded author put together of several sentences, taken apart where it does not stand whole."""

import re
from collections.abc import Callable

from engine.domain.drafting import AnswerStatement
from engine.domain.opinion import SetAside
from engine.steps.ground import Verdict

JOINT = re.compile(r"(?<=[.!?]) (?=[A-ZÀ-Ý«])(?![^«]*»)")
"""Between two sentences, not inside a quote."""
ITEMS = re.compile(r" ; (?![^«]*»)")
"""Between two items of a list, not inside a quote."""
GOES_ON = re.compile(
    r"Dans ce dossier|Situation visée|Conditions réunies|Ce qui pourrait|Ce qu'en disent|Le résultat peut"
    r"|Nécessaire avant|Confusion d'identité|Autre identité|Réponse : "
)
"""How a sentence opens that says nothing without the one before it."""


def standing_parts(
    statement: AnswerStatement, check: Callable[[AnswerStatement], Verdict]
) -> tuple[AnswerStatement | None, list[SetAside]]:
    """What of a statement stands, in its order, and what is set aside with the reason.

    Its sentences are those of one who lays out evidence, each complete in itself but for those that go on: no
    generative author's text may be taken apart so. Of a list only the items that do not stand fall.
    """
    whole = check(statement)
    if whole.stands:
        return statement, []
    kept, fallen = list[str](), list[SetAside]()
    parts = _parts(statement.text)
    for part in parts:
        verdict = check(statement.model_copy(update={"text": part})) if len(parts) > 1 else whole
        if verdict.stands:
            kept.append(part)
            continue
        left, dropped = _items_that_stand(part, statement, check)
        kept += [left] if left else []
        fallen += dropped or [SetAside(text=part, why_fr=verdict.why_fr)]
    return (statement.model_copy(update={"text": " ".join(kept)}) if kept else None), fallen


def _items_that_stand(
    sentence: str, statement: AnswerStatement, check: Callable[[AnswerStatement], Verdict]
) -> tuple[str | None, list[SetAside]]:
    """A list ("opening : one ; another.") without the items that do not stand; none where it is no list or none
    does."""
    opening, _, listed = sentence.rstrip(".").partition(" : ")
    items = ITEMS.split(listed)
    if len(items) < 2:
        return None, []
    told = [(item, check(statement.model_copy(update={"text": f"{opening} : {item}."}))) for item in items]
    kept = " ; ".join(item for item, verdict in told if verdict.stands)
    dropped = [SetAside(text=f"{opening} : {item}.", why_fr=v.why_fr) for item, v in told if not v.stands]
    return (f"{opening} : {kept}.", dropped) if kept else (None, [])


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    for sentence in JOINT.split(text):
        if parts and GOES_ON.match(sentence):
            parts[-1] += f" {sentence}"
        else:
            parts.append(sentence)
    return parts
