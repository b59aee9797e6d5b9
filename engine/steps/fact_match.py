"""Which facts a sentence of a pathway means."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from engine.domain.fact import Fact
from engine.domain.interpretation import FactMatch
from engine.domain.wording import any_match, fold, pattern
from engine.steps.calendar_dates import add_months
from engine.steps.moments import is_after
from engine.steps.range_levels import level_of

COUNT = re.compile(r"\d{1,3} ?(?:/|sur) ?\d{1,3}")


class Papers(NamedTuple):
    """The kind of each document, the day that they came, and the facts that were read in two ways."""

    kinds: Mapping[str, str]
    received_on: date | None
    doubtful: tuple[Fact, ...] = ()

    def is_within(self, fact: Fact, months: int) -> bool | None:
        """Whether a fact is of the last so many months before; None where no day says."""
        if self.received_on is None or fact.dated is None:
            return None
        return add_months(fact.dated, months) > self.received_on


def first_match(match: FactMatch, facts: Sequence[Fact], papers: Papers, since: Fact | None = None) -> Fact | None:
    """The first of the facts that is meant; of a match that wants one `after` another, after `since`."""
    if match.after and since is None:
        return None
    return next(
        (f for f in facts if _fits(match, f, papers) and (since is None or is_after(f, since, papers.kinds))), None
    )


def matches(named: Mapping[str, FactMatch], facts: Sequence[Fact], papers: Papers) -> dict[str, Fact | None]:
    """The fact that each name means, those after another one last."""
    found: dict[str, Fact | None] = {}
    for name, match in sorted(named.items(), key=lambda one: one[1].after is not None):
        found[name] = first_match(match, facts, papers, found.get(match.after or ""))
    return {name: found[name] for name in named}


def _fits(match: FactMatch, fact: Fact, papers: Papers) -> bool:
    return (
        (not match.keys or fact.key in match.keys)
        and (fact.polarity in match.polarity or ("affirmed" in match.polarity and _is_figure(fact)))
        and fact.bearer == match.bearer
        and (not match.kinds or papers.kinds.get(fact.source.document) in match.kinds)
        and (match.value is None or pattern(match.value).search(fold(str(fact.value))) is not None)
        and (not match.any_of or any_match(match.any_of, fold(fact.source.quote)) is not None)
        and (match.level is None or level_of(fact) == match.level)
        and (match.months is None or papers.is_within(fact, match.months) is True)
        and (match.older_months is None or papers.is_within(fact, match.older_months) is False)
    )


def _is_figure(fact: Fact) -> bool:
    """A count tells what it tells, though a table may call it absent: "0/19" nodes."""
    return fact.polarity == "negated" and bool(COUNT.fullmatch(str(fact.value).strip()))
