"""How each option of a pathway stands in a dossier: rules that are true, false or unknown, and what they rest on."""

from collections.abc import Sequence

from engine.domain.conditions import judge, variables_of
from engine.domain.option import Option, OptionStatement, Rule
from engine.domain.pathway import Pathway
from engine.domain.record import Record
from engine.steps.known import Known


class WeighedRule(Record):
    """A rule of an option as it stands: its truth, the statement that it carries, the facts that decided it and what it
    `asks`, but for its guards."""

    expr: str
    truth: bool | None
    statement: OptionStatement
    supports: bool
    proposed_here: bool = False
    facts: tuple[str, ...]
    answers: tuple[str, ...]
    asks: frozenset[str]


class WeighedOption(Record):
    """An option with its rules and a score by which options are ranked.

    It is `overridden` when another option's true rule asks for all that its own ask for, and for more: surveillance
    after surgery where the nodes call for chemotherapy.
    """

    option: Option
    rules: tuple[WeighedRule, ...]
    score: float
    overridden: bool = False

    @property
    def discouraged(self) -> bool:
        """Whether a rule against the option is true."""
        return any(r.truth and not r.supports for r in self.rules)

    @property
    def supported(self) -> bool:
        """Whether a rule for the option is true and no more specific one speaks for another."""
        return not self.overridden and any(r.truth and r.supports for r in self.rules)

    @property
    def elsewhere(self) -> bool:
        """Whether it is about other patients: every rule that could speak for it is false, and none speaks against."""
        speaking = [r for r in self.rules if r.supports]
        return bool(speaking) and all(r.truth is False for r in speaking) and not self.discouraged


def weigh(pathway: Pathway, known: Known) -> tuple[WeighedOption, ...]:
    """All options, best first. A rule with more conditions says more about this patient than a general one."""
    guards = {c.id for c in pathway.concluded_variables if c.guards}
    weighed = []
    for option in pathway.options:
        rules = tuple(
            _weighed_rule(rule, option, known, guards, supports=supports)
            for supports, rules in ((True, option.supports_if), (False, option.discourages_if))
            for rule in rules
        )
        weighed.append(WeighedOption(option=option, rules=rules, score=sum(_weight(r) for r in rules)))
    marked = [w.model_copy(update={"overridden": _is_overridden(w, weighed)}) for w in weighed]
    return tuple(sorted(marked, key=lambda w: (w.option.complement, -w.score)))


def _is_overridden(option: WeighedOption, others: Sequence[WeighedOption]) -> bool:
    own = [r.asks for r in option.rules if r.truth and r.supports]
    if option.option.complement or not own or not all(own):
        return False
    stronger = [
        r.asks
        for other in others
        if other is not option and not other.option.complement and not other.discouraged
        for r in other.rules
        if r.truth and r.supports
    ]
    return all(any(names < more for more in stronger) for names in own)


def preferred(weighed: Sequence[WeighedOption]) -> WeighedOption | None:
    """The option to put first, or None when no rule supports one; an orientation may come first.

    Of those that stand equal one without an operation is named first: what was not done can still be done.
    """
    return next(iter(leading(weighed)), None)


def leading(weighed: Sequence[WeighedOption]) -> tuple[WeighedOption, ...]:
    """The best options, those without an operation first; several where rules tell them no further apart."""
    standing = [w for w in weighed if w.supported and not w.discouraged]
    main = [w for w in standing if not w.option.complement] or standing
    best = max((w.score for w in main), default=0.0)
    return tuple(sorted((w for w in main if w.score == best), key=lambda w: w.option.surgical))


def _weight(rule: WeighedRule) -> float:
    if not rule.truth or not rule.statement.verified:
        return 0.0
    return (0.5 + len(rule.asks)) * (1.0 if rule.supports else -2.0)


def _weighed_rule(rule: Rule, option: Option, known: Known, guards: set[str], *, supports: bool) -> WeighedRule:
    statement = next(s for s in option.statements if s.id == rule.statement_id)
    names = sorted(variables_of(rule.expr))
    return WeighedRule(
        expr=rule.expr,
        truth=judge(rule.expr, known.values),
        statement=statement,
        supports=supports,
        proposed_here=rule.proposed_here,
        facts=tuple(dict.fromkeys(known.facts[n] for n in names if n in known.facts)),
        answers=tuple(n for n in names if n not in known.facts and known.values.get(n) is not None),
        asks=frozenset(names) - guards,
    )
