"""The vectors by which passages are found: those that are known already, the others made now."""

from collections.abc import Mapping, Sequence

from engine.domain.passage import Indexed, Vector
from engine.pathways.passages import vector_key
from engine.ports import Embedder


def text_vectors(passages: Sequence[Indexed], embedder: Embedder, known: Mapping[str, Vector]) -> dict[str, Vector]:
    """Return the vector of each embedded text, each of length 1. `known` are vectors by `vector_key` of their text.

    People's words beside a passage are both a text and a question; a question lies nearest to the mean of the two.
    """
    asked = {passage.embedded[-1]: passage.asked for passage in passages if passage.asked}
    texts = list(dict.fromkeys(text for passage in passages for text in passage.embedded))
    missing = [text for text in texts if vector_key(text) not in known]
    made = dict(zip(missing, embedder.passages(missing), strict=True)) if missing else {}
    for text in asked.keys() & made.keys():
        made[text] = _mean(made[text], embedder.question(asked[text]))
    return {text: made.get(text) or known[vector_key(text)] for text in texts}


def _mean(one: Vector, other: Vector) -> Vector:
    between = [a + b for a, b in zip(one, other, strict=True)]
    length = sum(x * x for x in between) ** 0.5
    return tuple(x / length for x in between)
