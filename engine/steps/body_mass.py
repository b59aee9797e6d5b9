"""The body mass index that no paper prints, worked out of a weight and a height."""

from collections.abc import Sequence

from engine.domain.fact import Fact

INDEX, WEIGHT, HEIGHT = "imc", "poids", "taille"
PEOPLE = {"kg": (25, 250), "m": (1.2, 2.2), "cm": (120, 220)}
"""What a grown-up may weigh and measure: anything else is the weight or the size of something else."""


def body_mass(facts: Sequence[Fact]) -> tuple[float, Fact] | None:
    """The index by the latest weight and the height of its document, and the fact of the weight; None without both."""
    own = [f for f in facts if (f.bearer, f.role, f.polarity) == ("patient", "clinical", "affirmed") and _is_whole(f)]
    weights = [f for f in own if f.key == WEIGHT and f.unit == "kg"]
    for weight in sorted(weights, key=lambda f: str(f.dated or ""), reverse=True):
        heights = {_metres(f) for f in own if f.key == HEIGHT and f.source.document == weight.source.document}
        if len(heights) == 1:
            return round(_number(weight) / heights.pop() ** 2, 1), weight
    return None


def _is_whole(fact: Fact) -> bool:
    low, high = PEOPLE.get(fact.unit or "", (0, -1))
    return isinstance(fact.value, float | int) and low <= fact.value <= high


def _metres(fact: Fact) -> float:
    return _number(fact) / (100 if fact.unit == "cm" else 1)


def _number(fact: Fact) -> float:
    return float(fact.value) if isinstance(fact.value, float | int) else 0.0
