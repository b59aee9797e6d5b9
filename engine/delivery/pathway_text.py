"""A pathway in plain lines, for a terminal: what it asks for, offers and warns of, with conditions as sentences."""

from collections.abc import Callable, Iterator

from engine.domain.condition_words import told
from engine.domain.interpretation import Interpretation
from engine.domain.option import SourceRef
from engine.domain.pathway import Pathway
from engine.domain.pathway_words import ACTIONS_FR, LEVELS_FR, STANCES_FR, UNREAD_FR, months_fr, source_fr

Conditions = Callable[[Interpretation, Pathway], tuple[str, ...]]
"""What must hold for a sentence to be said, one clause each."""


def lines(pathway: Pathway, conditions: Conditions) -> Iterator[str]:
    """Yield the pathway's lines, part by part."""
    yield "PIÈCES DEMANDÉES"
    for requirement in pathway.required_documents:
        age = months_fr(requirement.max_age_months)
        yield f"- {requirement.label_fr} ({LEVELS_FR[requirement.level]}, validité : {age})"
        yield f"    Si : {told(requirement.condition.expr, pathway)}"
        yield f"    Pourquoi : {requirement.why_fr}"
        yield _source(requirement.source, verified=requirement.verified)
    yield "\nFAITS CLÉS"
    for fact in pathway.key_facts:
        yield f"- {fact.label_fr}" + (f" ({fact.unit})" if fact.unit else "")
    yield "\nOPTIONS"
    for option in pathway.options:
        yield f"- {option.label_fr}"
        texts = {s.id: s.statement_fr for s in option.statements}
        for side, rules in (("En faveur", option.supports_if), ("En défaveur", option.discourages_if)):
            for rule in rules:
                yield f"    {side} si {told(rule.expr, pathway)} : « {texts[rule.statement_id]} »"
        for statement in option.statements:
            grade = f" [{statement.grade}]" if statement.grade else ""
            yield f"    · ({STANCES_FR[statement.stance]}) {statement.when_fr} : {statement.statement_fr}{grade}"
            yield _source(statement.source, verified=statement.verified)
    yield "\nINTERPRÉTATIONS"
    for one in pathway.sentences:
        common = " (phrase commune à plusieurs référentiels)" if one in pathway.shared else ""
        yield f"- {one.says_fr}{common}"
        yield f"    Dite quand : {' ; '.join(conditions(one, pathway)) or 'toujours'}"
    yield "\nSIGNAUX D'ALERTE"
    for flag in pathway.red_flags:
        yield f"- {flag.label_fr} : {ACTIONS_FR[flag.action]}"
        yield f"    Signes : {', '.join(flag.triggers_fr)}"
        yield from (f"    Levé par la réponse : {told(answer, pathway)}" for answer in flag.answers)
        yield _source(flag.source, verified=flag.verified)


def _source(source: SourceRef, *, verified: bool) -> str:
    return f"    Source : {source_fr(source)}" + ("" if verified else f" — {UNREAD_FR}")
