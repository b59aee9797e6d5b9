"""When what a paper tells took place, as far as the paper says, and whether it was after something else."""

from collections.abc import Mapping

from engine.domain.fact import Fact
from engine.domain.moment import When
from engine.steps.calendar_dates import dates_in
from engine.steps.partial_dates import when_in

RETELLING = ("courrier", "fiche_rcp", "ordonnance", "autre")
"""Kinds of papers that tell what was before: without its day in their words nobody says when it was."""


def when_of(fact: Fact, kind: str) -> When | None:
    """The day, month or year of what a fact tells; None where its paper tells of before and gives none.

    `kind` is its document's.
    """
    if fact.dated is None:
        return None
    quote = fact.source.quote
    if not dates_in(quote, fact.dated):
        told = when_in(quote, fact.dated)
        if told is not None:
            return told
        if kind in RETELLING:
            return None
    return When.month(fact.dated) if fact.month else When.on(fact.dated)


def is_after(event: Fact, other: Fact, kinds: Mapping[str, str]) -> bool:
    """Whether one thing was after another for sure, by the kind of each document."""
    then, before = (when_of(f, kinds.get(f.source.document, "")) for f in (event, other))
    return then is not None and before is not None and then.first > before.last
