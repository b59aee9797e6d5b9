"""What changed between two versions of a pathway, told by its meaning and not by its lines."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from engine.domain.condition_words import told
from engine.domain.conditions import BadExpression
from engine.domain.interpretation import ACTS_FR, Interpretation
from engine.domain.interpretation_words import condition_fr
from engine.domain.option import Option, Rule
from engine.domain.pathway import KeyFact, Pathway, RedFlagRule, Requirement
from engine.domain.pathway_words import ACTIONS_FR, ASKED_OF_FR, LEVELS_FR, STANCES_FR, months_fr, source_fr
from engine.domain.publication import Change
from engine.domain.record import Record
from engine.domain.variables import Variable

PART_FR = {
    "required_documents": "Pièces demandées",
    "key_facts": "Faits clés",
    "options": "Options",
    "red_flags": "Signaux d'alerte",
    "variables": "Questionnaire",
    "patient_questions": "Questions des patients",
    "interpretations": "Interprétations",
    "shared": "Phrases communes à plusieurs référentiels",
}
WORDS_FR = "mots de repérage"


def changes(old: Pathway, new: Pathway) -> tuple[Change, ...]:
    """Every difference of meaning between two texts of one pathway, the grave ones of each part first."""
    found = list(_head(old, new))
    for group, told_changes in (
        ("required_documents", _requirement),
        ("options", _option),
        ("red_flags", _red_flag),
        ("key_facts", _key_fact),
        ("variables", _variable),
        ("patient_questions", _patient_question),
        ("interpretations", _interpretation),
        ("shared", _interpretation),
    ):
        part = [
            Change(part_fr=PART_FR[group], id=member.id, label_fr=_label(member), what_fr=what, grave=grave)
            for member, what, grave in _group(getattr(old, group), getattr(new, group), told_changes, old, new)
        ]
        found += sorted(part, key=lambda change: not change.grave)
    return tuple(found)


def _label(member: Any) -> str:
    return str(getattr(member, "label_fr", None) or getattr(member, "question_fr", member.id))


def _head(old: Pathway, new: Pathway) -> Iterator[Change]:
    def said(what: str, *, grave: bool = False) -> Change:
        return Change(part_fr="Référentiel", id=new.id, label_fr=new.label_fr, what_fr=what, grave=grave)

    if old.version != new.version:
        yield said(f"Version : {old.version} → {new.version}")
    if old.label_fr != new.label_fr:
        yield said(_moved("Nom", old.label_fr, new.label_fr))
    for field, name in (("interpretation_pitfalls_fr", "Piège d'interprétation"), ("lexical_variants_fr", "Synonyme")):
        yield from (said(w) for w in _added(name, getattr(old, field), getattr(new, field)))
    for field, name in (
        ("diagnoses", "Diagnostics reconnus"),
        ("derived_variables", "Variables lues dans les documents"),
        ("found_variables", "Variables tirées des constatations"),
        ("concluded_variables", "Variables conclues d'autres"),
        ("answer_checks", "Réponses contrôlées par les documents"),
    ):
        if getattr(old, field) != getattr(new, field):
            yield said(f"{name} : modifiés")


def _group(
    old: Sequence[Any], new: Sequence[Any], of_one: Any, before: Pathway, after: Pathway
) -> Iterator[tuple[Any, str, bool]]:
    was, now = {m.id: m for m in old}, {m.id: m for m in new}
    for name in now.keys() - was.keys():
        yield now[name], "Ajout", True
    for name in was.keys() - now.keys():
        yield was[name], "Retrait", True
    for name in (n for n in now if n in was):
        for what, grave in of_one(was[name], now[name], before, after):
            yield now[name], what, grave
    if [n for n in was if n in now] != [n for n in now if n in was]:
        yield next(iter(now.values())), "Ordre modifié", False


def _requirement(old: Requirement, new: Requirement, before: Pathway, after: Pathway) -> Iterator[tuple[str, bool]]:
    if old.max_age_months != new.max_age_months:
        yield _moved("Validité", months_fr(old.max_age_months), months_fr(new.max_age_months)), True
    if old.level != new.level:
        yield _moved("Niveau", LEVELS_FR[old.level], LEVELS_FR[new.level]), True
    if old.condition.expr != new.condition.expr:
        yield _moved("Condition", _said(old.condition.expr, before), _said(new.condition.expr, after)), True
    labels = {r.id: r.label_fr for r in (*before.required_documents, *after.required_documents)}
    yield from (
        (what, True)
        for what in _added(
            "Pièce de substitution", [labels[i] for i in old.satisfied_by], [labels[i] for i in new.satisfied_by]
        )
    )
    if old.match != new.match:
        yield f"Documents acceptés : {WORDS_FR} modifiés", True
    if old.reservations != new.reservations:
        yield from (
            (what, False)
            for what in _added("Réserve", [r.text_fr for r in old.reservations], [r.text_fr for r in new.reservations])
        )
    yield from _texts(old, new, ("label_fr", "plain_fr", "why_fr", "ask_patient_fr", "max_age_rationale_fr"))
    yield from _provenance(old, new)


def _option(old: Option, new: Option, before: Pathway, after: Pathway) -> Iterator[tuple[str, bool]]:
    for field, name in (("supports_if", "Règle en faveur"), ("discourages_if", "Règle en défaveur")):
        was, now = _rules(getattr(old, field), before), _rules(getattr(new, field), after)
        yield from ((what, True) for what in _added(name, was, now))
    statements = {s.id: s for s in old.statements}
    for statement in new.statements:
        former = statements.pop(statement.id, None)
        if former is None:
            yield f"Énoncé ajouté : « {statement.statement_fr} » ({statement.when_fr})", True
        elif former != statement:
            yield from ((f"Énoncé {statement.id} : {what}", grave) for what, grave in _statement(former, statement))
    for gone in statements.values():
        yield f"Énoncé retiré : « {gone.statement_fr} » ({gone.when_fr})", True
    if old.orientation != new.orientation:
        yield ("Devient" if new.orientation else "N'est plus") + " une orientation, dite en mots", True
    if old.surgical != new.surgical:
        yield ("Devient" if new.surgical else "N'est plus") + " une opération", True
    if old.complement != new.complement:
        yield ("Devient" if new.complement else "N'est plus") + " un complément d'une autre option", True
    if (old.named_by, old.asked_by) != (new.named_by, new.asked_by):
        yield f"{WORDS_FR.capitalize()} modifiés", False
    yield from (
        (what, True) for what in _added("Geste", [ACTS_FR[a] for a in old.acts], [ACTS_FR[a] for a in new.acts])
    )
    yield from _texts(old, new, ("label_fr", "plain_fr", "act_fr"))


def _statement(old: Any, new: Any) -> Iterator[tuple[str, bool]]:
    if old.stance != new.stance:
        yield _moved("sens", STANCES_FR[old.stance], STANCES_FR[new.stance]), True
    yield from _texts(old, new, ("statement_fr", "when_fr", "grade"))
    yield from _provenance(old, new)


def _red_flag(old: RedFlagRule, new: RedFlagRule, before: Pathway, after: Pathway) -> Iterator[tuple[str, bool]]:
    if old.action != new.action:
        yield _moved("Conduite", ACTIONS_FR[old.action], ACTIONS_FR[new.action]), True
    if old.max_age_months != new.max_age_months:
        yield _moved("Document lu jusqu'à", months_fr(old.max_age_months), months_fr(new.max_age_months)), True
    was, now = [_said(e, before) for e in old.answers], [_said(e, after) for e in new.answers]
    yield from ((what, True) for what in _added("Levé par la réponse", was, now))
    words = ("any_of", "near_all_of", "page_all_of", "papers_all_of", "question_any_of", "question_all_of")
    if any(getattr(old, w) != getattr(new, w) for w in words):
        yield f"{WORDS_FR.capitalize()} modifiés", True
    if (old.low_of, old.falls) != (new.low_of, new.falls):
        yield "Résultats qui le lèvent modifiés", True
    yield from ((what, False) for what in _added("Signe", old.triggers_fr, new.triggers_fr))
    yield from ((what, False) for what in _added("Signe dit au patient", old.plain_fr, new.plain_fr))
    yield from _texts(old, new, ("label_fr",))
    yield from _provenance(old, new)


def _key_fact(old: KeyFact, new: KeyFact, _: Pathway, __: Pathway) -> Iterator[tuple[str, bool]]:
    if old.unit != new.unit:
        yield _moved("Unité", old.unit or "aucune", new.unit or "aucune"), True
    if old.plausible != new.plausible:
        yield _moved("Bornes de vraisemblance", _bounds(old.plausible), _bounds(new.plausible)), True
    if (old.patterns, old.analytes) != (new.patterns, new.analytes):
        yield f"{WORDS_FR.capitalize()} modifiés", False
    yield from _texts(old, new, ("label_fr", "value_type"))


def _variable(old: Variable, new: Variable, before: Pathway, after: Pathway) -> Iterator[tuple[str, bool]]:
    if old.asked_of != new.asked_of:
        yield _moved("Posée à", ASKED_OF_FR[old.asked_of], ASKED_OF_FR[new.asked_of]), True
    if old.ask_if != new.ask_if:
        was = _said(old.ask_if, before) if old.ask_if else "Toujours"
        yield _moved("Posée si", was, _said(new.ask_if, after) if new.ask_if else "Toujours"), True
    was_choices, now_choices = [c.label_fr for c in old.choices], [c.label_fr for c in new.choices]
    yield from ((what, True) for what in _added("Réponse possible", was_choices, now_choices))
    yield from _texts(old, new, ("question_fr", "help_fr", "phone_fr", "unit", "type"))


def _patient_question(old: Any, new: Any, _: Pathway, __: Pathway) -> Iterator[tuple[str, bool]]:
    yield from _texts(old, new, ("label_fr", "type"))


def _interpretation(
    old: Interpretation, new: Interpretation, before: Pathway, after: Pathway
) -> Iterator[tuple[str, bool]]:
    if old.says_fr != new.says_fr:
        yield _moved("Phrase", old.says_fr, new.says_fr), True
    yield from ((what, True) for what in _added("Condition", condition_fr(old, before), condition_fr(new, after)))
    for field, name in (("section", "Section"), ("statement_id", "Énoncé cité")):
        if getattr(old, field) != getattr(new, field):
            yield _moved(name, getattr(old, field) or "aucun", getattr(new, field) or "aucun"), False
    if old.forbids != new.forbids:
        yield _moved("Traitements interdits", old.forbids or "aucun", new.forbids or "aucun"), True
    if old.defers != new.defers:
        yield _moved("À régler avant l'acte", "oui" if old.defers else "non", "oui" if new.defers else "non"), False


def _rules(rules: Iterable[Rule], pathway: Pathway) -> list[str]:
    texts = {s.id: s.statement_fr for option in pathway.options for s in option.statements}
    return [f"{_said(r.expr, pathway)} → « {texts.get(r.statement_id, r.statement_id)} »" for r in rules]


def _provenance(old: Any, new: Any) -> Iterator[tuple[str, bool]]:
    if old.verified != new.verified:
        yield ("Relu sur la source" if new.verified else "N'est plus tenu pour relu"), True
    if old.source != new.source:
        yield _moved("Source", source_fr(old.source), source_fr(new.source)), False


def _texts(old: Record, new: Record, fields: Sequence[str]) -> Iterator[tuple[str, bool]]:
    names = {
        "label_fr": "Nom",
        "plain_fr": "Dit au patient",
        "act_fr": "Nom du geste",
        "why_fr": "Motif",
        "ask_patient_fr": "Demande au patient",
        "max_age_rationale_fr": "Motif de la validité",
        "statement_fr": "Texte",
        "when_fr": "Situation",
        "grade": "Grade",
        "question_fr": "Question",
        "help_fr": "Aide",
        "phone_fr": "Question au téléphone",
        "unit": "Unité",
        "type": "Type",
        "value_type": "Type",
    }
    for field in fields:
        was, now = getattr(old, field), getattr(new, field)
        if was != now:
            yield _moved(names[field], was or "aucun", now or "aucun"), field == "statement_fr"


def _added(name: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    yield from (f"{name} (ajout) : {value}" for value in new if value not in old)
    yield from (f"{name} (retrait) : {value}" for value in old if value not in new)


def _moved(name: str, old: str, new: str) -> str:
    return f"{name} : {old} → {new}"


def _bounds(value: tuple[float, float] | None) -> str:
    return f"{value[0]:g} à {value[1]:g}" if value else "aucune"


def _said(expression: str, pathway: Pathway) -> str:
    try:
        return told(expression, pathway)
    except BadExpression:
        return expression
