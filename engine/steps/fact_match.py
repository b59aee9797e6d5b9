"""Which facts a sentence of a pathway means."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from engine.domain.fact import DRUG_KEYS, Fact
from engine.domain.interpretation import FactMatch
from engine.domain.wording import any_match, fold, pattern
from engine.steps.days import Days
from engine.steps.known import trusted
from engine.steps.moments import is_after
from engine.steps.range_levels import level_of
from engine.steps.recalled import RECALLED
from engine.steps.scales import SCORE

STEPWISE = re.compile(r"/|°|degr")
"""Units of what is read to the point or degree: one of them more or less is no course."""
COUNT = re.compile(r"\d{1,3} ?(?:/|sur) ?\d{1,3}")


class Papers(NamedTuple):
    """The kind of each document, the days that count, and the facts that were read in two ways."""

    kinds: Mapping[str, str]
    days: Days = Days()
    doubtful: tuple[Fact, ...] = ()


def first_match(match: FactMatch, facts: Sequence[Fact], papers: Papers, since: Fact | None = None) -> Fact | None:
    """The first of the facts that is meant; `since` is the one that the match names, as before it or as its outcome."""
    if match.rests_on and since is None:
        return None
    if match.foremost:
        facts = _foremost(match, facts, papers)
    return next(
        (f for f in facts if _fits(match, f, papers) and (since is None or _stands(match, f, since, papers))), None
    )


def _stands(match: FactMatch, fact: Fact, other: Fact, papers: Papers) -> bool:
    """Whether a fact stands to the one that its match names as that wants."""
    if match.after:
        return is_after(fact, other, papers.kinds)
    was, now = _number(fact), _number(other)
    if not match.rests_on or was is None or now is None or not _is_earlier(fact, other):
        return match.rests_on is None
    step = 1.0 if STEPWISE.match((other.unit or "").strip()) else 0.0
    return was - now > step if match.was_above else now - was > step


def _is_earlier(fact: Fact, other: Fact) -> bool:
    """Whether a value is one of before in the same unit and on the same side: recalled by the same paper, or of an
    earlier day."""
    alike = fact.unit_ucum == other.unit_ucum and (fact.unit_ucum not in (None, SCORE) or fact.unit == other.unit)
    one_side = fact.side in (None, other.side) or other.side in (None, "bilatéral")
    recalled = fact.key.endswith(RECALLED) and not other.key.endswith(RECALLED)
    if recalled and fact.source.document == other.source.document:
        return alike and one_side
    before = fact.dated is not None and other.dated is not None and fact.dated < other.dated
    return alike and one_side and before


def _number(fact: Fact) -> float | None:
    return float(fact.value) if isinstance(fact.value, int | float) and not isinstance(fact.value, bool) else None


def matches(named: Mapping[str, FactMatch], facts: Sequence[Fact], papers: Papers) -> dict[str, Fact | None]:
    """The fact that each name means, those that rest on another one last."""
    found: dict[str, Fact | None] = {}
    for name, match in sorted(named.items(), key=lambda one: one[1].rests_on is not None):
        found[name] = first_match(match, facts, papers, found.get(match.rests_on or ""))
        other = match.was_above or match.was_below
        if found[name] is None and other and other in named and not match.optional:
            found |= _paired(name, match, other, named[other], facts, papers)
    return {name: found[name] for name in named}


def _paired(
    name: str, match: FactMatch, other: str, of_other: FactMatch, facts: Sequence[Fact], papers: Papers
) -> dict[str, Fact | None]:
    """The first fact of the other name that has an earlier value such as this one wants, with that value."""
    if of_other.foremost:
        return {}
    pairs = ((f, first_match(match, facts, papers, f)) for f in facts if _fits(of_other, f, papers))
    return next(({other: f, name: was} for f, was in pairs if was), {})


def _foremost(match: FactMatch, facts: Sequence[Fact], papers: Papers) -> Sequence[Fact]:
    """The first fact of the keys that are meant; none where that was read in two ways."""
    own = [f for f in facts if f.key in match.keys and f.bearer == match.bearer]
    unsure = [f for f in papers.doubtful if f.key in match.keys and f.bearer == match.bearer]

    def rank(fact: Fact) -> tuple[int, str]:
        return trusted(fact, papers.kinds.get(fact.source.document, ""))

    # Where both rank alike what was read surely says it.
    surely = own and all(rank(own[0]) >= rank(f) for f in unsure)
    return own[:1] if surely else ()


def _fits(match: FactMatch, fact: Fact, papers: Papers) -> bool:
    return (
        (not match.keys or fact.key in match.keys)
        and (fact.polarity in match.polarity or ("affirmed" in match.polarity and _counts(fact, papers)))
        and fact.bearer == match.bearer
        and (fact.bearer != "family" or fact.by_marriage == any("alliance" in e for e in match.any_of))
        and (not match.kinds or papers.kinds.get(fact.source.document) in match.kinds)
        and (match.value is None or pattern(match.value).search(fold(str(fact.value))) is not None)
        and (not match.any_of or any_match(match.any_of, fold(fact.source.quote)) is not None)
        and (match.level is None or level_of(fact) == match.level)
        and (match.months is None or papers.days.is_within(fact, match.months) is True)
        and (match.older_months is None or papers.days.is_within(fact, match.older_months) is False)
        and (match.too_near_months is None or papers.days.is_too_near(fact, match.too_near_months) is True)
        and (match.far_enough_months is None or papers.days.is_too_near(fact, match.far_enough_months) is False)
    )


def _counts(fact: Fact, papers: Papers) -> bool:
    """Whether a fact counts that is not affirmed: a figure, and a drug that is prescribed from a later day on."""
    prescribed = papers.kinds.get(fact.source.document) == "ordonnance" and fact.key in DRUG_KEYS
    begun = fact.schedule.begun if fact.schedule and prescribed else None
    later = begun is not None and fact.dated is not None and begun.first > fact.dated
    return _is_figure(fact) or (fact.polarity == "hypothetical" and later)


def _is_figure(fact: Fact) -> bool:
    """A count tells what it tells, though a table may call it absent: "0/19" nodes."""
    return fact.polarity == "negated" and bool(COUNT.fullmatch(str(fact.value).strip()))
