"""The options as weighed, for an author of the draft and for the doctor beside it."""

from collections.abc import Mapping, Sequence
from typing import Literal

from engine.domain.condition_words import told
from engine.domain.contradiction_words import Shunned
from engine.domain.drafting import OptionCondition, OptionView
from engine.domain.opinion import OptionStanding, StandingCondition
from engine.domain.pathway import Pathway
from engine.steps.forbidden import is_part_of
from engine.steps.numbering import Numbering
from engine.steps.options import WeighedOption, WeighedRule, preferred


def option_view(
    weighed: WeighedOption,
    numbering: Numbering,
    pathway: Pathway,
    *,
    preferred: bool,
    equal: bool,
    asked: bool,
    without: Mapping[str, Shunned],
) -> OptionView:
    """An option as an author of the draft sees it, with what stands for and against it; whether the question is about
    it (`asked`). `without` are the classes that interpretations forbid, by their ids."""

    def given(rule: WeighedRule) -> tuple[str, ...]:
        found = (
            numbering.ids.get(f"{letter}:{ref}")
            for letter, ref in (*(("F", f) for f in rule.facts), *(("A", a) for a in rule.answers))
        )
        return tuple(dict.fromkeys(i for i in found if i))

    def ids(*, supports: bool) -> tuple[str, ...]:
        cited = [
            i
            for r in weighed.rules
            if r.truth and r.supports is supports
            for i in (numbering.ids.get(f"P:{r.statement.id}"), *given(r))
        ]
        return tuple(dict.fromkeys(i for i in cited if i))

    left = {name: s.label_fr for name, s in without.items() if is_part_of(s, weighed.option)}
    return OptionView(
        id=weighed.option.id,
        label_fr=weighed.option.label_fr,
        supported_by=ids(supports=True) if weighed.supported else (),
        discouraged_by=ids(supports=False),
        unknown=tuple(r.expr for r in weighed.rules if r.truth is None),
        preferred=preferred,
        equal=equal,
        beside=weighed.option.complement,
        orientation=weighed.option.orientation,
        asked=asked,
        without_fr=" ni ".join(dict.fromkeys(told[0].lower() + told[1:] for told in left.values())),
        without_by=tuple(numbering.ids[f"K:interpretation.{name}"] for name in left),
        conditions=tuple(
            OptionCondition(
                told_fr=told(r.expr, pathway),
                truth=r.truth,
                supports=r.supports,
                cites=given(r),
                passage=numbering.ids.get(f"P:{r.statement.id}"),
                to_validate=r.proposed_here,
            )
            for r in weighed.rules
        ),
    )


def standing(weighed: Sequence[WeighedOption]) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """The preferred option, the others that stand, and the discouraged ones, by id; none is preferred where the first
    is an orientation."""
    first = preferred(weighed)
    others = [w.option.id for w in weighed if w.supported and not w.discouraged and w is not first]
    option = first.option.id if first and not first.option.orientation else None
    return option, tuple(others), tuple(w.option.id for w in weighed if w.discouraged)


def standings(weighed: Sequence[WeighedOption], pathway: Pathway) -> tuple[OptionStanding, ...]:
    """Each option with its conditions, as shown beside the draft."""
    first = preferred(weighed)
    return tuple(
        OptionStanding(
            id=w.option.id,
            label_fr=w.option.label_fr,
            verdict=_verdict(w, is_first=w is first),
            conditions=tuple(
                StandingCondition(
                    told_fr=told(r.expr, pathway), holds=r.truth, supports=r.supports, to_validate=r.proposed_here
                )
                for r in w.rules
            ),
        )
        for w in weighed
    )


def _verdict(weighed: WeighedOption, *, is_first: bool) -> Literal["preferred", "supported", "discouraged", "open"]:
    if weighed.discouraged:
        return "discouraged"
    if weighed.supported:
        return "preferred" if is_first else "supported"
    return "open"
