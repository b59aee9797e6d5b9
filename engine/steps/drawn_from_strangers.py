"""What a letter tells from another person's paper: nothing of the patient rests on it."""

from collections.abc import Sequence

from engine.domain.fact import Conflict, Fact
from engine.steps.compare import STRANGER


def without_strangers(facts: Sequence[Fact], conflicts: Sequence[Conflict]) -> tuple[Fact, ...]:
    """The facts but for those that the contradictions say a letter has from another person's paper, and for what the
    same sentence makes of them ("AMH à 0,3 : insuffisance ovarienne")."""
    drawn = {i for c in conflicts if c.key == STRANGER for i in c.facts}
    told = [f.source for f in facts if f.id in drawn]
    return tuple(
        f
        for f in facts
        if f.id not in drawn
        and not any(
            (s.document, s.page) == (f.source.document, f.source.page)
            and (s.quote in f.source.quote or f.source.quote in s.quote)
            for s in told
        )
    )
