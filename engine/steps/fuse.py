"""The findings of words and of vectors, put into one order."""

from collections.abc import Mapping, Sequence

from engine.domain.passage import Candidate

WORDS, SAID, ASKED = 1.0, 0.8, 0.9
"""What each way of finding weighs: words in common, sense of what the passage says, sense of how people ask for it."""
PATHWAY = 0.4
"""What it weighs that a question seems to speak of the passage's pathway."""
OPTION = 0.4
"""What the best two passages in the same company (option, document) weigh: a question is about one course of action."""
ALL = (WORDS + SAID + ASKED + PATHWAY) * (1 + OPTION)


def fuse(candidates: Sequence[Candidate], pathways: Mapping[str, float], most: int) -> tuple[tuple[int, float], ...]:
    """Return the rows of the best `most` passages, best first, each with its score from 0 to 1.

    Each way's values are spread over 0 to 1 first: likenesses lie close together and words have no upper end, so that
    neither can be compared as it is. Weights were set on the tuning questions of `evaluation/library`, where adding
    ranks instead (reciprocal rank fusion, k = 30) recalled less.
    """
    if not candidates:
        return ()
    words = _spread([c.words for c in candidates])
    said = _spread([c.likeness[0] for c in candidates])
    asked = _spread([c.likeness[-1] for c in candidates])
    alone = [
        WORDS * words[n]
        + SAID * said[n]
        + ASKED * asked[n]
        + PATHWAY * max((pathways.get(p, 0.0) for p in candidate.pathways), default=0.0)
        for n, candidate in enumerate(candidates)
    ]
    together: dict[str, list[float]] = {}
    for score, candidate in zip(alone, candidates, strict=True):
        for option in candidate.company:
            together.setdefault(option, []).append(score)
    shared = {option: sum(sorted(scores, reverse=True)[:2]) / 2 for option, scores in together.items()}
    scored = [
        (score + OPTION * max((shared[o] for o in candidate.company), default=0.0), candidate)
        for score, candidate in zip(alone, candidates, strict=True)
    ]
    scored.sort(key=lambda pair: (-pair[0], pair[1].id))
    return tuple((candidate.row, round(score / ALL, 4)) for score, candidate in scored[:most])


def _spread(values: Sequence[float]) -> list[float]:
    low, high = min(values), max(values)
    return [(value - low) / (high - low) if high > low else 0.0 for value in values]
