"""Values that were measured in another way than their key means: the angle of a curve that was taken in the brace."""

import re
from collections.abc import Sequence

from engine.domain.fact import Fact
from engine.domain.pathway import MeasuredOtherwise, Pathway
from engine.steps.recalled import RECALLED
from engine.steps.set_apart import OTHER

FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
SINCE_FR = "depuis une valeur mesurée autrement"


def measured_otherwise(facts: Sequence[Fact], pathway: Pathway) -> list[Fact]:
    """The facts in the same order, those that another paper tells to be measured otherwise under that key; a rise that
    begins at such a value stands for no rise."""
    by_key = {k.id: k for k in pathway.key_facts}
    told = list(facts)
    for key_fact in pathway.key_facts:
        meant = key_fact.measured_otherwise
        if meant is None:
            continue
        others = [f for f in facts if f.key == meant.key and _figure(f) is not None and f.bearer == "patient"]
        label = by_key[meant.key].label_fr
        for i, fact in enumerate(told):
            if fact.key not in (key_fact.id, key_fact.id + RECALLED) or _figure(fact) is None:
                continue
            if meant.rise_of:
                if any(_rises(fact, o, facts, meant.rise_of) for o in others):
                    changed = {"key": fact.key + OTHER, "label_fr": f"{fact.label_fr} ({SINCE_FR})"}
                    told[i] = fact.model_copy(update=changed)
            elif any(_same(fact, o, meant) for o in others):
                told[i] = fact.model_copy(update={"key": meant.key + RECALLED, "label_fr": f"{label} (rappelé)"})
    return told


def _same(fact: Fact, other: Fact, meant: MeasuredOtherwise) -> bool:
    return _figure(fact) == _figure(other) and (meant.any_day or _same_time(fact, other))


def _same_time(a: Fact, b: Fact) -> bool:
    """Whether both are of one day, or of one month where one of them names no day."""
    if a.dated is None or b.dated is None:
        return False
    by_month = a.month or b.month
    return (a.dated.year, a.dated.month) == (b.dated.year, b.dated.month) if by_month else a.dated == b.dated


def _rises(fact: Fact, other: Fact, facts: Sequence[Fact], of: str) -> bool:
    """Whether a told rise leads from a value that was measured otherwise to one of the key fact `of`."""
    rise, start = _figure(fact), _figure(other)
    return any(f.key == of and _figure(f) is not None and (_figure(f) or 0) - (start or 0) == rise for f in facts)


def _figure(fact: Fact) -> float | None:
    found = FIGURE.fullmatch(str(fact.value).strip())
    return float(found[0].replace(",", ".")) if found else None
