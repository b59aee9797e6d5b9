"""The earlier result beside the one that a sentence of the pathway tells: what moved, and since when."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from engine.domain.chronology import Trend
from engine.domain.fact import Fact
from engine.domain.wording import french_day
from engine.steps.calculated import is_a_step, told_points
from engine.steps.filled_sentence import ROOM
from engine.steps.interpret import Interpreted
from engine.steps.printed import printed
from engine.steps.trends import base_key, base_label

BEFORE = re.compile(r"\(auparavant [^()]*\)$")
"""How a sentence ends that tells an earlier result already."""


def earlier_results(trends: Sequence[Trend], facts: Sequence[Fact]) -> dict[str, Fact]:
    """By the id of a fact the one of the measured result before it, where that was another: of quantities whose course
    the draft tells."""
    by_id = {f.id: f for f in facts}
    found: dict[str, Fact] = {}
    for trend in trends:
        for series in trend.series:
            points = told_points(series)
            if is_a_step(points, trend):
                continue
            for before, point in pairwise(points):
                first = next((by_id[i] for i in before.facts if i in by_id), None)
                if first and before.sure_date and before.day < point.day and before.value != point.value:
                    found |= dict.fromkeys(point.facts, first)
    return found


def with_earlier(
    holding: Sequence[Interpreted], facts: Sequence[Fact], earlier: Mapping[str, Fact]
) -> tuple[Interpreted, ...]:
    """The sentences, each quantity with its earlier result in the first one that tells its value and has room."""
    by_id = {f.id: f for f in facts}
    told: set[tuple[str, str | None]] = set()
    found: list[Interpreted] = []
    for one in holding:
        text, cites = one.text, list(one.facts)
        for fact in (by_id[i] for i in one.facts if i in earlier and i in by_id):
            about = (base_key(fact.key), fact.side)
            longer = None if about in told else _with_before(text, fact, earlier[fact.id])
            if longer:
                told.add(about)
                text, cites = longer, [*cites, earlier[fact.id].id]
        found.append(one.model_copy(update={"text": text, "facts": tuple(dict.fromkeys(cites))}))
    return tuple(found)


def _with_before(text: str, fact: Fact, before: Fact) -> str | None:
    """The sentence with the earlier result, where it tells the value of the fact, not yet the other, and has room."""
    value, was = printed(fact), printed(before)
    if not value or value not in text or not was or was in text or not before.dated:
        return None
    when = f"{'en' if before.month else 'le'} {french_day(before.dated, month=before.month)}"
    told = f"{base_label(before.label_fr)} : {was} {when})"
    others = BEFORE.search(text)
    longer = f"{text[:-1]} ; {told}" if others else f"{text} (auparavant {told}"
    return longer if len(longer) <= ROOM else None
