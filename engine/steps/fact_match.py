"""Which facts a sentence of a pathway means."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from engine.domain.fact import Fact
from engine.domain.interpretation import FactMatch
from engine.domain.wording import any_match, fold, pattern
from engine.steps.days import Days
from engine.steps.range_levels import level_of

COUNT = re.compile(r"\d{1,3} ?(?:/|sur) ?\d{1,3}")


class Papers(NamedTuple):
    """The kind of each document, the days that count, and the facts that were read in two ways."""

    kinds: Mapping[str, str]
    days: Days = Days()
    doubtful: tuple[Fact, ...] = ()


def first_match(match: FactMatch, facts: Sequence[Fact], papers: Papers) -> Fact | None:
    """The first of the facts that is meant."""
    return next((f for f in facts if _fits(match, f, papers)), None)


def _fits(match: FactMatch, fact: Fact, papers: Papers) -> bool:
    return (
        (not match.keys or fact.key in match.keys)
        and (fact.polarity in match.polarity or ("affirmed" in match.polarity and _is_figure(fact)))
        and fact.bearer == match.bearer
        and (not match.kinds or papers.kinds.get(fact.source.document) in match.kinds)
        and (match.value is None or pattern(match.value).search(fold(str(fact.value))) is not None)
        and (not match.any_of or any_match(match.any_of, fold(fact.source.quote)) is not None)
        and (match.level is None or level_of(fact) == match.level)
        and (match.months is None or papers.days.is_within(fact, match.months) is True)
        and (match.older_months is None or papers.days.is_within(fact, match.older_months) is False)
        and (match.too_near_months is None or papers.days.is_too_near(fact, match.too_near_months) is True)
        and (match.far_enough_months is None or papers.days.is_too_near(fact, match.far_enough_months) is False)
    )


def _is_figure(fact: Fact) -> bool:
    """A count tells what it tells, though a table may call it absent: "0/19" nodes."""
    return fact.polarity == "negated" and bool(COUNT.fullmatch(str(fact.value).strip()))
