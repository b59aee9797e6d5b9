"""Alarms that results raise: several low at once, or one that falls from paper to paper."""

from collections.abc import Sequence
from datetime import date
from itertools import product

from engine.domain.fact import Fact, RedFlag
from engine.domain.pathway import RedFlagRule
from engine.steps.calendar_dates import add_months
from engine.steps.range_levels import level_of


def in_results(rule: RedFlagRule, facts: Sequence[Fact], received_on: date) -> RedFlag | None:
    """The flag that the patient's own results raise: no threshold of ours, but the range that the laboratory printed or
    a figure of the rule's own statement."""
    own = [f for f in facts if f.bearer == "patient" and f.polarity == "affirmed" and not f.doubtful]
    recent = [f for f in own if not _is_old(rule, f, received_on)]
    for found in (_low_together(rule, recent), _fallen(rule, own, recent)):
        if found:
            return _flag(rule, found)
    return None


def _is_old(rule: RedFlagRule, fact: Fact, received_on: date) -> bool:
    age = rule.max_age_months
    return bool(age and fact.dated and add_months(fact.dated, age) < received_on)


def _low_together(rule: RedFlagRule, recent: Sequence[Fact]) -> list[Fact]:
    """One low result of each group of `low_of`, all of one document and one day."""
    low = [f for f in recent if level_of(f) == "low"]
    groups = [[f for f in low if f.key in keys] for keys in rule.low_of]
    sets = product(*groups) if groups else ()
    return next((list(s) for s in sets if len({(f.source.document, f.dated) for f in s}) == 1), [])


def _fallen(rule: RedFlagRule, own: Sequence[Fact], recent: Sequence[Fact]) -> list[Fact]:
    """A figure of `falls` that fell to its bound or below: an earlier one of the same side, and the latest."""
    for key, bound in rule.falls.items():
        told = sorted((f for f in own if f.key == key and f.dated), key=lambda f: f.dated or date.min)
        for last in reversed([f for f in told if f in recent]):
            reached = _number(last)
            before = [f for f in told if f.side == last.side and _before(f, last)]
            if reached is None or reached > bound or not before:
                continue
            # The smallest of the day before counts: a limb that is well says nothing of the one that is not.
            day = before[-1].dated
            worst = min((f for f in before if f.dated == day), key=lambda f: _number(f) or 0)
            if (_number(worst) or 0) > reached:
                return [worst, last]
    return []


def _before(one: Fact, other: Fact) -> bool:
    return bool(one.dated and other.dated and one.dated < other.dated)


def _number(fact: Fact) -> float | None:
    return float(fact.value) if isinstance(fact.value, int | float) else None


def _flag(rule: RedFlagRule, found: Sequence[Fact]) -> RedFlag:
    where = dict.fromkeys(f"« {f.source.filename} », page {f.source.page}" for f in found)
    quotes = dict.fromkeys(f.source.quote for f in found)
    return RedFlag(
        id=rule.id,
        label_fr=rule.label_fr,
        action=rule.action,
        where_fr=" et ".join(where),
        quote=" […] ".join(quotes),
    )
