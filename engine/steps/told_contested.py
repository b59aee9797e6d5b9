"""How a sentence that advises tells that a value on which it rests is read otherwise by another paper."""

import re
from collections.abc import Sequence

from engine.domain.fact import Conflict, Fact
from engine.domain.pathway import Pathway
from engine.domain.wording import fold
from engine.steps.filled_sentence import ROOM
from engine.steps.interpret import Interpreted
from engine.steps.key_fact_found import SIDE_KEY
from engine.steps.mentions import DIAGNOSIS_KEY

ADVISING = "avis"
RESERVE_FR = "les documents se contredisent, à vérifier d'abord"


def with_contested(
    holding: Sequence[Interpreted], conflicts: Sequence[Conflict], facts: Sequence[Fact], pathway: Pathway
) -> tuple[Interpreted, ...]:
    """The sentences of the pathway; each that advises and prints a disputed value of a key fact, with its reserve.

    A side or a disease that is told in two ways is told where it is chosen. A sentence without room stays as it is:
    the contradiction stands among the limits in any case.
    """
    labels = {k.id: k.label_fr for k in pathway.key_facts if k.id not in (SIDE_KEY, DIAGNOSIS_KEY)}
    disputed = {i: labels[c.key] for c in conflicts if c.key in labels for i in c.facts}
    by_id = {f.id: f for f in facts if f.id in disputed and labels.get(f.key) == disputed[f.id]}
    return tuple(_reserved(one, by_id, disputed) for one in holding)


def _reserved(one: Interpreted, by_id: dict[str, Fact], disputed: dict[str, str]) -> Interpreted:
    printed = [i for i in one.facts if i in by_id and _prints(one.text, by_id[i])]
    if one.interpretation.section != ADVISING or not printed:
        return one
    named = ", ".join(dict.fromkeys(disputed[i] for i in printed))
    text = f"{one.text.rstrip('. ')} ; {named} : {RESERVE_FR}"
    return one.model_copy(update={"text": text}) if len(text) <= ROOM else one


def _prints(text: str, fact: Fact) -> bool:
    return re.search(rf"(?<![\w.,]){re.escape(fold(str(fact.value)))}(?![\w+/]|[.,]\d)", fold(text)) is not None
