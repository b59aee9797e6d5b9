"""Advice for one day ("consulter si :" and the list below it): what it names has not happened."""

import re
from collections.abc import Sequence

from engine.domain.wording import fold, pattern
from engine.steps.clauses import clause_around
from engine.steps.polarity import Assertions, Span

LIST_OPENS = re.compile(r"[ \t]*[:.…]*[ \t]*\n")
ITEM = re.compile(r"[ \t]*(?:[-•*–>☐□+]|\d{1,2}[.)°]|[a-zà-ÿ])[^\n]*(?:\n|$)")
"""A line of a list, or one that goes on from the line above."""


def with_advice(text: str, assertions: Assertions, openings: Sequence[str]) -> Assertions:
    """The assertions of the text, with what its advice names as not having happened."""
    folded = fold(text)
    found = [m for opening in openings for m in pattern(opening).finditer(folded)]
    told = (
        Span(kind="uncertain", start=m.start(), end=_end(text, m.end()), cue_start=m.start(), cue_end=m.end())
        for m in found
    )
    return Assertions(spans=(*assertions.spans, *told))


def _end(text: str, end: int) -> int:
    """Where the advice that opens before `end` is over: with its list, else with its clause."""
    opens = LIST_OPENS.match(text, end)
    if opens is None:
        return clause_around(text, end, end)[1]
    end = opens.end()
    while end < len(text) and (item := ITEM.match(text, end)):
        end = item.end()
    return end
